#include "services/lib/deadline/clock.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"

namespace mandat::deadline {
namespace {

using base::MetadataOf;
using base::ReasonOf;
using common::v1::Clock;
using common::v1::Deadline;
using common::v1::DeadlineRule;
using common::v1::WorkingCalendar;
using testing::IsOk;
using testing::Parsed;

// A time of day in Brussels.
absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", text, base::BrusselsZone(), &time, &error))
      << text << error;
  return time;
}

Calendar Belgian() {
  return Calendar::Make(Parsed<WorkingCalendar>(R"(
    country: COUNTRY_BELGIUM
    closings {
      period { start_date { year: 2026 month: 5 day: 15 } end_date { year: 2026 month: 5 day: 15 } }
      title { fr: "pont de l'Ascension" nl: "brugdag" de: "Brückentag" en: "bridge day" }
    })"),
                        "calendar")
      .value();
}

Clock Start(const std::string& rule, const std::string& time) {
  Clock clock;
  *clock.mutable_rule() = Parsed<DeadlineRule>(rule);
  *clock.mutable_start_time() = base::ToTimestamp(At(time));
  return clock;
}

// Without `to`, it lasts.
void Pause(Clock* clock, const std::string& from, const std::string& to = "") {
  common::v1::Pause* pause = clock->add_pauses();
  *pause->mutable_start_time() = base::ToTimestamp(At(from));
  if (!to.empty()) *pause->mutable_end_time() = base::ToTimestamp(At(to));
  pause->mutable_reason()->set_fr("pièces manquantes");
  pause->mutable_reason()->set_nl("ontbrekende stukken");
  pause->mutable_reason()->set_de("fehlende Unterlagen");
  pause->mutable_reason()->set_en("missing documents");
}

void Extend(Clock* clock, int count) {
  common::v1::Extension* extension = clock->add_extensions();
  extension->set_count(count);
  extension->mutable_reason()->set_fr("décision du ministre");
}

std::string Due(const Clock& clock) {
  const auto deadline = Compute(clock, Belgian());
  if (!deadline.ok()) return ReasonOf(deadline.status());
  if (!deadline->has_due_date()) {
    EXPECT_EQ(DueDay(clock, Belgian()).value(), std::nullopt);
    return absl::StrCat(deadline->days_left(), " left");
  }
  const absl::CivilDay due = base::ParseDate(deadline->due_date(), "due_date").value();
  EXPECT_EQ(DueDay(clock, Belgian()).value(), due);
  return base::ToIso(due);
}

constexpr char kSevenDays[] = "count: 7 unit: DEADLINE_UNIT_CALENDAR_DAYS";
constexpr char kFourClear[] = "count: 4 unit: DEADLINE_UNIT_CLEAR_DAYS";
constexpr char kTwentyClear[] = "count: 20 unit: DEADLINE_UNIT_CLEAR_DAYS";
constexpr char kSameDay[] = "count: 0 unit: DEADLINE_UNIT_WORKING_DAYS cut_off_minutes: 900";
constexpr char kThreeWorking[] = "count: 3 unit: DEADLINE_UNIT_WORKING_DAYS";
constexpr char kAppeal[] = "count: 3 unit: DEADLINE_UNIT_MONTHS";
constexpr char kConvoke[] =
    "count: 5 unit: DEADLINE_UNIT_CLEAR_DAYS direction: DEADLINE_DIRECTION_BEFORE "
    "far_day_excluded: true";

TEST(Compute, EndsOnTheDaysOfTheTable) {
  const struct {
    const char* what;
    std::string rule;
    const char* start;
    const char* due;
  } rows[] = {
      {"facts 5.3: commissioner", kFourClear, "2026-03-12 14:00", "2026-03-16"},
      {"facts 5.3: minister", kTwentyClear, "2026-03-12 14:00", "2026-04-01"},
      {"days for which far end and start are both free",
       absl::StrCat(kFourClear, " far_day_excluded: true"), "2026-03-12 14:00", "2026-03-17"},
      {"facts 1.2: answer", kSevenDays, "2026-03-12 10:00", "2026-03-19"},
      {"the hour does not matter", kSevenDays, "2026-03-12 23:59", "2026-03-19"},
      {"facts 3.1: before 15:00", kSameDay, "2026-03-12 14:59", "2026-03-12"},
      {"facts 3.1: at 15:00", kSameDay, "2026-03-12 15:00", "2026-03-13"},
      {"15:00 on a Friday", kSameDay, "2026-03-13 15:00", "2026-03-16"},
      {"a Saturday morning", kSameDay, "2026-03-14 08:00", "2026-03-16"},
      {"before Easter Monday", kSameDay, "2026-04-03 16:00", "2026-04-07"},
      {"on Easter Monday", kSameDay, "2026-04-06 09:00", "2026-04-07"},
      {"before Ascension and its bridge", kSameDay, "2026-05-13 15:00", "2026-05-18"},
      {"on a bridge day", kSameDay, "2026-05-15 09:00", "2026-05-18"},
      {"working days from a Thursday", kThreeWorking, "2026-03-12 10:00", "2026-03-17"},
      {"working days from a Saturday", kThreeWorking, "2026-03-14 10:00", "2026-03-18"},
      {"working days over Ascension", kThreeWorking, "2026-05-12 10:00", "2026-05-19"},
      {"working days over Christmas", kThreeWorking, "2026-12-23 10:00", "2026-12-29"},
      {"facts 3.3: appeal", kAppeal, "2026-03-12 10:00", "2026-06-12"},
      {"months clamp", kAppeal, "2025-11-30 10:00", "2026-02-28"},
      {"facts 5.6: convocation", kConvoke, "2026-03-12 14:00", "2026-03-06"},
      {"a plain count back",
       "count: 5 unit: DEADLINE_UNIT_CALENDAR_DAYS direction: DEADLINE_DIRECTION_BEFORE",
       "2026-03-12 14:00", "2026-03-07"},
      {"working days back over a weekend",
       "count: 5 unit: DEADLINE_UNIT_WORKING_DAYS direction: DEADLINE_DIRECTION_BEFORE",
       "2026-03-12 14:00", "2026-03-05"},
      {"months back clamp",
       "count: 9 unit: DEADLINE_UNIT_MONTHS direction: DEADLINE_DIRECTION_BEFORE",
       "2026-11-30 14:00", "2026-02-28"},
      {"a closed last day stays", kSevenDays, "2026-03-14 10:00", "2026-03-21"},
      {"a closed last day moves on", absl::StrCat(kSevenDays, " moves_off_closed_days: true"),
       "2026-03-14 10:00", "2026-03-23"},
      {"counting back, a closed last day moves back",
       "count: 5 unit: DEADLINE_UNIT_CALENDAR_DAYS direction: DEADLINE_DIRECTION_BEFORE "
       "moves_off_closed_days: true",
       "2026-03-12 14:00", "2026-03-06"},
      {"an open last day does not move", absl::StrCat(kSevenDays, " moves_off_closed_days: true"),
       "2026-03-12 10:00", "2026-03-19"},
      {"midnight belongs to the new day", kSevenDays, "2026-03-13 00:00", "2026-03-20"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Due(Start(row.rule, row.start)), row.due) << row.what;
  }
}

TEST(Compute, ExtendsAsDecided) {
  Clock clock = Start(kTwentyClear, "2026-03-12 14:00");
  Extend(&clock, 10);
  EXPECT_EQ(Due(clock), "2026-04-11") << "facts 5.3: not moved, although a Saturday";
}

TEST(Compute, EndsAtMidnightAlsoWhenTheClockChanges) {
  const struct {
    const char* start;
    const char* due_time;
  } rows[] = {
      {"2026-03-21 10:00", "2026-03-28T23:00:00+00:00"},  // the eve of summer time
      {"2026-03-22 10:00", "2026-03-29T22:00:00+00:00"},  // a day of 23 hours
      {"2026-10-17 10:00", "2026-10-24T22:00:00+00:00"},
      {"2026-10-18 10:00", "2026-10-25T23:00:00+00:00"},  // a day of 25 hours
  };
  for (const auto& row : rows) {
    const auto deadline = Compute(Start(kSevenDays, row.start), Belgian());
    ASSERT_THAT(deadline, IsOk());
    EXPECT_EQ(absl::FormatTime(absl::RFC3339_sec, base::ToTime(deadline->due_time()),
                               absl::UTCTimeZone()),
              row.due_time)
        << row.start;
  }
}

TEST(Compute, TakesPausesOutOfTheCount) {
  constexpr char kRestart[] =
      "count: 7 unit: DEADLINE_UNIT_CALENDAR_DAYS "
      "resume_rule: RESUME_RULE_RESTART";
  constexpr char kCutOff[] = "count: 1 unit: DEADLINE_UNIT_WORKING_DAYS cut_off_minutes: 900";
  const struct {
    const char* what;
    const char* rule;
    const char* from;
    const char* to;
    const char* due;
  } rows[] = {
      // The delay runs from 12 March.
      {"two days later", kSevenDays, "2026-03-15 16:00", "2026-03-17 09:00", "2026-03-21"},
      {"within a day", kSevenDays, "2026-03-15 09:00", "2026-03-15 17:00", "2026-03-19"},
      {"on the first day", kSevenDays, "2026-03-12 11:00", "2026-03-14 09:00", "2026-03-21"},
      {"on the last day", kSevenDays, "2026-03-19 23:00", "2026-03-25 09:00", "2026-03-25"},
      {"too late", kSevenDays, "2026-03-20 00:00", "2026-03-25 09:00", "2026-03-19"},
      {"anew", kRestart, "2026-03-15 16:00", "2026-03-17 09:00", "2026-03-24"},
      {"anew on the last day", kRestart, "2026-03-19 16:00", "2026-03-19 17:00", "2026-03-26"},
      {"working days", kThreeWorking, "2026-03-13 16:00", "2026-03-18 09:00", "2026-03-20"},
      {"over a weekend", kThreeWorking, "2026-03-13 16:00", "2026-03-15 09:00", "2026-03-17"},
      {"same day by cut-off", kSameDay, "2026-03-12 11:00", "2026-03-16 14:59", "2026-03-16"},
      {"next day by cut-off", kSameDay, "2026-03-12 11:00", "2026-03-16 15:00", "2026-03-17"},
      {"a count by cut-off", kCutOff, "2026-03-12 11:00", "2026-03-13 15:00", "2026-03-17"},
      {"of months", kAppeal, "2026-04-12 10:00", "2026-04-22 10:00", "2026-06-22"},
      {"lasts", kSevenDays, "2026-03-15 16:00", "", "4 left"},
      {"lasts in working days", kThreeWorking, "2026-03-13 16:00", "", "2 left"},
      {"lasts in months", kAppeal, "2026-06-02 16:00", "", "10 left"},
      {"lasts and will begin anew", kRestart, "2026-03-15 16:00", "", "7 left"},
      {"lasts too late", kSevenDays, "2026-03-20 16:00", "", "2026-03-19"},
  };
  for (const auto& row : rows) {
    Clock clock = Start(row.rule, "2026-03-12 10:00");
    Pause(&clock, row.from, row.to);
    EXPECT_EQ(Due(clock), row.due) << row.what;
  }
}

TEST(Compute, TakesEveryPause) {
  Clock clock = Start(kSevenDays, "2026-03-12 10:00");
  Pause(&clock, "2026-03-13 10:00", "2026-03-16 10:00");
  Pause(&clock, "2026-03-18 10:00", "2026-03-20 10:00");
  EXPECT_EQ(Due(clock), "2026-03-24");
  Pause(&clock, "2026-03-24 10:00");
  EXPECT_EQ(Due(clock), "0 left");
}

TEST(Compute, APauseOnTheClosedDaysBeforeTheEndCounts) {
  Clock clock = Start(absl::StrCat(kSevenDays, " moves_off_closed_days: true"), "2026-03-14 10:00");
  Pause(&clock, "2026-03-22 10:00", "2026-03-25 10:00");
  EXPECT_EQ(Due(clock), "2026-03-25");
}

TEST(Compute, SaysHowInFourLanguages) {
  Clock clock = Start(
      "count: 3 unit: DEADLINE_UNIT_WORKING_DAYS cut_off_minutes: 900 "
      "silence_effect: SILENCE_EFFECT_ENFORCEABLE legal_reference: 'statuts, art. 12'",
      "2026-05-08 15:30");
  const auto deadline = Compute(clock, Belgian());
  ASSERT_THAT(deadline, IsOk());
  EXPECT_EQ(
      deadline->explanation().fr(),
      "Reçu le vendredi 8 mai 2026 à 15h30, à partir de 15h00 : compté comme reçu le lundi 11 "
      "mai 2026. Le délai court à partir du lundi 11 mai 2026 ; ce jour ne compte pas. 3 jours "
      "ouvrables plus tard, sans compter 2 jours de fermeture hebdomadaire, le jeudi 14 mai "
      "2026 (Ascension) et le vendredi 15 mai 2026 (pont de l'Ascension) : le lundi 18 mai "
      "2026. Dernier jour : le lundi 18 mai 2026, jusqu'à minuit. Sans opposition d'ici là, la "
      "décision devient exécutoire. Règle : statuts, art. 12.");
  EXPECT_EQ(
      deadline->explanation().nl(),
      "Ontvangen op vrijdag 8 mei 2026 om 15.30 uur, vanaf 15.00 uur: telt als ontvangen op "
      "maandag 11 mei 2026. De termijn loopt vanaf maandag 11 mei 2026; die dag telt niet mee. "
      "3 werkdagen later, zonder 2 wekelijkse sluitingsdagen, donderdag 14 mei 2026 "
      "(Onze-Lieve-Heer-Hemelvaart) en vrijdag 15 mei 2026 (brugdag): maandag 18 mei 2026. "
      "Laatste dag: maandag 18 mei 2026, tot middernacht. Zonder verzet voor dan wordt de "
      "beslissing uitvoerbaar. Regel: statuts, art. 12.");
  EXPECT_EQ(
      deadline->explanation().de(),
      "Eingegangen am Freitag, 8. Mai 2026 um 15:30 Uhr, ab 15:00 Uhr: gilt als eingegangen am "
      "Montag, 11. Mai 2026. Die Frist läuft ab Montag, 11. Mai 2026; dieser Tag zählt nicht. "
      "3 Arbeitstage später, ohne 2 wöchentliche Schließtage, Donnerstag, 14. Mai 2026 "
      "(Christi Himmelfahrt) und Freitag, 15. Mai 2026 (Brückentag): Montag, 18. Mai 2026. "
      "Letzter Tag: Montag, 18. Mai 2026, bis Mitternacht. Ohne Einspruch bis dahin wird die "
      "Entscheidung vollstreckbar. Regel: statuts, art. 12.");
  EXPECT_EQ(
      deadline->explanation().en(),
      "Received on Friday 8 May 2026 at 15:30, from 15:00 on: counts as received on Monday 11 "
      "May 2026. The delay runs from Monday 11 May 2026; that day does not count. 3 working "
      "days later, not counting 2 weekly closing days, Thursday 14 May 2026 (Ascension Day) "
      "and Friday 15 May 2026 (bridge day): Monday 18 May 2026. Last day: Monday 18 May 2026, "
      "until midnight. Without opposition by then, the decision becomes enforceable. Rule: "
      "statuts, art. 12.");
}

// The English explanation.
std::string Explained(const Clock& clock) {
  return Compute(clock, Belgian()).value().explanation().en();
}

TEST(Compute, ExplainsEveryTurn) {
  Clock paused = Start(absl::StrCat(kSevenDays, " silence_effect: SILENCE_EFFECT_GRANTED"),
                       "2026-03-12 10:00");
  Pause(&paused, "2026-03-15 16:00", "2026-03-17 09:00");
  EXPECT_EQ(
      Explained(paused),
      "The delay runs from Thursday 12 March 2026; that day does not count. It stood still "
      "from Sunday 15 March 2026 to Tuesday 17 March 2026 (missing documents), with 4 calendar "
      "days left. It goes on from Tuesday 17 March 2026; that day does not count. 4 calendar "
      "days later: Saturday 21 March 2026. Last day: Saturday 21 March 2026, until midnight. "
      "Without an answer by then, what was asked is granted.");
  Pause(&paused, "2026-03-20 16:00");
  EXPECT_EQ(
      Explained(paused),
      "The delay runs from Thursday 12 March 2026; that day does not count. It stood still "
      "from Sunday 15 March 2026 to Tuesday 17 March 2026 (missing documents), with 4 calendar "
      "days left. It goes on from Tuesday 17 March 2026; that day does not count. It has stood "
      "still since Friday 20 March 2026 (missing documents); 1 calendar day will be left when "
      "it goes on.");
  EXPECT_EQ(
      Explained(Start(kSameDay, "2026-04-06 09:00")),
      "Received on Monday 6 April 2026, closed (Easter Monday): counts as received on Tuesday "
      "7 April 2026. The delay ends on the same day, Tuesday 7 April 2026. Last day: Tuesday 7 "
      "April 2026, until midnight.");
  EXPECT_EQ(Explained(Start(kSameDay, "2026-03-14 09:00")).substr(0, 64),
            "Received on Saturday 14 March 2026, closed (weekly closing day):");
  EXPECT_EQ(
      Explained(Start(kConvoke, "2026-03-12 14:00")),
      "The count goes back from Thursday 12 March 2026; that day does not count. 5 clear days "
      "earlier: Saturday 7 March 2026. That day counts in full, so the limit is Friday 6 March "
      "2026. Last day: Friday 6 March 2026, until midnight.");
  Clock extended = Start(absl::StrCat(kSevenDays,
                                      " moves_off_closed_days: true "
                                      "silence_effect: SILENCE_EFFECT_REFUSED"),
                         "2026-03-12 10:00");
  Extend(&extended, 2);
  EXPECT_EQ(
      Explained(extended),
      "The delay runs from Thursday 12 March 2026; that day does not count. It is extended by "
      "2 calendar days (décision du ministre). 9 calendar days later: Saturday 21 March 2026. "
      "Closed on Saturday 21 March 2026 (weekly closing day): the delay ends on Monday 23 "
      "March 2026. Last day: Monday 23 March 2026, until midnight. Without an answer by then, "
      "what was asked is refused.");
  Clock anew = Start("count: 7 unit: DEADLINE_UNIT_CALENDAR_DAYS resume_rule: RESUME_RULE_RESTART",
                     "2026-03-12 10:00");
  Pause(&anew, "2026-03-15 16:00", "2026-03-17 09:00");
  Pause(&anew, "2026-04-01 16:00");
  EXPECT_EQ(
      Explained(anew),
      "The delay runs from Thursday 12 March 2026; that day does not count. It stood still "
      "from Sunday 15 March 2026 to Tuesday 17 March 2026 (missing documents), with 4 calendar "
      "days left. It begins anew from Tuesday 17 March 2026; that day does not count. The "
      "pause of Wednesday 1 April 2026 comes after the end and changes nothing. 7 calendar "
      "days later: Tuesday 24 March 2026. Last day: Tuesday 24 March 2026, until midnight.");
}

TEST(Compute, TellsTheFarDayAsAnyOtherWhereNothingElseIsLeft) {
  Clock clock = Start(absl::StrCat(kFourClear, " far_day_excluded: true"), "2026-03-12 10:00");
  Pause(&clock, "2026-03-16 10:00", "2026-03-18 10:00");
  EXPECT_EQ(Due(clock), "2026-03-19");
  EXPECT_THAT(Explained(clock),
              ::testing::HasSubstr("that day does not count. 1 clear day later: Thursday 19 March "
                                   "2026. Last day: Thursday 19 March 2026, until midnight."));
}

TEST(Compute, TellsManyClosedDaysByTheirNumber) {
  const auto calendar = Calendar::Make(Parsed<WorkingCalendar>(R"(
    country: COUNTRY_FRANCE
    closings {
      period { start_date { year: 2026 month: 8 day: 3 } end_date { year: 2026 month: 8 day: 12 } }
      title { en: "summer closing" }
    })"),
                                       "calendar");
  const auto deadline = Compute(Start(kThreeWorking, "2026-07-31 10:00"), *calendar);
  EXPECT_THAT(
      deadline->explanation().en(),
      ::testing::HasSubstr("not counting 3 weekly closing days, Monday 3 August 2026 (summer "
                           "closing)"));
  EXPECT_THAT(
      deadline->explanation().en(),
      ::testing::HasSubstr("Saturday 8 August 2026 (summer closing) and 5 more closed days: "
                           "Monday 17 August 2026."));
}

TEST(Simulate, TellsWhatWouldBe) {
  const Clock running = Start(kSevenDays, "2026-03-12 10:00");
  Clock standing = running;
  Pause(&standing, "2026-03-15 16:00");
  const Clock convocation = Start(kConvoke, "2026-03-12 14:00");
  const struct {
    const Clock& clock;
    const char* acts;
    bool in_time;
    int spare;
    const char* said;
  } rows[] = {
      {running, "2026-03-17 09:00", true, 2,
       "On Tuesday 17 March 2026 it is in time: 2 days before the last day, Thursday 19 March "
       "2026."},
      {running, "2026-03-18 09:00", true, 1,
       "On Wednesday 18 March 2026 it is in time: 1 day before the last day, Thursday 19 March "
       "2026."},
      {running, "2026-03-19 23:59", true, 0,
       "On Thursday 19 March 2026 it is in time: that is the last day."},
      {running, "2026-03-20 00:00", false, -1,
       "On Friday 20 March 2026 it is too late: 1 day after the last day, Thursday 19 March 2026."},
      {standing, "2026-03-17 09:00", true, 4,
       "If it goes on from Tuesday 17 March 2026, the delay ends on Saturday 21 March 2026."},
      {convocation, "2026-03-02 09:00", true, 4,
       "On Monday 2 March 2026 it is in time: 4 days before the last day, Friday 6 March 2026."},
      {convocation, "2026-03-09 09:00", false, -3,
       "On Monday 9 March 2026 it is too late: 3 days after the last day, Friday 6 March 2026."},
  };
  for (const auto& row : rows) {
    const auto simulated = Simulate(row.clock, Belgian(), At(row.acts), "time");
    ASSERT_THAT(simulated, IsOk());
    EXPECT_EQ(simulated->in_time(), row.in_time) << row.said;
    EXPECT_EQ(simulated->days_to_spare(), row.spare) << row.said;
    EXPECT_EQ(simulated->explanation().en(), row.said);
    EXPECT_EQ(simulated->has_deadline(), row.clock.pauses_size() > 0);
  }
}

TEST(Simulate, RefusesATimeThatIsOver) {
  Clock clock = Start(kSevenDays, "2026-03-12 10:00");
  EXPECT_EQ(ReasonOf(Simulate(clock, Belgian(), At("2026-03-12 09:59"), "time").status()),
            "CLOCK_INVALID");
  Pause(&clock, "2026-03-13 10:00");
  EXPECT_EQ(ReasonOf(Simulate(clock, Belgian(), At("2026-03-13 09:59"), "time").status()),
            "CLOCK_INVALID");
  EXPECT_THAT(Simulate(clock, Belgian(), At("2026-03-13 10:00"), "time"), IsOk());
  *clock.mutable_pauses(0)->mutable_end_time() = base::ToTimestamp(At("2026-03-14 10:00"));
  EXPECT_EQ(ReasonOf(Simulate(clock, Belgian(), At("2026-03-14 09:59"), "time").status()),
            "CLOCK_INVALID");
}

TEST(CheckRule, RefusesWhatCannotBeFollowed) {
  const std::string back =
      "count: 1 unit: DEADLINE_UNIT_CALENDAR_DAYS direction: DEADLINE_DIRECTION_BEFORE ";
  const struct {
    std::string rule;
    const char* refusal;
  } rows[] = {
      {"count: -1 unit: DEADLINE_UNIT_MONTHS", "DEADLINE_RULE_INVALID r.count"},
      {"count: 3661 unit: DEADLINE_UNIT_MONTHS", "DEADLINE_RULE_INVALID r.count"},
      {"count: 3660 unit: DEADLINE_UNIT_MONTHS", ""},
      {"count: 1", "DEADLINE_RULE_INVALID r.unit"},
      {"count: 1 unit: 9", "DEADLINE_RULE_INVALID r.unit"},
      {"count: 1 unit: 1 direction: 9", "DEADLINE_RULE_INVALID r.direction"},
      {"count: 1 unit: DEADLINE_UNIT_MONTHS far_day_excluded: true",
       "DEADLINE_RULE_INVALID r.far_day_excluded"},
      {"count: 1 unit: 1 cut_off_minutes: -1", "DEADLINE_RULE_INVALID r.cut_off_minutes"},
      {"count: 1 unit: 1 cut_off_minutes: 1440", "DEADLINE_RULE_INVALID r.cut_off_minutes"},
      {"count: 1 unit: 1 cut_off_minutes: 1439", ""},
      {"count: 1 unit: 1 resume_rule: 9", "DEADLINE_RULE_INVALID r.resume_rule"},
      {"count: 1 unit: 1 silence_effect: 9", "DEADLINE_RULE_INVALID r.silence_effect"},
      {back, ""},
      {back + "cut_off_minutes: 900", "DEADLINE_RULE_INVALID r.cut_off_minutes"},
      {back + "resume_rule: RESUME_RULE_RESTART", "DEADLINE_RULE_INVALID r.resume_rule"},
      {"count: 1 unit: 1 legal_reference: '\\n\\001'", "TEXT_INVALID r.legal_reference"},
      {absl::StrCat("count: 1 unit: 1 legal_reference: '", std::string(201, 'x'), "'"),
       "TEXT_TOO_LONG r.legal_reference"},
  };
  for (const auto& row : rows) {
    const absl::Status status = CheckRule(Parsed<DeadlineRule>(row.rule), "r");
    const std::string refusal =
        status.ok() ? "" : absl::StrCat(ReasonOf(status), " ", MetadataOf(status)["field"]);
    EXPECT_EQ(refusal, row.refusal) << row.rule;
  }
}

TEST(Compute, RefusesClocksThatCannotBe) {
  const auto refusal = [](const Clock& clock) {
    const absl::Status status = Compute(clock, Belgian()).status();
    return status.ok() ? "" : absl::StrCat(ReasonOf(status), " ", MetadataOf(status)["field"]);
  };
  const Clock good = Start(kSevenDays, "2026-03-12 10:00");
  EXPECT_EQ(refusal(good), "");

  Clock clock = good;
  clock.mutable_rule()->clear_unit();
  EXPECT_EQ(refusal(clock), "DEADLINE_RULE_INVALID rule.unit");
  EXPECT_EQ(ReasonOf(DueDay(clock, Belgian()).status()), "DEADLINE_RULE_INVALID");
  clock = good;
  clock.clear_start_time();
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID start_time");
  clock = good;
  clock.mutable_start_time()->set_seconds(int64_t{1} << 40);
  EXPECT_EQ(refusal(clock), "DATE_INVALID start_time");
  clock = good;
  Pause(&clock, "2026-03-12 09:59", "2026-03-14 09:00");
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID pauses[0]");
  clock = good;
  Pause(&clock, "2026-03-13 09:59", "2026-03-13 09:00");
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID pauses[0]");
  clock = good;
  Pause(&clock, "2026-03-13 09:00", "2026-03-14 09:00");
  Pause(&clock, "2026-03-14 08:59", "2026-03-15 09:00");
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID pauses[1]");
  clock = good;
  Pause(&clock, "2026-03-13 09:00");
  Pause(&clock, "2026-03-14 09:00", "2026-03-15 09:00");
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID pauses[0]");
  clock = good;
  Pause(&clock, "2026-03-13 09:00");
  clock.mutable_pauses(0)->clear_reason();
  EXPECT_EQ(refusal(clock), "FIELD_REQUIRED pauses[0].reason");
  clock = good;
  Pause(&clock, "2026-03-13 09:00");
  clock.mutable_pauses(0)->clear_start_time();
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID pauses[0]");
  clock = good;
  for (int i = 0; i < 101; ++i) Pause(&clock, "2026-03-13 09:00", "2026-03-13 09:00");
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID pauses");
  clock = good;
  Extend(&clock, 0);
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID extensions[0].count");
  clock = good;
  Extend(&clock, 3661);
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID extensions[0].count");
  clock = good;
  Extend(&clock, 1);
  clock.mutable_extensions(0)->clear_reason();
  EXPECT_EQ(refusal(clock), "FIELD_REQUIRED extensions[0].reason");
  clock = good;
  for (int i = 0; i < 11; ++i) Extend(&clock, 1);
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID extensions");
  clock = Start(kConvoke, "2026-03-12 10:00");
  Pause(&clock, "2026-03-13 09:00");
  EXPECT_EQ(refusal(clock), "CLOCK_INVALID pauses");
}

}  // namespace
}  // namespace mandat::deadline
