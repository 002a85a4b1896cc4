#include "services/objectives/assessment/rhythm.h"

#include <optional>
#include <string>
#include <vector>

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

v1::Indicator Counted(v1::Frequency frequency, bool cumulative = false) {
  v1::Indicator indicator;
  indicator.set_frequency(frequency);
  indicator.set_cumulative(cumulative);
  return indicator;
}

// "2024-01-01..2024-03-31x1" of each beat, with "@day" where it is due before its end; "|" between
// spans, "(…)" around those that are not whole.
std::string Beats(v1::Frequency frequency, const char* rhythm, const char* first, const char* end) {
  std::string told;
  for (const RhythmSpan& span : SpansOf(
           Counted(frequency), testing::Parsed<v1::EveryTarget>(rhythm), {Day(first), Day(end)})) {
    std::string beats;
    for (const Beat& beat : span.beats) {
      const absl::CivilDay last = beat.period.end - 1;
      absl::StrAppend(&beats, beats.empty() ? "" : " ", base::ToIso(beat.period.start), "..",
                      base::ToIso(last), "x", beat.times);
      if (beat.due != last) absl::StrAppend(&beats, "@", base::ToIso(beat.due));
    }
    absl::StrAppend(&told, told.empty() ? "" : " | ", span.is_whole ? "" : "(", beats,
                    span.is_whole ? "" : ")");
  }
  return told;
}

TEST(SpansOf, AreCutIntoBeatsThatLieInThePlan) {
  constexpr auto kMonth = v1::FREQUENCY_MONTH;
  constexpr auto kQuarter = v1::FREQUENCY_QUARTER;
  constexpr auto kYear = v1::FREQUENCY_YEAR;
  constexpr auto kTerm = v1::FREQUENCY_TERM;
  const struct {
    v1::Frequency frequency;
    const char* rhythm;
    const char* first;
    const char* end;
    const char* beats;
  } rows[] = {
      {kQuarter, "months: 3", "2024-01-01", "2024-10-01",
       "2024-01-01..2024-03-31x1 | 2024-04-01..2024-06-30x1 | 2024-07-01..2024-09-30x1"},
      // What is begun and not over by the end of the plan is not asked for.
      {kQuarter, "months: 3", "2024-01-01", "2024-09-30",
       "2024-01-01..2024-03-31x1 | 2024-04-01..2024-06-30x1"},
      // Two beats of a month before the first quarter, and one after the last.
      {kQuarter, "months: 1", "2024-02-01", "2024-08-15",
       "(2024-02-01..2024-02-29x1 2024-03-01..2024-03-31x1) | 2024-04-01..2024-04-30x1 "
       "2024-05-01..2024-05-31x1 2024-06-01..2024-06-30x1 | (2024-07-01..2024-07-31x1)"},
      {kQuarter, "months: 2", "2024-01-01", "2024-07-01",
       "2024-01-01..2024-02-29x1 2024-03-01..2024-04-30x1 2024-05-01..2024-06-30x1"},
      {kQuarter, "times_a_year: 2", "2024-01-01", "2025-07-01", "2024-01-01..2024-12-31x2"},
      // A yearly value tells of four dashboards; half a year has two of them.
      {kYear, "months: 3", "2024-07-01", "2026-01-01",
       "(2024-07-01..2024-09-30x1 2024-10-01..2024-12-31x1) | 2025-01-01..2025-03-31x1 "
       "2025-04-01..2025-06-30x1 2025-07-01..2025-09-30x1 2025-10-01..2025-12-31x1"},
      {kMonth, "day_of_month: 15", "2024-01-01", "2024-03-01",
       "2024-01-01..2024-01-31x1@2024-01-15 | 2024-02-01..2024-02-29x1@2024-02-15"},
      // The 31st of shorter months is their last day, of February in a leap year and in another.
      {kMonth, "day_of_month: 31", "2024-01-01", "2024-05-01",
       "2024-01-01..2024-01-31x1 | 2024-02-01..2024-02-29x1 | 2024-03-01..2024-03-31x1 | "
       "2024-04-01..2024-04-30x1"},
      {kMonth, "day_of_month: 30", "2023-01-01", "2023-04-01",
       "2023-01-01..2023-01-31x1@2023-01-30 | 2023-02-01..2023-02-28x1 | "
       "2023-03-01..2023-03-31x1@2023-03-30"},
      {kMonth, "day_of_month: 29", "2024-02-01", "2024-03-01", "2024-02-01..2024-02-29x1"},
      // Of a plan as a whole, months count from its first day, and come back to the 31st.
      {kTerm, "months: 1", "2024-01-31", "2024-05-01",
       "2024-01-31..2024-02-28x1 2024-02-29..2024-03-30x1 2024-03-31..2024-04-29x1"},
      {kTerm, "day_of_month: 10", "2024-01-15", "2024-03-15",
       "2024-01-15..2024-02-14x1@2024-02-10 2024-02-15..2024-03-14x1@2024-03-10"},
      // A month from a 31st on may have no 30th: then its last day stands for it.
      {kTerm, "day_of_month: 30", "2023-01-31", "2023-04-30",
       "2023-01-31..2023-02-27x1 2023-02-28..2023-03-30x1 2023-03-31..2023-04-29x1"},
      {kTerm, "months: 60", "2024-01-01", "2025-01-01", ""},
      {kQuarter, "months: 0", "2024-01-01", "2025-01-01", ""},
      {kQuarter, "", "2024-01-01", "2025-01-01", ""},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Beats(row.frequency, row.rhythm, row.first, row.end), row.beats)
        << row.rhythm << " from " << row.first;
  }
}

