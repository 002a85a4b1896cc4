#include "services/objectives/duties/rules.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/duties/guards.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::duties {
namespace {

using absl::CivilDay;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Duty;
using v1::Plan;
using v1::Target;

Target Every(const std::string& rhythm, const std::string& more = "") {
  return With(TestTarget(), absl::StrCat("every { ", rhythm, " } ", more));
}

Plan Running() { return PlanIn(v1::PLAN_STATE_RUNNING); }

// Noon in Brussels.
absl::Time Noon(CivilDay day) { return base::EndOfDayInBrussels(day) - absl::Hours(12); }

std::string TimeText(CivilDay day) {
  return absl::StrCat("{ seconds: ", absl::ToUnixSeconds(Noon(day)), " }");
}

// "2024-03-31" for each that is asked, with "x2" where it is asked twice.
std::string Due(const Plan& plan, const Target& target, CivilDay today) {
  std::vector<std::string> days;
  for (const AskedBeat& asked : AskedBy(plan, TestIndicator(), target, today)) {
    days.push_back(base::ToIso(asked.beat.due));
    if (asked.beat.times > 1) absl::StrAppend(&days.back(), "x", asked.beat.times);
  }
  return absl::StrJoin(days, " ");
}

TEST(AskedBy, IsWhatHasBegunAndOneAhead) {
  const Target target = Every("months: 3");
  EXPECT_EQ(Due(Running(), target, CivilDay(2024, 1, 1)), "2024-03-31 2024-06-30");
  EXPECT_EQ(Due(Running(), target, CivilDay(2024, 3, 31)), "2024-03-31 2024-06-30");
  EXPECT_EQ(Due(Running(), target, CivilDay(2024, 4, 1)), "2024-03-31 2024-06-30 2024-09-30");
  EXPECT_EQ(Due(Running(), Every("times_a_year: 2"), CivilDay(2024, 2, 1)),
            "2024-12-31x2 2025-12-31x2");
  EXPECT_EQ(Due(Running(), Every("day_of_month: 15"), CivilDay(2024, 2, 20)),
            "2024-01-15 2024-02-15 2024-03-15");
}

TEST(AskedBy, IsNothingBeyondThePlan) {
  EXPECT_EQ(Due(Running(), Every("times_a_year: 1"), CivilDay(2028, 5, 1)),
            "2024-12-31 2025-12-31 2026-12-31 2027-12-31 2028-12-31");
  EXPECT_EQ(Due(Running(), Every("times_a_year: 1"), CivilDay(2040, 5, 1)),
            "2024-12-31 2025-12-31 2026-12-31 2027-12-31 2028-12-31");
}

TEST(AskedBy, IsOfTargetsThatCountInPlansThatRun) {
  const CivilDay today(2024, 2, 1);
  for (const auto state : {v1::PLAN_STATE_DRAFT, v1::PLAN_STATE_ADOPTED, v1::PLAN_STATE_EVALUATED,
                           v1::PLAN_STATE_CLOSED}) {
    EXPECT_EQ(Due(PlanIn(state), Every("months: 3"), today), "") << state;
  }
  EXPECT_EQ(Due(Running(), Every("months: 3", "replaced_by: 'targets/t2'"), today), "");
  EXPECT_EQ(Due(Running(), TestTarget(), today), "");
}

TEST(AskedBy, BeginsWithTheFirstWholeBeatThatCounts) {
  const auto from = [](const char* day) {
    return Due(Running(), Every("months: 3", absl::StrCat("valid_from ", day)),
               CivilDay(2024, 5, 1));
  };
  EXPECT_EQ(from("{ year: 2024 month: 4 day: 1 }"), "2024-06-30 2024-09-30");
  EXPECT_EQ(from("{ year: 2024 month: 4 day: 2 }"), "2024-09-30");
  EXPECT_EQ(from("{ year: 2026 month: 1 day: 1 }"), "2026-03-31");
}

// Between a target and the one that takes its place nothing is asked twice and nothing is lost,
// whenever that is and from whichever day the new one counts.
TEST(AskedBy, GoesOverToTheNextTargetWithoutAGap) {
  const Plan plan = Running();
  const CivilDay end(2026, 1, 1);
  for (CivilDay set_on(2024, 1, 1); set_on < CivilDay(2025, 1, 1); set_on += 3) {
    for (const int later : {-400, 0, 1, 45, 100}) {
      Target before = Every("months: 3", "replaced_by: 'targets/t2'");
      *before.mutable_update_time() = base::ToTimestamp(Noon(set_on));
      Target after = Every("months: 3", "name: 'targets/t2' replaces: 'targets/t1'");
      *after.mutable_create_time() = before.update_time();
      if (later != 0) *after.mutable_valid_from() = base::ToDate(set_on + later);
      std::map<CivilDay, int> asked;
      // What the first had raised by then, as far as it does not lapse.
      Target counting = before;
      counting.clear_replaced_by();
      const absl::Time until = *AskedUntil(plan, before, &after);
      for (const AskedBeat& one : AskedBy(plan, TestIndicator(), counting, end)) {
        if (base::EndOfDayInBrussels(one.beat.due) <= until) ++asked[one.beat.due];
      }
      for (const AskedBeat& one : AskedBy(plan, TestIndicator(), after, end)) {
        ++asked[one.beat.due];
      }
      ASSERT_EQ(asked.size(), 10u) << set_on << " " << later;
      for (const auto& [day, times] : asked) ASSERT_EQ(times, 1) << set_on << " " << later;
    }
  }
}

TEST(AskedUntil, IsTheFirstOfBeingReplacedAndJudged) {
  const Target counts = Every("months: 3");
  const Target replaced = Every("months: 3", absl::StrCat("replaced_by: 'targets/t2' update_time ",
                                                          TimeText(CivilDay(2024, 5, 10))));
  Plan judged = PlanIn(v1::PLAN_STATE_EVALUATED);
  *judged.mutable_update_time() = base::ToTimestamp(Noon(CivilDay(2024, 6, 1)));
  const Target later = Every("months: 3", "valid_from { year: 2024 month: 7 day: 1 }");
  EXPECT_EQ(AskedUntil(Running(), counts, nullptr), std::nullopt);
  EXPECT_EQ(AskedUntil(Running(), replaced, nullptr), Noon(CivilDay(2024, 5, 10)));
  EXPECT_EQ(AskedUntil(judged, replaced, nullptr), Noon(CivilDay(2024, 5, 10)));
  EXPECT_EQ(AskedUntil(judged, counts, nullptr), Noon(CivilDay(2024, 6, 1)));
  EXPECT_EQ(AskedUntil(Running(), replaced, &later),
            base::EndOfDayInBrussels(CivilDay(2024, 6, 30)));
  EXPECT_EQ(AskedUntil(judged, replaced, &later), Noon(CivilDay(2024, 6, 1)));
}

TEST(NameOf, IsTheSameForTheSameAndAnotherForAnother) {
  std::set<std::string> names;
  for (const char* target : {"targets/t1", "targets/t2"}) {
    for (const CivilDay day : {CivilDay(2024, 1, 1), CivilDay(2024, 4, 1)}) {
      for (const int number : {1, 2, 11}) names.insert(NameOf(target, day, number));
    }
  }
  EXPECT_EQ(names.size(), 12u);
  // Kept for ever: databases have it.
  EXPECT_EQ(NameOf("targets/t1", CivilDay(2024, 1, 1), 1),
            "duties/5e847aa9-24fe-519f-b364-57da0dbfaea9");
}

Duty FirstOf(const Target& target, int number = 1) {
  const auto asked = AskedBy(Running(), TestIndicator(), target, CivilDay(2024, 1, 1));
  return DutyOf(asked.at(0), number, Running(), TestIndicator(),
                With(TestObjective(), "unit: 'above'"), target)
      .value();
}

TEST(DutyOf, SaysWhatIsToBeDoneByWhenAndWhy) {
  const Duty duty = FirstOf(Every("months: 3"));
  EXPECT_EQ(duty.state(), v1::DUTY_STATE_DUE);
  EXPECT_EQ(duty.owner(), kAgency);
  EXPECT_EQ(duty.supervisor(), kMinistry);
  EXPECT_EQ(duty.plan(), "plans/p1");
  EXPECT_EQ(duty.indicator(), "indicators/i1");
  EXPECT_EQ(duty.target(), "targets/t1");
  EXPECT_EQ(duty.unit(), "contact");
  EXPECT_EQ(base::ToIso(base::ToDay(duty.span().start_date())), "2024-01-01");
  EXPECT_EQ(base::ToIso(base::ToDay(duty.span().end_date())), "2024-03-31");
  EXPECT_EQ(base::ToIso(base::ToDay(duty.due_date())), "2024-03-31");
  EXPECT_EQ(base::ToTime(duty.due_time()), base::EndOfDayInBrussels(CivilDay(2024, 3, 31)));
  EXPECT_EQ(duty.words().fr(), "90 %");
  EXPECT_EQ(duty.explanation().en(),
            "Every 3 months, here from 1 January 2024 to 31 March 2024. The delay runs from Sunday "
            "31 December 2023; that day does not count. 91 calendar days later: Sunday 31 March "
            "2024. Last day: Sunday 31 March 2024, until midnight.");
  EXPECT_THAT(duty.explanation().fr(),
              ::testing::StartsWith("Tous les 3 mois, ici du 1er janvier 2024 au 31 mars 2024. "));
}

TEST(DutyOf, TellsItsRhythmInWords) {
  const auto begin = [](const std::string& rhythm, int number) {
    const std::string text = FirstOf(Every(rhythm), number).explanation().en();
    return text.substr(0, text.find(" The delay"));
  };
  EXPECT_EQ(begin("months: 1", 1), "Every month, here from 1 January 2024 to 31 January 2024.");
  EXPECT_EQ(begin("times_a_year: 2", 2),
            "2 times a year, here no. 2, from 1 January 2024 to 31 December 2024.");
  EXPECT_EQ(begin("times_a_year: 1", 1),
            "1 time a year, here no. 1, from 1 January 2024 to 31 December 2024.");
  EXPECT_EQ(begin("day_of_month: 15", 1),
            "Every month by day 15 at the latest, or by the last day of a shorter month; here from "
            "1 January 2024 to 31 January 2024.");
  const Duty second = FirstOf(Every("times_a_year: 2"), 2);
  EXPECT_EQ(second.number(), 2);
  EXPECT_EQ(second.count(), 2);
}

TEST(UnitOf, IsThatOfTheObjectiveWhereTheIndicatorHasNone) {
  EXPECT_EQ(UnitOf(TestIndicator(), With(TestObjective(), "unit: 'above'")), "contact");
  EXPECT_EQ(UnitOf(ComputedIndicator(), With(TestObjective(), "unit: 'above'")), "above");
  EXPECT_EQ(UnitOf(ComputedIndicator(), TestObjective()), "");
}

v1::KeepDutyRequest KeepOn(CivilDay day) {
  v1::KeepDutyRequest request;
  request.set_name("duties/d1");
  *request.mutable_date() = base::ToDate(day);
  request.set_evidence("meetings/m1");
  return request;
}

TEST(Keep, IsJudgedByTheDayOnWhichItWasDone) {
  const Duty due = FirstOf(Every("months: 3"));
  const absl::Time now = Noon(CivilDay(2024, 5, 1));
  for (const auto state : {v1::DUTY_STATE_DUE, v1::DUTY_STATE_MISSED}) {
    Duty before = due;
    before.set_state(state);
    const struct {
      CivilDay day;
      v1::DutyState after;
    } rows[] = {{CivilDay(2024, 1, 1), v1::DUTY_STATE_KEPT},
                {CivilDay(2024, 3, 31), v1::DUTY_STATE_KEPT},
                {CivilDay(2024, 4, 1), v1::DUTY_STATE_KEPT_LATE}};
    for (const auto& row : rows) {
      const auto kept = Keep(before, Running(), KeepOn(row.day), "who", now);
      ASSERT_THAT(kept, IsOk());
      EXPECT_EQ(kept->versions().at(0).verb, "kept");
      const Duty& after = After<Duty>(kept);
      EXPECT_EQ(after.state(), row.after) << row.day;
      EXPECT_EQ(base::ToDay(after.kept_date()), row.day);
      EXPECT_EQ(after.evidence(), "meetings/m1");
      EXPECT_EQ(after.proof(), v1::DUTY_PROOF_DECLARATION);
      EXPECT_EQ(after.keeper(), "who");
    }
    EXPECT_THAT(Keep(before, Running(), KeepOn(CivilDay(2023, 12, 31)), "who", now),
                HasReason("DUTY_NOT_BEGUN"));
    EXPECT_THAT(
        Keep(before, PlanIn(v1::PLAN_STATE_EVALUATED), KeepOn(CivilDay(2024, 3, 1)), "who", now),
        HasReason("PLAN_OVER"));
  }
}

TEST(Keep, IsRefusedOfWhatIsOver) {
  for (const auto state : {v1::DUTY_STATE_KEPT, v1::DUTY_STATE_KEPT_LATE, v1::DUTY_STATE_LAPSED}) {
    Duty before = FirstOf(Every("months: 3"));
    before.set_state(state);
    EXPECT_THAT(
        Keep(before, Running(), KeepOn(CivilDay(2024, 3, 1)), "who", Noon(CivilDay(2024, 5, 1))),
        HasReason("DUTY_NOT_OPEN"));
  }
}

TEST(Prove, KeepsInTimeAloneAndNothingThatIsOver) {
  const Duty due = FirstOf(Every("months: 3"));
  const absl::Time now = Noon(CivilDay(2024, 5, 1));
  const auto kept = Prove(due, Running(), CivilDay(2024, 3, 31), "measurements/m1", now);
  ASSERT_EQ(kept.versions().size(), 1u);
  const auto& after = static_cast<const Duty&>(*kept.versions()[0].after);
  EXPECT_EQ(after.state(), v1::DUTY_STATE_KEPT);
  EXPECT_EQ(after.proof(), v1::DUTY_PROOF_FIGURE);
  EXPECT_EQ(after.evidence(), "measurements/m1");
  EXPECT_EQ(after.keeper(), "");
  EXPECT_TRUE(Prove(due, Running(), CivilDay(2024, 4, 1), "i", now).versions().empty());
  EXPECT_TRUE(Prove(after, Running(), CivilDay(2024, 3, 31), "i", now).versions().empty());
  EXPECT_TRUE(Prove(due, PlanIn(v1::PLAN_STATE_CLOSED), CivilDay(2024, 3, 31), "i", now)
                  .versions()
                  .empty());
}

// The state after what time makes of it; unspecified where nothing.
v1::DutyState Settled(const Duty& before, std::optional<absl::Time> until, absl::Time now) {
  const auto decision = Settle(before, Running(), until, now);
  if (decision.versions().empty()) return v1::DUTY_STATE_UNSPECIFIED;
  return static_cast<const Duty&>(*decision.versions()[0].after).state();
}

TEST(Settle, MissesAtMidnightAndLapsesBeforeIt) {
  const Duty due = FirstOf(Every("months: 3"));
  const absl::Time midnight = base::EndOfDayInBrussels(CivilDay(2024, 3, 31));
  const absl::Duration instant = absl::Microseconds(1);
  constexpr auto kStays = v1::DUTY_STATE_UNSPECIFIED;
  EXPECT_EQ(Settled(due, std::nullopt, midnight - instant), kStays);
  EXPECT_EQ(Settled(due, std::nullopt, midnight), v1::DUTY_STATE_MISSED);
  // It was asked for until its day was over, or it was not.
  EXPECT_EQ(Settled(due, midnight, midnight), v1::DUTY_STATE_MISSED);
  EXPECT_EQ(Settled(due, midnight - instant, midnight), v1::DUTY_STATE_LAPSED);
  EXPECT_EQ(Settled(due, midnight - instant, midnight + absl::Hours(9000)), v1::DUTY_STATE_LAPSED);
  EXPECT_EQ(Settled(due, midnight + instant, midnight + instant), v1::DUTY_STATE_MISSED);
  // The target that takes its place does not count yet.
  EXPECT_EQ(Settled(due, midnight - absl::Hours(9), midnight - absl::Hours(10)), kStays);
  EXPECT_EQ(Settled(due, midnight - absl::Hours(9), midnight - absl::Hours(9)),
            v1::DUTY_STATE_LAPSED);
}

TEST(Settle, TakesNothingBackWhateverTheClockSays) {
  for (const auto state : {v1::DUTY_STATE_KEPT, v1::DUTY_STATE_MISSED, v1::DUTY_STATE_KEPT_LATE,
                           v1::DUTY_STATE_LAPSED}) {
    Duty before = FirstOf(Every("months: 3"));
    before.set_state(state);
    for (const CivilDay day : {CivilDay(2020, 1, 1), CivilDay(2024, 3, 1), CivilDay(2030, 1, 1)}) {
      for (const CivilDay until : {CivilDay(2024, 2, 1), CivilDay(2024, 5, 1)}) {
        EXPECT_EQ(Settled(before, Noon(until), Noon(day)), v1::DUTY_STATE_UNSPECIFIED);
      }
    }
  }
}

TEST(Guards, EveryMoveHasOneFactThatStopsIt) {
  const Duty due = FirstOf(Every("months: 3"));
  const Plan running = Running();
  const Plan judged = PlanIn(v1::PLAN_STATE_CLOSED);
  const absl::Time before = Noon(CivilDay(2024, 3, 1));
  const absl::Time after = Noon(CivilDay(2024, 4, 10));
  const auto reason = [](Guard guard, const Move& move) {
    return base::ReasonOf(Check(guard, move));
  };
  const Move done{Verb::kKeep, due, running, after, CivilDay(2024, 3, 31), std::nullopt};
  const Move late{Verb::kKeepLate, due, judged, after, CivilDay(2024, 4, 1), std::nullopt};
  const Move early{Verb::kKeep, due, running, after, CivilDay(2023, 12, 31), std::nullopt};
  const Move asked{Verb::kMiss, due, running, after, std::nullopt, std::nullopt};
  const Move soon{Verb::kMiss, due, running, before, std::nullopt, std::nullopt};
  const Move replaced{Verb::kLapse, due, running, after, std::nullopt, before};
  EXPECT_EQ(reason(Guard::kPlanOpen, done), "");
  EXPECT_EQ(reason(Guard::kPlanOpen, late), "PLAN_OVER");
  EXPECT_EQ(reason(Guard::kBegun, done), "");
  EXPECT_EQ(reason(Guard::kBegun, early), "DUTY_NOT_BEGUN");
  EXPECT_EQ(reason(Guard::kInTime, done), "");
  EXPECT_EQ(reason(Guard::kInTime, late), "DUTY_LATE");
  EXPECT_EQ(reason(Guard::kLate, late), "");
  EXPECT_EQ(reason(Guard::kLate, done), "DUTY_IN_TIME");
  EXPECT_EQ(reason(Guard::kOver, asked), "");
  EXPECT_EQ(reason(Guard::kOver, soon), "DUTY_NOT_OVER");
  EXPECT_EQ(reason(Guard::kOver, replaced), "DUTY_NOT_OVER");
  EXPECT_EQ(reason(Guard::kNotAsked, replaced), "");
  EXPECT_EQ(reason(Guard::kNotAsked, asked), "DUTY_ASKED");
}

TEST(CheckKeep, RefusesWhatIsWrongWithTheRequestAlone) {
  const CivilDay today(2024, 5, 1);
  const auto fault = [today](const std::string& text) {
    v1::KeepDutyRequest request = KeepOn(CivilDay(2024, 3, 1));
    return Fault(CheckKeep(With(request, text), today));
  };
  EXPECT_EQ(fault(""), "");
  EXPECT_EQ(fault("date { year: 2024 month: 5 }"), "");
  EXPECT_EQ(fault("name: ''"), "FIELD_REQUIRED name");
  EXPECT_EQ(fault("name: 'targets/t1'"), "NAME_INVALID name");
  EXPECT_EQ(fault("date { month: 13 }"), "DATE_INVALID date");
  EXPECT_EQ(fault("date { year: 1999 }"), "DATE_OUT_OF_RANGE date");
  EXPECT_EQ(fault("date { month: 5 day: 2 }"), "DATE_INVALID date");
  EXPECT_EQ(fault("evidence: ''"), "FIELD_REQUIRED evidence");
  EXPECT_EQ(fault(absl::StrCat("evidence: '", std::string(501, 'x'), "'")),
            "TEXT_TOO_LONG evidence");
  v1::KeepDutyRequest without = KeepOn(today);
  without.clear_date();
  EXPECT_EQ(Fault(CheckKeep(without, today)), "FIELD_REQUIRED date");
}

TEST(CheckList, RefusesWhatIsWrongWithTheRequestAlone) {
  const auto fault = [](const std::string& text) {
    return Fault(CheckList(Parsed<v1::ListDutiesRequest>(text)));
  };
  const std::string day = "{ year: 2024 month: 1 day: 2 }";
  EXPECT_EQ(fault(""), "");
  EXPECT_EQ(fault("plan: 'plans/p1' state: DUTY_STATE_DUE due_from " + day + " due_before " + day),
            "");
  EXPECT_EQ(fault("plan: 'p1'"), "NAME_INVALID plan");
  EXPECT_EQ(fault("due_from { year: 2024 }"), "DATE_INVALID due_from");
  EXPECT_EQ(fault("due_before { year: 2024 month: 2 day: 30 }"), "DATE_INVALID due_before");
  EXPECT_EQ(fault("due_from " + day + " due_before { year: 2024 month: 1 day: 1 }"),
            "PERIOD_INVALID due_before");
  v1::ListDutiesRequest state;
  state.set_state(static_cast<v1::DutyState>(77));
  EXPECT_EQ(Fault(CheckList(state)), "STATE_UNKNOWN state");
}

}  // namespace
}  // namespace mandat::objectives::duties
