#include "services/objectives/assessment/measure.h"

#include <limits>
#include <optional>

#include "absl/types/span.h"
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
struct MetCase {
  const char* baseline;  // "" = none
  const char* goal;
  const char* value;
  int64_t met;
};

void CheckMet(v1::Direction direction, absl::Span<const MetCase> cases) {
  for (const MetCase& one : cases) {
    std::optional<Rational> baseline;
    if (*one.baseline != '\0') baseline = Number(one.baseline);
    const auto met = Met(direction, baseline, Number(one.goal), Number(one.value));
    EXPECT_EQ(met.value(), one.met)
        << "from '" << one.baseline << "' to " << one.goal << " at " << one.value;
  }
}

TEST(Met, WhereMoreIsBetter) {
  const MetCase cases[] = {
      // On the way from 20 to 60.
      {"20", "60", "20", 0},
      {"20", "60", "30", 250},
      {"20", "60", "59", 975},
      {"20", "60", "60", 1000},
      {"20", "60", "70", 1000},
      {"20", "60", "10", 0},  // the wrong way
      {"20", "60", "-5", 0},
      {"-10", "10", "0", 500},  // through zero
      {"-10", "0", "-5", 500},  // to zero
      {"0", "10", "5", 500},    // from zero
      {"1/2", "1", "3/4", 500},
      // The goal not above the baseline: a level to hold.
      {"60", "60", "60", 1000},
      {"60", "60", "45", 750},
      {"80", "60", "45", 750},
      {"80", "60", "70", 1000},
      {"0", "0", "0", 1000},
      {"0", "0", "-1", 0},
      {"5", "-10", "-20", 0},
      {"5", "-10", "-10", 1000},
      // Without a baseline.
      {"", "60", "45", 750},
      {"", "60", "0", 0},
      {"", "60", "-45", 0},
      {"", "0", "-1", 0},
      {"", "0", "0", 1000},
  };
  CheckMet(kUp, cases);
}

TEST(Met, WhereLessIsBetter) {
  const MetCase cases[] = {
      // On the way from 60 to 20.
      {"60", "20", "60", 0},
      {"60", "20", "50", 250},
      {"60", "20", "20", 1000},
      {"60", "20", "10", 1000},
      {"60", "20", "70", 0},
      {"60", "0", "15", 750},  // to zero
      {"60", "0", "0", 1000},
      {"10", "-10", "0", 500},
      // The goal not below the baseline.
      {"20", "20", "25", 800},
      {"10", "20", "25", 800},
      {"10", "20", "15", 1000},
      {"0", "0", "1", 0},
      {"0", "0", "0", 1000},
      // Without a baseline.
      {"", "20", "25", 800},
      {"", "0", "25", 0},
      {"", "-5", "-4", 0},
      {"", "-5", "-6", 1000},
  };
  CheckMet(kDown, cases);
}

TEST(Met, WhereALevelIsWanted) {
  const MetCase cases[] = {
      // From both sides.
      {"10", "20", "20", 1000}, {"10", "20", "15", 500},   {"10", "20", "25", 500},
      {"10", "20", "31", 0},    {"10", "20", "9", 0},      {"30", "20", "25", 500},
      {"10", "0", "-5", 500},   {"10", "20", "59/3", 966}, {"20", "20", "16", 800},
      {"20", "20", "25", 800},  {"", "20", "25", 800},     {"", "20", "0", 0},
      {"", "0", "1", 0},        {"", "0", "0", 1000},      {"0", "0", "1", 0},
  };
  CheckMet(kLevel, cases);
}

}  // namespace
}  // namespace mandat::objectives
