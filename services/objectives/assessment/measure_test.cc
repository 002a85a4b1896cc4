#include "services/objectives/assessment/measure.h"

#include <limits>
#include <optional>

#include "gtest/gtest.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/assessment/case_for_test.h"

namespace mandat::objectives {
namespace {

using base::Rational;
using mandat::testing::HasReason;

constexpr auto kUp = v1::DIRECTION_UP;
constexpr auto kDown = v1::DIRECTION_DOWN;
constexpr auto kLevel = v1::DIRECTION_LEVEL;

TEST(Distance, IsTheSameBothWays) {
  EXPECT_EQ(Distance(-2, 3).value(), Rational(5));
  EXPECT_EQ(Distance(3, -2).value(), Rational(5));
  EXPECT_EQ(Distance(Number("1/2"), Number("1/2")).value(), Rational(0));
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  EXPECT_THAT(Distance(-kMax, kMax), HasReason("RATIONAL_OVERFLOW"));
}

TEST(Meets, IsOnTheGoalOrBetter) {
  const struct {
    v1::Direction direction;
    bool below, on, above;
  } rows[] = {{kUp, false, true, true}, {kDown, true, true, false}, {kLevel, false, true, false}};
  for (const auto& row : rows) {
    EXPECT_EQ(Meets(row.direction, 4, 5), row.below);
    EXPECT_EQ(Meets(row.direction, 5, 5), row.on);
    EXPECT_EQ(Meets(row.direction, 6, 5), row.above);
  }
}

TEST(Permille, RoundsDownAndNeverDividesByZero) {
  const struct {
    const char* part;
    const char* whole;
    int64_t permille;
  } rows[] = {{"1", "2", 500},  {"1", "3", 333},  {"2", "3", 666},       {"999999", "1000000", 999},
              {"1", "1", 1000}, {"3", "2", 1000}, {"0", "5", 0},         {"5", "0", 0},
              {"0", "0", 0},    {"-1", "2", 0},   {"1", "-2", 0},        {"-1", "-2", 500},
              {"1", "1001", 0}, {"1", "1000", 1}, {"7/10", "14/10", 500}};
  for (const auto& row : rows) {
    EXPECT_EQ(Permille(Number(row.part), Number(row.whole)).value(), row.permille)
        << row.part << " of " << row.whole;
  }
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(Permille(kMax - 1, kMax).value(), 999);
  EXPECT_THAT(Permille(Rational::Of(1, kMax).value(), Rational::Of(kMax - 1, 2).value()),
              HasReason("RATIONAL_OVERFLOW"));
}

// By hand from the table of the header.
TEST(Met, ByDirectionBaselineAndGoal) {
  const struct {
    v1::Direction direction;
    const char* baseline;  // "" = none
    const char* goal;
    const char* value;
    int64_t met;
  } rows[] = {
      // UP on the way from 20 to 60.
      {kUp, "20", "60", "20", 0},
      {kUp, "20", "60", "30", 250},
      {kUp, "20", "60", "59", 975},
      {kUp, "20", "60", "60", 1000},
      {kUp, "20", "60", "70", 1000},
      {kUp, "20", "60", "10", 0},  // the wrong way
      {kUp, "20", "60", "-5", 0},
      {kUp, "-10", "10", "0", 500},  // through zero
      {kUp, "-10", "0", "-5", 500},  // to zero
      {kUp, "0", "10", "5", 500},    // from zero
      {kUp, "1/2", "1", "3/4", 500},
      // UP, the goal not above the baseline: a level to hold.
      {kUp, "60", "60", "60", 1000},
      {kUp, "60", "60", "45", 750},
      {kUp, "80", "60", "45", 750},
      {kUp, "80", "60", "70", 1000},
      {kUp, "0", "0", "0", 1000},
      {kUp, "0", "0", "-1", 0},
      {kUp, "5", "-10", "-20", 0},
      {kUp, "5", "-10", "-10", 1000},
      // UP without a baseline.
      {kUp, "", "60", "45", 750},
      {kUp, "", "60", "0", 0},
      {kUp, "", "60", "-45", 0},
      {kUp, "", "0", "-1", 0},
      {kUp, "", "0", "0", 1000},
      // DOWN on the way from 60 to 20.
      {kDown, "60", "20", "60", 0},
      {kDown, "60", "20", "50", 250},
      {kDown, "60", "20", "20", 1000},
      {kDown, "60", "20", "10", 1000},
      {kDown, "60", "20", "70", 0},
      {kDown, "60", "0", "15", 750},  // to zero
      {kDown, "60", "0", "0", 1000},
      {kDown, "10", "-10", "0", 500},
      // DOWN, the goal not below the baseline.
      {kDown, "20", "20", "25", 800},
      {kDown, "10", "20", "25", 800},
      {kDown, "10", "20", "15", 1000},
      {kDown, "0", "0", "1", 0},
      {kDown, "0", "0", "0", 1000},
      // DOWN without a baseline.
      {kDown, "", "20", "25", 800},
      {kDown, "", "0", "25", 0},
      {kDown, "", "-5", "-4", 0},
      {kDown, "", "-5", "-6", 1000},
      // LEVEL from both sides.
      {kLevel, "10", "20", "20", 1000},
      {kLevel, "10", "20", "15", 500},
      {kLevel, "10", "20", "25", 500},
      {kLevel, "10", "20", "31", 0},
      {kLevel, "10", "20", "9", 0},
      {kLevel, "30", "20", "25", 500},
      {kLevel, "10", "0", "-5", 500},
      {kLevel, "10", "20", "59/3", 966},
      {kLevel, "20", "20", "16", 800},
      {kLevel, "20", "20", "25", 800},
      {kLevel, "", "20", "25", 800},
      {kLevel, "", "20", "0", 0},
      {kLevel, "", "0", "1", 0},
      {kLevel, "", "0", "0", 1000},
      {kLevel, "0", "0", "1", 0},
  };
  for (const auto& row : rows) {
    std::optional<Rational> baseline;
    if (*row.baseline != '\0') baseline = Number(row.baseline);
    const auto met = Met(row.direction, baseline, Number(row.goal), Number(row.value));
    EXPECT_EQ(met.value(), row.met) << v1::Direction_Name(row.direction) << " from '"
                                    << row.baseline << "' to " << row.goal << " at " << row.value;
  }
}

}  // namespace
}  // namespace mandat::objectives
