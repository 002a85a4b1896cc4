#ifndef SERVICES_OBJECTIVES_OBJECTIVES_RULES_RANKING_H_
#define SERVICES_OBJECTIVES_OBJECTIVES_RULES_RANKING_H_

// Objectives by priority: stake, urgency and return, each with a weight, and how much a rank
// depends on these weights.

#include <vector>

#include "absl/status/status.h"
#include "mandat/objectives/v1/objective.pb.h"

namespace mandat::objectives::objective_tree {

// `NAME_INVALID`, `WEIGHT_INVALID`.
absl::Status CheckRank(const v1::RankObjectivesRequest& request);

// Best first, of equal rank by number and name. Those without a score are left out.
v1::RankObjectivesResponse Rank(const v1::RankObjectivesRequest& request,
                                const std::vector<v1::Objective>& objectives);

}  // namespace mandat::objectives::objective_tree

#endif  // SERVICES_OBJECTIVES_OBJECTIVES_RULES_RANKING_H_
