#ifndef SERVICES_OBJECTIVES_OBJECTIVES_RULES_H_
#define SERVICES_OBJECTIVES_OBJECTIVES_RULES_H_

// Rules of objectives. Checks look at the request alone, in the order of its fields (a mask before
// the fields that it selects); the others decide.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::objectives::objective_tree {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckCreate(const v1::CreateObjectiveRequest& request);
absl::Status CheckUpdate(const v1::UpdateObjectiveRequest& request);
absl::Status CheckDelete(const v1::DeleteObjectiveRequest& request);
absl::Status CheckList(const v1::ListObjectivesRequest& request);

// What hangs on an objective.
struct Below {
  bool objectives = false;
  bool indicators = false;
  bool actions = false;
};

// `parent` is null where it has none.
absl::StatusOr<ledger::Decision> Create(const v1::CreateObjectiveRequest& request,
                                        absl::string_view name, const v1::Plan& plan,
                                        const v1::Objective* parent);
// `parent` is the one that the request names; null where it names none.
absl::StatusOr<ledger::Decision> Update(const v1::Objective& before,
                                        const v1::UpdateObjectiveRequest& request,
                                        const v1::Plan& plan, const v1::Objective* parent,
                                        Below below);
absl::StatusOr<ledger::Decision> Delete(const v1::Objective& before, const v1::Plan& plan,
                                        Below below);

}  // namespace mandat::objectives::objective_tree

#endif  // SERVICES_OBJECTIVES_OBJECTIVES_RULES_H_
