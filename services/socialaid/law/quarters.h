#ifndef SERVICES_SOCIALAID_LAW_QUARTERS_H_
#define SERVICES_SOCIALAID_LAW_QUARTERS_H_

// Calendar quarters, numbered year × 4 + (0 to 3).

#include <cstdint>

#include "services/socialaid/law/days.h"

namespace mandat::socialaid::law {

using Quarter = int32_t;

inline Quarter QuarterOf(Day day) { return MonthOf(day) / 3; }

// Its first day; its last is the eve of the next one's first.
inline Day FirstDayOf(Quarter quarter) { return FirstDayOfMonth(quarter * 3); }

// The quarters of which a span has every Monday to Saturday day.
struct FullQuarters {
  Quarter first = 0;
  Quarter last = -1;

  static FullQuarters In(DaySpan span);
};

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_QUARTERS_H_
