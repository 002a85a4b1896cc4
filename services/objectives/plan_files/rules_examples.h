#ifndef SERVICES_OBJECTIVES_PLAN_FILES_RULES_EXAMPLES_H_
#define SERVICES_OBJECTIVES_PLAN_FILES_RULES_EXAMPLES_H_

// What is in order, for fields that are not: with it the rest of a line can be looked at.

#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"

namespace mandat::objectives::plan_files {

v1::Plan ExamplePlan();
v1::Objective ExampleObjective();
v1::Action ExampleAction();
// One that is computed or not, as its source agrees with the formulas that it has. Every target
// fits it.
v1::Indicator ExampleIndicator(bool computed);
// A version of a formula after the first.
v1::FormulaVersion ExampleVersion();
v1::Target ExampleTarget();

}  // namespace mandat::objectives::plan_files

#endif  // SERVICES_OBJECTIVES_PLAN_FILES_RULES_EXAMPLES_H_
