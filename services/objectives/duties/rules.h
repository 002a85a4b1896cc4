#ifndef SERVICES_OBJECTIVES_DUTIES_RULES_H_
#define SERVICES_OBJECTIVES_DUTIES_RULES_H_

// Rules of duties. Checks look at the request alone, in the order of its fields; the others decide.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/ledger/decision.h"
#include "services/objectives/assessment/rhythm.h"

namespace mandat::objectives::duties {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckKeep(const v1::KeepDutyRequest& request, absl::CivilDay today);
absl::Status CheckList(const v1::ListDutiesRequest& request);

// The same for the same target, beat and number, on every replica and after every crash. Numbers
// count from 1.
std::string NameOf(absl::string_view target, absl::CivilDay first_day, int number);

// The unit that answers for what an indicator counts: that of the indicator, else of its objective.
const std::string& UnitOf(const v1::Indicator& indicator, const v1::Objective& objective);

// A beat that a target asks for, and the span that it is of.
struct AskedBeat {
  RhythmSpan span;
  Beat beat;
};

// What the target asks for that has begun by `today`, and the next one ahead; oldest first. Nothing
// unless it counts, its shape is EVERY and the plan runs. A first target asks from its valid_from
// on, else from the beginning of the plan, for whole beats. One that took the place of another asks
// for what is due from then on: what was due before was asked by the other, which asks no more for
// what this one does.
std::vector<AskedBeat> AskedBy(const v1::Plan& plan, const v1::Indicator& indicator,
                               const v1::Target& target, absl::CivilDay today);

// From when on a target is not asked for any more: the other that took its place counts, or the
// plan was judged, whichever was first; nothing where it is. `successor` is null where there is
// none. Of a plan that was closed since, the closing is taken for the judgement.
std::optional<absl::Time> AskedUntil(const v1::Plan& plan, const v1::Target& target,
                                     const v1::Target* successor);

// A new duty. OUT_OF_RANGE never: plans lie in the years that the clock engine counts in.
absl::StatusOr<v1::Duty> DutyOf(const AskedBeat& asked, int number, const v1::Plan& plan,
                                const v1::Indicator& indicator, const v1::Objective& objective,
                                const v1::Target& target);

// What somebody says. `pseudonym` is theirs.
absl::StatusOr<ledger::Decision> Keep(const v1::Duty& before, const v1::Plan& plan,
                                      const v1::KeepDutyRequest& request,
                                      absl::string_view pseudonym, absl::Time now);

// What a figure shows by `day`; the duty as it is where that keeps it no more.
ledger::Decision Prove(const v1::Duty& before, const v1::Plan& plan, absl::CivilDay day,
                       absl::string_view evidence, absl::Time now);

// What time makes of it: missed, lapsed, or as it is.
ledger::Decision Settle(const v1::Duty& before, const v1::Plan& plan,
                        std::optional<absl::Time> asked_until, absl::Time now);

}  // namespace mandat::objectives::duties

#endif  // SERVICES_OBJECTIVES_DUTIES_RULES_H_
