#include "services/objectives/actions/rules.h"

#include <string>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::actions {
namespace {

using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Action;

v1::CreateActionRequest Creation(const Action& action) {
  v1::CreateActionRequest request;
  *request.mutable_action() = action;
  return request;
}

v1::UpdateActionRequest Change(const std::string& text, const std::string& path = "") {
  v1::UpdateActionRequest request;
  *request.mutable_action() = With(Parsed<Action>("name: 'actions/a1'"), text);
  if (!path.empty()) request.mutable_update_mask()->add_paths(path);
  return request;
}

TEST(CreateAction, HasThePartiesOfItsPlanAndIsPlanned) {
  v1::CreateActionRequest request = Creation(TestAction());
  EXPECT_THAT(CheckCreate(request), IsOk());
  request.set_action_id("A1");
  EXPECT_EQ(Fault(CheckCreate(request)), "ID_INVALID action_id");
  request.mutable_action()->clear_title();
  EXPECT_EQ(Fault(CheckCreate(request)), "FIELD_REQUIRED action.title");

  const v1::Objective served = TestObjective();
  const Action wanted = With(TestAction(), R"(etag: "3" owner: "0403019261"
      supervisor: "0403019261" state: ACTION_STATE_UNSPECIFIED)");
  const auto decision = Create(Creation(wanted), "actions/new", TestPlan(), {&served});
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_THAT(After<Action>(decision), EqualsProto(With(TestAction(), "name: 'actions/new'")));
  EXPECT_THAT(Create(Creation(wanted), "actions/new", PlanIn(v1::PLAN_STATE_CLOSED), {&served}),
              HasReason("PLAN_OVER"));
  const v1::Objective foreign = With(TestObjective(), "plan: 'plans/p2'");
  EXPECT_THAT(Create(Creation(wanted), "actions/new", TestPlan(), {&served, &foreign}),
              HasReason("OBJECTIVE_OF_ANOTHER_PLAN"));
}

TEST(UpdateAction, ChangesWhatTheMaskSaysAndChecksTheWhole) {
  EXPECT_EQ(Fault(CheckUpdate(v1::UpdateActionRequest())), "FIELD_REQUIRED action.name");
  EXPECT_EQ(Fault(CheckUpdate(Change("", "colour"))), "MASK_INVALID update_mask");
  EXPECT_EQ(Fault(CheckUpdate(Change("unit: 'U'"))), "ID_INVALID action.unit");
  // Of a part it is not asked whether the whole is in order, of the whole it is.
  EXPECT_THAT(CheckUpdate(Change("state: ACTION_STATE_RUNNING")), IsOk());
  EXPECT_EQ(
      Fault(Update(TestAction(), Change("state: ACTION_STATE_RUNNING"), TestPlan(), {}).status()),
      "STATE_WITHOUT_DATE action.effective_period.start_date");
  const auto changed =
      Update(TestAction(), Change("remaining { fr: 'tout' }"), PlanIn(v1::PLAN_STATE_RUNNING), {});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->versions()[0].verb, "updated");
  EXPECT_THAT(After<Action>(changed), EqualsProto(With(TestAction(), "remaining { fr: 'tout' }")));
  EXPECT_THAT(Update(TestAction(), Change("plan: 'plans/p2'"), TestPlan(), {}),
              HasReason("FIELD_IMMUTABLE"));
  EXPECT_THAT(Update(TestAction(), Change("unit: 'u'"), PlanIn(v1::PLAN_STATE_EVALUATED), {}),
              HasReason("PLAN_OVER"));
  const v1::Objective foreign = With(TestObjective(), "plan: 'plans/p2'");
  EXPECT_THAT(Update(TestAction(), Change("unit: 'u'"), TestPlan(), {&foreign}),
              HasReason("OBJECTIVE_OF_ANOTHER_PLAN"));
  const auto cleared = Update(TestAction(), Change("", "state"), TestPlan(), {});
  EXPECT_EQ(After<Action>(cleared).state(), v1::ACTION_STATE_PLANNED);
}

TEST(DeleteAction, TakesAwayWhatHasNotBegun) {
  EXPECT_EQ(Fault(CheckDelete(v1::DeleteActionRequest())), "FIELD_REQUIRED name");
  const auto deleted = Delete(TestAction(), TestPlan());
  ASSERT_THAT(deleted, IsOk());
  EXPECT_EQ(deleted->versions()[0].how, Version::How::kDelete);
  for (const char* state : {"RUNNING", "SUSPENDED", "DONE", "ABANDONED"}) {
    EXPECT_THAT(Delete(With(TestAction(), std::string("state: ACTION_STATE_") + state), TestPlan()),
                HasReason("ACTION_BEGUN"));
  }
  EXPECT_THAT(Delete(TestAction(), PlanIn(v1::PLAN_STATE_CLOSED)), HasReason("PLAN_OVER"));
}

TEST(ListActions, KnowsStates) {
  v1::ListActionsRequest request;
  EXPECT_THAT(CheckList(request), IsOk());
  request.set_state(static_cast<v1::ActionState>(99));
  EXPECT_EQ(Fault(CheckList(request)), "STATE_UNKNOWN state");
  request.set_plan("actions/a1");
  EXPECT_EQ(Fault(CheckList(request)), "NAME_INVALID plan");
}

}  // namespace
}  // namespace mandat::objectives::actions
