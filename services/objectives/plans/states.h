#ifndef SERVICES_OBJECTIVES_PLANS_STATES_H_
#define SERVICES_OBJECTIVES_PLANS_STATES_H_

// The states of a plan as data: what may be done in which state, by whom, with what end, and what
// must hold for it. What is checked and the table in the documentation come from here.

#include <array>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/state_table.h"

namespace mandat::objectives::plans {

enum class Verb : uint8_t {
  kUpdate,
  kDelete,
  kAdopt,
  kStart,
  kAmend,
  kEvaluate,
  kClose,
};

inline constexpr std::array kVerbs = {Verb::kUpdate, Verb::kDelete,   Verb::kAdopt, Verb::kStart,
                                      Verb::kAmend,  Verb::kEvaluate, Verb::kClose};

// Whose move it is. The access of the methods says which roles these are.
enum class Who : uint8_t {
  kWriter,      // who writes plans: mandate holder, director
  kManagement,  // who carries decisions out: director, secretary of the committee
};

// What must hold for a move, beside the state. guards.h says what each means and checks it.
enum class Guard : uint8_t {
  kParentStays,
  kNoCircle,
  kSupervisorStays,
  kNothingBelow,
  kHasObjectives,
  kBegun,
  kAmendedSeldom,
  kLonger,
};

// `to` is unspecified where the plan is gone.
using Transition = base::Transition<v1::PlanState, Verb, Who, Guard>;

// Every transition. What is not here is refused.
inline constexpr std::array kTransitions = {
    Transition{v1::PLAN_STATE_DRAFT,
               Verb::kUpdate,
               v1::PLAN_STATE_DRAFT,
               Who::kWriter,
               {Guard::kNoCircle, Guard::kParentStays, Guard::kSupervisorStays}},
    Transition{v1::PLAN_STATE_DRAFT,
               Verb::kDelete,
               v1::PLAN_STATE_UNSPECIFIED,
               Who::kWriter,
               {Guard::kNothingBelow}},
    Transition{v1::PLAN_STATE_DRAFT,
               Verb::kAdopt,
               v1::PLAN_STATE_ADOPTED,
               Who::kManagement,
               {Guard::kHasObjectives}},
    Transition{v1::PLAN_STATE_ADOPTED,
               Verb::kStart,
               v1::PLAN_STATE_RUNNING,
               Who::kManagement,
               {Guard::kBegun}},
    Transition{v1::PLAN_STATE_ADOPTED,
               Verb::kAmend,
               v1::PLAN_STATE_ADOPTED,
               Who::kManagement,
               {Guard::kAmendedSeldom, Guard::kLonger}},
    Transition{v1::PLAN_STATE_RUNNING,
               Verb::kAmend,
               v1::PLAN_STATE_RUNNING,
               Who::kManagement,
               {Guard::kAmendedSeldom, Guard::kLonger}},
    Transition{
        v1::PLAN_STATE_RUNNING, Verb::kEvaluate, v1::PLAN_STATE_EVALUATED, Who::kManagement, {}},
    Transition{v1::PLAN_STATE_EVALUATED, Verb::kClose, v1::PLAN_STATE_CLOSED, Who::kManagement, {}},
};

// The one that the verb makes. FAILED_PRECONDITION (metadata `state`) where there is none:
// `PLAN_NOT_DRAFT` to update, delete and adopt, `_NOT_ADOPTED` to start, `_NOT_AMENDABLE` to amend,
// `_NOT_RUNNING` to evaluate, `_NOT_EVALUATED` to close; the message says what may be done instead.
absl::StatusOr<const Transition*> TransitionBy(v1::PlanState from, Verb verb);

// True until the plan was judged: what belongs to it may change.
bool IsOpen(v1::PlanState state);

// `adopt`: as it stands in the path of the method.
absl::string_view CodeOf(Verb verb);

// `adopted`: the verb of its event. Empty where it makes an end.
absl::string_view EventOf(Verb verb);

// `DRAFT`.
absl::string_view CodeOf(v1::PlanState state);

}  // namespace mandat::objectives::plans

#endif  // SERVICES_OBJECTIVES_PLANS_STATES_H_
