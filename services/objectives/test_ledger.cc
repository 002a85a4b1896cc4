#include "services/objectives/test_ledger.h"

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/actions/commands.h"
#include "services/objectives/facts/catch_up.h"
#include "services/objectives/indicators/commands.h"
#include "services/objectives/objectives/commands.h"
#include "services/objectives/plans/commands.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/schema/migrations.h"
#include "services/objectives/targets/commands.h"

namespace mandat::objectives {

using mandat::testing::IsOk;

TestLedger::TestLedger()
    : ServiceLedger({"mandat.objectives.v1.ObjectivesService"}, Kinds(),
                    ledger::ObjectivesMigrations(), TestNow()) {}

void TestLedger::SetUp() {
  ServiceLedger::SetUp();
  ASSERT_THAT(facts::CatchUp(*ledger_, *store_, {}).Prepare(clock_.Now()), IsOk());
}

absl::StatusOr<v1::Plan> TestLedger::MakePlan(const std::string& id, const std::string& text) {
  v1::CreatePlanRequest request;
  request.set_plan_id(id);
  *request.mutable_plan() = With(TestPlan(), text);
  return Run<CreatePlan>("CreatePlan", director_, request);
}

absl::StatusOr<v1::Objective> TestLedger::MakeObjective(const std::string& id,
                                                        const std::string& text) {
  v1::CreateObjectiveRequest request;
  request.set_objective_id(id);
  v1::Objective* objective = request.mutable_objective();
  *objective = TestObjective();
  objective->set_number(id);
  *objective = With(*objective, text);
  return Run<CreateObjective>("CreateObjective", director_, request);
}

absl::StatusOr<v1::Action> TestLedger::MakeAction(const std::string& id, const std::string& text) {
  v1::CreateActionRequest request;
  request.set_action_id(id);
  *request.mutable_action() = With(TestAction(), text);
  return Run<CreateAction>("CreateAction", director_, request);
}

absl::StatusOr<v1::Indicator> TestLedger::MakeIndicator(const std::string& id,
                                                        const std::string& text) {
  return MakeFrom(TestIndicator(), id, text);
}

absl::StatusOr<v1::Indicator> TestLedger::MakeComputed(const std::string& id,
                                                       const std::string& text) {
  return MakeFrom(ComputedIndicator(), id, text);
}

absl::StatusOr<v1::Indicator> TestLedger::MakeFrom(v1::Indicator indicator, const std::string& id,
                                                   const std::string& text) {
  indicator.set_number(id);
  v1::CreateIndicatorRequest request;
  request.set_indicator_id(id);
  *request.mutable_indicator() = With(indicator, text);
  return Run<CreateIndicator>("CreateIndicator", director_, request);
}

absl::StatusOr<v1::Target> TestLedger::SetATarget(const std::string& id, const std::string& text) {
  v1::SetTargetRequest request;
  request.set_target_id(id);
  *request.mutable_target() = With(TestTarget(), text);
  return Run<SetTarget>("SetTarget", director_, request);
}

void TestLedger::MakeSmallPlan() {
  ASSERT_THAT(MakePlan("p1"), IsOk());
  ASSERT_THAT(MakeObjective("o1"), IsOk());
  ASSERT_THAT(MakeIndicator("i1"), IsOk());
}

void TestLedger::MakeTheirPlan() {
  v1::CreatePlanRequest plan;
  plan.set_plan_id("theirs");
  *plan.mutable_plan() = TestPlan();
  ASSERT_THAT(Run<CreatePlan>("CreatePlan", other_director_, plan), IsOk());
  v1::CreateObjectiveRequest objective;
  objective.set_objective_id("theirs");
  *objective.mutable_objective() = With(TestObjective(), "plan: 'plans/theirs'");
  ASSERT_THAT(Run<CreateObjective>("CreateObjective", other_director_, objective), IsOk());
  v1::CreateIndicatorRequest indicator;
  indicator.set_indicator_id("theirs");
  *indicator.mutable_indicator() = With(ComputedIndicator(), "objective: 'objectives/theirs'");
  ASSERT_THAT(Run<CreateIndicator>("CreateIndicator", other_director_, indicator), IsOk());
}

absl::StatusOr<v1::Plan> TestLedger::Adopt(const std::string& plan) {
  v1::AdoptPlanRequest request;
  request.set_name(plan);
  *request.mutable_basis() = TestBasis();
  return Run<AdoptPlan>("AdoptPlan", secretary_, request);
}

absl::StatusOr<v1::Plan> TestLedger::Start(const std::string& plan) {
  v1::StartPlanRequest request;
  request.set_name(plan);
  return Run<StartPlan>("StartPlan", secretary_, request);
}

absl::StatusOr<v1::Plan> TestLedger::Judge(const std::string& plan) {
  v1::EvaluatePlanRequest request;
  request.set_name(plan);
  request.mutable_evaluation()->set_mark(v1::EVALUATION_MARK_FAVOURABLE);
  request.mutable_evaluation()->mutable_grounds()->set_fr("atteint");
  *request.mutable_evaluation()->mutable_basis() = TestBasis();
  return Run<EvaluatePlan>("EvaluatePlan", secretary_, request);
}

}  // namespace mandat::objectives
