#ifndef SERVICES_OBJECTIVES_ASSESSMENT_GOALS_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_GOALS_H_

// What a target asks for: how much, by when, and what is to be expected on the way.

#include <cstdint>
#include <optional>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/period.h"
#include "services/lib/base/rational.h"

namespace mandat::objectives {

// The goal of a target that is a value.
struct Goal {
  // In the indicator's unit.
  base::Rational value;
  // Which way is better: the indicator's, but UP for full coverage and DOWN for a reduction.
  v1::Direction direction = v1::DIRECTION_UP;
  // What it was before; absent where that is not known or does not matter (a level to keep).
  std::optional<base::Rational> baseline;
  // From when the way is counted: the day of the baseline, or the first of the plan.
  absl::CivilDay start;
  // The first day after the deadline.
  absl::CivilDay end;
  // Of a reduction: by how much every year; 0 otherwise.
  int rate_permille = 0;
  // Whether it is held all along rather than reached once.
  bool is_kept = false;
};

// Why a target has no goal that could be computed.
enum class NoGoal {
  // EVERY, CONTINUOUS and none at all: not a value.
  kNotAValue,
  // A multiple or a reduction, and the indicator has no baseline.
  kNoBaseline,
  // A multiple or a reduction of zero or less: it is no matter of more and less.
  kNoPositiveBaseline,
  // Beyond exact arithmetic, or a fraction that is none.
  kNoFigure,
};

using GoalOrNot = std::variant<Goal, NoGoal>;

//   | shape         | value                  | deadline               | on the way                |
//   |---------------|------------------------|------------------------|---------------------------|
//   | REACH         | the value              | its day                | a line from the baseline  |
//   | KEEP          | the level              | end of the plan        | the level                 |
//   | FULL_COVERAGE | 1                      | its day                | a line from the baseline  |
//   | - without day | 1                      | end of the plan        | the level                 |
//   | MULTIPLY      | baseline × factor      | its day                | a line from the baseline  |
//   | REDUCE        | the baseline Reduced() | its day or end of plan | a step at each year's end |
//   | MILESTONE     | 1 (done)               | its day                | nothing                   |
//
// A cumulative indicator without a baseline begins at zero.
GoalOrNot GoalOf(const v1::Indicator& indicator, const v1::Target& target,
                 const base::Period& plan);

// The first day after the last on which the target may be reached.
absl::CivilDay EndOf(const v1::Target& target, const base::Period& plan);

// Whole years from `start` to the beginning of `day`. A year ends where the same day of the month
// begins, that of 29 February where 28 February does; 0 before the first.
int YearsUntil(absl::CivilDay start, absl::CivilDay day);

// baseline × (1 - rate)^years. Exact until the denominator of a year would be above 10⁹, or the
// value beyond 64 bits; from that year on, the year before and the product with it are rounded to
// the nearest millionth. OUT_OF_RANGE `RATIONAL_OVERFLOW`.
absl::StatusOr<base::Rational> Reduced(const base::Rational& baseline, int rate_permille,
                                       int years);

// What is to be expected by the beginning of `day`; absent before the end where there is no
// baseline: the way is not known, or all is done at once (a milestone). A line: as much of the way
// from baseline to goal as `day` is of the days from start to end. REDUCE: what the years that are
// over leave. A level to keep, a goal that the baseline meets already, one whose baseline was
// measured after the deadline, and whatever is over: the goal.
absl::StatusOr<std::optional<base::Rational>> ExpectedAt(const Goal& goal, absl::CivilDay day);

// How much of what is expected is met, 0 to 1000, as Met() measures; where a level is approached,
// by the distance from it, so that who is nearer than expected has met it.
absl::StatusOr<int64_t> MetOfExpected(const Goal& goal, const base::Rational& expected,
                                      const base::Rational& value);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_GOALS_H_
