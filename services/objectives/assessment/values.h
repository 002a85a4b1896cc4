#ifndef SERVICES_OBJECTIVES_ASSESSMENT_VALUES_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_VALUES_H_

// The values of an indicator, and which of them speaks for a day.

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/period.h"
#include "services/lib/base/rational.h"

namespace mandat::objectives {

// A value for one of the indicator's periods.
struct PeriodValue {
  base::Period period;
  // None where the period has no value: a share of nothing.
  std::optional<base::Rational> value;
  // The day on which it was entered or computed.
  absl::CivilDay known_on;
};

// How long after the end of a period its value may take to come: 15 days after a month, 30 after a
// quarter, 90 after a year or a plan.
int GraceDays(v1::Frequency frequency);

// False for what is counted or measured from zero: every unit but CENTS and TONNES_CO2, which may
// be owed or saved.
bool MayBeNegative(v1::Unit unit);

// The first day of a calendar period of 1, 3 or 12 months that is `day` or later: where `day` is
// the first after something, the end of the period in which that lies.
absl::CivilDay FirstPeriodFrom(absl::CivilDay day, int months);

// The value of the latest period among those that were known on `today` and begin before `until`;
// null where there is none. `values` in any order, each period once.
const PeriodValue* LastKnown(absl::Span<const PeriodValue> values, absl::CivilDay today,
                             absl::CivilDay until);

// Up to which day, not included, a value speaks: the end of its period, or of the day on which it
// was known where that was earlier.
absl::CivilDay SpeaksUntil(const PeriodValue& value);

// Until which day, not included, what speaks for the last day before `end` may take to come: the
// grace after the period in which that day lies.
absl::CivilDay AnswerDue(absl::CivilDay end, v1::Frequency frequency, const base::Period& plan);

// From which day on a value is too old: the period after its own is over, and the grace with it. Of
// the period of a plan: when that is over, with the grace.
absl::CivilDay StaleFrom(const PeriodValue& value, v1::Frequency frequency);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_VALUES_H_
