// Laws that hold for every target, direction and value.

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "gtest/gtest.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/assessment/assess.h"
#include "services/objectives/assessment/case_for_test.h"
#include "services/objectives/assessment/goals.h"
#include "services/objectives/assessment/measure.h"
#include "services/objectives/formulas/frequency.h"

namespace mandat::objectives {
namespace {

using base::Rational;
using mandat::testing::EqualsProto;

constexpr int kCases = 3000;
const base::Period kPlan{absl::CivilDay(2024, 1, 1), absl::CivilDay(2029, 1, 1)};

// Bad to good. UNKNOWN has no rank.
int RankOf(v1::AssessmentStatus status) {
  switch (status) {
    case v1::ASSESSMENT_STATUS_MISSED:
      return 1;
    case v1::ASSESSMENT_STATUS_AT_RISK:
      return 2;
    case v1::ASSESSMENT_STATUS_ON_TRACK:
      return 3;
    case v1::ASSESSMENT_STATUS_REACHED:
      return 4;
    default:
      return 0;
  }
}

// Small numbers, so that edges (equal, zero, below zero) are met often.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  int Draw(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  Rational Small() { return Rational::Of(Draw(-6, 12), Draw(1, 3)).value(); }
  absl::CivilDay DayInPlan() { return kPlan.start + Draw(0, 1826); }

  v1::Direction AnyDirection() { return static_cast<v1::Direction>(Draw(1, 3)); }

  v1::Indicator AnyIndicator() {
    v1::Indicator indicator;
    indicator.set_unit(static_cast<v1::Unit>(Draw(1, 8)));
    indicator.set_direction(AnyDirection());
    indicator.set_frequency(static_cast<v1::Frequency>(Draw(1, 4)));
    indicator.set_cumulative(Draw(0, 3) == 0);
    if (Draw(0, 3) > 0) *indicator.mutable_baseline() = base::ToRational(Small());
    if (Draw(0, 1) == 0) *indicator.mutable_baseline_date() = base::ToDate(DayInPlan() - 400);
    if (Draw(0, 1) == 0) {
      indicator.set_on_track_permille(Draw(500, 1000));
      indicator.set_at_risk_permille(Draw(0, indicator.on_track_permille()));
    }
    return indicator;
  }

  v1::Target AnyTarget() {
    v1::Target target;
    const auto by = base::ToDate(DayInPlan());
    switch (Draw(1, 6)) {
      case 1:
        *target.mutable_reach()->mutable_value() = base::ToRational(Small());
        *target.mutable_reach()->mutable_by() = by;
        break;
      case 2:
        *target.mutable_keep()->mutable_level() = base::ToRational(Small());
        break;
      case 3:
        target.mutable_full_coverage();
        if (Draw(0, 1) == 0) *target.mutable_full_coverage()->mutable_by() = by;
        break;
      case 4:
        *target.mutable_multiply()->mutable_factor() = base::ToRational(Draw(1, 3));
        *target.mutable_multiply()->mutable_by() = by;
        break;
      case 5:
        target.mutable_reduce()->set_rate_permille(Draw(1, 1000));
        if (Draw(0, 1) == 0) *target.mutable_reduce()->mutable_until() = by;
        break;
      default:
        *target.mutable_milestone()->mutable_by() = by;
    }
    return target;
  }

  std::vector<PeriodValue> AnyValues(v1::Frequency frequency) {
    const int months = frequency == v1::FREQUENCY_TERM ? 60 : MonthsOf(frequency);
    std::vector<PeriodValue> values;
    for (absl::CivilMonth month(2024, 1); month < absl::CivilMonth(2029, 1); month += months) {
      if (Draw(0, 3) == 0) continue;
      PeriodValue value{{absl::CivilDay(month), absl::CivilDay(month + months)}, Small(), {}};
      value.known_on = value.period.end + Draw(-20, 60);
      values.push_back(value);
    }
    return values;
  }