// Laws for every rhythm, frequency and first day of a leap year: beats follow each other without a
// day between them or twice, lie in the plan, and are due in themselves; spans that are judged are
// those that RhythmOf counts.
TEST(SpansOf, LeaveNoDayOutAndTakeNoneTwice) {
  const base::Period year{Day("2024-01-01"), Day("2025-01-01")};
  std::vector<std::string> rhythms = {"times_a_year: 1", "times_a_year: 366"};
  for (const int months : {1, 2, 3, 5, 6, 12, 18, 60}) {
    rhythms.push_back(absl::StrCat("months: ", months));
  }
  for (const int day : {1, 15, 28, 29, 30, 31}) {
    rhythms.push_back(absl::StrCat("day_of_month: ", day));
  }
  for (const auto frequency :
       {v1::FREQUENCY_MONTH, v1::FREQUENCY_QUARTER, v1::FREQUENCY_YEAR, v1::FREQUENCY_TERM}) {
    for (const std::string& rhythm : rhythms) {
      const auto target = testing::Parsed<v1::EveryTarget>(rhythm);
      for (absl::CivilDay first = year.start; first < year.end; ++first) {
        const base::Period plan{first, first + 1500};
        const Beat* before = nullptr;
        int whole = 0;
        const std::vector<RhythmSpan> spans = SpansOf(Counted(frequency), target, plan);
        for (const RhythmSpan& span : spans) {
          whole += span.is_whole ? 1 : 0;
          for (const Beat& beat : span.beats) {
            ASSERT_TRUE(base::Contains(plan, beat.period)) << rhythm << " " << first;
            ASSERT_TRUE(base::Contains(beat.period, {beat.due, beat.due + 1}));
            ASSERT_TRUE(before == nullptr || before->period.end == beat.period.start)
                << rhythm << " " << first;
            before = &beat;
          }
        }
        const Rhythm judged = RhythmOf(Counted(frequency), target, plan, {}, plan.end + 100);
        ASSERT_EQ(judged.without_value, whole) << rhythm << " " << first;
      }
    }
  }
}

// "2024-03-31" by which the duty of this number in the beat that begins then was kept.
std::string ShownIn(const v1::Indicator& indicator, const char* rhythm, const char* beat_start,
                    int number, const char* values, const char* today) {
  const auto spans = SpansOf(indicator, testing::Parsed<v1::EveryTarget>(rhythm),
                             {Day("2024-01-01"), Day("2026-01-01")});
  for (const RhythmSpan& span : spans) {
    for (const Beat& beat : span.beats) {
      if (beat.period.start != Day(beat_start)) continue;
      const auto day = ShownBy(indicator, span, beat, number, Values(values), Day(today));
      return day.has_value() ? base::ToIso(*day) : "no";
    }
  }
  return "no beat";
}

