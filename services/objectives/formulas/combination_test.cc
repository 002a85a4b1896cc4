#include "services/objectives/formulas/combination.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"

namespace mandat::objectives::formulas {
namespace {

using base::Rational;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

FigureValue Of(int64_t numerator, int64_t denominator = 1) {
  return Rational::Of(numerator, denominator).value();
}

TEST(ShareOf, IsExactAndNothingOfNothing) {
  EXPECT_THAT(ShareOf(2, 3), testing::IsOkAndHolds(Of(2, 3)));
  EXPECT_THAT(ShareOf(90, 100), testing::IsOkAndHolds(Of(9, 10)));
  EXPECT_THAT(ShareOf(0, 7), testing::IsOkAndHolds(Of(0)));
  EXPECT_THAT(ShareOf(0, 0), testing::IsOkAndHolds(FigureValue()));
  EXPECT_THAT(ShareOf(5, 0), testing::IsOkAndHolds(FigureValue()));
  EXPECT_THAT(ShareOf(5, -10), testing::IsOkAndHolds(Of(-1, 2)));
  EXPECT_THAT(ShareOf(kLeast, -1), testing::HasReason("RATIONAL_OVERFLOW"));
}

struct CombinationCase {
  v1::Operation operation;
  std::vector<FigureValue> figures;
  FigureValue value;
};

TEST(Combine, GivesTheExactFigure) {
  const CombinationCase cases[] = {
      {v1::OPERATION_SUM, {Of(1, 2), Of(1, 3)}, Of(5, 6)},
      {v1::OPERATION_SUM, {Of(1), Of(2), Of(3), Of(-6)}, Of(0)},
      {v1::OPERATION_DIFFERENCE, {Of(1, 2), Of(2)}, Of(-3, 2)},
      {v1::OPERATION_QUOTIENT, {Of(3), Of(1, 2)}, Of(6)},
      {v1::OPERATION_QUOTIENT, {Of(0), Of(2)}, Of(0)},
      {v1::OPERATION_QUOTIENT, {Of(3), Of(0)}, std::nullopt},
      // The facts: 8,606 UNIPROC requests in 2022, 10,294 in 2023.
      {v1::OPERATION_GROWTH, {Of(10'294), Of(8'606)}, Of(1'688, 8'606)},
      {v1::OPERATION_GROWTH, {Of(5), Of(10)}, Of(-1, 2)},
      {v1::OPERATION_GROWTH, {Of(5), Of(5)}, Of(0)},
      {v1::OPERATION_GROWTH, {Of(5), Of(0)}, std::nullopt},
  };
  for (const CombinationCase& one : cases) {
    EXPECT_THAT(Combine(one.operation, one.figures), testing::IsOkAndHolds(one.value))
        << v1::Operation_Name(one.operation);
  }
}

TEST(Combine, NothingWhereOneIsMissing) {
  for (const v1::Operation operation : {v1::OPERATION_SUM, v1::OPERATION_DIFFERENCE,
                                        v1::OPERATION_QUOTIENT, v1::OPERATION_GROWTH}) {
    for (const std::vector<FigureValue>& figures : {std::vector<FigureValue>{Of(1), std::nullopt},
                                                    {std::nullopt, Of(1)},
                                                    {std::nullopt, std::nullopt}}) {
      EXPECT_THAT(Combine(operation, figures), testing::IsOkAndHolds(FigureValue()));
    }
  }
}

TEST(Combine, NothingOfFiguresThatDoNotGoWithTheOperation) {
  EXPECT_THAT(Combine(v1::OPERATION_DIFFERENCE, {Of(1)}), testing::IsOkAndHolds(FigureValue()));
  EXPECT_THAT(Combine(v1::OPERATION_QUOTIENT, {Of(1), Of(2), Of(3)}),
              testing::IsOkAndHolds(FigureValue()));
  EXPECT_THAT(Combine(v1::OPERATION_UNSPECIFIED, {Of(1), Of(2)}),
              testing::IsOkAndHolds(FigureValue()));
}

TEST(Combine, OverflowIsAnError) {
  const std::vector<FigureValue> far_apart = {Of(kMost), Of(kLeast)};
  EXPECT_THAT(Combine(v1::OPERATION_SUM, {Of(kMost), Of(1)}),
              testing::HasReason("RATIONAL_OVERFLOW"));
  EXPECT_THAT(Combine(v1::OPERATION_DIFFERENCE, far_apart),
              testing::HasReason("RATIONAL_OVERFLOW"));
  EXPECT_THAT(Combine(v1::OPERATION_QUOTIENT, {Of(kMost), Of(1, kMost)}),
              testing::HasReason("RATIONAL_OVERFLOW"));
  EXPECT_THAT(Combine(v1::OPERATION_GROWTH, far_apart), testing::HasReason("RATIONAL_OVERFLOW"));
}

TEST(FindCircle, NamesItsIndicators) {
  EXPECT_THAT(FindCircle({}), IsEmpty());
  EXPECT_THAT(FindCircle({{"a", {}}}), IsEmpty());
  EXPECT_THAT(FindCircle({{"a", {"a"}}}), ElementsAre("a", "a"));
  EXPECT_THAT(FindCircle({{"a", {"b"}}, {"b", {"a"}}}), ElementsAre("a", "b", "a"));
  EXPECT_THAT(FindCircle({{"a", {"x", "b"}}, {"b", {"c", "y"}}, {"c", {"z", "b"}}}),
              ElementsAre("b", "c", "b"));
}

TEST(FindCircle, SharedOperandsAreNone) {
  EXPECT_THAT(FindCircle({{"a", {"b", "c"}}, {"b", {"d"}}, {"c", {"d", "b"}}, {"d", {"e"}}}),
              IsEmpty());
  EXPECT_THAT(FindCircle({{"a", {"missing"}}}), IsEmpty());
}

TEST(FindCircle, BearsLongChains) {
  Operands operands;
  const int count = 100'000;
  for (int i = 0; i < count; ++i) {
    operands[absl::StrCat("i", i)] = {absl::StrCat("i", i + 1)};
  }
  EXPECT_THAT(FindCircle(operands), IsEmpty());
  operands[absl::StrCat("i", count)] = {"i0"};
  EXPECT_EQ(FindCircle(operands).size(), static_cast<size_t>(count) + 2);
}

TEST(OperandsOf, AreThoseOfACombination) {
  EXPECT_THAT(
      OperandsOf(testing::Parsed<v1::Formula>("combination { indicators: 'x' indicators: 'y' }")),
      ElementsAre("x", "y"));
  EXPECT_THAT(OperandsOf(testing::Parsed<v1::Formula>("tally { events { type: 'x' } }")),
              IsEmpty());
}

}  // namespace
}  // namespace mandat::objectives::formulas
