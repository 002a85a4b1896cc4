// Duties and alerts that figures settle.

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/alerts/queries.h"
#include "services/objectives/clock/plan_clock.h"
#include "services/objectives/duties/queries.h"
#include "services/objectives/indicators/commands.h"
#include "services/objectives/measurements/commands.h"
#include "services/objectives/test_fact_ledger.h"

namespace mandat::objectives {
namespace {

using absl::CivilDay;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Duty;

// The test's clock stands at 1 February 2024.
class FiguresOnTheClock : public TestFactLedger {
 protected:
  void SetUp() override {
    TestFactLedger::SetUp();
    MakeSmallPlan();
    ASSERT_THAT(MakeComputed("requests", "unit: UNIT_COUNT cumulative: false"), IsOk());
    CountAll();
    plans_.emplace(*ledger_, *store_);
  }

  void Run() {
    for (bool more = true; more;) {
      const absl::StatusOr<bool> turn = plans_->Turn(clock_.Now());
      ASSERT_THAT(turn, IsOk());
      more = *turn;
    }
  }
  void GoTo(CivilDay day) {
    clock_.SetTime(base::EndOfDayInBrussels(day) - absl::Hours(12));
    Run();
  }
  void RunPlan() {
    ASSERT_THAT(Adopt("plans/p1"), IsOk());
    ASSERT_THAT(Start("plans/p1"), IsOk());
  }
  // A request that was sent on a day arrives.
  void Receive(CivilDay day) {
    ReceiveSent(day);
    Run();
  }
  std::vector<Duty> Duties() {
    const auto response = Ask("ListDuties", member_, ListDuties, v1::ListDutiesRequest());
    EXPECT_THAT(response, IsOk());
    return {response->duties().begin(), response->duties().end()};
  }
  std::vector<std::string> Lines() {
    std::vector<std::string> lines;
    for (const Duty& duty : Duties()) {
      lines.push_back(
          absl::StrCat(base::ToIso(base::ToDay(duty.due_date())), " ",
                       absl::StripPrefix(v1::DutyState_Name(duty.state()), "DUTY_STATE_")));
    }
    return lines;
  }
  std::vector<std::string> RaisedOf(v1::AlertKind kind) {
    v1::ListAlertsRequest request;
    request.set_state(v1::ALERT_STATE_RAISED);
    request.set_kind(kind);
    const auto response = Ask("ListAlerts", member_, ListAlerts, request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> subjects;
    for (const v1::Alert& alert : response->alerts()) subjects.push_back(alert.subject());
    return subjects;
  }

  // Others than who enters.
  const access::Actor board_ = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "board");
  const access::Actor above_ = Agent(common::v1::ROLE_DIRECTOR, kAgency, "", "above");
  std::optional<clock::PlanClock> plans_;
};

constexpr char kOfRequests[] = "indicator: 'indicators/requests' ";

TEST_F(FiguresOnTheClock, KeepADutyOnTheDayOnWhichTheFactArrives) {
  ASSERT_THAT(SetATarget("t1", absl::StrCat(kOfRequests, "every { months: 3 }")), IsOk());
  RunPlan();
  GoTo(CivilDay(2024, 3, 20));
  EXPECT_THAT(Lines(), ElementsAre("2024-03-31 DUE", "2024-06-30 DUE"));
  EXPECT_EQ(RaisedOf(v1::ALERT_KIND_DUTY_NEAR).size(), 1u);
  Receive(CivilDay(2024, 3, 20));
  EXPECT_THAT(Lines(), ElementsAre("2024-03-31 KEPT", "2024-06-30 DUE"));
  EXPECT_THAT(RaisedOf(v1::ALERT_KIND_DUTY_NEAR), IsEmpty());
  const Duty kept = Duties().front();
  EXPECT_EQ(kept.proof(), v1::DUTY_PROOF_FIGURE);
  EXPECT_EQ(kept.evidence(), "indicators/requests");
  EXPECT_EQ(base::ToIso(base::ToDay(kept.kept_date())), "2024-03-20");
  EXPECT_EQ(kept.keeper(), "");
}

// It happened in time and its event came late: what was missed is kept after all.
TEST_F(FiguresOnTheClock, KeepADutyWhoseFactComesLate) {
  ASSERT_THAT(SetATarget("t1", absl::StrCat(kOfRequests, "every { times_a_year: 2 }")), IsOk());
  RunPlan();
  GoTo(CivilDay(2025, 1, 10));
  Receive(CivilDay(2024, 5, 2));
  EXPECT_THAT(Lines(), ::testing::IsSupersetOf({"2024-12-31 KEPT", "2024-12-31 MISSED"}));
  Receive(CivilDay(2024, 6, 2));
  std::vector<std::string> lines = Lines();
  lines.resize(2);
  EXPECT_THAT(lines, ElementsAre("2024-12-31 KEPT", "2024-12-31 KEPT"));
  // One of this year is none of the last.
  Receive(CivilDay(2025, 1, 9));
  EXPECT_THAT(Lines(), ::testing::IsSupersetOf({"2025-12-31 KEPT", "2025-12-31 DUE"}));
}

TEST_F(FiguresOnTheClock, DoNotSayWhetherItWasByThe15th) {
  ASSERT_THAT(MakeComputed("monthly", "unit: UNIT_COUNT frequency: FREQUENCY_MONTH"), IsOk());
  CountAll();
  ASSERT_THAT(SetATarget("t1", "indicator: 'indicators/monthly' every { day_of_month: 15 }"),
              IsOk());
  RunPlan();
  GoTo(CivilDay(2024, 2, 20));
  Receive(CivilDay(2024, 2, 10));
  EXPECT_THAT(Lines(), ElementsAre("2024-01-15 MISSED", "2024-02-15 MISSED", "2024-03-15 DUE"));
  GoTo(CivilDay(2024, 3, 10));
  Receive(CivilDay(2024, 3, 10));
  EXPECT_EQ(Lines().at(2), "2024-03-15 KEPT");
}

TEST_F(FiguresOnTheClock, OfAnEnteredIndicatorCountOnceTheyAreAccepted) {
  ASSERT_THAT(MakeIndicator("meetings", "unit: UNIT_COUNT"), IsOk());
  ASSERT_THAT(SetATarget("t1", "indicator: 'indicators/meetings' every { months: 3 }"), IsOk());
  RunPlan();
  GoTo(CivilDay(2024, 4, 2));
  v1::EnterMeasurementRequest enter;
  *enter.mutable_measurement() = With(TestMeasurement(),
                                      "indicator: 'indicators/meetings' "
                                      "value { numerator: 1 denominator: 1 }");
  enter.set_submit(true);
  const auto entered = TestLedger::Run<EnterMeasurement>("EnterMeasurement", head_, enter);
  ASSERT_THAT(entered, IsOk());
  Run();
  EXPECT_EQ(Lines().front(), "2024-03-31 MISSED");
  v1::ValidateMeasurementRequest validate;
  validate.set_name(entered->name());
  ASSERT_THAT(TestLedger::Run<ValidateMeasurement>("ValidateMeasurement", board_, validate),
              IsOk());
  Run();
  EXPECT_EQ(Lines().front(), "2024-03-31 MISSED");
  v1::AcceptMeasurementRequest accept;
  accept.set_name(entered->name());
  const auto accepted = TestLedger::Run<AcceptMeasurement>("AcceptMeasurement", above_, accept);
  ASSERT_THAT(accepted, IsOk());
  Run();
  EXPECT_EQ(Lines().front(), "2024-03-31 KEPT");
  EXPECT_EQ(Duties().front().evidence(), entered->name());
}

TEST_F(FiguresOnTheClock, EndTheAlertOfAValueThatWasMissing) {
  RunPlan();
  GoTo(CivilDay(2024, 5, 2));
  // What is computed is there; what is entered is not.
  EXPECT_THAT(RaisedOf(v1::ALERT_KIND_STALE_VALUE), ElementsAre("indicators/i1"));
  v1::EnterMeasurementRequest enter;
  *enter.mutable_measurement() = TestMeasurement();
  enter.set_submit(true);
  ASSERT_THAT(TestLedger::Run<EnterMeasurement>("EnterMeasurement", head_, enter), IsOk());
  Run();
  EXPECT_THAT(RaisedOf(v1::ALERT_KIND_STALE_VALUE), IsEmpty());
}

// No fact comes and nothing happens to the plan: what its combination stands on is revised in
// another one.
TEST_F(FiguresOnTheClock, MoveWithTheFormulaOfAnotherPlan) {
  constexpr char kBoth[] = "indicators: 'indicators/requests' indicators: 'indicators/more'";
  constexpr char kCombination[] = "formulas { formula { combination { operation: $0 $1 } } } $2";
  v1::Indicator combination = ComputedIndicator();
  combination.clear_formulas();
  const auto combine = [&](const std::string& id, absl::string_view operation,
                           absl::string_view operands, absl::string_view text) {
    clock_.Advance(absl::Seconds(1));
    return MakeFrom(combination, id,
                    absl::Substitute(kCombination, operation, operands,
                                     absl::StrCat("unit: UNIT_COUNT cumulative: false ", text)));
  };
  ASSERT_THAT(MakeComputed("more", "unit: UNIT_COUNT cumulative: false"), IsOk());
  CountAll();
  ASSERT_THAT(MakePlan("p2"), IsOk());
  ASSERT_THAT(MakeObjective("o2", "plan: 'plans/p2'"), IsOk());
  ASSERT_THAT(combine("theirs", "OPERATION_DIFFERENCE", kBoth, "objective: 'objectives/o2'"),
              IsOk());
  ASSERT_THAT(combine("ours", "OPERATION_SUM",
                      "indicators: 'indicators/theirs' indicators: 'indicators/more'", ""),
              IsOk());
  ASSERT_THAT(SetATarget("t1",
                         "indicator: 'indicators/ours' reach { "
                         "value { numerator: 3 denominator: 1 } "
                         "by { year: 2024 month: 6 day: 30 } }"),
              IsOk());
  RunPlan();
  GoTo(CivilDay(2024, 6, 3));
  Receive(CivilDay(2024, 6, 3));
  EXPECT_THAT(RaisedOf(v1::ALERT_KIND_TARGET_NEAR), ElementsAre("targets/t1"));
  v1::ReviseFormulaRequest revise;
  revise.set_name("indicators/theirs");
  *revise.mutable_formula() = Parsed<v1::FormulaVersion>(
      absl::Substitute("reason: 'both count' valid_from { year: 2024 month: 4 day: 1 } "
                       "formula { combination { operation: OPERATION_SUM $0 } }",
                       kBoth));
  ASSERT_THAT(TestLedger::Run<ReviseFormula>("ReviseFormula", director_, revise), IsOk());
  Run();
  EXPECT_THAT(RaisedOf(v1::ALERT_KIND_TARGET_NEAR), IsEmpty());
}

TEST_F(FiguresOnTheClock, EndTheAlertOfATargetThatIsReached) {
  ASSERT_THAT(SetATarget("t1", absl::StrCat(kOfRequests,
                                            "reach { value { numerator: 1 denominator: "
                                            "1 } by { year: 2024 month: 6 day: 30 } }")),
              IsOk());
  RunPlan();
  GoTo(CivilDay(2024, 6, 3));
  EXPECT_THAT(RaisedOf(v1::ALERT_KIND_TARGET_NEAR), ElementsAre("targets/t1"));
  Receive(CivilDay(2024, 6, 3));
  EXPECT_THAT(RaisedOf(v1::ALERT_KIND_TARGET_NEAR), IsEmpty());
}

}  // namespace
}  // namespace mandat::objectives
