#ifndef SERVICES_SOCIALAID_LAW_QUARTERS_H_
#define SERVICES_SOCIALAID_LAW_QUARTERS_H_

// Calendar quarters, numbered year × 4 + (0 to 3).

#include <cstdint>

#include "services/socialaid/law/days.h"

namespace mandat::socialaid::law {

using Quarter = int32_t;

// The quarter of a day from 1800 to 2299.
Quarter QuarterOf(Day day);

// Its first day; its last is the eve of the next one's first.
Day FirstDayOf(Quarter quarter);

// The quarters of which a span has every Monday to Saturday day.
struct FullQuarters {
  Quarter first = 0;
  Quarter last = -1;

  static FullQuarters In(DaySpan span);
};

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_QUARTERS_H_
