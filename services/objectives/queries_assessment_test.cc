#include "services/objectives/queries_assessment.h"

#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/measurements/commands.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Measurement;

class Assessed : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    MakeSmallPlan();
    ASSERT_THAT(SetATarget("t1"), IsOk());
    ASSERT_THAT(Adopt("plans/p1"), IsOk());
    clock_.Advance(absl::Hours(24 * 65));
  }
  void Submit(int64_t numerator, const std::string& text = "") {
    v1::EnterMeasurementRequest request;
    Measurement* measurement = request.mutable_measurement();
    *measurement = TestMeasurement();
    measurement->mutable_value()->set_numerator(numerator);
    *measurement = With(*measurement, text);
    request.set_submit(true);
    ASSERT_THAT(Run<EnterMeasurement>("EnterMeasurement", holder_, request), IsOk());
  }
  void Publish() {
    v1::ValidateMeasurementRequest validate;
    validate.set_name("measurements/i1-2024-q1");
    ASSERT_THAT(Run<ValidateMeasurement>("ValidateMeasurement", first_, validate), IsOk());
    v1::AcceptMeasurementRequest accept;
    accept.set_name("measurements/i1-2024-q1");
    ASSERT_THAT(Run<AcceptMeasurement>("AcceptMeasurement", second_, accept), IsOk());
  }
  absl::StatusOr<v1::IndicatorAssessment> AssessIt(const access::Actor& actor,
                                                   const std::string& text = "") {
    return Ask("AssessIndicator", actor, AssessIndicator,
               With(v1::AssessIndicatorRequest(), "indicator: 'indicators/i1' " + text));
  }

  const access::Actor holder_ = Agent(common::v1::ROLE_MANDATE_HOLDER, kAgency, "", "holder");
  const access::Actor first_ = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "first");
  const access::Actor second_ = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "second");
};

TEST_F(Assessed, AnIndicatorWithoutValuesSaysSo) {
  const auto assessed = AssessIt(member_);
  ASSERT_THAT(assessed, IsOk());
  EXPECT_EQ(assessed->target(), "targets/t1");
  EXPECT_EQ(assessed->assessment().status(), v1::ASSESSMENT_STATUS_UNKNOWN);
  EXPECT_FALSE(assessed->assessment().words().nl().empty());
  EXPECT_TRUE(assessed->values().empty());
}

TEST_F(Assessed, WhatIsSubmittedIsProvisionalUntilItIsAccepted) {
  Submit(87);
  const auto before = AssessIt(member_);
  ASSERT_THAT(before, IsOk());
  ASSERT_EQ(before->values_size(), 1);
  EXPECT_FALSE(before->values(0).official());
  EXPECT_EQ(before->values(0).measurement(), "measurements/i1-2024-q1");
  EXPECT_NE(before->assessment().status(), v1::ASSESSMENT_STATUS_UNKNOWN);
  EXPECT_TRUE(AssessIt(member_, "official_only: true")->values().empty());
  Publish();
  const auto after = AssessIt(member_, "official_only: true");
  ASSERT_EQ(after->values_size(), 1);
  EXPECT_TRUE(after->values(0).official());
  EXPECT_EQ(after->assessment().achievement_permille(),
            before->assessment().achievement_permille());
}

// A value that somebody has to look at first is in no average.
TEST_F(Assessed, WhatIsOddIsNotShownUntilSomebodyAnswersForIt) {
  Submit(120);
  EXPECT_TRUE(AssessIt(member_)->values().empty());
  v1::ValidateMeasurementRequest validate;
  validate.set_name("measurements/i1-2024-q1");
  validate.set_findings_note("compté deux fois dans le tout");
  ASSERT_THAT(Run<ValidateMeasurement>("ValidateMeasurement", first_, validate), IsOk());
  EXPECT_EQ(AssessIt(member_)->values_size(), 1);
}

