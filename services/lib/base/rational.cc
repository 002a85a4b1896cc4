#include "services/lib/base/rational.h"

#include <limits>
#include <numeric>
#include <utility>

#include "absl/numeric/int128.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

// Products of two 64-bit terms, and sums of two such products with positive denominators, fit.
using Wide = absl::int128;

bool Fits(Wide value) {
  return value >= std::numeric_limits<int64_t>::min() &&
         value <= std::numeric_limits<int64_t>::max();
}

// Greatest common divisor of |a| and b, b > 0.
Wide CommonDivisor(Wide a, Wide b) {
  if (a < 0) a = -a;
  // Divisions of 128 bits are slow, and few fractions need them.
  while (a != 0 && !(Fits(a) && Fits(b))) b = std::exchange(a, b % a);
  return a == 0 ? b : std::gcd(static_cast<int64_t>(a), static_cast<int64_t>(b));
}

}  // namespace

absl::StatusOr<Rational> Rational::Reduced(Wide numerator, Wide denominator) {
  if (denominator == 0) {
    return Error(absl::StatusCode::kInvalidArgument, "RATIONAL_INVALID",
                 "The denominator is zero.");
  }
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  if (const Wide divisor = CommonDivisor(numerator, denominator); divisor != 1) {
    numerator /= divisor;
    denominator /= divisor;
  }
  if (!Fits(numerator) || !Fits(denominator)) {
    return Error(absl::StatusCode::kOutOfRange, "RATIONAL_OVERFLOW",
                 "The exact result needs more than 64 bits.");
  }
  Rational result;
  result.numerator_ = static_cast<int64_t>(numerator);
  result.denominator_ = static_cast<int64_t>(denominator);
  return result;
}

absl::StatusOr<Rational> Rational::Of(int64_t numerator, int64_t denominator) {
  return Reduced(numerator, denominator);
}

int64_t Rational::Floor() const {
  return numerator_ / denominator_ - (numerator_ % denominator_ < 0 ? 1 : 0);
}

int64_t Rational::Ceil() const {
  return numerator_ / denominator_ + (numerator_ % denominator_ > 0 ? 1 : 0);
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  const Wide left = Wide(a.numerator_) * b.denominator_;
  const Wide right = Wide(b.numerator_) * a.denominator_;
  if (left < right) return std::strong_ordering::less;
  return left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

absl::StatusOr<Rational> Add(const Rational& a, const Rational& b) {
  return Rational::Reduced(
      Wide(a.numerator_) * b.denominator_ + Wide(b.numerator_) * a.denominator_,
      Wide(a.denominator_) * b.denominator_);
}

absl::StatusOr<Rational> Subtract(const Rational& a, const Rational& b) {
  return Rational::Reduced(
      Wide(a.numerator_) * b.denominator_ - Wide(b.numerator_) * a.denominator_,
      Wide(a.denominator_) * b.denominator_);
}

absl::StatusOr<Rational> Multiply(const Rational& a, const Rational& b) {
  return Rational::Reduced(Wide(a.numerator_) * b.numerator_,
                           Wide(a.denominator_) * b.denominator_);
}

absl::StatusOr<Rational> Divide(const Rational& a, const Rational& b) {
  return Rational::Reduced(Wide(a.numerator_) * b.denominator_,
                           Wide(a.denominator_) * b.numerator_);
}

absl::StatusOr<Rational> ParseRational(const common::v1::Rational& rational,
                                       absl::string_view field) {
  if (rational.denominator() <= 0) {
    return InvalidField("RATIONAL_INVALID", field, "The denominator must be positive.");
  }
  return Rational::Of(rational.numerator(), rational.denominator());
}

common::v1::Rational ToRational(const Rational& rational) {
  common::v1::Rational message;
  message.set_numerator(rational.numerator());
  message.set_denominator(rational.denominator());
  return message;
}

}  // namespace mandat::base
