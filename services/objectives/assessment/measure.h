#ifndef SERVICES_OBJECTIVES_ASSESSMENT_MEASURE_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_MEASURE_H_

// How much of a goal a value is: the arithmetic of "percent met", exact, by hand and without a
// division by zero.

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/rational.h"

namespace mandat::objectives {

inline constexpr int64_t kWhole = 1000;  // permille

// How far apart they are, never below zero. OUT_OF_RANGE `RATIONAL_OVERFLOW`.
absl::StatusOr<base::Rational> Distance(const base::Rational& a, const base::Rational& b);

// Whether `value` is on `goal` or better: UP not below, DOWN not above, LEVEL exactly on it.
bool Meets(v1::Direction direction, const base::Rational& value, const base::Rational& goal);

// part / whole in permille, rounded down, 0 to 1000; 0 where `whole` is zero. For a part and a
// whole of one sign or a part of zero; any other pair is 0. OUT_OF_RANGE `RATIONAL_OVERFLOW`.
absl::StatusOr<int64_t> Permille(const base::Rational& part, const base::Rational& whole);

// How much of `goal` is met by `value`, 0 to 1000. 1000 if and only if Meets(); else the first row
// that fits, rounded down:
//
//   | direction  | when                                     | met                             |
//   |------------|------------------------------------------|---------------------------------|
//   | UP, DOWN   | goal strictly better than the baseline   | (value-baseline)/(goal-baseline)|
//   | LEVEL      | baseline beside the goal                 | 1 - |value-goal|/|baseline-goal||
//   | UP         | goal and value above zero                | value/goal                      |
//   | DOWN       | goal and value above zero                | goal/value                      |
//   | LEVEL      | goal and value above zero                | the smaller/the larger          |
//   | any        | else: there is no scale                  | 0                               |
//
// Below 0 is 0: what went the wrong way has met nothing. A goal that the baseline meets already, or
// one below it where more is better, is thus a level to hold and no way to go.
absl::StatusOr<int64_t> Met(v1::Direction direction, const std::optional<base::Rational>& baseline,
                            const base::Rational& goal, const base::Rational& value);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_MEASURE_H_