// What is worked at again is not shown: the last accepted value is.
TEST_F(Assessed, AReopenedValueIsShownAsItWasAccepted) {
  Submit(87);
  Publish();
  v1::ReopenMeasurementRequest reopen;
  reopen.set_name("measurements/i1-2024-q1");
  reopen.set_reason("erreur");
  ASSERT_THAT(Run<ReopenMeasurement>("ReopenMeasurement", first_, reopen), IsOk());
  Submit(20);
  ASSERT_EQ(AssessIt(member_)->values_size(), 1);
  EXPECT_EQ(AssessIt(member_)->values(0).value().numerator(), 87);
}

TEST_F(Assessed, OnADayOnlyWhatWasKnownThenCounts) {
  Submit(87);
  EXPECT_EQ(AssessIt(member_, "date { year: 2024 month: 4 day: 1 }")->values_size(), 0);
  EXPECT_THAT(AssessIt(member_, "date { year: 2024 month: 12 day: 1 }"),
              HasReason("DATE_OUT_OF_RANGE"));
  EXPECT_THAT(AssessIt(member_, "date { year: 2024 month: 2 day: 30 }"), HasReason("DATE_INVALID"));
}

TEST_F(Assessed, PartsOfTheWholeAreNotTheWhole) {
  ASSERT_THAT(MakeIndicator("i2", "dimensions { key: 'office' title { fr: 'bureau' } }"), IsOk());
  Submit(87, "indicator: 'indicators/i2' dimensions { key: 'office' value: 'namur' }");
  const auto assessed = Ask("AssessIndicator", member_, AssessIndicator,
                            With(v1::AssessIndicatorRequest(), "indicator: 'indicators/i2'"));
  ASSERT_THAT(assessed, IsOk());
  EXPECT_TRUE(assessed->values().empty());
}

TEST_F(Assessed, APlanIsTheSumOfItsParts) {
  ASSERT_THAT(MakeObjective("o2", "parent: 'objectives/o1' weight: 3"), IsOk());
  ASSERT_THAT(MakeIndicator("i2", "objective: 'objectives/o2' number: '1.10'"), IsOk());
  ASSERT_THAT(MakeIndicator("i3", "objective: 'objectives/o2' number: '1.2'"), IsOk());
  ASSERT_THAT(MakeAction("a1", R"(planned_period { start_date { year: 2024 month: 1 day: 1 } }
      budget { type: "ordinary" year: 2024 amount { currency_code: "EUR" units: 7 } })"),
              IsOk());
  Submit(45, "");
  const auto assessed =
      Ask("AssessPlan", minister_, AssessPlan, With(v1::AssessPlanRequest(), "plan: 'plans/p1'"));
  ASSERT_THAT(assessed, IsOk());
  ASSERT_EQ(assessed->indicators_size(), 3);
  EXPECT_EQ(assessed->indicators(0).number(), "1.2");
  EXPECT_EQ(assessed->indicators(1).number(), "1.10");
  ASSERT_EQ(assessed->objectives_size(), 2);
  EXPECT_EQ(assessed->objectives(0).objective(), "objectives/o1");
  // 45 % of 90 % is half of it; the child of weight 3 has no figure and is missed by name.
  EXPECT_EQ(assessed->objectives(0).progress().progress_permille(), 500);
  EXPECT_EQ(assessed->objectives(0).progress().known_weight_permille(), 250);
  EXPECT_THAT(assessed->objectives(0).progress().missing(),
              ::testing::ElementsAre("objectives/o2"));
  ASSERT_EQ(assessed->objectives(0).budget_size(), 1);
  EXPECT_EQ(assessed->objectives(0).budget(0).amount().units(), 7);
  EXPECT_EQ(assessed->objectives(1).budget_size(), 0);
  ASSERT_EQ(assessed->actions_size(), 1);
  EXPECT_GT(assessed->actions(0).health().late_start_days(), 0);
  EXPECT_THAT(Ask("AssessPlan", other_minister_, AssessPlan,
                  With(v1::AssessPlanRequest(), "plan: 'plans/p1'")),
              HasReason("PLAN_NOT_FOUND"));
}

}  // namespace
}  // namespace mandat::objectives
