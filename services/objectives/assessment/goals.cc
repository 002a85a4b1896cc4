#include "services/objectives/assessment/goals.h"

#include <algorithm>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/assessment/measure.h"
#include "services/objectives/formulas/frequency.h"

namespace mandat::objectives {
namespace {

using base::Rational;

constexpr int64_t kDenominatorMax = 1'000'000'000;
constexpr int64_t kMillion = 1'000'000;

// To the nearest millionth, halves up.
absl::StatusOr<Rational> InMillionths(const Rational& value) {
  const Rational half = Rational::Of(1, 2).value();
  ASSIGN_OR_RETURN(const Rational millionths, base::Multiply(value, kMillion));
  ASSIGN_OR_RETURN(const Rational above, base::Add(millionths, half));
  return Rational::Of(above.Floor(), kMillion);
}

// From millionths to millionths, so that the product has room whatever the level was before.
absl::StatusOr<Rational> ReducedInMillionths(const Rational& level, const Rational& kept) {
  ASSIGN_OR_RETURN(const Rational rounded, InMillionths(level));
  ASSIGN_OR_RETURN(const Rational next, base::Multiply(rounded, kept));
  return InMillionths(next);
}

// None where the indicator says none, or no fraction.
std::optional<Rational> BaselineOf(const v1::Indicator& indicator) {
  if (!indicator.has_baseline()) {
    if (indicator.cumulative()) return Rational(0);
    return std::nullopt;
  }
  const auto baseline = base::ParseRational(indicator.baseline(), "baseline");
  if (!baseline.ok()) return std::nullopt;
  return *baseline;
}

Goal Begun(const v1::Indicator& indicator, const v1::Target& target, const base::Period& plan) {
  Goal goal;
  goal.direction = indicator.direction();
  goal.start = indicator.has_baseline_date() ? base::ToDay(indicator.baseline_date()) : plan.start;
  goal.end = EndOf(target, plan);
  return goal;
}

GoalOrNot WithValue(Goal goal, const absl::StatusOr<Rational>& value) {
  if (!value.ok()) return NoGoal::kNoFigure;
  goal.value = *value;
  return goal;
}

GoalOrNot FullCoverage(Goal goal, const v1::FullCoverageTarget& target,
                       const std::optional<Rational>& baseline) {
  goal.direction = v1::DIRECTION_UP;
  goal.is_kept = !target.has_by();
  if (target.has_by()) goal.baseline = baseline;
  return WithValue(goal, Rational(1));
}

GoalOrNot Multiplied(Goal goal, const v1::MultiplyTarget& target,
                     const std::optional<Rational>& baseline) {
  if (!baseline.has_value()) return NoGoal::kNoBaseline;
  if (*baseline <= Rational(0)) return NoGoal::kNoPositiveBaseline;
  goal.baseline = baseline;
  const auto factor = base::ParseRational(target.factor(), "factor");
  if (!factor.ok()) return NoGoal::kNoFigure;
  return WithValue(goal, base::Multiply(*baseline, *factor));
}

GoalOrNot ReducedBy(Goal goal, const v1::ReduceTarget& target,
                    const std::optional<Rational>& baseline) {
  if (!baseline.has_value()) return NoGoal::kNoBaseline;
  if (*baseline <= Rational(0)) return NoGoal::kNoPositiveBaseline;
  goal.direction = v1::DIRECTION_DOWN;
  goal.baseline = baseline;
  goal.rate_permille = target.rate_permille();
  return WithValue(goal, Reduced(*baseline, goal.rate_permille, YearsUntil(goal.start, goal.end)));
}

}  // namespace

absl::CivilDay EndOf(const v1::Target& target, const base::Period& plan) {
  switch (target.shape_case()) {
    case v1::Target::kReach:
      return base::ToDay(target.reach().by()) + 1;
    case v1::Target::kFullCoverage:
      return target.full_coverage().has_by() ? base::ToDay(target.full_coverage().by()) + 1
                                             : plan.end;
    case v1::Target::kMultiply:
      return base::ToDay(target.multiply().by()) + 1;
    case v1::Target::kReduce:
      return target.reduce().has_until() ? base::ToDay(target.reduce().until()) + 1 : plan.end;
    case v1::Target::kMilestone:
      return base::ToDay(target.milestone().by()) + 1;
    case v1::Target::kKeep:
    case v1::Target::kEvery:
    case v1::Target::kContinuous:
    case v1::Target::SHAPE_NOT_SET:
      return plan.end;
  }
  return plan.end;
}

GoalOrNot GoalOf(const v1::Indicator& indicator, const v1::Target& target,
                 const base::Period& plan) {
  Goal goal = Begun(indicator, target, plan);
  const std::optional<Rational> baseline = BaselineOf(indicator);
  switch (target.shape_case()) {
    case v1::Target::kReach:
      goal.baseline = baseline;
      return WithValue(goal, base::ParseRational(target.reach().value(), "value"));
    case v1::Target::kKeep:
      goal.is_kept = true;
      return WithValue(goal, base::ParseRational(target.keep().level(), "level"));
    case v1::Target::kFullCoverage:
      return FullCoverage(goal, target.full_coverage(), baseline);
    case v1::Target::kMultiply:
      return Multiplied(goal, target.multiply(), baseline);
    case v1::Target::kReduce:
      return ReducedBy(goal, target.reduce(), baseline);
    case v1::Target::kMilestone:
      goal.direction = v1::DIRECTION_UP;
      return WithValue(goal, Rational(1));
    case v1::Target::kEvery:
    case v1::Target::kContinuous:
    case v1::Target::SHAPE_NOT_SET:
      return NoGoal::kNotAValue;
  }
  return NoGoal::kNotAValue;
}

int YearsUntil(absl::CivilDay start, absl::CivilDay day) {
  int years = static_cast<int>(day.year() - start.year());
  if (base::AddMonthsClamped(start, kMonthsOfYear * years) > day) --years;
  return std::max(years, 0);
}

absl::StatusOr<Rational> Reduced(const Rational& baseline, int rate_permille, int years) {
  ASSIGN_OR_RETURN(const Rational kept, Rational::Of(kWhole - rate_permille, kWhole));
  Rational level = baseline;
  bool rounds = false;
  for (int year = 0; year < years; ++year) {
    const auto exact = base::Multiply(level, kept);
    // Once for all: a rounded level has few digits and would look exact for another year.
    rounds = rounds || !exact.ok() || exact->denominator() > kDenominatorMax;
    ASSIGN_OR_RETURN(level, rounds ? ReducedInMillionths(level, kept) : exact);
  }
  return level;
}

absl::StatusOr<std::optional<Rational>> ExpectedAt(const Goal& goal, absl::CivilDay day) {
  if (goal.is_kept || day >= goal.end) return goal.value;
  if (!goal.baseline.has_value()) return std::nullopt;
  if (goal.rate_permille > 0) {
    ASSIGN_OR_RETURN(const Rational level,
                     Reduced(*goal.baseline, goal.rate_permille, YearsUntil(goal.start, day)));
    return level;
  }
  const bool has_way = goal.start < goal.end && !Meets(goal.direction, *goal.baseline, goal.value);
  if (!has_way) return goal.value;
  const int64_t days = std::max<int64_t>(day - goal.start, 0);
  ASSIGN_OR_RETURN(const Rational part, Rational::Of(days, goal.end - goal.start));
  ASSIGN_OR_RETURN(const Rational way, base::Subtract(goal.value, *goal.baseline));
  ASSIGN_OR_RETURN(const Rational gone, base::Multiply(way, part));
  ASSIGN_OR_RETURN(const Rational expected, base::Add(*goal.baseline, gone));
  return expected;
}

absl::StatusOr<int64_t> MetOfExpected(const Goal& goal, const Rational& expected,
                                      const Rational& value) {
  const bool approaches = goal.direction == v1::DIRECTION_LEVEL && goal.baseline.has_value();
  if (!approaches) return Met(goal.direction, goal.baseline, expected, value);
  ASSIGN_OR_RETURN(const Rational begun, Distance(goal.value, *goal.baseline));
  ASSIGN_OR_RETURN(const Rational allowed, Distance(goal.value, expected));
  ASSIGN_OR_RETURN(const Rational left, Distance(goal.value, value));
  return Met(v1::DIRECTION_DOWN, begun, allowed, left);
}

}  // namespace mandat::objectives
