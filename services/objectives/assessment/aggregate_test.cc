#include "services/objectives/assessment/aggregate.h"

#include <limits>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"

namespace mandat::objectives {
namespace {

using base::Rational;
using mandat::testing::HasReason;
using mandat::testing::IsOk;

Piece Of(int64_t numerator, int64_t denominator) {
  return {Rational::Of(numerator, denominator).value(), numerator, denominator};
}

std::optional<Rational> Give(v1::Aggregation how, const std::vector<Piece>& pieces,
                             bool cumulative = false) {
  v1::Indicator indicator;
  indicator.set_aggregation(how);
  indicator.set_cumulative(cumulative);
  const auto given = Aggregate(indicator, pieces);
  EXPECT_THAT(given, IsOk());
  return *given;
}

// 9 of 10, 1 of 2, nothing, 30 of 40.
const std::vector<Piece>& Months() {
  static const auto& months = *new std::vector<Piece>{Of(9, 10), Of(1, 2), Piece(), Of(30, 40)};
  return months;
}

TEST(Aggregate, GivesWhatTheIndicatorSays) {
  EXPECT_EQ(Give(v1::AGGREGATION_LAST, Months()), Rational::Of(3, 4).value());
  EXPECT_EQ(Give(v1::AGGREGATION_SUM, Months()), Rational::Of(43, 20).value());
  EXPECT_EQ(Give(v1::AGGREGATION_AVERAGE, Months()), Rational::Of(43, 60).value());
  // Not the mean of shares: 40 of 52, as they were counted.
  EXPECT_EQ(Give(v1::AGGREGATION_RATIO, Months()), Rational::Of(40, 52).value());
}

// Trap 2: a cumulated value is the last one, never a sum of sums.
TEST(Aggregate, OfACumulativeIndicatorTheLastStands) {
  for (const auto how : {v1::AGGREGATION_LAST, v1::AGGREGATION_SUM, v1::AGGREGATION_AVERAGE,
                         v1::AGGREGATION_RATIO}) {
    EXPECT_EQ(Give(how, {Of(5, 1), Of(8, 1), Of(12, 1)}, true), Rational(12));
  }
}

TEST(Aggregate, OfNothingIsNothing) {
  for (const auto how : {v1::AGGREGATION_LAST, v1::AGGREGATION_SUM, v1::AGGREGATION_AVERAGE,
                         v1::AGGREGATION_RATIO}) {
    EXPECT_EQ(Give(how, {}), std::nullopt);
    EXPECT_EQ(Give(how, {Piece(), Piece()}), std::nullopt);
    EXPECT_EQ(Give(how, {Of(0, 3), Piece()}), Rational(0));
  }
}

TEST(Aggregate, RefusesWhatIsBeyondExactArithmetic) {
  v1::Indicator indicator;
  indicator.set_aggregation(v1::AGGREGATION_SUM);
  const std::vector<Piece> pieces(2, Of(std::numeric_limits<int64_t>::max(), 1));
  EXPECT_THAT(Aggregate(indicator, pieces), HasReason("RATIONAL_OVERFLOW"));
}

}  // namespace
}  // namespace mandat::objectives
