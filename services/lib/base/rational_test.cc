#include "services/lib/base/rational.h"

#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

Rational R(int64_t numerator, int64_t denominator) {
  return Rational::Of(numerator, denominator).value();
}

TEST(Rational, IsAlwaysInLowestTerms) {
  EXPECT_EQ(R(6, 4).numerator(), 3);
  EXPECT_EQ(R(6, 4).denominator(), 2);
  EXPECT_EQ(R(6, -4), R(-3, 2));
  EXPECT_EQ(R(-6, -4), R(3, 2));
  EXPECT_EQ(R(0, -7), Rational());
  EXPECT_EQ(R(0, 7).denominator(), 1);
  EXPECT_EQ(R(0, kLeast), Rational());
  EXPECT_EQ(Rational(5), R(10, 2));
  EXPECT_EQ(R(kLeast, kLeast), Rational(1));
  EXPECT_EQ(R(kLeast, 2), Rational(kLeast / 2));
}

TEST(Rational, RefusesAZeroDenominatorAndWhatDoesNotFit) {
  EXPECT_EQ(ReasonOf(Rational::Of(1, 0).status()), "RATIONAL_INVALID");
  EXPECT_EQ(Rational::Of(1, 0).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Rational::Of(kLeast, -1).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(ReasonOf(Rational::Of(1, kLeast).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(Rational::Of(1, kLeast).status().code(), absl::StatusCode::kOutOfRange);
}

// Days of work in the six-day week: hours x 6 / weekly hours of the full-timer.
TEST(Rational, CountsDaysOfPartTimeWork) {
  const auto days = [](Rational hours, Rational full_time) {
    return Divide(Multiply(hours, 6).value(), full_time).value();
  };
  EXPECT_EQ(days(152, 38), Rational(24));
  EXPECT_EQ(days(R(57, 2), 38), R(9, 2));
  EXPECT_EQ(days(1976, 38), Rational(312));
}

TEST(Rational, FloorAndCeil) {
  for (int64_t numerator = -20; numerator <= 20; ++numerator) {
    for (int64_t denominator = 1; denominator <= 7; ++denominator) {
      const Rational value = R(numerator, denominator);
      EXPECT_LE(value.Floor() * denominator, numerator);
      EXPECT_GT((value.Floor() + 1) * denominator, numerator);
      EXPECT_GE(value.Ceil() * denominator, numerator);
      EXPECT_LT((value.Ceil() - 1) * denominator, numerator);
    }
  }
  EXPECT_EQ(Rational(kLeast).Floor(), kLeast);
  EXPECT_EQ(Rational(kMost).Ceil(), kMost);
}

TEST(Rational, ComparesBeyond64Bits) {
  EXPECT_LT(R(kMost - 1, kMost), Rational(1));
  EXPECT_LT(R(kMost - 2, kMost - 1), R(kMost - 1, kMost));
  EXPECT_GT(R(1, kMost - 1), R(1, kMost));
  EXPECT_LT(Rational(kLeast), R(kLeast, 3));
  EXPECT_TRUE((R(1, 2) <=> R(2, 4)) == std::strong_ordering::equal);
  EXPECT_NE(R(1, 2), R(1, 3));
  EXPECT_NE(R(1, 2), R(3, 2));
}

TEST(Rational, OverflowIsAnErrorAtTheVeryEdge) {
  EXPECT_EQ(Add(kMost - 1, 1).value(), Rational(kMost));
  EXPECT_EQ(ReasonOf(Add(kMost, 1).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(Subtract(kLeast + 1, 1).value(), Rational(kLeast));
  EXPECT_EQ(ReasonOf(Subtract(kLeast, 1).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(ReasonOf(Multiply(kLeast, -1).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(ReasonOf(Multiply(R(1, kMost), R(1, 2)).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(Multiply(R(kMost, 2), R(2, kMost)).value(), Rational(1));
  EXPECT_EQ(ReasonOf(Divide(1, kLeast).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(Divide(kLeast, kLeast).value(), Rational(1));
  // The widest intermediate sum: both products are as large as they get.
  EXPECT_EQ(ReasonOf(Add(R(kLeast, kMost), R(kLeast, kMost - 2)).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(ReasonOf(Subtract(R(kLeast, kMost), R(kMost - 1, kMost - 2)).status()),
            "RATIONAL_OVERFLOW");
}

TEST(Divide, ByZeroIsAnError) { EXPECT_EQ(ReasonOf(Divide(1, 0).status()), "RATIONAL_INVALID"); }

// An oracle that never reduces before its end: terms stay below 2^31, products below 2^62.
TEST(Rational, AgreesWithWideArithmetic) {
  const uint32_t seed = 20260312;
  std::mt19937_64 random(seed);
  SCOPED_TRACE(seed);
  std::uniform_int_distribution<int64_t> numerators(-(int64_t{1} << 30), int64_t{1} << 30);
  std::uniform_int_distribution<int64_t> denominators(1, int64_t{1} << 30);
  const auto same = [](const absl::StatusOr<Rational>& got, __int128 n, __int128 d) {
    return got.ok() && got->numerator() * d == n * got->denominator() && got->denominator() > 0 &&
           std::gcd(got->numerator(), got->denominator()) == 1;
  };
  for (int i = 0; i < 20'000; ++i) {
    const int64_t an = numerators(random), ad = denominators(random);
    const int64_t bn = numerators(random), bd = denominators(random);
    const Rational a = R(an, ad), b = R(bn, bd);
    ASSERT_TRUE(same(Add(a, b), an * bd + bn * ad, ad * bd)) << i;
    ASSERT_TRUE(same(Subtract(a, b), an * bd - bn * ad, ad * bd)) << i;
    ASSERT_TRUE(same(Multiply(a, b), an * bn, ad * bd)) << i;
    if (bn != 0) {
      ASSERT_TRUE(same(Divide(a, b), an * bd, ad * bn)) << i;
    }
    ASSERT_EQ(a < b, an * bd < bn * ad) << i;
    ASSERT_EQ(a == b, an * bd == bn * ad) << i;
  }
}

TEST(ParseRational, WantsAPositiveDenominator) {
  common::v1::Rational wire;
  wire.set_numerator(6);
  for (int64_t denominator : {int64_t{0}, int64_t{-4}, kLeast}) {
    wire.set_denominator(denominator);
    const auto refused = ParseRational(wire, "share");
    EXPECT_EQ(ReasonOf(refused.status()), "RATIONAL_INVALID");
    EXPECT_EQ(MetadataOf(refused.status())["field"], "share");
  }
  wire.set_denominator(4);
  const Rational value = ParseRational(wire, "share").value();
  EXPECT_EQ(value, R(3, 2));
  EXPECT_EQ(ToRational(value).numerator(), 3);
  EXPECT_EQ(ToRational(value).denominator(), 2);
}

}  // namespace
}  // namespace mandat::base
