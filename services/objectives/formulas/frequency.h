#ifndef SERVICES_OBJECTIVES_FORMULAS_FREQUENCY_H_
#define SERVICES_OBJECTIVES_FORMULAS_FREQUENCY_H_

// How often an indicator has a value.

#include "mandat/objectives/v1/indicator.pb.h"

namespace mandat::objectives {

inline constexpr int kMonthsOfYear = 12;

// Of a calendar period, in months; 0 for the period of the plan.
inline int MonthsOf(v1::Frequency frequency) {
  switch (frequency) {
    case v1::FREQUENCY_MONTH:
      return 1;
    case v1::FREQUENCY_QUARTER:
      return 3;
    case v1::FREQUENCY_YEAR:
      return kMonthsOfYear;
    default:
      return 0;
  }
}

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_FORMULAS_FREQUENCY_H_
