#include "services/objectives/actions/commands.h"

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Action;

class Actions : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    MakeSmallPlan();
  }
  absl::StatusOr<Action> Update(const access::Actor& actor, const std::string& text) {
    v1::UpdateActionRequest request;
    *request.mutable_action() = Parsed<Action>(text);
    return Run<UpdateAction>("UpdateAction", actor, request);
  }
  absl::Status Delete(const access::Actor& actor, const std::string& name) {
    v1::DeleteActionRequest request;
    request.set_name(name);
    return Run<DeleteAction>("DeleteAction", actor, request).status();
  }
};

TEST_F(Actions, ServeObjectivesOfTheirPlan) {
  const auto made = MakeAction("a1");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->owner(), kAgency);
  EXPECT_EQ(made->supervisor(), kMinistry);
  EXPECT_EQ(made->state(), v1::ACTION_STATE_PLANNED);
  EXPECT_THAT(MakeAction("a1"), HasReason("ACTION_EXISTS"));
  EXPECT_THAT(MakeAction("a2", "serves { objective: 'objectives/none' }"),
              HasReason("OBJECTIVE_NOT_FOUND"));
  ASSERT_THAT(MakePlan("p2"), IsOk());
  EXPECT_THAT(MakeAction("a2", "plan: 'plans/p2'"), HasReason("OBJECTIVE_OF_ANOTHER_PLAN"));
}

TEST_F(Actions, OneOfAnotherAgencyIsNotFound) {
  MakeTheirPlan();
  EXPECT_THAT(MakeAction("a1", "serves { objective: 'objectives/theirs' }"),
              HasReason("OBJECTIVE_NOT_FOUND"));
  EXPECT_THAT(MakeAction("a1", "plan: 'plans/theirs'"), HasReason("PLAN_NOT_FOUND"));
}

TEST_F(Actions, TheHeadOfTheUnitKeepsThemUpToDate) {
  const auto made = MakeAction("a1");
  const std::string running =
      "name: 'actions/a1' state: ACTION_STATE_RUNNING "
      "effective_period { start_date { year: 2024 month: 1 day: 15 } }";
  EXPECT_THAT(Update(other_head_, running), HasReason("ACTION_NOT_FOUND"));
  EXPECT_THAT(Update(member_, running), HasReason("ROLE_REQUIRED"));
  // As forms do, with everything that was read.
  v1::UpdateActionRequest whole;
  *whole.mutable_action() = With(*made, "done_so_far { fr: 'un tiers' }");
  EXPECT_THAT(Run<UpdateAction>("UpdateAction", head_, whole), IsOk());
  const auto changed = Update(head_, running);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->state(), v1::ACTION_STATE_RUNNING);
  EXPECT_THAT(Delete(head_, "actions/a1"), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Delete(director_, "actions/a1"), HasReason("ACTION_BEGUN"));
  ASSERT_THAT(MakeAction("a2"), IsOk());
  EXPECT_THAT(Delete(director_, "actions/a2"), IsOk());
}

TEST_F(Actions, ChangeUntilThePlanIsJudged) {
  ASSERT_THAT(MakeAction("a1"), IsOk());
  ASSERT_THAT(Adopt("plans/p1"), IsOk());
  ASSERT_THAT(Start("plans/p1"), IsOk());
  EXPECT_THAT(Update(director_, "name: 'actions/a1' remaining { fr: 'tout' }"), IsOk());
  ASSERT_THAT(Judge("plans/p1"), IsOk());
  EXPECT_THAT(Update(head_, "name: 'actions/a1' remaining { fr: 'rien' }"), HasReason("PLAN_OVER"));
  EXPECT_THAT(Delete(director_, "actions/a1"), HasReason("PLAN_OVER"));
}

}  // namespace
}  // namespace mandat::objectives
