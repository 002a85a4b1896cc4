#ifndef SERVICES_OBJECTIVES_ASSESSMENT_OBJECTIVE_PROGRESS_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_OBJECTIVE_PROGRESS_H_

// The progress of every objective of a plan, from the leaves of the tree to its top.

#include <map>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "mandat/objectives/v1/assessment.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "services/objectives/assessment/progress.h"

namespace mandat::objectives {

// By name of the objective: ProgressOf() what measures it, and the objectives below it by their
// weights. `measured` has the parts of each objective that are no objectives. A parent that is not
// among `objectives` is passed over.
std::map<std::string, v1::Progress> ProgressOfTree(
    absl::Span<const v1::Objective> objectives,
    const std::map<std::string, std::vector<Part>>& measured);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_OBJECTIVE_PROGRESS_H_
