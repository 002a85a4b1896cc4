#include "services/objectives/assessment/measure.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "services/lib/base/status_macros.h"

namespace mandat::objectives {
namespace {

using base::Rational;

// The smaller of both, as a part of the larger.
absl::StatusOr<int64_t> Closeness(const Rational& a, const Rational& b) {
  return Permille(std::min(a, b), std::max(a, b));
}

// 1 - part / whole.
absl::StatusOr<int64_t> Remainder(const Rational& part, const Rational& whole) {
  ASSIGN_OR_RETURN(const Rational left, base::Subtract(whole, part));
  return Permille(left, whole);
}

bool IsOnTheWay(v1::Direction direction, const Rational& baseline, const Rational& goal) {
  return direction == v1::DIRECTION_UP ? goal > baseline : goal < baseline;
}

}  // namespace

absl::StatusOr<Rational> Distance(const Rational& a, const Rational& b) {
  return a < b ? base::Subtract(b, a) : base::Subtract(a, b);
}

bool Meets(v1::Direction direction, const Rational& value, const Rational& goal) {
  if (direction == v1::DIRECTION_LEVEL) return value == goal;
  return direction == v1::DIRECTION_DOWN ? value <= goal : value >= goal;
}

absl::StatusOr<int64_t> Permille(const Rational& part, const Rational& whole) {
  if (whole == Rational(0)) return 0;
  ASSIGN_OR_RETURN(const Rational ratio, base::Divide(part, whole));
  if (ratio <= Rational(0)) return 0;
  if (ratio >= Rational(1)) return kWhole;
  return static_cast<int64_t>(absl::int128(ratio.numerator()) * kWhole / ratio.denominator());
}

absl::StatusOr<int64_t> Met(v1::Direction direction, const std::optional<Rational>& baseline,
                            const Rational& goal, const Rational& value) {
  if (Meets(direction, value, goal)) return kWhole;
  if (direction == v1::DIRECTION_LEVEL) {
    if (baseline.has_value() && *baseline != goal) {
      ASSIGN_OR_RETURN(const Rational far, Distance(value, goal));
      ASSIGN_OR_RETURN(const Rational way, Distance(*baseline, goal));
      return Remainder(far, way);
    }
  } else if (baseline.has_value() && IsOnTheWay(direction, *baseline, goal)) {
    ASSIGN_OR_RETURN(const Rational gone, base::Subtract(value, *baseline));
    ASSIGN_OR_RETURN(const Rational way, base::Subtract(goal, *baseline));
    return Permille(gone, way);
  }
  if (value <= Rational(0) || goal <= Rational(0)) return 0;
  return Closeness(value, goal);
}

}  // namespace mandat::objectives
