#include "services/objectives/indicators/commands.h"

#include <string>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/targets/commands.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Indicator;

class Indicators : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    MakeSmallPlan();
  }
  absl::StatusOr<Indicator> Update(const access::Actor& actor, const std::string& text) {
    v1::UpdateIndicatorRequest request;
    *request.mutable_indicator() = Parsed<Indicator>(text);
    return Run<UpdateIndicator>("UpdateIndicator", actor, request);
  }
  absl::StatusOr<Indicator> Revise(const std::string& name, int year, const v1::Formula& formula) {
    v1::ReviseFormulaRequest request;
    request.set_name(name);
    *request.mutable_formula() = Parsed<v1::FormulaVersion>(
        "reason: 'clearer' valid_from { year: " + std::to_string(year) + " month: 1 day: 1 }");
    *request.mutable_formula()->mutable_formula() = formula;
    return Run<ReviseFormula>("ReviseFormula", director_, request);
  }
};

const char kGrowth[] =
    "formulas { formula { combination { operation: OPERATION_GROWTH indicators: 'indicators/c1' } "
    "} }";

TEST_F(Indicators, HaveThePartiesAndThePlanOfTheirObjective) {
  const auto made = MakeIndicator("i2");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->owner(), kAgency);
  EXPECT_EQ(made->supervisor(), kMinistry);
  EXPECT_EQ(made->plan(), "plans/p1");
  EXPECT_THAT(MakeIndicator("i2", "number: 'x'"), HasReason("INDICATOR_EXISTS"));
  EXPECT_THAT(MakeIndicator("i3", "number: 'i2'"), HasReason("NUMBER_TAKEN"));
  EXPECT_THAT(MakeIndicator("i3", "objective: 'objectives/none'"),
              HasReason("OBJECTIVE_NOT_FOUND"));
  v1::CreateIndicatorRequest request;
  *request.mutable_indicator() = TestIndicator();
  EXPECT_THAT(Run<CreateIndicator>("CreateIndicator", other_director_, request),
              HasReason("OBJECTIVE_NOT_FOUND"));
  EXPECT_THAT(Run<CreateIndicator>("CreateIndicator", head_, request), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Update(other_director_, "name: 'indicators/i2' cumulative: true"),
              HasReason("INDICATOR_NOT_FOUND"));
  EXPECT_THAT(Update(holder_, "name: 'indicators/i2' cumulative: true"), IsOk());
}

TEST_F(Indicators, AddVersionsToTheirFormula) {
  ASSERT_THAT(MakeComputed("c1"), IsOk());
  const auto revised = Revise("indicators/c1", 2025, TestFormula());
  ASSERT_THAT(revised, IsOk());
  ASSERT_EQ(revised->formulas_size(), 2);
  EXPECT_EQ(revised->formulas(1).version(), 2);
  EXPECT_THAT(Revise("indicators/c1", 2025, TestFormula()), HasReason("FORMULA_UNORDERED"));
  EXPECT_THAT(Revise("indicators/i1", 2025, TestFormula()), HasReason("INDICATOR_NOT_COMPUTED"));
  EXPECT_EQ(LogLines().back(), "indicators/c1@2 formulaRevised");
}

TEST_F(Indicators, CombineThoseThatWereMadeBefore) {
  ASSERT_THAT(MakeComputed("c1"), IsOk());
  clock_.Advance(absl::Seconds(1));
  v1::CreateIndicatorRequest request;
  request.set_indicator_id("c2");
  *request.mutable_indicator() = ComputedIndicator();
  request.mutable_indicator()->clear_formulas();
  *request.mutable_indicator() = With(request.indicator(), kGrowth);
  ASSERT_THAT(Run<CreateIndicator>("CreateIndicator", director_, request), IsOk());
  v1::Formula back = Parsed<v1::Formula>(
      "combination { operation: OPERATION_GROWTH indicators: 'indicators/c2' }");
  EXPECT_THAT(Revise("indicators/c1", 2025, back), HasReason("FORMULA_CIRCLE"));
  EXPECT_THAT(Revise("indicators/c2", 2025, back), HasReason("FORMULA_CIRCLE"));
  back.mutable_combination()->set_indicators(0, "indicators/c1");
  EXPECT_THAT(Revise("indicators/c2", 2025, back), IsOk());
  back.mutable_combination()->set_indicators(0, "indicators/none");
  EXPECT_THAT(Revise("indicators/c2", 2026, back), HasReason("INDICATOR_NOT_FOUND"));
  // One of another agency.
  MakeTheirPlan();
  clock_.Advance(absl::Seconds(1));
  back.mutable_combination()->set_indicators(0, "indicators/theirs");
  EXPECT_THAT(Revise("indicators/c2", 2026, back), HasReason("INDICATOR_NOT_FOUND"));
  back.mutable_combination()->set_indicators(0, "indicators/i1");
  EXPECT_THAT(Revise("indicators/c2", 2026, back), HasReason("OPERAND_NOT_COMPUTED"));
}

TEST_F(Indicators, KeepTheBaselineThatTheirTargetNeeds) {
  ASSERT_THAT(MakeIndicator("i2", R"(baseline { numerator: 300000 denominator: 1 }
      baseline_date { year: 2023 month: 12 day: 31 })"),
              IsOk());
  v1::SetTargetRequest doubling;
  *doubling.mutable_target() = Parsed<v1::Target>(R"(indicator: "indicators/i2" words { fr: "x 2" }
      multiply { factor { numerator: 2 denominator: 1 } by { year: 2026 month: 12 day: 31 } })");
  ASSERT_THAT(Run<SetTarget>("SetTarget", director_, doubling), IsOk());
  v1::UpdateIndicatorRequest request;
  request.mutable_indicator()->set_name("indicators/i2");
  request.mutable_update_mask()->add_paths("baseline");
  request.mutable_update_mask()->add_paths("baseline_date");
  EXPECT_THAT(Run<UpdateIndicator>("UpdateIndicator", director_, request),
              HasReason("BASELINE_MISSING"));
  ASSERT_THAT(SetATarget("t2", "indicator: 'indicators/i2'"), IsOk());
  EXPECT_THAT(Run<UpdateIndicator>("UpdateIndicator", director_, request), IsOk());
}

TEST_F(Indicators, StayAsTheyAreOnceThePlanIsJudged) {
  ASSERT_THAT(MakeComputed("c1"), IsOk());
  ASSERT_THAT(Adopt("plans/p1"), IsOk());
  ASSERT_THAT(Start("plans/p1"), IsOk());
  ASSERT_THAT(MakeIndicator("i2"), IsOk());
  ASSERT_THAT(Judge("plans/p1"), IsOk());
  EXPECT_THAT(MakeIndicator("i3"), HasReason("PLAN_OVER"));
  EXPECT_THAT(Update(director_, "name: 'indicators/i2' cumulative: true"), HasReason("PLAN_OVER"));
  EXPECT_THAT(Revise("indicators/c1", 2025, TestFormula()), HasReason("PLAN_OVER"));
}

}  // namespace
}  // namespace mandat::objectives
