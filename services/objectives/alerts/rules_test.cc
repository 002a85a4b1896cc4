#include "services/objectives/alerts/rules.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/alerts/rules_ladder.h"
#include "services/objectives/assessment/case_for_test.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::alerts {
namespace {

using absl::CivilDay;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Action;
using v1::Alert;

absl::Time Noon(CivilDay day) { return base::EndOfDayInBrussels(day) - absl::Hours(12); }

std::string DayText(const char* iso) {
  const CivilDay day = Day(iso);
  return absl::StrCat("{ year: ", day.year(), " month: ", day.month(), " day: ", day.day(), " }");
}

PlanPicture Picture() { return {PlanIn(v1::PLAN_STATE_RUNNING), {}, {}, {}}; }

// "LATE_START 2024-03-01 1" of each.
std::vector<std::string> Told(const PlanPicture& picture, const char* today) {
  const auto alerts = AlertsOf(picture, Day(today));
  EXPECT_THAT(alerts, IsOk());
  std::vector<std::string> told;
  for (const Alert& alert : *alerts) {
    told.push_back(absl::StrCat(absl::StripPrefix(v1::AlertKind_Name(alert.kind()), "ALERT_KIND_"),
                                " ", base::ToIso(base::ToDay(alert.due_date())), " ",
                                alert.rung()));
  }
  std::sort(told.begin(), told.end());
  return told;
}

std::string ToldOf(const Action& action, const char* today) {
  PlanPicture picture = Picture();
  picture.actions.push_back(action);
  return absl::StrJoin(Told(picture, today), ", ");
}

Action Planned() {
  return With(TestAction(), absl::StrCat("planned_period { start_date ", DayText("2024-03-01"),
                                         " end_date ", DayText("2024-06-28"), " }"));
}

TEST(AlertsOf, AnActionIsLateUntilItBeginsAndUntilItEnds) {
  // Friday 1 March: told on the first working day after.
  EXPECT_EQ(ToldOf(Planned(), "2024-03-01"), "");
  EXPECT_EQ(ToldOf(Planned(), "2024-03-03"), "");
  EXPECT_EQ(ToldOf(Planned(), "2024-03-04"), "LATE_START 2024-03-01 1");
  EXPECT_EQ(ToldOf(Planned(), "2024-03-15"), "LATE_START 2024-03-01 2");
  EXPECT_EQ(ToldOf(Planned(), "2024-07-01"), "LATE_END 2024-06-28 1, LATE_START 2024-03-01 3");
  const std::string began = absl::StrCat("effective_period { start_date ", DayText("2024-05-02"));
  const Action running = With(Planned(), "state: ACTION_STATE_RUNNING " + began + " }");
  EXPECT_EQ(ToldOf(running, "2024-06-28"), "");
  EXPECT_EQ(ToldOf(running, "2024-07-01"), "LATE_END 2024-06-28 1");
  EXPECT_EQ(ToldOf(With(running, "state: ACTION_STATE_SUSPENDED"), "2024-07-01"),
            "LATE_END 2024-06-28 1");
  const std::string ended = " end_date " + DayText("2024-07-15") + " }";
  EXPECT_EQ(ToldOf(With(Planned(), "state: ACTION_STATE_DONE " + began + ended), "2024-09-01"), "");
  EXPECT_EQ(ToldOf(With(Planned(), "state: ACTION_STATE_ABANDONED"), "2024-09-01"), "");
  EXPECT_EQ(ToldOf(TestAction(), "2024-09-01"), "");
}

std::string Note(const char* health, const char* day) {
  return absl::StrCat("health { health: HEALTH_", health, " words: 'w' date ", DayText(day), " }");
}

TEST(AlertsOf, AGapInHealthOpensWhenBothSidesHaveSpoken) {
  // Blocked for its people, in time by its dates: since the note.
  const Action blocked = With(Planned(), Note("BLOCKED", "2024-02-01"));
  EXPECT_EQ(ToldOf(blocked, "2024-02-07"), "");
  EXPECT_EQ(ToldOf(blocked, "2024-02-08"), "HEALTH_GAP 2024-02-01 1");
  EXPECT_EQ(ToldOf(blocked, "2024-02-22"), "HEALTH_GAP 2024-02-01 2");
  EXPECT_EQ(ToldOf(blocked, "2024-02-29"), "HEALTH_GAP 2024-02-01 2");
  // From its planned start on its dates say so too.
  EXPECT_EQ(ToldOf(blocked, "2024-03-04"), "LATE_START 2024-03-01 1");
  // Good for its people, late by its dates: since it is late.
  const Action good = With(Planned(), Note("GOOD", "2024-02-01"));
  EXPECT_EQ(ToldOf(good, "2024-03-07"), "LATE_START 2024-03-01 1");
  EXPECT_EQ(ToldOf(good, "2024-03-08"), "HEALTH_GAP 2024-03-02 1, LATE_START 2024-03-01 1");
  // What people say again is another gap, and its ladder begins anew.
  const Action again = With(good, Note("GOOD", "2024-03-18"));
  EXPECT_EQ(ToldOf(again, "2024-03-22"), "LATE_START 2024-03-01 2");
  EXPECT_EQ(ToldOf(again, "2024-03-25"), "HEALTH_GAP 2024-03-18 1, LATE_START 2024-03-01 2");
  EXPECT_EQ(ToldOf(With(good, Note("AT_RISK", "2024-03-18")), "2024-04-12"),
            "LATE_START 2024-03-01 2");
}

Measured MeasuredBy(v1::Frequency frequency, const std::string& values,
                    const std::string& indicator = "") {
  Measured measured;
  measured.indicator = With(TestIndicator(), indicator);
  measured.indicator.set_frequency(frequency);
  measured.values = Values(values);
  measured.unit = "contact";
  return measured;
}

std::string ToldOf(const Measured& measured, const char* today) {
  PlanPicture picture = Picture();
  picture.measured.push_back(measured);
  return absl::StrJoin(Told(picture, today), ", ");
}

TEST(AlertsOf, AValueIsStaleOnceTheNextOneIsOverdue) {
  const auto quarter = [](const char* values) { return MeasuredBy(v1::FREQUENCY_QUARTER, values); };
  // The first quarter's value is due by the end of April's 30 days of grace.
  EXPECT_EQ(ToldOf(quarter(""), "2024-04-30"), "");
  EXPECT_EQ(ToldOf(quarter(""), "2024-05-01"), "");  // a holiday
  EXPECT_EQ(ToldOf(quarter(""), "2024-05-02"), "STALE_VALUE 2024-04-30 1");
  EXPECT_EQ(ToldOf(quarter("2024-Q1=1/2"), "2024-05-02"), "");
  EXPECT_EQ(ToldOf(quarter("2024-Q1=1/2"), "2024-07-30"), "");
  EXPECT_EQ(ToldOf(quarter("2024-Q1=1/2"), "2024-07-31"), "STALE_VALUE 2024-07-30 1");
  // A share of nothing is an answer.
  EXPECT_EQ(ToldOf(quarter("2024-Q1=none"), "2024-05-02"), "");
  // Known only later: then it was not there yet.
  EXPECT_EQ(ToldOf(quarter("2024-Q1=1@2024-06-01"), "2024-05-31"), "STALE_VALUE 2024-04-30 3");
  EXPECT_EQ(ToldOf(quarter("2024-Q1=1@2024-06-01"), "2024-06-01"), "");
  // Nothing more is asked for after the last period.
  EXPECT_EQ(ToldOf(quarter("2028-Q3=1"), "2029-02-01"), "STALE_VALUE 2029-01-30 1");
  EXPECT_EQ(ToldOf(quarter("2028-Q4=1"), "2030-02-01"), "");
  const auto month = MeasuredBy(v1::FREQUENCY_MONTH, "2024-01=1");
  EXPECT_EQ(ToldOf(month, "2024-03-15"), "");
  EXPECT_EQ(ToldOf(month, "2024-03-18"), "STALE_VALUE 2024-03-15 1");
  const auto term = MeasuredBy(v1::FREQUENCY_TERM, "");
  EXPECT_EQ(ToldOf(term, "2029-03-31"), "");
  EXPECT_EQ(ToldOf(term, "2029-04-03"), "STALE_VALUE 2029-03-31 1");
}

TEST(AlertsOf, AnIndicatorOwesNothingFromBeforeItWasMade) {
  const auto made = MeasuredBy(v1::FREQUENCY_QUARTER, "", "create_time { seconds: 1718000000 }");
  EXPECT_EQ(ToldOf(made, "2024-07-30"), "");  // made in June
  EXPECT_EQ(ToldOf(made, "2024-07-31"), "STALE_VALUE 2024-07-30 1");
}

std::string NearOf(const std::string& target, const char* values, const char* today) {
  Measured measured = MeasuredBy(v1::FREQUENCY_QUARTER, values);
  measured.target = With(TestTarget(), target);
  PlanPicture picture = Picture();
  picture.measured.push_back(measured);
  std::vector<std::string> near;
  for (const std::string& told : Told(picture, today)) {
    if (absl::StartsWith(told, "TARGET_NEAR")) near.push_back(told);
  }
  return absl::StrJoin(near, ", ");
}

TEST(AlertsOf, ATargetComesNearUntilItIsReached) {
  const char* below = "2026-Q2=1/2";
  // 90 % by 31 December 2026; 60, 30 and 10 working days before.
  EXPECT_EQ(NearOf("", below, "2026-10-05"), "");
  EXPECT_EQ(NearOf("", below, "2026-10-06"), "TARGET_NEAR 2026-12-31 1");
  EXPECT_EQ(NearOf("", below, "2026-11-18"), "TARGET_NEAR 2026-12-31 2");
  EXPECT_EQ(NearOf("", below, "2026-12-16"), "TARGET_NEAR 2026-12-31 3");
  EXPECT_EQ(NearOf("", "2026-Q3=9/10", "2026-12-16"), "");
  // Its end does not hide it.
  EXPECT_EQ(NearOf("", below, "2027-01-01"), "TARGET_NEAR 2026-12-31 3");
  EXPECT_EQ(NearOf("", "2026-Q4=9/10@2027-01-10", "2027-01-11"), "");
  EXPECT_EQ(NearOf("", "2026-Q4=8/10@2027-01-10", "2027-06-11"), "TARGET_NEAR 2026-12-31 3");
  // A level that is kept is as good as reached; one that is not comes near with the plan's end.
  const char* keep = "keep { level { numerator: 9 denominator: 10 } }";
  EXPECT_EQ(NearOf(keep, "2028-Q3=9/10", "2028-12-16"), "");
  EXPECT_EQ(NearOf(keep, "2028-Q3=8/10", "2028-12-18"), "TARGET_NEAR 2028-12-31 3");
  // Duties tell of the one, words of the other.
  EXPECT_EQ(NearOf("every { months: 3 }", "", "2028-12-30"), "");
  EXPECT_EQ(NearOf("continuous { }", "", "2028-12-30"), "");
  // Not before it counts.
  EXPECT_EQ(NearOf("valid_from { year: 2026 month: 12 day: 20 }", below, "2026-12-19"), "");
  EXPECT_EQ(NearOf("valid_from { year: 2026 month: 12 day: 20 }", below, "2026-12-20"),
            "TARGET_NEAR 2026-12-31 3");
}

v1::Duty DutyIn(v1::DutyState state) {
  auto duty = Parsed<v1::Duty>(absl::StrCat("name: 'duties/d1' unit: 'contact' due_date ",
                                            DayText("2024-03-29"), " words { fr: 'Tableau' }"));
  duty.set_state(state);
  return duty;
}

std::string ToldOf(v1::DutyState state, const char* today) {
  PlanPicture picture = Picture();
  picture.duties.push_back(DutyIn(state));
  return absl::StrJoin(Told(picture, today), ", ");
}

TEST(AlertsOf, ADutyIsNearUntilItIsMissedAndMissedUntilItIsKept) {
  EXPECT_EQ(ToldOf(v1::DUTY_STATE_DUE, "2024-03-14"), "");
  EXPECT_EQ(ToldOf(v1::DUTY_STATE_DUE, "2024-03-15"), "DUTY_NEAR 2024-03-29 1");
  EXPECT_EQ(ToldOf(v1::DUTY_STATE_DUE, "2024-03-26"), "DUTY_NEAR 2024-03-29 2");
  EXPECT_EQ(ToldOf(v1::DUTY_STATE_MISSED, "2024-04-01"), "");  // Easter Monday
  EXPECT_EQ(ToldOf(v1::DUTY_STATE_MISSED, "2024-04-02"), "DUTY_MISSED 2024-03-29 1");
  for (const auto state : {v1::DUTY_STATE_KEPT, v1::DUTY_STATE_KEPT_LATE, v1::DUTY_STATE_LAPSED}) {
    EXPECT_EQ(ToldOf(state, "2024-09-01"), "") << state;
  }
}

TEST(AlertsOf, ArePartOfPlansThatRun) {
  for (const auto state : {v1::PLAN_STATE_DRAFT, v1::PLAN_STATE_ADOPTED, v1::PLAN_STATE_EVALUATED,
                           v1::PLAN_STATE_CLOSED}) {
    PlanPicture picture = Picture();
    picture.plan.set_state(state);
    picture.actions.push_back(Planned());
    EXPECT_THAT(Told(picture, "2024-09-01"), ::testing::IsEmpty()) << state;
  }
}

// The alert of the planned action, on a day.
Alert LateStart(const char* today) {
  PlanPicture picture = Picture();
  picture.actions.push_back(Planned());
  return AlertsOf(picture, Day(today))->at(0);
}

TEST(AlertsOf, SayWhatIsTheMatterAndWhoIsTold) {
  const Alert alert = LateStart("2024-03-04");
  EXPECT_EQ(alert.name(), NameOf(v1::ALERT_KIND_LATE_START, "actions/a1", CivilDay(2024, 3, 1)));
  EXPECT_EQ(alert.owner(), kAgency);
  EXPECT_EQ(alert.plan(), "plans/p1");
  EXPECT_EQ(alert.subject(), "actions/a1");
  EXPECT_EQ(alert.unit(), "contact");
  EXPECT_EQ(alert.addressee(), v1::RESPONSIBILITY_ROLE_AGENT);
  EXPECT_EQ(alert.ladder_version(), kLadderVersion);
  EXPECT_EQ(alert.words().fr(),
            "L'action « Action » devait commencer le 1er mars 2024 et n'a pas commencé.");
  EXPECT_EQ(alert.words().en(),
            "The action 'Action' was to begin on 1 March 2024 and has not "
            "begun.");
  EXPECT_THAT(alert.explanation().fr(),
              ::testing::StartsWith("Échelon 1 sur 3, pour l'agent traitant, à partir du lundi 4 "
                                    "mars 2024. "));
}

TEST(AlertsOf, TellWhoSupervisesOnThePoliticalRungAlone) {
  EXPECT_EQ(LateStart("2024-03-04").supervisor(), "");
  EXPECT_EQ(LateStart("2024-03-15").supervisor(), "");
  EXPECT_EQ(LateStart("2024-04-12").supervisor(), "");
  EXPECT_EQ(LateStart("2024-04-15").supervisor(), kMinistry);
}

TEST(AlertsOf, TheWordsOfAnAlertDoNotAge) {
  const Alert monday = LateStart("2024-03-04");
  const Alert tuesday = LateStart("2024-03-05");
  EXPECT_THAT(monday, EqualsProto(tuesday));
}

// "raise RAISED 1", or nothing.
std::string Told(const std::optional<Change>& change) {
  if (!change.has_value()) return "";
  return absl::StrCat(CodeOf(change->verb), " ", CodeOf(change->after.state()), " ",
                      change->after.rung());
}

Alert Stored(const char* day, v1::AlertState state = v1::ALERT_STATE_RAISED) {
  Alert alert = LateStart(day);
  alert.set_state(state);
  *alert.mutable_raise_time() = base::ToTimestamp(Noon(Day(day)));
  return alert;
}

TEST(ChangeOf, GoesUpAndAwayAndComesBack) {
  const Alert one = LateStart("2024-03-04");
  const Alert two = LateStart("2024-03-15");
  const absl::Time now = Noon(CivilDay(2024, 3, 20));
  const Alert raised = Stored("2024-03-04");
  const Alert higher = Stored("2024-03-15");
  const Alert cleared = Stored("2024-03-15", v1::ALERT_STATE_CLEARED);
  EXPECT_EQ(Told(ChangeOf(nullptr, nullptr, now)), "");
  EXPECT_EQ(Told(ChangeOf(nullptr, &one, now)), "raise RAISED 1");
  EXPECT_EQ(Told(ChangeOf(&raised, &one, now)), "");
  EXPECT_EQ(Told(ChangeOf(&raised, &two, now)), "escalate RAISED 2");
  EXPECT_EQ(Told(ChangeOf(&higher, &one, now)), "");  // the clock went back
  EXPECT_EQ(Told(ChangeOf(&raised, nullptr, now)), "clear CLEARED 1");
  EXPECT_EQ(Told(ChangeOf(&cleared, nullptr, now)), "");
  EXPECT_EQ(Told(ChangeOf(&cleared, &one, now)), "raise RAISED 1");

  const auto again = ChangeOf(&cleared, &one, now);
  EXPECT_EQ(base::ToTime(again->after.raise_time()), now);
  EXPECT_FALSE(again->after.has_clear_time());
  const auto up = ChangeOf(&raised, &two, now);
  EXPECT_EQ(base::ToTime(up->after.raise_time()), Noon(CivilDay(2024, 3, 4)));
  EXPECT_EQ(up->after.addressee(), v1::RESPONSIBILITY_ROLE_ADMINISTRATIVE);
  EXPECT_THAT(up->after.explanation(), EqualsProto(two.explanation()));
  EXPECT_EQ(base::ToTime(ChangeOf(&raised, nullptr, now)->after.clear_time()), now);
}

TEST(ChangeOf, FollowsTheUnitThatAnswers) {
  const Alert raised = Stored("2024-03-04");
  Alert wanted = LateStart("2024-03-04");
  wanted.set_unit("archive");
  const auto change = ChangeOf(&raised, &wanted, Noon(CivilDay(2024, 3, 5)));
  EXPECT_EQ(Told(change), "raise RAISED 1");
  EXPECT_EQ(change->after.unit(), "archive");
  EXPECT_EQ(base::ToTime(change->after.raise_time()), Noon(CivilDay(2024, 3, 4)));
}

v1::AcknowledgeAlertRequest TakeNote() {
  v1::AcknowledgeAlertRequest request;
  request.set_name("alerts/a1");
  request.set_note("begins next week");
  return request;
}

TEST(Acknowledge, HoldsTheRungForFiveWorkingDaysAndHidesNothing) {
  // Monday 11 March; rung 2 comes on Friday 15 March, and is held until Monday 18 March.
  const auto noted =
      Acknowledge(Stored("2024-03-04"), TakeNote(), "who", Noon(CivilDay(2024, 3, 11)));
  ASSERT_THAT(noted, IsOk());
  EXPECT_EQ(noted->versions().at(0).verb, "acknowledged");
  const Alert& held = After<Alert>(noted);
  EXPECT_EQ(held.state(), v1::ALERT_STATE_RAISED);
  ASSERT_EQ(held.acknowledgements_size(), 1);
  EXPECT_EQ(held.acknowledgements(0).note(), "begins next week");
  EXPECT_EQ(held.acknowledgements(0).person(), "who");
  EXPECT_EQ(held.acknowledgements(0).rung(), 1);
  EXPECT_EQ(base::ToIso(base::ToDay(held.acknowledgements(0).held_until())), "2024-03-18");
  const auto on = [&held](const char* day) {
    const Alert wanted = LateStart(day);
    return Told(ChangeOf(&held, &wanted, Noon(Day(day))));
  };
  EXPECT_EQ(on("2024-03-15"), "");
  EXPECT_EQ(on("2024-03-18"), "");
  EXPECT_EQ(on("2024-03-19"), "escalate RAISED 2");
  EXPECT_EQ(Told(ChangeOf(&held, nullptr, Noon(CivilDay(2024, 3, 15)))), "clear CLEARED 1");

  // Once on a rung; what was said stays when it climbs.
  EXPECT_THAT(Acknowledge(held, TakeNote(), "other", Noon(CivilDay(2024, 3, 12))),
              HasReason("ALERT_ACKNOWLEDGED"));
  const Alert second = LateStart("2024-03-19");
  const Alert climbed = ChangeOf(&held, &second, Noon(CivilDay(2024, 3, 19)))->after;
  EXPECT_EQ(climbed.acknowledgements_size(), 1);
  const auto more = Acknowledge(climbed, TakeNote(), "other", Noon(CivilDay(2024, 3, 20)));
  ASSERT_THAT(more, IsOk());
  EXPECT_EQ(After<Alert>(more).acknowledgements(1).rung(), 2);
}

TEST(Acknowledge, IsForWhatIsRaised) {
  EXPECT_THAT(Acknowledge(Stored("2024-03-04", v1::ALERT_STATE_CLEARED), TakeNote(), "who",
                          Noon(CivilDay(2024, 3, 11))),
              HasReason("ALERT_NOT_RAISED"));
  // What was said of an earlier raising does not hold the next.
  Alert cleared = Stored("2024-03-04", v1::ALERT_STATE_CLEARED);
  cleared.add_acknowledgements()->set_rung(1);
  const Alert wanted = LateStart("2024-03-04");
  EXPECT_EQ(ChangeOf(&cleared, &wanted, Noon(CivilDay(2024, 3, 11)))->after.acknowledgements_size(),
            0);
}

TEST(Checks, RefuseWhatIsWrongWithTheRequestAlone) {
  const auto note = [](const std::string& text) {
    return Fault(CheckAcknowledge(With(TakeNote(), text)));
  };
  EXPECT_EQ(note(""), "");
  EXPECT_EQ(note("name: 'duties/d1'"), "NAME_INVALID name");
  EXPECT_EQ(note("note: ''"), "FIELD_REQUIRED note");
  EXPECT_EQ(note(absl::StrCat("note: '", std::string(501, 'x'), "'")), "TEXT_TOO_LONG note");
  const auto list = [](const std::string& text) {
    return Fault(CheckList(Parsed<v1::ListAlertsRequest>(text)));
  };
  EXPECT_EQ(list("plan: 'plans/p1' state: ALERT_STATE_RAISED kind: ALERT_KIND_LATE_END unit: 'u'"),
            "");
  EXPECT_EQ(list("plan: 'p1'"), "NAME_INVALID plan");
  EXPECT_EQ(list("unit: 'U'"), "ID_INVALID unit");
  v1::ListAlertsRequest unknown;
  unknown.set_state(static_cast<v1::AlertState>(9));
  EXPECT_EQ(Fault(CheckList(unknown)), "STATE_UNKNOWN state");
  unknown.clear_state();
  unknown.set_kind(static_cast<v1::AlertKind>(99));
  EXPECT_EQ(Fault(CheckList(unknown)), "ALERT_KIND_UNKNOWN kind");
}

TEST(NameOf, IsTheSameForTheSameKindSubjectAndDay) {
  // Kept for ever: databases have it.
  EXPECT_EQ(NameOf(v1::ALERT_KIND_LATE_START, "actions/a1", CivilDay(2024, 3, 1)),
            "alerts/0ed11c5d-4175-5810-b406-bb347d63b932");
  EXPECT_NE(NameOf(v1::ALERT_KIND_LATE_END, "actions/a1", CivilDay(2024, 3, 1)),
            NameOf(v1::ALERT_KIND_LATE_START, "actions/a1", CivilDay(2024, 3, 1)));
}

}  // namespace
}  // namespace mandat::objectives::alerts
