#include "services/objectives/plan_files/rules_examples.h"

#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"

namespace mandat::objectives::plan_files {
namespace {

constexpr char kText[] = "x";
constexpr int kWholePermille = 1000;

common::v1::Period ExamplePeriod() {
  common::v1::Period period;
  *period.mutable_start_date() = base::ToDate(absl::CivilDay(2000, 1, 1));
  *period.mutable_end_date() = base::ToDate(absl::CivilDay(2099, 12, 31));
  return period;
}

// One that names no type of events.
v1::Formula ExampleFormula() {
  v1::Formula formula;
  v1::Combination* combination = formula.mutable_combination();
  combination->set_operation(v1::OPERATION_GROWTH);
  combination->add_indicators("indicators/x");
  return formula;
}

}  // namespace

v1::Plan ExamplePlan() {
  v1::Plan plan;
  plan.set_kind(v1::PLAN_KIND_MANDATE);
  plan.mutable_title()->set_en(kText);
  *plan.mutable_period() = ExamplePeriod();
  return plan;
}

v1::Objective ExampleObjective() {
  v1::Objective objective;
  objective.set_plan("plans/x");
  objective.set_level(v1::OBJECTIVE_LEVEL_STRATEGIC);
  objective.set_number(kText);
  objective.mutable_title()->set_en(kText);
  return objective;
}

v1::Action ExampleAction() {
  v1::Action action;
  action.set_plan("plans/x");
  v1::ServedObjective* served = action.add_serves();
  served->set_objective("objectives/x");
  served->set_budget_share_permille(kWholePermille);
  served->set_contribution_share_permille(kWholePermille);
  action.mutable_title()->set_en(kText);
  *action.mutable_planned_period() = ExamplePeriod();
  *action.mutable_effective_period() = ExamplePeriod();
  return action;
}

v1::Indicator ExampleIndicator(bool computed) {
  v1::Indicator indicator;
  indicator.set_objective("objectives/x");
  indicator.set_number(kText);
  indicator.mutable_title()->set_en(kText);
  indicator.set_unit(v1::UNIT_SHARE);
  indicator.set_direction(v1::DIRECTION_UP);
  indicator.set_aggregation(v1::AGGREGATION_LAST);
  indicator.mutable_baseline()->set_numerator(1);
  indicator.mutable_baseline()->set_denominator(1);
  *indicator.mutable_baseline_date() = base::ToDate(absl::CivilDay(2000, 1, 1));
  indicator.set_frequency(v1::FREQUENCY_YEAR);
  indicator.set_on_track_permille(kWholePermille);
  indicator.set_source(computed ? v1::VALUE_SOURCE_COMPUTED : v1::VALUE_SOURCE_PUSHED);
  indicator.set_responsible_unit(kText);
  *indicator.add_formulas()->mutable_formula() = ExampleFormula();
  return indicator;
}

v1::FormulaVersion ExampleVersion() {
  v1::FormulaVersion version;
  *version.mutable_formula() = ExampleFormula();
  *version.mutable_valid_from() = base::ToDate(absl::CivilDay(2000, 1, 1));
  version.set_reason(kText);
  return version;
}

v1::Target ExampleTarget() {
  v1::Target target;
  target.set_indicator("indicators/x");
  target.mutable_continuous();
  target.mutable_words()->set_en(kText);
  return target;
}

}  // namespace mandat::objectives::plan_files
