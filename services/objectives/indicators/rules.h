#ifndef SERVICES_OBJECTIVES_INDICATORS_RULES_H_
#define SERVICES_OBJECTIVES_INDICATORS_RULES_H_

// Rules of indicators. Checks look at the request alone, in the order of its fields (a mask before
// the fields that it selects); the others decide.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::objectives::indicators {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckCreate(const v1::CreateIndicatorRequest& request);
absl::Status CheckUpdate(const v1::UpdateIndicatorRequest& request);
absl::Status CheckRevise(const v1::ReviseFormulaRequest& request);
absl::Status CheckList(const v1::ListIndicatorsRequest& request);

// `operands` are the indicators that the formula combines.
absl::StatusOr<ledger::Decision> Create(const v1::CreateIndicatorRequest& request,
                                        absl::string_view name, const v1::Plan& plan,
                                        const v1::Objective& objective,
                                        const std::vector<const v1::Indicator*>& operands);
// `target` is the one that counts; null where there is none.
absl::StatusOr<ledger::Decision> Update(const v1::Indicator& before,
                                        const v1::UpdateIndicatorRequest& request,
                                        const v1::Plan& plan, const v1::Target* target);
absl::StatusOr<ledger::Decision> Revise(const v1::Indicator& before,
                                        const v1::ReviseFormulaRequest& request,
                                        const v1::Plan& plan,
                                        const std::vector<const v1::Indicator*>& operands);

}  // namespace mandat::objectives::indicators

#endif  // SERVICES_OBJECTIVES_INDICATORS_RULES_H_
