#ifndef SERVICES_OBJECTIVES_ASSESSMENT_ASSESS_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_ASSESS_H_

// How an indicator does against its target: achievement, status and the sentence that explains it.
//
// 1. The value. The latest period that was known today and begins before the deadline is over
//    (values.h). No value: UNKNOWN.
// 2. Its age. Too old from StaleFrom() on; and once the deadline is over and what speaks for it is
//    overdue: UNKNOWN, with the last value told. What speaks for the deadline itself (its period
//    covers the last day, and it was known then or later) is final and never too old.
// 3. The achievement. How much of the goal is met (measure.h, goals.h), 0 to 1000, rounded down;
//    1000 says exactly that all of it is.
// 4. The expected. What is due by the end of the value's period (or by when it was known), not by
//    today: a value is not behind because nobody has measured since.
// 5. The status, the first row that fits:
//
//    | status   | when                                                                        |
//    |----------|-----------------------------------------------------------------------------|
//    | REACHED  | the goal is met; of a level to keep, on its last day                        |
//    | MISSED   | the deadline is over, the value speaks for it, the goal is not met          |
//    | ON_TRACK | a level to keep is met; or of the expected at least on_track_permille is met|
//    | AT_RISK  | of the expected at least at_risk_permille is met                            |
//    | MISSED   | less                                                                        |
//
//    Where nothing is expected before the deadline (no baseline), the achievement stands for it,
//    and the worst is AT_RISK.
//
// MILESTONE: done is a value of 1 or more; done stays done, however old. Not done is ON_TRACK until
// 30 days before its end, AT_RISK from then on, MISSED once a value that speaks for
// the deadline says so, UNKNOWN from the deadline until then.
// EVERY: rhythm.h; achievement is kept of kept and missed; ON_TRACK as long as none was missed,
// then AT_RISK and MISSED by at_risk_permille; at the end of the plan REACHED or MISSED; UNKNOWN
// where no span counts yet or the latest has no value. CONTINUOUS: UNKNOWN, judged in words.

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/assessment.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/period.h"
#include "services/objectives/assessment/values.h"

namespace mandat::objectives {

// `target` is one of `indicator`, both as they are stored; `plan` is closed. `values` in any order,
// each period once; what became known after `today` does not count, so that any day can be asked
// for. Never fails: where no figure can be given, the status is UNKNOWN and the words say why.
v1::Assessment Assess(const v1::Indicator& indicator, const v1::Target& target,
                      absl::Span<const PeriodValue> values, const base::Period& plan,
                      absl::CivilDay today);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_ASSESS_H_
