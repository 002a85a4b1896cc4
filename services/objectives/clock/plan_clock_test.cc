#include "services/objectives/clock/plan_clock.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/ledger/job.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/actions/commands.h"
#include "services/objectives/alerts/commands.h"
#include "services/objectives/alerts/queries.h"
#include "services/objectives/duties/commands.h"
#include "services/objectives/duties/queries.h"
#include "services/objectives/duties/rules.h"
#include "services/objectives/plans/commands.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using absl::CivilDay;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Alert;
using v1::Duty;

constexpr char kDecision[] =
    "basis { reference: 'decisions/d2' date { year: 2024 month: 2 day: 1 } } ";

// The test's clock stands at 1 February 2024, in the first quarter of a plan from 2024 to 2028.
class TheClock : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    MakeSmallPlan();
    clock_of_plans_.emplace(*ledger_, *store_);
  }

  void Run() { ASSERT_THAT(Run(*clock_of_plans_), IsOk()); }
  // Turns until nothing is left to do; what one turn answered otherwise.
  absl::Status Run(clock::PlanClock& plans) {
    for (int turn = 0; turn < 1000; ++turn) {
      const absl::StatusOr<bool> more = plans.Turn(clock_.Now());
      if (!more.ok() || !*more) return more.status();
    }
    return absl::InternalError("the clock never comes to rest");
  }
  // Noon of a day.
  void GoTo(CivilDay day) {
    clock_.SetTime(base::EndOfDayInBrussels(day) - absl::Hours(12));
    Run();
  }

  void RunPlan() {
    ASSERT_THAT(Adopt("plans/p1"), IsOk());
    ASSERT_THAT(Start("plans/p1"), IsOk());
  }
  void SetEvery(const std::string& rhythm, const std::string& id = "t1",
                const std::string& more = "") {
    ASSERT_THAT(SetATarget(id, absl::StrCat("every { ", rhythm, " } ", more)), IsOk());
  }

  std::vector<Duty> Duties(const std::string& filter = "") {
    auto request = Parsed<v1::ListDutiesRequest>(filter);
    request.set_page_size(1000);
    const auto response = Ask("ListDuties", member_, ListDuties, request);
    EXPECT_THAT(response, IsOk());
    return {response->duties().begin(), response->duties().end()};
  }
  // "2024-03-31 DUE" of each.
  std::vector<std::string> DutyLines(const std::string& filter = "") {
    std::vector<std::string> lines;
    for (const Duty& duty : Duties(filter)) {
      lines.push_back(
          absl::StrCat(base::ToIso(base::ToDay(duty.due_date())), " ",
                       absl::StripPrefix(v1::DutyState_Name(duty.state()), "DUTY_STATE_")));
    }
    return lines;
  }
  std::vector<Alert> Alerts(const std::string& filter = "state: ALERT_STATE_RAISED") {
    const auto response =
        Ask("ListAlerts", member_, ListAlerts, Parsed<v1::ListAlertsRequest>(filter));
    EXPECT_THAT(response, IsOk());
    return {response->alerts().begin(), response->alerts().end()};
  }
  // "LATE_START 2024-01-15 1" of each.
  std::vector<std::string> AlertLines(const std::string& filter = "state: ALERT_STATE_RAISED") {
    std::vector<std::string> lines;
    for (const Alert& alert : Alerts(filter)) {
      lines.push_back(
          absl::StrCat(absl::StripPrefix(v1::AlertKind_Name(alert.kind()), "ALERT_KIND_"), " ",
                       base::ToIso(base::ToDay(alert.due_date())), " ", alert.rung()));
    }
    return lines;
  }
  // How many events of duties and alerts there are, by verb.
  std::map<std::string, int> Verbs(const std::string& collection) {
    std::map<std::string, int> verbs;
    for (const ledger::Event& event : Log()) {
      if (event.collection == collection) ++verbs[event.verb];
    }
    return verbs;
  }
  size_t LogSize() { return Log().size(); }

  absl::StatusOr<Duty> Keep(const access::Actor& actor, const std::string& name, CivilDay day) {
    v1::KeepDutyRequest request;
    request.set_name(name);
    *request.mutable_date() = base::ToDate(day);
    request.set_evidence("dashboards/d1");
    return TestLedger::Run<KeepDuty>("KeepDuty", actor, request);
  }
  absl::StatusOr<Alert> TakeNote(const access::Actor& actor, const std::string& name) {
    v1::AcknowledgeAlertRequest request;
    request.set_name(name);
    request.set_note("begins next week");
    return TestLedger::Run<AcknowledgeAlert>("AcknowledgeAlert", actor, request);
  }

  void MakeLateAction() {
    ASSERT_THAT(MakeAction("a1",
                           "planned_period { start_date { year: 2024 month: 1 day: 15 } "
                           "end_date { year: 2024 month: 12 day: 31 } }"),
                IsOk());
  }
  absl::StatusOr<v1::Action> UpdateTheAction(const std::string& text) {
    v1::UpdateActionRequest request;
    request.mutable_action()->set_name("actions/a1");
    *request.mutable_action() = With(request.action(), text);
    return TestLedger::Run<UpdateAction>("UpdateAction", head_, request);
  }

  std::optional<clock::PlanClock> clock_of_plans_;
};

