#ifndef SERVICES_OBJECTIVES_ASSESSMENT_FORECAST_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_FORECAST_H_

// What a value may become, by a method that fits into a sentence, with how well it did before.

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/assessment.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/period.h"
#include "services/objectives/assessment/values.h"

namespace mandat::objectives {

// The line of least squares through the last eight values, by the number of their periods; a period
// without value leaves a gap. The band is twice the mean distance of these values from the line, to
// both sides. All of it in whole millionths of the unit, the line rounded to the nearest, the band
// up. Then value and band are brought into what can be: a share into 0 to 1, what is counted not
// below 0, a cumulative value not below the last.
//
// Back-test: every earlier value that has four before it is foreseen from those alone in the same
// way; the band held where the value lies in it, its ends included.
//
// `period` is one of the indicator's, later than its last value. None with fewer than four values
// that are known on `today`, for a period that is not later, for the period of a plan, and where
// values are too large (beyond 10^12 of the unit). Values in any order, each period once.
std::optional<v1::Forecast> ForecastOf(const v1::Indicator& indicator,
                                       absl::Span<const PeriodValue> values,
                                       const base::Period& period, absl::CivilDay today);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_FORECAST_H_