 private:
  std::mt19937 random_;
};

std::optional<Rational> SometimesNone(Generator& generator) {
  if (generator.Draw(0, 3) == 0) return std::nullopt;
  return generator.Small();
}

TEST(MetLaws, AWholeIsSaidExactlyWhereTheGoalIsMet) {
  Generator generator(testing::SeedOr(1));
  for (int i = 0; i < kCases; ++i) {
    const auto direction = generator.AnyDirection();
    const auto baseline = SometimesNone(generator);
    const Rational goal = generator.Small(), value = generator.Small();
    const int64_t met = Met(direction, baseline, goal, value).value();
    EXPECT_EQ(met == kWhole, Meets(direction, value, goal));
    EXPECT_GE(met, 0);
    EXPECT_LE(met, kWhole);
  }
}

TEST(MetLaws, ABetterValueNeverHasMetLess) {
  Generator generator(testing::SeedOr(2));
  for (int i = 0; i < kCases; ++i) {
    const auto direction = generator.AnyDirection();
    const auto baseline = SometimesNone(generator);
    const Rational goal = generator.Small();
    Rational worse = generator.Small(), better = generator.Small();
    if (direction == v1::DIRECTION_LEVEL) {
      // On one side of the goal, the nearer is better.
      if ((worse < goal) != (better < goal)) continue;
      if ((better < worse) == (worse < goal)) std::swap(worse, better);
    } else if ((better < worse) == (direction == v1::DIRECTION_UP)) {
      std::swap(worse, better);
    }
    EXPECT_LE(Met(direction, baseline, goal, worse).value(),
              Met(direction, baseline, goal, better).value())
        << v1::Direction_Name(direction) << " to " << goal.numerator() << "/" << goal.denominator();
  }
}

TEST(MetLaws, DownIsUpInTheMirrorWhereThereIsAWay) {
  Generator generator(testing::SeedOr(3));
  const auto mirrored = [](const Rational& value) { return base::Subtract(0, value).value(); };
  for (int i = 0; i < kCases; ++i) {
    const Rational baseline = generator.Small(), goal = generator.Small(),
                   value = generator.Small();
    if (baseline >= goal) continue;
    EXPECT_EQ(Met(v1::DIRECTION_UP, baseline, goal, value).value(),
              Met(v1::DIRECTION_DOWN, mirrored(baseline), mirrored(goal), mirrored(value)).value());
  }
}

TEST(MetLaws, FromTheBaselineNothingIsMetAndHalfwayHalf) {
  Generator generator(testing::SeedOr(4));
  for (int i = 0; i < kCases; ++i) {
    const Rational baseline = generator.Small(), goal = generator.Small();
    if (baseline == goal) continue;
    const auto way = goal > baseline ? v1::DIRECTION_UP : v1::DIRECTION_DOWN;
    const Rational half = base::Divide(base::Add(baseline, goal).value(), 2).value();
    for (const auto direction : {way, v1::DIRECTION_LEVEL}) {
      EXPECT_EQ(Met(direction, baseline, goal, baseline).value(), 0);
      EXPECT_EQ(Met(direction, baseline, goal, half).value(), 500);
      EXPECT_EQ(Met(direction, baseline, goal, goal).value(), 1000);
    }
  }
}

TEST(AssessLaws, ABetterValueNeverMakesItWorse) {
  Generator generator(testing::SeedOr(5));
  int compared = 0;
  for (int i = 0; i < kCases; ++i) {
    const auto indicator = generator.AnyIndicator();
    const auto target = generator.AnyTarget();
    auto values = generator.AnyValues(indicator.frequency());
    const absl::CivilDay today = generator.DayInPlan() + 60;
    const GoalOrNot goal = GoalOf(indicator, target, kPlan);
    if (!std::holds_alternative<Goal>(goal)) continue;
    const auto direction = std::get<Goal>(goal).direction;
    if (direction == v1::DIRECTION_LEVEL) continue;
    const auto before = Assess(indicator, target, values, kPlan, today);
    const Rational step = direction == v1::DIRECTION_UP ? 1 : -1;
    for (PeriodValue& value : values) value.value = base::Add(*value.value, step).value();
    const auto after = Assess(indicator, target, values, kPlan, today);
    // Of a milestone, what is done is known for ever.
    EXPECT_TRUE(after.has_achievement_permille() || !before.has_achievement_permille());
    EXPECT_LE(before.achievement_permille(), after.achievement_permille());
    EXPECT_LE(before.expected_permille(), after.expected_permille());
    EXPECT_LE(RankOf(before.status()), RankOf(after.status()))
        << target.ShortDebugString() << " | " << indicator.ShortDebugString();
    compared += before.has_achievement_permille() ? 1 : 0;
  }
  EXPECT_GT(compared, kCases / 10);
}

TEST(AssessLaws, WhatIsNotKnownYetAndTheOrderOfValuesChangeNothing) {
  Generator generator(testing::SeedOr(6));
  for (int i = 0; i < kCases; ++i) {
    const auto indicator = generator.AnyIndicator();
    const auto target = generator.AnyTarget();
    auto values = generator.AnyValues(indicator.frequency());
    const absl::CivilDay today = generator.DayInPlan();
    const auto whole = Assess(indicator, target, values, kPlan, today);
    values.erase(
        std::remove_if(values.begin(), values.end(),
                       [today](const PeriodValue& value) { return value.known_on > today; }),
        values.end());
    std::reverse(values.begin(), values.end());
    EXPECT_THAT(Assess(indicator, target, values, kPlan, today), EqualsProto(whole));
  }
}

TEST(AssessLaws, StatusAndFiguresAgree) {
  Generator generator(testing::SeedOr(7));
  int seen[6] = {};
  for (int i = 0; i < kCases; ++i) {
    const auto indicator = generator.AnyIndicator();
    const auto target = generator.AnyTarget();
    const auto values = generator.AnyValues(indicator.frequency());
    const auto it = Assess(indicator, target, values, kPlan, generator.DayInPlan() + 200);
    ++seen[it.status()];
    EXPECT_NE(it.status(), v1::ASSESSMENT_STATUS_UNSPECIFIED);
    for (const auto* text :
         {&it.words().fr(), &it.words().nl(), &it.words().de(), &it.words().en()}) {
      EXPECT_FALSE(text->empty());
      EXPECT_EQ(text->find('{'), std::string::npos) << *text;
    }
    const bool whole = it.achievement_permille() == kWhole;
    const bool kept =
        target.has_keep() || (target.has_full_coverage() && !target.full_coverage().has_by());
    EXPECT_EQ(whole, it.status() == v1::ASSESSMENT_STATUS_REACHED ||
                         (kept && whole && it.status() == v1::ASSESSMENT_STATUS_ON_TRACK));
    EXPECT_EQ(it.has_achievement_permille(), it.status() != v1::ASSESSMENT_STATUS_UNKNOWN);
    EXPECT_TRUE(!whole || !it.has_expected_permille() || it.expected_permille() == kWhole);
  }
  for (int status = 1; status < 6; ++status) EXPECT_GT(seen[status], kCases / 100) << status;
}

// The same value against a later deadline: less was expected of it.
TEST(AssessLaws, MoreTimeNeverMakesItWorse) {
  Generator generator(testing::SeedOr(8));
  for (int i = 0; i < kCases; ++i) {
    auto indicator = generator.AnyIndicator();
    indicator.set_frequency(v1::FREQUENCY_QUARTER);
    v1::Target target;
    *target.mutable_reach()->mutable_value() = base::ToRational(generator.Small());
    *target.mutable_reach()->mutable_by() = base::ToDate(absl::CivilDay(2026, 6, 30));
    auto values = Values("2024-Q3=0");
    values[0].value = generator.Small();
    const auto sooner = Assess(indicator, target, values, kPlan, Day("2024-11-01"));
    *target.mutable_reach()->mutable_by() = base::ToDate(absl::CivilDay(2027, 6, 30));
    const auto later = Assess(indicator, target, values, kPlan, Day("2024-11-01"));
    EXPECT_LE(RankOf(sooner.status()), RankOf(later.status())) << indicator.ShortDebugString();
    EXPECT_EQ(sooner.achievement_permille(), later.achievement_permille());
  }
}

TEST(YearsUntil, AYearEndsWhereTheSameDayBegins) {
  const struct {
    const char* start;
    const char* day;
    int years;
  } rows[] = {{"2024-01-01", "2024-12-31", 0}, {"2024-01-01", "2025-01-01", 1},
              {"2023-12-31", "2024-12-30", 0}, {"2023-12-31", "2025-01-01", 1},
              {"2024-06-30", "2025-06-29", 0}, {"2024-06-30", "2025-06-30", 1},
              {"2024-02-29", "2025-02-27", 0}, {"2024-02-29", "2025-02-28", 1},
              {"2024-02-29", "2028-02-28", 3}, {"2024-02-29", "2028-02-29", 4},
              {"2024-01-01", "2023-01-01", 0}, {"2024-01-01", "2024-01-01", 0}};
  for (const auto& row : rows) {
    EXPECT_EQ(YearsUntil(Day(row.start), Day(row.day)), row.years) << row.start << " " << row.day;
  }
}

TEST(Reduced, IsExactAsLongAsItFitsThenNearToAMillionth) {
  EXPECT_EQ(Reduced(100, 20, 0).value(), Rational(100));
  EXPECT_EQ(Reduced(100, 20, 2).value(), Number("2401/25"));
  EXPECT_EQ(Reduced(100, 20, 5).value(), Number("282475249/3125000"));
  EXPECT_EQ(Reduced(100, 1000, 3).value(), Rational(0));
  EXPECT_EQ(Reduced(-100, 500, 1).value(), Rational(-50));
  EXPECT_EQ(Reduced(7, 123, 3).value(), Number("4721682931/1000000000"));
  // 7 × 0.877⁴ = 4.140915930487: nine digits are the most.
  EXPECT_EQ(Reduced(7, 123, 4).value(), Number("4140916/1000000"));
  // 100 × 0.963³ = 89.3056347 is exact, the fourth year would need ten decimals: 89.305635 × 0.963
  // = 86.001326505, 86.001327 × 0.963 = 82.819277901, 82.819278 × 0.963 = 79.754964714.
  EXPECT_EQ(Reduced(100, 37, 3).value(), Number("893056347/10000000"));
  EXPECT_EQ(Reduced(100, 37, 4).value(), Number("86001327/1000000"));
  EXPECT_EQ(Reduced(100, 37, 5).value(), Number("41409639/500000"));
  EXPECT_EQ(Reduced(100, 37, 6).value(), Number("79754965/1000000"));
  for (const int years : {4, 7, 12, 30}) {
    for (const int rate : {1, 10, 20, 123, 999}) {
      const Rational level = Reduced(123457, rate, years).value();
      EXPECT_NEAR(static_cast<double>(level.numerator()) / static_cast<double>(level.denominator()),
                  123457 * std::pow(1 - rate / 1000.0, years), 1e-5);
    }
  }
  EXPECT_THAT(Reduced(std::numeric_limits<int64_t>::max(), 123, 9),
              mandat::testing::HasReason("RATIONAL_OVERFLOW"));
}

}  // namespace
}  // namespace mandat::objectives