TEST_F(TheClock, RaisesDutiesOfPlansThatRunAndOnceOnly) {
  SetEvery("months: 3");
  Run();
  EXPECT_THAT(DutyLines(), IsEmpty());
  RunPlan();
  Run();
  EXPECT_THAT(DutyLines(), ElementsAre("2024-03-31 DUE", "2024-06-30 DUE"));
  const size_t size = LogSize();
  Run();
  // Another replica, and this one after a crash.
  clock::PlanClock other(*ledger_, *store_);
  ASSERT_THAT(Run(other), IsOk());
  clock_of_plans_.emplace(*ledger_, *store_);
  Run();
  EXPECT_EQ(LogSize(), size);
  const Duty duty = Duties().front();
  EXPECT_EQ(duty.unit(), "contact");
  EXPECT_EQ(duty.supervisor(), kMinistry);
  for (const ledger::Event& event : Log()) {
    if (event.collection != "duties") continue;
    EXPECT_EQ(event.job, "system:objectives/clock");
  }
}

// Cut off after each command in turn, and gone on by another process: the same in the end.
TEST_F(TheClock, GoesOnWhereverItWasCutOff) {
  SetEvery("day_of_month: 31");
  RunPlan();
  clock_.SetTime(base::EndOfDayInBrussels(CivilDay(2024, 6, 30)) - absl::Hours(12));
  for (int cut = 0; cut < 40; ++cut) {
    clock::PlanClock replica(*ledger_, *store_);
    ASSERT_THAT(replica.Turn(clock_.Now()), IsOk());
  }
  Run();
  EXPECT_THAT(DutyLines(), ElementsAre("2024-01-31 MISSED", "2024-02-29 MISSED",
                                       "2024-03-31 MISSED", "2024-04-30 MISSED",
                                       "2024-05-31 MISSED", "2024-06-30 DUE", "2024-07-31 DUE"));
  EXPECT_EQ(Verbs("duties"), (std::map<std::string, int>{{"raised", 7}, {"missed", 5}}));
}

TEST_F(TheClock, MissesADutyAtMidnightAndKeepsItLate) {
  SetEvery("months: 3");
  RunPlan();
  GoTo(CivilDay(2024, 3, 31));
  EXPECT_THAT(DutyLines(), ElementsAre("2024-03-31 DUE", "2024-06-30 DUE"));
  clock_.SetTime(base::EndOfDayInBrussels(CivilDay(2024, 3, 31)));
  Run();
  EXPECT_THAT(DutyLines(), ElementsAre("2024-03-31 MISSED", "2024-06-30 DUE", "2024-09-30 DUE"));
  const std::string name = Duties().front().name();
  const auto kept = Keep(head_, name, CivilDay(2024, 4, 1));
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->state(), v1::DUTY_STATE_KEPT_LATE);
  EXPECT_FALSE(kept->keeper().empty());
  EXPECT_THAT(Keep(head_, name, CivilDay(2024, 4, 1)), HasReason("DUTY_NOT_OPEN"));
}

