#ifndef SERVICES_LIB_DEADLINE_CLOCK_H_
#define SERVICES_LIB_DEADLINE_CLOCK_H_

// When a delay ends, and why then: the one engine behind every due date of every service.
//
// The day on which a delay begins does not count, the last one counts in full. A pause takes away
// what is left to count and gives it back from the day on which it ends, which does not count
// either. Three laws hold, and are tested: who begins or resumes later is due no earlier; a pause
// never shortens a delay; what restarts is due as if it had begun when it resumed.

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandat/common/v1/deadline.pb.h"
#include "services/lib/deadline/calendar.h"

namespace mandat::deadline {

// Whether a rule can be followed. INVALID_ARGUMENT `DEADLINE_RULE_INVALID` about what of `field` is
// wrong: a number out of its range, an enum value that is not known, a cut-off or a pause rule for
// a delay that counts back.
absl::Status CheckRule(const common::v1::DeadlineRule& rule, absl::string_view field);

// INVALID_ARGUMENT `CLOCK_INVALID`: there is no start, pauses are not in order or have no reason,
// begin before the start, or interrupt what counts back; `DATE_INVALID`: a time outside the years
// 1900 to 2200; or what CheckRule says.
absl::StatusOr<common::v1::Deadline> Compute(const common::v1::Clock& clock,
                                             const Calendar& calendar);

// The last day alone, without words, for whoever writes it down; absent while the delay stands
// still. Errors as Compute.
absl::StatusOr<std::optional<absl::CivilDay>> DueDay(const common::v1::Clock& clock,
                                                     const Calendar& calendar);

// "What if they answer on Tuesday?" Of a delay that runs: whether that is in time. Of one that
// stands still: when it ends if it goes on then. Errors as Compute; `CLOCK_INVALID` about `field`
// too where the time lies before what has happened already.
absl::StatusOr<common::v1::DeadlineSimulation> Simulate(const common::v1::Clock& clock,
                                                        const Calendar& calendar, absl::Time acts,
                                                        absl::string_view field);

}  // namespace mandat::deadline

#endif  // SERVICES_LIB_DEADLINE_CLOCK_H_
