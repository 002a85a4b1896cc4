#include "services/objectives/actions/rules.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/request_checks.h"
#include "services/objectives/actions/checks.h"
#include "services/objectives/names.h"
#include "services/objectives/plans/rules.h"

namespace mandat::objectives::actions {
namespace {

using base::Error;
using base::Fields;
using ledger::Decision;
using v1::Action;
using v1::Objective;

absl::Status CheckServed(const v1::Plan& plan, const std::vector<const Objective*>& served) {
  for (const Objective* objective : served) {
    if (objective->plan() == plan.name()) continue;
    return Error(absl::StatusCode::kFailedPrecondition, "OBJECTIVE_OF_ANOTHER_PLAN",
                 absl::StrCat(objective->name(), " belongs to another plan. Serve one of this."),
                 {{"objective", objective->name()}});
  }
  return absl::OkStatus();
}

// What says nothing of its state is planned.
void KeepState(Action* action) {
  if (action->state() == v1::ACTION_STATE_UNSPECIFIED) action->set_state(v1::ACTION_STATE_PLANNED);
}

}  // namespace

absl::Status CheckCreate(const v1::CreateActionRequest& request) {
  RETURN_IF_ERROR(CheckAction(request.action(), Fields::kAll));
  return base::CheckIdIfSet(request.action_id(), "action_id");
}

absl::Status CheckUpdate(const v1::UpdateActionRequest& request) {
  RETURN_IF_ERROR(base::CheckName(request.action().name(), kActions, "action.name"));
  ASSIGN_OR_RETURN(const Action wanted, base::Masked(request.update_mask(), request.action()));
  return CheckAction(wanted, Fields::kSet);
}

absl::Status CheckDelete(const v1::DeleteActionRequest& request) {
  return base::CheckName(request.name(), kActions, "name");
}

absl::Status CheckList(const v1::ListActionsRequest& request) {
  RETURN_IF_ERROR(base::CheckNameIfSet(request.plan(), kPlans, "plan"));
  if (v1::ActionState_IsValid(request.state())) return absl::OkStatus();
  return base::InvalidField("STATE_UNKNOWN", "state",
                            "Give one of the states of the proto, or none.");
}

absl::StatusOr<Decision> Create(const v1::CreateActionRequest& request, absl::string_view name,
                                const v1::Plan& plan, const std::vector<const Objective*>& served) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  RETURN_IF_ERROR(CheckServed(plan, served));
  Action action = request.action();
  base::KeepSettable(&action);
  KeepState(&action);
  action.set_name(std::string(name));
  action.set_owner(plan.owner());
  action.set_supervisor(plan.supervisor());
  return Decision::Create(std::move(action));
}

absl::StatusOr<Decision> Update(const Action& before, const v1::UpdateActionRequest& request,
                                const v1::Plan& plan, const std::vector<const Objective*>& served) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  ASSIGN_OR_RETURN(Action after, base::Updated(before, request.update_mask(), request.action()));
  RETURN_IF_ERROR(CheckAction(after, Fields::kAll));
  RETURN_IF_ERROR(CheckServed(plan, served));
  KeepState(&after);
  return Decision::Of(std::move(after), "updated");
}

absl::StatusOr<Decision> Delete(const Action& before, const v1::Plan& plan) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  if (before.state() == v1::ACTION_STATE_PLANNED) return Decision::Delete(before);
  return Error(absl::StatusCode::kFailedPrecondition, "ACTION_BEGUN",
               "It has begun, and what was done stays on record. Give it up instead.");
}

}  // namespace mandat::objectives::actions