TEST_F(TheClock, LeavesADutyThatWasKeptInTime) {
  SetEvery("months: 3");
  RunPlan();
  GoTo(CivilDay(2024, 2, 10));
  ASSERT_THAT(Keep(holder_, Duties().front().name(), CivilDay(2024, 2, 10)), IsOk());
  GoTo(CivilDay(2024, 4, 2));
  EXPECT_EQ(DutyLines().front(), "2024-03-31 KEPT");
}

// The job asked for a miss, and somebody kept it before its turn.
TEST_F(TheClock, DecidesAnewOnWhatItFinds) {
  SetEvery("months: 3");
  RunPlan();
  Run();
  const Duty duty = Duties().front();
  clock_.SetTime(base::EndOfDayInBrussels(CivilDay(2024, 3, 31)));
  ASSERT_THAT(Keep(head_, duty.name(), CivilDay(2024, 3, 31)), IsOk());
  storage::v1::SettleDutyRequest request;
  request.set_name(duty.name());
  request.set_target(duty.target());
  request.set_plan(duty.plan());
  static const auto& settle = *new ledger::Command(ledger::CommandOf<SettleDuty>());
  ASSERT_THAT(ledger::RunAndWait(*ledger_, settle,
                                 ledger::CallOfJob("objectives", "clock", clock_.Now()), request),
              IsOk());
  EXPECT_EQ(DutyLines().front(), "2024-03-31 KEPT");
}

TEST_F(TheClock, AYearLaterEveryDutyThatWasMissedIsThereOnce) {
  SetEvery("months: 3");
  RunPlan();
  Run();
  GoTo(CivilDay(2025, 5, 10));
  EXPECT_THAT(DutyLines(), ElementsAre("2024-03-31 MISSED", "2024-06-30 MISSED",
                                       "2024-09-30 MISSED", "2024-12-31 MISSED",
                                       "2025-03-31 MISSED", "2025-06-30 DUE", "2025-09-30 DUE"));
  EXPECT_EQ(Verbs("duties"), (std::map<std::string, int>{{"raised", 7}, {"missed", 5}}));
  // Set back, nothing is taken back and nothing comes again.
  const std::vector<std::string> lines = DutyLines();
  GoTo(CivilDay(2024, 2, 2));
  EXPECT_EQ(DutyLines(), lines);
  GoTo(CivilDay(2025, 5, 10));
  EXPECT_EQ(DutyLines(), lines);
  EXPECT_EQ(Verbs("duties"), (std::map<std::string, int>{{"raised", 7}, {"missed", 5}}));
}

TEST_F(TheClock, RaisesAsManyDutiesAsAYearHasTimes) {
  SetEvery("times_a_year: 2");
  RunPlan();
  Run();
  EXPECT_THAT(DutyLines(),
              ElementsAre("2024-12-31 DUE", "2024-12-31 DUE", "2025-12-31 DUE", "2025-12-31 DUE"));
  ASSERT_THAT(Keep(director_, Duties().front().name(), CivilDay(2024, 2, 1)), IsOk());
  GoTo(CivilDay(2025, 1, 1));
  EXPECT_THAT(DutyLines("due_before { year: 2025 month: 1 day: 1 }"),
              ::testing::UnorderedElementsAre("2024-12-31 KEPT", "2024-12-31 MISSED"));
}