TEST(ShownBy, TellsFromWhichDayOnAFigureShowsIt) {
  const v1::Indicator quarter = Counted(v1::FREQUENCY_QUARTER);
  const v1::Indicator month = Counted(v1::FREQUENCY_MONTH);
  const v1::Indicator grown = Counted(v1::FREQUENCY_QUARTER, /*cumulative=*/true);
  const struct {
    const v1::Indicator& indicator;
    const char* rhythm;
    const char* beat;
    int number;
    const char* values;
    const char* today;
    const char* shown;
  } rows[] = {
      // A value that came after its period speaks for all of it, an earlier one until its day.
      {quarter, "months: 3", "2024-01-01", 1, "2024-Q1=1", "2024-04-11", "2024-03-31"},
      {quarter, "months: 3", "2024-01-01", 1, "2024-Q1=1@2024-02-10", "2024-02-10", "2024-02-10"},
      {quarter, "months: 3", "2024-01-01", 1, "2024-Q1=1@2024-02-10", "2024-02-09", "no"},
      {quarter, "months: 3", "2024-01-01", 1, "2024-Q1=0", "2024-04-11", "no"},
      {quarter, "months: 3", "2024-01-01", 1, "2024-Q1=none", "2024-04-11", "no"},
      {quarter, "months: 3", "2024-01-01", 1, "2024-Q2=1", "2024-07-11", "no"},
      // The second of two only where it happened twice.
      {quarter, "times_a_year: 2", "2024-01-01", 1, "2024-Q2=1", "2024-07-11", "2024-06-30"},
      {quarter, "times_a_year: 2", "2024-01-01", 2, "2024-Q2=1", "2024-07-11", "no"},
      {quarter, "times_a_year: 2", "2024-01-01", 2, "2024-Q2=1 2024-Q4=1", "2025-01-11",
       "2024-12-31"},
      // Months tell of a quarter as they come.
      {month, "months: 3", "2024-01-01", 1, "2024-02=1", "2024-03-11", "2024-02-29"},
      // What was added, with nothing before the first.
      {grown, "months: 3", "2024-01-01", 1, "2024-Q1=1", "2024-04-11", "2024-03-31"},
      {grown, "months: 3", "2024-04-01", 1, "2024-Q1=1 2024-Q2=1", "2024-07-11", "no"},
      {grown, "months: 3", "2024-04-01", 1, "2024-Q1=1 2024-Q2=2", "2024-07-11", "2024-06-30"},
      {grown, "months: 3", "2024-04-01", 1, "2024-Q2=2", "2024-07-11", "no"},
      // Three in a quarter: its three months together, once it is over.
      {quarter, "months: 1", "2024-02-01", 1, "2024-Q1=3@2024-02-10", "2024-03-31", "no"},
      {quarter, "months: 1", "2024-02-01", 1, "2024-Q1=3@2024-02-10", "2024-04-01", "2024-02-29"},
      {quarter, "months: 1", "2024-02-01", 1, "2024-Q1=2", "2024-04-11", "no"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(ShownIn(row.indicator, row.rhythm, row.beat, row.number, row.values, row.today),
              row.shown)
        << row.rhythm << " " << row.beat << " | " << row.values << " | " << row.today;
  }
}

TEST(ShownBy, SaysNothingOfSpansThatThePlanCutShort) {
  const v1::Indicator year = Counted(v1::FREQUENCY_YEAR);
  const auto spans = SpansOf(year, testing::Parsed<v1::EveryTarget>("months: 3"),
                             {Day("2024-07-01"), Day("2026-01-01")});
  ASSERT_FALSE(spans.front().is_whole);
  EXPECT_EQ(ShownBy(year, spans.front(), spans.front().beats.front(), 1, Values("2024=4"),
                    Day("2025-02-01")),
            std::nullopt);
}

}  // namespace
}  // namespace mandat::objectives
