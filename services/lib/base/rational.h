#ifndef SERVICES_LIB_BASE_RATIONAL_H_
#define SERVICES_LIB_BASE_RATIONAL_H_

// Exact fractions, for rules that must not round before their end.

#include <compare>
#include <cstdint>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/common/v1/types.pb.h"

namespace mandat::base {

// A fraction in lowest terms with a positive denominator, both of 64 bits. Arithmetic is exact or
// fails: sums of fractions that callers gave can outgrow 64 bits, so overflow is an error to hand
// on
// (`RATIONAL_OVERFLOW`), never a wrong figure and never the end of the process.
class Rational {
 public:
  // Zero.
  constexpr Rational() = default;

  // A whole number.
  constexpr Rational(int64_t whole) : numerator_(whole) {}  // NOLINT(google-explicit-constructor)

  // numerator / denominator. INVALID_ARGUMENT `RATIONAL_INVALID`: the denominator is zero;
  // OUT_OF_RANGE `RATIONAL_OVERFLOW`: lowest terms with a positive denominator need more than 64
  // bits.
  static absl::StatusOr<Rational> Of(int64_t numerator, int64_t denominator);

  constexpr int64_t numerator() const { return numerator_; }
  // At least 1.
  constexpr int64_t denominator() const { return denominator_; }

  // The largest whole number that is not above it; -1/2 gives -1.
  int64_t Floor() const;
  // The smallest whole number that is not below it; -1/2 gives 0.
  int64_t Ceil() const;

  friend bool operator==(const Rational&, const Rational&) = default;
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);

 private:
  friend absl::StatusOr<Rational> Add(const Rational& a, const Rational& b);
  friend absl::StatusOr<Rational> Subtract(const Rational& a, const Rational& b);
  friend absl::StatusOr<Rational> Multiply(const Rational& a, const Rational& b);
  friend absl::StatusOr<Rational> Divide(const Rational& a, const Rational& b);

  // The one way to a fraction: reduced, checked. Terms are at most 127 bits wide.
  static absl::StatusOr<Rational> Reduced(absl::int128 numerator, absl::int128 denominator);

  int64_t numerator_ = 0;
  int64_t denominator_ = 1;
};

// Exact, in lowest terms. OUT_OF_RANGE `RATIONAL_OVERFLOW` where the result needs more than 64
// bits.
absl::StatusOr<Rational> Add(const Rational& a, const Rational& b);
absl::StatusOr<Rational> Subtract(const Rational& a, const Rational& b);
absl::StatusOr<Rational> Multiply(const Rational& a, const Rational& b);
// INVALID_ARGUMENT `RATIONAL_INVALID` too, where `b` is zero.
absl::StatusOr<Rational> Divide(const Rational& a, const Rational& b);

// The fraction of `rational`, reduced. `RATIONAL_INVALID`: the denominator is not positive.
absl::StatusOr<Rational> ParseRational(const common::v1::Rational& rational,
                                       absl::string_view field);

// The same fraction on the wire.
common::v1::Rational ToRational(const Rational& rational);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_RATIONAL_H_
