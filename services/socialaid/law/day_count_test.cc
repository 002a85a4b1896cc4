#include "services/socialaid/law/day_count.h"

#include <gtest/gtest.h>

#include <limits>

#include "services/lib/base/error.h"

namespace mandat::socialaid::law {
namespace {

constexpr int64_t kScale = 4;  // quarters of a day

base::Rational DaysOf(const DayCount& count) { return count.ToRational(kScale).value(); }

base::Rational Fraction(int64_t numerator, int64_t denominator) {
  return base::Rational::Of(numerator, denominator).value();
}

DayCount WithShare(int64_t parts, int64_t numerator, int64_t denominator) {
  DayCount count;
  count.AddShare(parts, numerator, denominator);
  return count;
}

TEST(DayCount, SharesAreExact) {
  EXPECT_EQ(DaysOf(WithShare(6, 1, 3)), Fraction(1, 2));
  EXPECT_EQ(DaysOf(WithShare(5, 2, 3)), Fraction(5, 6));
  // Rests of 1/3 and 3/4 of a part make one, and 1/12 is left.
  DayCount sum = WithShare(5, 2, 3);
  sum.Add(WithShare(1, 3, 4));
  EXPECT_EQ(sum.parts(), 4);
  EXPECT_EQ(DaysOf(sum), Fraction(49, 48));
}

TEST(DayCount, AWholeNumberOfDaysNeedsNoRest) {
  const DayCount count = WithShare(5, 2, 3);  // 5/6 of a day
  EXPECT_TRUE(count.Reaches(0, kScale));
  EXPECT_FALSE(count.Reaches(1, kScale));
  EXPECT_EQ(count.Lacking(0, kScale), 0);
  EXPECT_EQ(count.Lacking(1, kScale), 1);
  EXPECT_EQ(count.Lacking(3, kScale), 3);
  EXPECT_EQ(DayCount(8).Lacking(2, kScale), 0);
  EXPECT_EQ(DayCount(7).Lacking(2, kScale), 1);
  EXPECT_EQ(DayCount(4).Lacking(2, kScale), 1);
  EXPECT_EQ(DayCount(3).Lacking(2, kScale), 2);
}

TEST(DayCount, IsTakenManyTimesAndInPart) {
  const DayCount count = WithShare(5, 2, 3);
  EXPECT_EQ(DaysOf(count.Times(8)), Fraction(20, 3));
  EXPECT_EQ(DaysOf(count.DividedBy(8)), Fraction(5, 48));
  // Below zero the parts are floored, so that the rest stays above it.
  EXPECT_EQ(DaysOf(DayCount(-5).DividedBy(8)), Fraction(-5, 32));
  EXPECT_EQ(DaysOf(DayCount(-8).DividedBy(8)), Fraction(-1, 4));
}

TEST(DayCount, BeyondSixtyFourBitsNothingIsApproximated) {
  const absl::int128 wide = absl::int128(std::numeric_limits<int64_t>::max()) * 1000;
  DayCount share;
  share.AddShare(wide, 1, 1000);
  EXPECT_EQ(share.parts(), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(base::ReasonOf(DayCount(wide).ToRational(kScale).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(base::ReasonOf(DayCount(-wide).ToRational(kScale).status()), "RATIONAL_OVERFLOW");
  EXPECT_EQ(DayCount(-wide).Lacking(0, 1000), std::numeric_limits<int64_t>::max());
  // Denominators of 32 bits, without a common factor.
  DayCount sum = WithShare(1, 1, 4294967291);
  sum.Add(WithShare(1, 1, 4294967279));
  EXPECT_FALSE(sum.exact());
  EXPECT_EQ(base::ReasonOf(sum.ToRational(kScale).status()), "RATIONAL_OVERFLOW");
  // What once was inexact stays so.
  DayCount more(4);
  more.Add(sum);
  EXPECT_FALSE(more.exact());
  sum.Add(DayCount(4));
  EXPECT_FALSE(sum.exact());
  EXPECT_FALSE(sum.Times(2).exact());
  EXPECT_FALSE(sum.DividedBy(2).exact());
  EXPECT_FALSE(WithShare(1, 1, 4294967291).DividedBy(4294967279).exact());
}

}  // namespace
}  // namespace mandat::socialaid::law
