#include "services/objectives/objectives/commands.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using v1::Objective;

class Objectives : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    ASSERT_THAT(MakePlan("p1"), IsOk());
  }
  absl::StatusOr<Objective> Update(const access::Actor& actor, const std::string& text) {
    v1::UpdateObjectiveRequest request;
    *request.mutable_objective() = Parsed<Objective>(text);
    return Run<UpdateObjective>("UpdateObjective", actor, request);
  }
  absl::Status Delete(const std::string& name) {
    v1::DeleteObjectiveRequest request;
    request.set_name(name);
    return Run<DeleteObjective>("DeleteObjective", director_, request).status();
  }
};

TEST_F(Objectives, HaveThePartiesOfTheirPlan) {
  const auto made = MakeObjective("o1");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->owner(), kAgency);
  EXPECT_EQ(made->supervisor(), kMinistry);
  EXPECT_THAT(MakeObjective("o1", "number: 'other'"), HasReason("OBJECTIVE_EXISTS"));
  EXPECT_THAT(MakeObjective("o2", "plan: 'plans/none'"), HasReason("PLAN_NOT_FOUND"));
  v1::CreateObjectiveRequest request;
  *request.mutable_objective() = TestObjective();
  EXPECT_THAT(Run<CreateObjective>("CreateObjective", other_director_, request),
              HasReason("PLAN_NOT_FOUND"));
  EXPECT_THAT(Run<CreateObjective>("CreateObjective", member_, request),
              HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Update(other_director_, "name: 'objectives/o1' weight: 2"),
              HasReason("OBJECTIVE_NOT_FOUND"));
  const auto changed = Update(holder_, "name: 'objectives/o1' weight: 2");
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->weight(), 2);
}

TEST_F(Objectives, HaveANumberOfTheirOwnInThePlan) {
  ASSERT_THAT(MakeObjective("o1", "number: 'OS 1'"), IsOk());
  EXPECT_THAT(MakeObjective("o2", "number: 'OS 1'"), HasReason("NUMBER_TAKEN"));
  ASSERT_THAT(MakeObjective("o2", "number: 'OS 2'"), IsOk());
  EXPECT_THAT(Update(director_, "name: 'objectives/o2' number: 'OS 1'"), HasReason("NUMBER_TAKEN"));
  ASSERT_THAT(MakePlan("p2"), IsOk());
  EXPECT_THAT(MakeObjective("o3", "number: 'OS 1' plan: 'plans/p2'"), IsOk());
}

TEST_F(Objectives, FormATreeOfAtMostEightLevelsWithoutCircles) {
  ASSERT_THAT(MakeObjective("o1"), IsOk());
  for (int level = 2; level <= 8; ++level) {
    ASSERT_THAT(MakeObjective(absl::StrCat("o", level),
                              absl::StrCat("parent: 'objectives/o", level - 1, "'")),
                IsOk());
  }
  EXPECT_THAT(MakeObjective("o9", "parent: 'objectives/o8'"), HasReason("TREE_TOO_DEEP"));
  ASSERT_THAT(MakeObjective("o9"), IsOk());
  EXPECT_THAT(Update(director_, "name: 'objectives/o9' parent: 'objectives/o8'"),
              HasReason("TREE_TOO_DEEP"));
  EXPECT_THAT(Update(director_, "name: 'objectives/o1' parent: 'objectives/o8'"),
              HasReason("OBJECTIVE_CIRCLE"));
  EXPECT_THAT(Update(director_, "name: 'objectives/o9' parent: 'objectives/o9'"),
              HasReason("OBJECTIVE_CIRCLE"));
  EXPECT_THAT(Update(director_, "name: 'objectives/o7' parent: 'objectives/o9'"),
              HasReason("OBJECTIVE_NOT_EMPTY"));
  const auto moved = Update(director_, "name: 'objectives/o8' parent: 'objectives/o9'");
  ASSERT_THAT(moved, IsOk());
  EXPECT_THAT(moved->ancestors(), ElementsAre("objectives/o9"));
  EXPECT_THAT(MakeObjective("o10", "parent: 'objectives/o8'")->ancestors(),
              ElementsAre("objectives/o9", "objectives/o8"));
}

TEST_F(Objectives, HangOnThoseOfTheSamePlan) {
  ASSERT_THAT(MakePlan("p2"), IsOk());
  ASSERT_THAT(MakeObjective("o1"), IsOk());
  EXPECT_THAT(MakeObjective("o2", "plan: 'plans/p2' parent: 'objectives/o1'"),
              HasReason("PARENT_OF_ANOTHER_PLAN"));
  MakeTheirPlan();
  EXPECT_THAT(MakeObjective("o2", "parent: 'objectives/theirs'"), HasReason("OBJECTIVE_NOT_FOUND"));
  EXPECT_THAT(Update(director_, "name: 'objectives/o1' parent: 'objectives/theirs'"),
              HasReason("OBJECTIVE_NOT_FOUND"));
  EXPECT_THAT(MakeObjective("o2", "parent: 'objectives/none'"), HasReason("OBJECTIVE_NOT_FOUND"));
}

TEST_F(Objectives, GoOnlyWhereNothingHangsOnThem) {
  ASSERT_THAT(MakeObjective("o1"), IsOk());
  ASSERT_THAT(MakeObjective("o2", "parent: 'objectives/o1'"), IsOk());
  EXPECT_THAT(Delete("objectives/o1"), HasReason("OBJECTIVE_NOT_EMPTY"));
  ASSERT_THAT(MakeAction("a1", "serves { objective: 'objectives/o2' }"), IsOk());
  EXPECT_THAT(Delete("objectives/o2"), HasReason("OBJECTIVE_NOT_EMPTY"));
  ASSERT_THAT(MakeObjective("o3"), IsOk());
  ASSERT_THAT(MakeIndicator("i1", "objective: 'objectives/o3'"), IsOk());
  EXPECT_THAT(Delete("objectives/o3"), HasReason("OBJECTIVE_NOT_EMPTY"));
  ASSERT_THAT(MakeObjective("o4"), IsOk());
  EXPECT_THAT(Delete("objectives/o4"), IsOk());
  EXPECT_THAT(Delete("objectives/o4"), HasReason("OBJECTIVE_NOT_FOUND"));
  EXPECT_EQ(LogLines().back(), "objectives/o4@2 deleted");
}

}  // namespace
}  // namespace mandat::objectives
