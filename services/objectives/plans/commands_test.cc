#include "services/objectives/plans/commands.h"

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/objectives/commands.h"
#include "services/objectives/queries.h"
#include "services/objectives/schema/fact_kinds.h"
#include "services/objectives/storage.pb.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using v1::Plan;

class Plans : public TestLedger {
 protected:
  absl::StatusOr<Plan> Update(const access::Actor& actor, const std::string& text) {
    v1::UpdatePlanRequest request;
    *request.mutable_plan() = Parsed<Plan>(text);
    return Run<UpdatePlan>("UpdatePlan", actor, request);
  }
  absl::Status Delete(const std::string& name) {
    v1::DeletePlanRequest request;
    request.set_name(name);
    return Run<DeletePlan>("DeletePlan", director_, request).status();
  }
};

TEST_F(Plans, GoFromDraftToTheirEndWithAnEventEach) {
  ASSERT_THAT(MakePlan("p1"), IsOk());
  EXPECT_THAT(Adopt("plans/p1"), HasReason("PLAN_WITHOUT_OBJECTIVES"));
  ASSERT_THAT(MakeObjective("o1"), IsOk());
  ASSERT_THAT(Update(holder_, "name: 'plans/p1' authority: 'the minister'"), IsOk());
  ASSERT_THAT(Adopt("plans/p1"), IsOk());
  EXPECT_THAT(Update(holder_, "name: 'plans/p1' authority: 'x'"), HasReason("PLAN_NOT_DRAFT"));
  ASSERT_THAT(Start("plans/p1"), IsOk());
  v1::AmendPlanRequest amend;
  amend.set_name("plans/p1");
  *amend.mutable_amendment()->mutable_basis() = TestBasis();
  amend.mutable_amendment()->mutable_summary()->set_fr("un an de plus");
  *amend.mutable_amendment()->mutable_end_date() =
      Parsed<google::type::Date>("year: 2029 month: 12 day: 31");
  EXPECT_THAT(Run<AmendPlan>("AmendPlan", director_, amend), IsOk());
  ASSERT_THAT(Judge("plans/p1"), IsOk());
  EXPECT_THAT(MakeObjective("o2"), HasReason("PLAN_OVER"));
  v1::ClosePlanRequest close;
  close.set_name("plans/p1");
  const auto closed = Run<ClosePlan>("ClosePlan", secretary_, close);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::PLAN_STATE_CLOSED);
  EXPECT_EQ(closed->adoption().reference(), "decisions/d1");
  EXPECT_EQ(closed->period().end_date().year(), 2029);
  EXPECT_THAT(LogLines(), ::testing::ElementsAre("plans/p1@1 created", "objectives/o1@1 created",
                                                 "plans/p1@2 updated", "plans/p1@3 adopted",
                                                 "plans/p1@4 started", "plans/p1@5 amended",
                                                 "plans/p1@6 evaluated", "plans/p1@7 closed"));
  for (const ledger::Event& event : Log()) EXPECT_TRUE(event.published);
}

// Figures of the term count by it, so they are counted anew, and no others.
TEST_F(Plans, GiveTheirFormulasAnotherTerm) {
  const auto book = [this] {
    const auto row = store_->OpenReader().value()->Get(FormulaBooks(), "current").value();
    return facts::StoredIn<storage::v1::FormulaBook>(*row).value();
  };
  ASSERT_THAT(MakePlan("p1"), IsOk());
  ASSERT_THAT(MakeObjective("o1"), IsOk());
  ASSERT_THAT(MakeComputed("c1", "frequency: FREQUENCY_TERM"), IsOk());
  ASSERT_THAT(MakeComputed("c2"), IsOk());
  const auto before = book();
  ASSERT_THAT(Update(holder_, "name: 'plans/p1' authority: 'the minister'"), IsOk());
  EXPECT_THAT(book(), EqualsProto(before));

  const auto changed = Update(holder_, R"(name: 'plans/p1' period {
      start_date { year: 2024 month: 1 day: 1 } end_date { year: 2027 month: 12 day: 31 } })");
  ASSERT_THAT(changed, IsOk());
  const auto after = book();
  ASSERT_EQ(after.formulas_size(), 2);
  for (const auto& formula : after.formulas()) {
    EXPECT_THAT(formula.term(), EqualsProto(changed->period()));
  }
  EXPECT_GT(after.formulas(0).number(), before.formulas(1).number());
  EXPECT_EQ(after.formulas(1).number(), before.formulas(1).number());
}

