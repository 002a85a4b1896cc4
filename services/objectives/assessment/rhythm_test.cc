#include "services/objectives/assessment/rhythm.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"
#include "services/objectives/assessment/case_for_test.h"

namespace mandat::objectives {
namespace {

// `kept/missed/without`, with `?` where the latest has no value.
std::string Told(const Rhythm& rhythm) {
  return absl::StrCat(rhythm.kept, "/", rhythm.missed, "/", rhythm.without_value,
                      rhythm.last_without_value ? "?" : "");
}

struct Case {
  const char* rhythm;
  v1::Frequency frequency;
  bool cumulative;
  const char* values;
  const char* today;
  const char* told;
};

std::string TellCase(const Case& row, const char* first = "2024-01-01") {
  v1::Indicator indicator;
  indicator.set_frequency(row.frequency);
  indicator.set_cumulative(row.cumulative);
  return Told(RhythmOf(indicator, testing::Parsed<v1::EveryTarget>(row.rhythm),
                       {Day(first), Day("2026-01-01")}, Values(row.values), Day(row.today)));
}

TEST(RhythmOf, CountsSpansThatAreOver) {
  constexpr auto kMonth = v1::FREQUENCY_MONTH;
  constexpr auto kQuarter = v1::FREQUENCY_QUARTER;
  constexpr auto kYear = v1::FREQUENCY_YEAR;
  const char* quarters = "2024-Q1=1 2024-Q2=0 2024-Q3=2 2024-Q4=1";
  const Case rows[] = {
      // A dashboard every three months, counted by the quarter.
      {"months: 3", kQuarter, false, quarters, "2024-03-31", "0/0/0"},
      {"months: 3", kQuarter, false, quarters, "2024-04-01", "0/0/0"},  // over, not known yet
      {"months: 3", kQuarter, false, quarters, "2024-04-11", "1/0/0"},
      {"months: 3", kQuarter, false, quarters, "2024-07-11", "1/1/0"},
      {"months: 3", kQuarter, false, quarters, "2025-01-11", "3/1/0"},
      // The first quarter of 2025 is missing once its grace is over.
      {"months: 3", kQuarter, false, quarters, "2025-04-30", "3/1/0"},
      {"months: 3", kQuarter, false, quarters, "2025-05-01", "3/1/1?"},
      {"months: 3", kQuarter, false, "2024-Q1=1 2024-Q3=1", "2024-10-11", "2/0/1"},
      {"months: 3", kQuarter, false, "2024-Q1=1 2024-Q2=none", "2024-08-01", "1/0/1?"},
      // Three times in six months.
      {"months: 2", kQuarter, false, "2024-Q1=1 2024-Q2=2", "2024-07-11", "1/0/0"},
      {"months: 2", kQuarter, false, "2024-Q1=1 2024-Q2=1", "2024-07-11", "0/1/0"},
      {"months: 2", kQuarter, false, "2024-Q1=3", "2024-04-11", "0/0/0"},
      // Once in three months, counted by the month.
      {"months: 3", kMonth, false, "2024-01=0 2024-02=1 2024-03=0", "2024-04-11", "1/0/0"},
      {"months: 3", kMonth, false, "2024-01=0 2024-02=0 2024-03=0", "2024-04-11", "0/1/0"},
      {"months: 3", kMonth, false, "2024-01=5 2024-02=5", "2024-04-16", "0/0/1?"},
      // Once in eighteen months, counted by the year: two in three years, of which only two are.
      {"months: 18", kYear, false, "2024=1 2025=1", "2026-02-01", "0/0/0"},
      // Twice a year.
      {"times_a_year: 2", kYear, false, "2024=2 2025=1", "2026-02-01", "1/1/0"},
      {"times_a_year: 2", kQuarter, false, quarters, "2025-02-01", "1/0/0"},
      {"times_a_year: 5", kQuarter, false, quarters, "2025-02-01", "0/1/0"},
      // Every month.
      {"day_of_month: 15", kMonth, false, "2024-01=1 2024-02=0", "2024-03-12", "1/1/0"},
      {"day_of_month: 15", kQuarter, false, "2024-Q1=3 2024-Q2=2", "2024-07-12", "1/1/0"},
      // Cumulative: what was added.
      {"months: 3", kQuarter, true, "2024-Q1=1 2024-Q2=1 2024-Q3=2", "2024-11-01", "2/1/0"},
      {"months: 3", kQuarter, true, "2024-Q1=1 2024-Q3=2", "2024-11-01", "1/0/2?"},
      {"times_a_year: 2", kQuarter, true, "2024-Q4=2 2025-Q4=3", "2026-02-01", "1/1/0"},
      // The whole plan of 24 months.
      {"months: 7", v1::FREQUENCY_TERM, false, "", "2026-03-31", "0/0/0"},
      {"months: 7", v1::FREQUENCY_TERM, false, "", "2026-04-01", "0/0/1?"},
      // Not valid, so nothing.
      {"", kQuarter, false, quarters, "2025-01-11", "0/0/0"},
      {"months: 0", kQuarter, false, quarters, "2025-01-11", "0/0/0"},
  };
  for (const Case& row : rows) {
    EXPECT_EQ(TellCase(row), row.told) << row.rhythm << " | " << row.values << " | " << row.today;
  }
}

TEST(RhythmOf, ThePeriodOfAPlanWantsWhatFitsIntoItsMonths) {
  v1::Indicator indicator;
  indicator.set_frequency(v1::FREQUENCY_TERM);
  const base::Period plan{Day("2024-01-15"), Day("2026-01-14")};  // 23 whole months
  const auto told = [&](const char* rhythm, int64_t value) {
    const PeriodValue one{plan, base::Rational(value), plan.end};
    return Told(
        RhythmOf(indicator, testing::Parsed<v1::EveryTarget>(rhythm), plan, {&one, 1}, plan.end));
  };
  EXPECT_EQ(told("months: 7", 3), "1/0/0");
  EXPECT_EQ(told("months: 7", 2), "0/1/0");
  EXPECT_EQ(told("times_a_year: 2", 2), "1/0/0");
  EXPECT_EQ(told("times_a_year: 2", 1), "0/1/0");
  EXPECT_EQ(told("day_of_month: 1", 23), "1/0/0");
  EXPECT_EQ(told("day_of_month: 1", 22), "0/1/0");
}

TEST(RhythmOf, BeginsWithTheFirstPeriodThatBeginsInThePlan) {
  const Case quarter{"months: 3",           v1::FREQUENCY_QUARTER, false,
                     "2024-Q1=0 2024-Q2=1", "2024-08-01",          ""};
  EXPECT_EQ(TellCase(quarter, "2024-01-01"), "1/1/0");
  EXPECT_EQ(TellCase(quarter, "2024-01-02"), "1/0/0");
  // What was added before is not counted as of the first span.
  const Case cumulative{"months: 3",           v1::FREQUENCY_QUARTER, true,
                        "2024-Q1=1 2024-Q2=1", "2024-08-01",          ""};
  EXPECT_EQ(TellCase(cumulative, "2024-01-02"), "0/1/0");
}

TEST(RhythmOf, CountsOnlySpansThatEndInThePlan) {
  EXPECT_EQ(TellCase({"months: 3", v1::FREQUENCY_QUARTER, false, "2025-Q4=1 2026-Q1=1",
                      "2027-01-01", ""}),
            "1/0/7");
}

}  // namespace
}  // namespace mandat::objectives