TEST_F(TheClock, RaisesThousandsInPortions) {
  SetEvery("times_a_year: 366");
  RunPlan();
  GoTo(CivilDay(2028, 12, 31));
  int duties = 0;
  std::string token;
  do {
    v1::ListDutiesRequest request;
    request.set_page_size(1000);
    request.set_page_token(token);
    const auto page = Ask("ListDuties", member_, ListDuties, request);
    ASSERT_THAT(page, IsOk());
    duties += page->duties_size();
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(duties, 5 * 366);
}

TEST_F(TheClock, LetsDutiesLapseWhenTheirTargetIsReplaced) {
  SetEvery("months: 3");
  RunPlan();
  GoTo(CivilDay(2024, 5, 10));
  SetEvery("months: 6", "t2", kDecision);
  Run();
  EXPECT_THAT(DutyLines(), ::testing::UnorderedElementsAre("2024-03-31 MISSED", "2024-06-30 DUE",
                                                           "2024-06-30 LAPSED", "2024-09-30 LAPSED",
                                                           "2024-12-31 DUE"));
}

TEST_F(TheClock, LetsDutiesLapseWhenThePlanIsJudgedAndClearsItsAlerts) {
  SetEvery("months: 3");
  MakeLateAction();
  RunPlan();
  GoTo(CivilDay(2024, 4, 10));
  EXPECT_FALSE(AlertLines().empty());
  ASSERT_THAT(Judge("plans/p1"), IsOk());
  // The service was away for a while.
  clock_of_plans_.emplace(*ledger_, *store_);
  GoTo(CivilDay(2024, 9, 10));
  EXPECT_THAT(DutyLines(),
              ElementsAre("2024-03-31 MISSED", "2024-06-30 LAPSED", "2024-09-30 LAPSED"));
  EXPECT_THAT(AlertLines(), IsEmpty());
  EXPECT_THAT(Keep(head_, Duties().front().name(), CivilDay(2024, 4, 1)), HasReason("PLAN_OVER"));
}

TEST_F(TheClock, TellsOfALateActionUpItsLadderAndNoMoreOnceItBegins) {
  MakeLateAction();
  RunPlan();
  // Planned for Monday 15 January; told on the 16th, 10 working days later on the 29th.
  GoTo(CivilDay(2024, 2, 1));
  EXPECT_THAT(AlertLines("kind: ALERT_KIND_LATE_START"), ElementsAre("LATE_START 2024-01-15 2"));
  GoTo(CivilDay(2024, 2, 26));
  EXPECT_THAT(AlertLines("kind: ALERT_KIND_LATE_START"), ElementsAre("LATE_START 2024-01-15 3"));
  EXPECT_EQ(Verbs("alerts"), (std::map<std::string, int>{{"raised", 1}, {"escalated", 1}}));
  ASSERT_THAT(UpdateTheAction("state: ACTION_STATE_RUNNING effective_period { start_date { year: "
                              "2024 month: 2 day: 26 } }"),
              IsOk());
  Run();
  EXPECT_THAT(AlertLines(), IsEmpty());
  EXPECT_THAT(AlertLines("state: ALERT_STATE_CLEARED"), ElementsAre("LATE_START 2024-01-15 3"));
  // Nothing was done after all: the same alert is raised again.
  ASSERT_THAT(UpdateTheAction("state: ACTION_STATE_PLANNED"), IsOk());
  Run();
  EXPECT_EQ(Verbs("alerts"),
            (std::map<std::string, int>{{"raised", 2}, {"escalated", 1}, {"cleared", 1}}));
}

TEST_F(TheClock, RemindsNobodyWhoIsClearedMeanwhile) {
  MakeLateAction();
  RunPlan();
  Run();
  const Alert alert = Alerts().front();
  // Found before the action began, sent after.
  storage::v1::SettleAlertRequest request;
  request.set_name(alert.name());
  *request.mutable_wanted() = alert;
  request.mutable_wanted()->set_rung(3);
  request.mutable_wanted()->set_addressee(v1::RESPONSIBILITY_ROLE_POLITICAL);
  auto* seen = request.add_seen();
  seen->set_name("actions/a1");
  seen->set_etag("1");
  ASSERT_THAT(UpdateTheAction("state: ACTION_STATE_RUNNING effective_period { start_date { year: "
                              "2024 month: 2 day: 1 } }"),
              IsOk());
  static const auto& settle = *new ledger::Command(ledger::CommandOf<SettleAlert>());
  ASSERT_THAT(ledger::RunAndWait(*ledger_, settle,
                                 ledger::CallOfJob("objectives", "clock", clock_.Now()), request),
              IsOk());
  EXPECT_EQ(Alerts().front().rung(), alert.rung());
  Run();
  EXPECT_THAT(AlertLines(), IsEmpty());
}

TEST_F(TheClock, ClearsTheAlertOfAnActionThatIsGone) {
  MakeLateAction();
  RunPlan();
  Run();
  EXPECT_EQ(AlertLines().size(), 1u);
  v1::DeleteActionRequest request;
  request.set_name("actions/a1");
  ASSERT_THAT(TestLedger::Run<DeleteAction>("DeleteAction", director_, request), IsOk());
  Run();
  EXPECT_THAT(AlertLines(), IsEmpty());
}

TEST_F(TheClock, TellsWhoSupervisesFromThePoliticalRungOn) {
  MakeLateAction();
  RunPlan();
  Run();
  const std::string name = Alerts().front().name();
  v1::GetAlertRequest get;
  get.set_name(name);
  EXPECT_THAT(Ask("GetAlert", member_, GetAlert, get), IsOk());
  EXPECT_THAT(Ask("GetAlert", minister_, GetAlert, get), HasReason("ALERT_NOT_FOUND"));
  GoTo(CivilDay(2024, 2, 26));
  EXPECT_THAT(Ask("GetAlert", minister_, GetAlert, get), IsOk());
  EXPECT_THAT(Ask("GetAlert", other_minister_, GetAlert, get), HasReason("ALERT_NOT_FOUND"));
  EXPECT_THAT(Ask("GetAlert", auditor_, GetAlert, get), IsOk());
}

TEST_F(TheClock, AnAlertThatWasNotedWaitsAndStays) {
  MakeLateAction();
  RunPlan();
  GoTo(CivilDay(2024, 2, 20));
  const std::string name = Alerts().front().name();
  EXPECT_THAT(TakeNote(other_head_, name), HasReason("ALERT_NOT_FOUND"));
  EXPECT_THAT(TakeNote(member_, name), HasReason("ROLE_REQUIRED"));
  ASSERT_THAT(TakeNote(head_, name), IsOk());
  EXPECT_THAT(TakeNote(holder_, name), HasReason("ALERT_ACKNOWLEDGED"));
  GoTo(CivilDay(2024, 2, 26));
  EXPECT_THAT(AlertLines("kind: ALERT_KIND_LATE_START"), ElementsAre("LATE_START 2024-01-15 2"));
  GoTo(CivilDay(2024, 2, 28));
  EXPECT_THAT(AlertLines("kind: ALERT_KIND_LATE_START"), ElementsAre("LATE_START 2024-01-15 3"));
}

TEST_F(TheClock, TellsOfDutiesThatComeNearAndThatWereMissed) {
  SetEvery("months: 3");
  RunPlan();
  GoTo(CivilDay(2024, 3, 18));
  EXPECT_THAT(AlertLines(), ElementsAre("DUTY_NEAR 2024-03-31 1"));
  GoTo(CivilDay(2024, 4, 2));
  EXPECT_THAT(AlertLines(), ElementsAre("DUTY_MISSED 2024-03-31 1"));
  ASSERT_THAT(Keep(head_, Duties().front().name(), CivilDay(2024, 4, 2)), IsOk());
  Run();
  EXPECT_THAT(AlertLines(), IsEmpty());
}

TEST_F(TheClock, TellsOfAValueThatDoesNotCome) {
  RunPlan();
  GoTo(CivilDay(2024, 5, 2));
  EXPECT_THAT(AlertLines(), ElementsAre("STALE_VALUE 2024-04-30 1"));
  EXPECT_EQ(Alerts().front().subject(), "indicators/i1");
  EXPECT_EQ(Alerts().front().unit(), "contact");
}

TEST_F(TheClock, FollowsTheUnitThatAnswers) {
  MakeLateAction();
  RunPlan();
  Run();
  v1::UpdateActionRequest request;
  request.mutable_action()->set_name("actions/a1");
  request.mutable_action()->set_unit("archive");
  ASSERT_THAT(TestLedger::Run<UpdateAction>("UpdateAction", director_, request), IsOk());
  Run();
  EXPECT_EQ(Alerts().front().unit(), "archive");
  EXPECT_THAT(TakeNote(head_, Alerts().front().name()), HasReason("ALERT_NOT_FOUND"));
  EXPECT_THAT(TakeNote(other_head_, Alerts().front().name()), IsOk());
}

TEST_F(TheClock, DoesNotWaitForTheNextDayWhereSomethingChanges) {
  SetEvery("months: 3");
  RunPlan();
  Run();
  // A look is made only where something changed.
  const size_t size = LogSize();
  EXPECT_EQ(*clock_of_plans_->Turn(clock_.Now()), false);
  MakeLateAction();
  Run();
  EXPECT_THAT(AlertLines("kind: ALERT_KIND_LATE_START"), ElementsAre("LATE_START 2024-01-15 2"));
  EXPECT_EQ(LogSize(), size + 2);
}

TEST_F(TheClock, LeavesPlansOfOthersInPeace) {
  MakeTheirPlan();
  SetEvery("months: 3");
  RunPlan();
  Run();
  v1::ListDutiesRequest request;
  const auto theirs = Ask("ListDuties", other_director_, ListDuties, request);
  ASSERT_THAT(theirs, IsOk());
  EXPECT_EQ(theirs->duties_size(), 0);
  v1::GetDutyRequest get;
  get.set_name(Duties().front().name());
  EXPECT_THAT(Ask("GetDuty", other_director_, GetDuty, get), HasReason("DUTY_NOT_FOUND"));
  EXPECT_THAT(Ask("GetDuty", minister_, GetDuty, get), IsOk());
  EXPECT_THAT(Keep(other_director_, get.name(), CivilDay(2024, 2, 1)), HasReason("DUTY_NOT_FOUND"));
  EXPECT_THAT(Keep(other_head_, get.name(), CivilDay(2024, 2, 1)), HasReason("DUTY_NOT_FOUND"));
  EXPECT_THAT(Keep(member_, get.name(), CivilDay(2024, 2, 1)), HasReason("ROLE_REQUIRED"));
}

TEST_F(TheClock, ListsDutiesByTheirDay) {
  SetEvery("day_of_month: 15");
  RunPlan();
  GoTo(CivilDay(2024, 6, 20));
  EXPECT_THAT(DutyLines("due_from { year: 2024 month: 3 day: 15 } due_before { year: 2024 month: 5 "
                        "day: 15 }"),
              ElementsAre("2024-03-15 MISSED", "2024-04-15 MISSED"));
  EXPECT_THAT(DutyLines("plan: 'plans/p1' state: DUTY_STATE_DUE"), ElementsAre("2024-07-15 DUE"));
  EXPECT_THAT(DutyLines("plan: 'plans/p2'"), IsEmpty());
  // Pages of two go on where they stopped, from the same day on.
  v1::ListDutiesRequest request =
      Parsed<v1::ListDutiesRequest>("due_from { year: 2024 month: 2 day: 15 } page_size: 2");
  std::vector<std::string> days;
  do {
    const auto page = Ask("ListDuties", member_, ListDuties, request);
    ASSERT_THAT(page, IsOk());
    for (const Duty& duty : page->duties()) {
      days.push_back(base::ToIso(base::ToDay(duty.due_date())));
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(days, ElementsAre("2024-02-15", "2024-03-15", "2024-04-15", "2024-05-15",
                                "2024-06-15", "2024-07-15"));
}

}  // namespace
}  // namespace mandat::objectives
