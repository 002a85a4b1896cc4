#ifndef SERVICES_OBJECTIVES_ASSESSMENT_BUDGETS_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_BUDGETS_H_

// What objectives cost: the budgets of the actions that serve them, up the tree.

#include <map>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/objective.pb.h"

namespace mandat::objectives {

// By name of the objective: its part of each line of the actions that serve it or an objective
// below it, added up by year and type. A line is divided by the budget shares, to whole cents: what
// is left goes to the largest remainders, of equal ones to those named first, so that the parts are
// always the whole. Actions that were given up count for nothing. In the order of year and type;
// objectives that are served by nothing are left out. Sums beyond 64 bits of cents stay at the
// limit.
std::map<std::string, std::vector<v1::BudgetLine>> BudgetsOfTree(
    absl::Span<const v1::Objective> objectives, absl::Span<const v1::Action> actions);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_BUDGETS_H_
