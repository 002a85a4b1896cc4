#ifndef SERVICES_OBJECTIVES_PLANS_GUARDS_H_
#define SERVICES_OBJECTIVES_PLANS_GUARDS_H_

// What must hold for a move of a plan, beside its state.

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/objectives/plans/states.h"

namespace mandat::objectives::plans {

// A move and all that its guards look at; what its verb does not know is absent.
struct Move {
  Verb verb;
  const v1::Plan& before;
  absl::CivilDay today;

  // Of an update: the plan as it would be, and its parent; null where it has none or keeps it.
  const v1::Plan* after = nullptr;
  const v1::Plan* parent = nullptr;
  // Of an amendment.
  const v1::PlanAmendment* amendment = nullptr;
  bool has_objectives = false;
  // Whether another plan carries this one out.
  bool has_plans = false;
};

// The reason of the guard, with a message that says what to do.
absl::Status Check(Guard guard, const Move& move);

// The state after a move whose guards all hold; the first that does not decides.
absl::StatusOr<v1::PlanState> Admit(const Move& move);

// What must hold, in words: "it has objectives".
std::string_view WordsOf(Guard guard);

}  // namespace mandat::objectives::plans

#endif  // SERVICES_OBJECTIVES_PLANS_GUARDS_H_
