#ifndef SERVICES_OBJECTIVES_ACTIONS_RULES_H_
#define SERVICES_OBJECTIVES_ACTIONS_RULES_H_

// Rules of actions. Checks look at the request alone, in the order of its fields (a mask before the
// fields that it selects); the others decide.

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::objectives::actions {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckCreate(const v1::CreateActionRequest& request);
absl::Status CheckUpdate(const v1::UpdateActionRequest& request);
absl::Status CheckDelete(const v1::DeleteActionRequest& request);
absl::Status CheckList(const v1::ListActionsRequest& request);

// `served` are the objectives that the request names.
absl::StatusOr<ledger::Decision> Create(const v1::CreateActionRequest& request,
                                        absl::string_view name, const v1::Plan& plan,
                                        const std::vector<const v1::Objective*>& served);
absl::StatusOr<ledger::Decision> Update(const v1::Action& before,
                                        const v1::UpdateActionRequest& request,
                                        const v1::Plan& plan,
                                        const std::vector<const v1::Objective*>& served);
absl::StatusOr<ledger::Decision> Delete(const v1::Action& before, const v1::Plan& plan);

}  // namespace mandat::objectives::actions

#endif  // SERVICES_OBJECTIVES_ACTIONS_RULES_H_