TEST_F(Plans, AreOfTheOrganisationOfWhoeverMakesThem) {
  const auto made = MakePlan("p1");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->owner(), kAgency);
  EXPECT_THAT(MakePlan("p1"), HasReason("PLAN_EXISTS"));
  EXPECT_THAT(Update(other_director_, "name: 'plans/p1' authority: 'x'"),
              HasReason("PLAN_NOT_FOUND"));
  EXPECT_THAT(Update(member_, "name: 'plans/p1' authority: 'x'"), HasReason("ROLE_REQUIRED"));
  v1::CreatePlanRequest below;
  *below.mutable_plan() = With(TestPlan(), "parent: 'plans/p1'");
  EXPECT_THAT(Run<CreatePlan>("CreatePlan", other_director_, below), HasReason("PLAN_NOT_FOUND"));
  EXPECT_THAT(Run<CreatePlan>("CreatePlan", director_, below), IsOk());
  below.mutable_plan()->set_parent("plans/none");
  EXPECT_THAT(Run<CreatePlan>("CreatePlan", director_, below), HasReason("PLAN_NOT_FOUND"));
}

TEST_F(Plans, HangOnPlansOfTheSameAgency) {
  MakeTheirPlan();
  ASSERT_THAT(MakePlan("p1"), IsOk());
  EXPECT_THAT(Update(director_, "name: 'plans/p1' parent: 'plans/theirs'"),
              HasReason("PLAN_NOT_FOUND"));
  EXPECT_THAT(MakePlan("p2", "parent: 'plans/theirs'"), HasReason("PLAN_NOT_FOUND"));
}

TEST_F(Plans, FormATreeWithoutCircles) {
  ASSERT_THAT(MakePlan("a"), IsOk());
  ASSERT_THAT(MakePlan("b", "parent: 'plans/a'"), IsOk());
  ASSERT_THAT(MakePlan("c", "parent: 'plans/b'"), IsOk());
  EXPECT_THAT(Update(director_, "name: 'plans/a' parent: 'plans/c'"), HasReason("PLAN_CIRCLE"));
  EXPECT_THAT(Update(director_, "name: 'plans/c' parent: 'plans/c'"), HasReason("PLAN_CIRCLE"));
  EXPECT_THAT(Delete("plans/b"), HasReason("PLAN_NOT_EMPTY"));
  ASSERT_THAT(MakePlan("d"), IsOk());
  EXPECT_THAT(Update(director_, "name: 'plans/b' parent: 'plans/d'"), HasReason("PLAN_NOT_EMPTY"));
  const auto moved = Update(director_, "name: 'plans/c' parent: 'plans/d'");
  ASSERT_THAT(moved, IsOk());
  EXPECT_THAT(moved->ancestors(), ::testing::ElementsAre("plans/d"));
  EXPECT_THAT(Delete("plans/b"), IsOk());
}

TEST_F(Plans, WithObjectivesAreNeitherThrownAwayNorGivenToAnotherSupervisor) {
  MakeSmallPlan();
  EXPECT_THAT(Delete("plans/p1"), HasReason("PLAN_NOT_EMPTY"));
  EXPECT_THAT(Update(director_, "name: 'plans/p1' supervisor: '0403019261'"),
              HasReason("PLAN_NOT_EMPTY"));
  ASSERT_THAT(MakePlan("p2"), IsOk());
  EXPECT_THAT(Update(director_, "name: 'plans/p2' supervisor: '0403019261'"), IsOk());
  EXPECT_THAT(Delete("plans/p2"), IsOk());
  EXPECT_THAT(MakeObjective("o2", "plan: 'plans/p2'"), HasReason("PLAN_NOT_FOUND"));
}

// Whoever reaches the plan first, the objective is under a plan that is there.
TEST_F(Plans, AnObjectiveAndTheEndOfItsPlanAreDecidedOneAfterTheOther) {
  for (int i = 0; i < 10; ++i) {
    const std::string id = absl::StrCat("p", i);
    ASSERT_THAT(MakePlan(id), IsOk());
    v1::DeletePlanRequest away;
    away.set_name("plans/" + id);
    v1::CreateObjectiveRequest hang;
    *hang.mutable_objective() = With(TestObjective(), "plan: 'plans/" + id + "'");
    auto gone = ServiceLedger::Start<DeletePlan>("DeletePlan", director_, away);
    auto made = ServiceLedger::Start<CreateObjective>("CreateObjective", director_, hang);
    EXPECT_NE(gone.get().ok(), made.get().ok());
  }
}

TEST_F(Plans, AnEtagRefusesAChangeThatWasNotSeen) {
  const auto made = MakePlan("p1");
  ASSERT_THAT(Update(director_, "name: 'plans/p1' authority: 'x'"), IsOk());
  EXPECT_THAT(Update(director_, "name: 'plans/p1' authority: 'y' etag: '" + made->etag() + "'"),
              StatusIs(absl::StatusCode::kAborted));
}

}  // namespace
}  // namespace mandat::objectives
