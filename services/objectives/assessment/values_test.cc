#include "services/objectives/assessment/values.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "services/objectives/assessment/case_for_test.h"

namespace mandat::objectives {
namespace {

TEST(LastKnown, IsTheLatestPeriodThatWasKnownAndBegan) {
  auto values = Values("2024-Q1=1 2024-Q2=2 2024-Q3=none 2024-Q4=4@2025-02-01");
  const struct {
    const char* today;
    const char* until;
    int64_t value;  // 0 = none
  } rows[] = {
      {"2024-04-10", "2030-01-01", 0}, {"2024-04-11", "2030-01-01", 1},
      {"2024-07-10", "2030-01-01", 1}, {"2024-07-11", "2030-01-01", 2},
      {"2024-10-11", "2030-01-01", 2},  // the third has no value
      {"2025-01-31", "2030-01-01", 2}, {"2025-02-01", "2030-01-01", 4},
      {"2025-02-01", "2024-10-02", 4}, {"2025-02-01", "2024-10-01", 2},
      {"2025-02-01", "2024-01-01", 0},
  };
  for (int order = 0; order < 2; ++order) {
    for (const auto& row : rows) {
      const PeriodValue* last = LastKnown(values, Day(row.today), Day(row.until));
      ASSERT_EQ(last != nullptr, row.value != 0) << row.today;
      EXPECT_EQ(last == nullptr ? base::Rational(0) : *last->value, base::Rational(row.value))
          << row.today;
    }
    std::reverse(values.begin(), values.end());
  }
}

TEST(SpeaksUntil, IsTheEndOfThePeriodOrOfTheDayOnWhichItWasKnown) {
  EXPECT_EQ(SpeaksUntil(Values("2024-Q1=1@2024-02-10")[0]), Day("2024-02-11"));
  EXPECT_EQ(SpeaksUntil(Values("2024-Q1=1@2024-03-30")[0]), Day("2024-03-31"));
  EXPECT_EQ(SpeaksUntil(Values("2024-Q1=1@2024-03-31")[0]), Day("2024-04-01"));
  EXPECT_EQ(SpeaksUntil(Values("2024-Q1=1@2024-05-01")[0]), Day("2024-04-01"));
}

TEST(StaleFrom, IsOnePeriodAndTheGraceLater) {
  EXPECT_EQ(StaleFrom(Values("2024-01=1")[0], v1::FREQUENCY_MONTH), Day("2024-03-16"));
  EXPECT_EQ(StaleFrom(Values("2024-Q1=1")[0], v1::FREQUENCY_QUARTER), Day("2024-07-31"));
  EXPECT_EQ(StaleFrom(Values("2024=1")[0], v1::FREQUENCY_YEAR), Day("2026-04-01"));
  EXPECT_EQ(StaleFrom(Values("2024=1")[0], v1::FREQUENCY_TERM), Day("2025-04-01"));
}

TEST(AnswerDue, IsTheGraceAfterThePeriodOfTheDeadline) {
  const base::Period plan{Day("2024-01-01"), Day("2029-01-01")};
  EXPECT_EQ(AnswerDue(Day("2025-07-01"), v1::FREQUENCY_QUARTER, plan), Day("2025-07-31"));
  EXPECT_EQ(AnswerDue(Day("2025-07-02"), v1::FREQUENCY_QUARTER, plan), Day("2025-10-31"));
  EXPECT_EQ(AnswerDue(Day("2025-07-01"), v1::FREQUENCY_YEAR, plan), Day("2026-04-01"));
  EXPECT_EQ(AnswerDue(Day("2025-07-01"), v1::FREQUENCY_MONTH, plan), Day("2025-07-16"));
  EXPECT_EQ(AnswerDue(Day("2025-07-01"), v1::FREQUENCY_TERM, plan), Day("2029-04-01"));
  EXPECT_EQ(AnswerDue(Day("2030-01-01"), v1::FREQUENCY_TERM, plan), Day("2030-04-01"));
}

TEST(FirstPeriodFrom, IsTheDayItselfOrTheNextBeginning) {
  EXPECT_EQ(FirstPeriodFrom(Day("2024-04-01"), 3), Day("2024-04-01"));
  EXPECT_EQ(FirstPeriodFrom(Day("2024-04-02"), 3), Day("2024-07-01"));
  EXPECT_EQ(FirstPeriodFrom(Day("2024-02-01"), 3), Day("2024-04-01"));
  EXPECT_EQ(FirstPeriodFrom(Day("2024-01-02"), 1), Day("2024-02-01"));
  EXPECT_EQ(FirstPeriodFrom(Day("2024-12-31"), 12), Day("2025-01-01"));
}

}  // namespace
}  // namespace mandat::objectives
