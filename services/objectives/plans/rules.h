#ifndef SERVICES_OBJECTIVES_PLANS_RULES_H_
#define SERVICES_OBJECTIVES_PLANS_RULES_H_

// Rules of plans. Checks look at the request alone, in the order of its fields (a mask before the
// fields that it selects); the others decide.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::objectives::plans {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckCreate(const v1::CreatePlanRequest& request);
absl::Status CheckUpdate(const v1::UpdatePlanRequest& request);
absl::Status CheckDelete(const v1::DeletePlanRequest& request);
absl::Status CheckAdopt(const v1::AdoptPlanRequest& request, absl::CivilDay today);
absl::Status CheckStart(const v1::StartPlanRequest& request);
absl::Status CheckAmend(const v1::AmendPlanRequest& request, absl::CivilDay today);
absl::Status CheckEvaluate(const v1::EvaluatePlanRequest& request, absl::CivilDay today);
absl::Status CheckClose(const v1::ClosePlanRequest& request);
absl::Status CheckList(const v1::ListPlansRequest& request);

// What hangs on a plan.
struct Below {
  bool objectives = false;
  bool plans = false;
};

// `owner` is the organisation of whoever makes it; `parent` is null where it has none.
absl::StatusOr<ledger::Decision> Create(const v1::CreatePlanRequest& request,
                                        absl::string_view name, absl::string_view owner,
                                        const v1::Plan* parent);
// `parent` is the one that the request names; null where it names none.
absl::StatusOr<ledger::Decision> Update(const v1::Plan& before,
                                        const v1::UpdatePlanRequest& request,
                                        const v1::Plan* parent, Below below);
absl::StatusOr<ledger::Decision> Delete(const v1::Plan& before, Below below);
absl::StatusOr<ledger::Decision> Adopt(const v1::Plan& before, const v1::AdoptPlanRequest& request,
                                       Below below);
absl::StatusOr<ledger::Decision> Start(const v1::Plan& before, absl::CivilDay today);
absl::StatusOr<ledger::Decision> Amend(const v1::Plan& before, const v1::AmendPlanRequest& request);
absl::StatusOr<ledger::Decision> Evaluate(const v1::Plan& before,
                                          const v1::EvaluatePlanRequest& request);
absl::StatusOr<ledger::Decision> Close(const v1::Plan& before);

// FAILED_PRECONDITION `PLAN_OVER` (metadata `state`): what belongs to the plan changes no more.
absl::Status CheckOpen(const v1::Plan& plan);

}  // namespace mandat::objectives::plans

#endif  // SERVICES_OBJECTIVES_PLANS_RULES_H_
