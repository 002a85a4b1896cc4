#include "services/socialaid/law/day_count.h"

#include <limits>
#include <numeric>

#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::socialaid::law {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

absl::Status Overflow() {
  return base::Error(absl::StatusCode::kOutOfRange, "RATIONAL_OVERFLOW",
                     "The exact number of days needs more than 64 bits.");
}

// `dividend` not negative. Divisions of 128 bits are slow, and few counts need them.
absl::int128 Quotient(absl::int128 dividend, int64_t divisor) {
  return dividend <= kMax ? static_cast<int64_t>(dividend) / divisor : dividend / divisor;
}

// whole + rest / scale.
absl::StatusOr<base::Rational> Join(const base::Rational& whole, const base::Rational& rest,
                                    int64_t scale) {
  ASSIGN_OR_RETURN(const base::Rational scaled, Divide(rest, scale));
  return Add(whole, scaled);
}

}  // namespace

void DayCount::AddShare(absl::int128 parts, int64_t numerator, int64_t denominator) {
  const absl::int128 product = parts * numerator;
  const absl::int128 whole = Quotient(product, denominator);
  parts_ += whole;
  const auto rest = static_cast<int64_t>(product - whole * denominator);
  if (rest != 0) AddRest(rest, denominator);
}

void DayCount::AddRest(int64_t numerator, int64_t denominator) {
  const int64_t shared = std::gcd(rest_denominator_, denominator);
  const absl::int128 common = absl::int128(rest_denominator_ / shared) * denominator;
  if (common > kMax / 2) {
    exact_ = false;
    return;
  }
  // Both are below one, so their sum is below twice the common denominator.
  const auto bottom = static_cast<int64_t>(common);
  auto top = static_cast<int64_t>(absl::int128(rest_numerator_) * (denominator / shared) +
                                  absl::int128(numerator) * (rest_denominator_ / shared));
  if (top >= bottom) {
    top -= bottom;
    parts_ += 1;
  }
  const int64_t divisor = std::gcd(top, bottom);
  rest_numerator_ = top / divisor;
  rest_denominator_ = bottom / divisor;
}

void DayCount::Add(const DayCount& other) {
  parts_ += other.parts_;
  exact_ = exact_ && other.exact_;
  if (other.rest_numerator_ != 0) AddRest(other.rest_numerator_, other.rest_denominator_);
}

DayCount DayCount::Times(int64_t factor) const {
  DayCount product(parts_ * factor);
  product.exact_ = exact_;
  if (rest_numerator_ != 0) {
    const absl::int128 rest = absl::int128(rest_numerator_) * factor;
    product.parts_ += rest / rest_denominator_;
    product.AddRest(static_cast<int64_t>(rest % rest_denominator_), rest_denominator_);
  }
  return product;
}

DayCount DayCount::DividedBy(int64_t divisor) const {
  // Floored, so that the rest stays at or above zero.
  absl::int128 whole = parts_ / divisor;
  if (parts_ % divisor < 0) whole -= 1;
  DayCount quotient(whole);
  quotient.exact_ = exact_;
  const auto rest = static_cast<int64_t>(parts_ - whole * divisor);
  if (rest != 0) quotient.AddRest(rest, divisor);
  if (rest_numerator_ != 0) {
    const absl::int128 denominator = absl::int128(rest_denominator_) * divisor;
    if (denominator > kMax / 2) {
      quotient.exact_ = false;
    } else {
      quotient.AddRest(rest_numerator_, static_cast<int64_t>(denominator));
    }
  }
  return quotient;
}

int64_t DayCount::Lacking(int64_t days, int64_t scale) const {
  const absl::int128 missing = absl::int128(days) * scale - parts_;
  if (missing <= 0) return 0;
  // A rest below one part never changes the day that is begun.
  return static_cast<int64_t>(Quotient(missing + scale - 1, scale));
}

absl::StatusOr<base::Rational> DayCount::ToRational(int64_t scale) const {
  if (!exact_ || parts_ > kMax || parts_ < -kMax) return Overflow();
  ASSIGN_OR_RETURN(const base::Rational whole,
                   base::Rational::Of(static_cast<int64_t>(parts_), scale));
  if (rest_numerator_ == 0) return whole;
  ASSIGN_OR_RETURN(const base::Rational rest,
                   base::Rational::Of(rest_numerator_, rest_denominator_));
  return Join(whole, rest, scale);
}

}  // namespace mandat::socialaid::law
