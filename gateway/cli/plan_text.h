#ifndef GATEWAY_CLI_PLAN_TEXT_H_
#define GATEWAY_CLI_PLAN_TEXT_H_

// A plan as people read it: its objectives as a tree, each with what measures it and what that
// shall show.

#include <string>
#include <vector>

#include "gateway/cli/table.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"

namespace mandat::cli {

// A plan and all that hangs on it, in any order; targets are those that count.
struct PlanParts {
  objectives::v1::Plan plan;
  std::vector<objectives::v1::Objective> objectives;
  std::vector<objectives::v1::Indicator> indicators;
  std::vector<objectives::v1::Target> targets;
};

// A line each, by level and number: "2.2 Conventions evaluated", and under an indicator the words
// of its target. Lines that are wider than the reading's width are cut.
std::string PlanTree(const PlanParts& parts, const Reading& reading);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_PLAN_TEXT_H_
