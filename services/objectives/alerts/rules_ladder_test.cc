#include "services/objectives/alerts/rules_ladder.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "services/lib/testing/documentation.h"
#include "services/lib/testing/matchers.h"

namespace mandat::objectives::alerts {
namespace {

using absl::CivilDay;
using mandat::testing::IsOk;
using mandat::testing::MarkdownTable;
using mandat::testing::PageAt;

// The legal holidays of two years, written by hand.
const std::set<CivilDay>& Holidays() {
  static const auto& holidays = *new std::set<CivilDay>{
      // 2024: Easter on 31 March.
      CivilDay(2024, 1, 1), CivilDay(2024, 4, 1), CivilDay(2024, 5, 1), CivilDay(2024, 5, 9),
      CivilDay(2024, 5, 20), CivilDay(2024, 7, 21), CivilDay(2024, 8, 15), CivilDay(2024, 11, 1),
      CivilDay(2024, 11, 11), CivilDay(2024, 12, 25),
      // 2025: Easter on 20 April.
      CivilDay(2025, 1, 1), CivilDay(2025, 4, 21), CivilDay(2025, 5, 1), CivilDay(2025, 5, 29),
      CivilDay(2025, 6, 9), CivilDay(2025, 7, 21), CivilDay(2025, 8, 15), CivilDay(2025, 11, 1),
      CivilDay(2025, 11, 11), CivilDay(2025, 12, 25)};
  return holidays;
}

bool IsWorkingDay(CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday &&
         Holidays().count(day) == 0;
}

// Counted on the fingers.
CivilDay RungDay(CivilDay due, int working_days) {
  const int step = working_days < 0 ? -1 : 1;
  CivilDay day = due;
  for (int left = working_days * step; left > 0;) {
    day += step;
    left -= IsWorkingDay(day) ? 1 : 0;
  }
  return day;
}

// What is expected of each kind, written a second time: days and who is told.
using Expected = std::vector<std::pair<int, v1::ResponsibilityRole>>;
const std::map<v1::AlertKind, Expected>& Table() {
  static const auto& table = *new std::map<v1::AlertKind, Expected>{
      {v1::ALERT_KIND_LATE_START, {{1, kAgent}, {10, kAdministrative}, {30, kPolitical}}},
      {v1::ALERT_KIND_LATE_END, {{1, kAgent}, {10, kAdministrative}, {20, kPolitical}}},
      {v1::ALERT_KIND_STALE_VALUE, {{1, kAgent}, {10, kAdministrative}, {20, kPolitical}}},
      {v1::ALERT_KIND_TARGET_NEAR, {{-60, kAgent}, {-30, kAdministrative}, {-10, kPolitical}}},
      {v1::ALERT_KIND_DUTY_NEAR, {{-10, kAgent}, {-3, kAdministrative}}},
      {v1::ALERT_KIND_DUTY_MISSED, {{1, kAgent}, {5, kAdministrative}, {15, kPolitical}}},
      {v1::ALERT_KIND_HEALTH_GAP, {{5, kAgent}, {15, kAdministrative}}},
  };
  return table;
}

// Every kind and rung, the day before, on and after, from every due day of a year: weekends,
// holidays and the turn of the year among them.
TEST(Ladder, IsClimbedOnItsDayAndNotBefore) {
  ASSERT_EQ(static_cast<int>(Table().size()), v1::AlertKind_descriptor()->value_count() - 1);
  for (const auto& [kind, rungs] : Table()) {
    for (CivilDay due(2024, 4, 1); due < CivilDay(2025, 4, 1); ++due) {
      for (size_t i = 0; i < rungs.size(); ++i) {
        const CivilDay day = RungDay(due, rungs[i].first);
        const int rung = static_cast<int>(i) + 1;
        const auto before = StandingOn(kind, due, day - 1);
        const auto on = StandingOn(kind, due, day);
        const auto after = StandingOn(kind, due, day + 1);
        ASSERT_THAT(before, IsOk());
        ASSERT_EQ(before->rung, rung - 1) << kind << " due " << due;
        ASSERT_EQ(on->rung, rung) << kind << " due " << due;
        ASSERT_EQ(on->addressee, rungs[i].second) << kind << " due " << due;
        ASSERT_GE(after->rung, rung);
        ASSERT_EQ(on->explanation.fr().empty(), false);
      }
      ASSERT_EQ(StandingOn(kind, due, due - 400)->rung, 0);
      ASSERT_EQ(StandingOn(kind, due, due + 400)->rung, static_cast<int>(rungs.size()));
    }
  }
}

// Rows to look at: a planned start on Maundy Thursday 2024, with Easter Monday closed; a duty that
// is due on New Year's Eve.
TEST(Ladder, CountsWorkingDaysOfBelgium) {
  const auto rung = [](v1::AlertKind kind, CivilDay due, CivilDay today) {
    return StandingOn(kind, due, today)->rung;
  };
  const CivilDay thursday(2024, 3, 28);
  EXPECT_EQ(rung(v1::ALERT_KIND_LATE_START, thursday, CivilDay(2024, 3, 28)), 0);
  EXPECT_EQ(rung(v1::ALERT_KIND_LATE_START, thursday, CivilDay(2024, 3, 29)), 1);
  EXPECT_EQ(rung(v1::ALERT_KIND_LATE_START, thursday, CivilDay(2024, 4, 11)), 1);
  EXPECT_EQ(rung(v1::ALERT_KIND_LATE_START, thursday, CivilDay(2024, 4, 12)), 2);
  const CivilDay friday(2024, 3, 29);
  EXPECT_EQ(rung(v1::ALERT_KIND_LATE_START, friday, CivilDay(2024, 4, 1)), 0);
  EXPECT_EQ(rung(v1::ALERT_KIND_LATE_START, friday, CivilDay(2024, 4, 2)), 1);
  const CivilDay eve(2024, 12, 31);
  EXPECT_EQ(rung(v1::ALERT_KIND_DUTY_NEAR, eve, CivilDay(2024, 12, 15)), 0);
  EXPECT_EQ(rung(v1::ALERT_KIND_DUTY_NEAR, eve, CivilDay(2024, 12, 16)), 1);
  EXPECT_EQ(rung(v1::ALERT_KIND_DUTY_NEAR, eve, CivilDay(2024, 12, 25)), 1);
  EXPECT_EQ(rung(v1::ALERT_KIND_DUTY_NEAR, eve, CivilDay(2024, 12, 26)), 2);
}

TEST(Ladder, SaysHowItWasCounted) {
  const auto standing =
      StandingOn(v1::ALERT_KIND_LATE_START, CivilDay(2024, 3, 29), CivilDay(2024, 4, 2));
  EXPECT_EQ(standing->explanation.en(),
            "Rung 1 of 3, for whoever does it, from Tuesday 2 April 2024 on. The delay runs from "
            "Friday 29 March 2024; that day does not count. 1 working day later, not counting 2 "
            "weekly closing days and Monday 1 April 2024 (Easter Monday): Tuesday 2 April 2024.");
  EXPECT_THAT(StandingOn(v1::ALERT_KIND_DUTY_NEAR, CivilDay(2024, 4, 2), CivilDay(2024, 4, 2))
                  ->explanation.nl(),
              ::testing::StartsWith("Trap 2 van 2, voor de administratief verantwoordelijke, vanaf "
                                    "woensdag 27 maart 2024."));
}

// The supervisor is told of what the political level is told: not of what is near alone, and never
// of a question.
TEST(Ladder, EndsWithThePoliticalLevelOrWithinTheAdministration) {
  for (const Ladder& ladder : kLadders) {
    const auto rungs = ladder.rungs();
    for (size_t i = 0; i < rungs.size(); ++i) {
      const bool last = i + 1 == rungs.size();
      EXPECT_TRUE(last || rungs[i].addressee != kPolitical) << ladder.kind();
      EXPECT_TRUE(i == 0 || rungs[i - 1].working_days < rungs[i].working_days) << ladder.kind();
    }
    EXPECT_EQ(rungs[0].addressee, kAgent) << ladder.kind();
  }
}

std::string DaysText(int days) {
  return absl::StrCat(days < 0 ? -days : days, days < 0 ? " before" : " after");
}

std::string Word(const std::string& name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

TEST(Ladder, TheDocumentationHasTheTable) {
  std::vector<std::vector<std::string>> rows = {{"Alert", "Rung 1", "Rung 2", "Rung 3"}};
  for (const Ladder& ladder : kLadders) {
    auto& cells = rows.emplace_back();
    cells.emplace_back(absl::StripPrefix(v1::AlertKind_Name(ladder.kind()), "ALERT_KIND_"));
    for (const Rung& rung : ladder.rungs()) {
      cells.push_back(
          absl::StrCat(DaysText(rung.working_days), ", ",
                       Word(v1::ResponsibilityRole_Name(rung.addressee), "RESPONSIBILITY_ROLE_")));
    }
  }
  EXPECT_THAT(PageAt("services/objectives/README.md"), ::testing::HasSubstr(MarkdownTable(rows)));
}

}  // namespace
}  // namespace mandat::objectives::alerts
