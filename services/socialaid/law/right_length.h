#ifndef SERVICES_SOCIALAID_LAW_RIGHT_LENGTH_H_
#define SERVICES_SOCIALAID_LAW_RIGHT_LENGTH_H_

// How long the right lasts that an admission from 1.3.2026 opens.

#include <cstdint>

#include "services/socialaid/law/parameters.h"

namespace mandat::socialaid::law {

// 12 months, and one for every 104 days of the past beyond those of the admission, at most 12 more.
// Reading: the 312 days of the admission are not past again; so 24 months take 312 + 1,248 days,
// five years. `extra_days` >= 0; fractions of a day do not count, and two half-days are a day.
int RightMonths(const Law& law, int64_t extra_days);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_RIGHT_LENGTH_H_
