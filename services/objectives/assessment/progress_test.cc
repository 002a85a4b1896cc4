#include "services/objectives/assessment/progress.h"

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/testing/seed.h"

namespace mandat::objectives {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Progress Of(const std::vector<Part>& parts) { return ProgressOf(parts); }

TEST(ProgressOf, WeighsItsParts) {
  const auto progress = Of({{"a", 3, 1000}, {"b", 1, 0}});
  EXPECT_EQ(progress.progress_permille(), 750);
  EXPECT_EQ(progress.known_count(), 2);
  EXPECT_EQ(progress.known_weight_permille(), 1000);
  EXPECT_THAT(progress.missing(), IsEmpty());
  EXPECT_EQ(progress.words().fr(), "Avancement : 75 %, moyenne pondérée de 2 parties.");
  EXPECT_EQ(progress.words().en(), "Progress: 75%, weighted mean of 2 parts.");
}

// Others took a weight of exactly 1 for none; here it is one.
TEST(ProgressOf, AWeightOfOneIsAWeight) {
  EXPECT_EQ(Of({{"a", 1, 1000}, {"b", 3, 0}}).progress_permille(), 250);
  EXPECT_EQ(Of({{"a", 1, 1000}, {"b", 1, 0}}).progress_permille(), 500);
  EXPECT_EQ(Of({{"a", 1, 1000}, {"b", 999, 0}}).progress_permille(), 1);
  EXPECT_EQ(Of({{"a", 1, 700}}).progress_permille(), 700);
}

TEST(WeightOf, NotGivenIsOne) {
  EXPECT_EQ(WeightOf(0), 1);
  EXPECT_EQ(WeightOf(1), 1);
  EXPECT_EQ(WeightOf(2), 2);
  EXPECT_EQ(WeightOf(1000), 1000);
}

TEST(ProgressOf, TellsPartsWithoutAFigureInsteadOfCountingThemAsZero) {
  const auto progress = Of({{"a", 1, 500}, {"b", 2, std::nullopt}, {"c", 1, 1000}});
  EXPECT_EQ(progress.progress_permille(), 750);
  EXPECT_EQ(progress.known_count(), 2);
  EXPECT_EQ(progress.known_weight_permille(), 500);
  EXPECT_THAT(progress.missing(), ElementsAre("b"));
  EXPECT_EQ(progress.words().en(),
            "Progress: 75%, weighted mean of 2 parts. 1 part has no figure and does not count; 50% "
            "of the weight is known.");
}

TEST(ProgressOf, RoundsDown) {
  EXPECT_EQ(Of({{"a", 1, 1000}, {"b", 2, 999}}).progress_permille(), 999);
  EXPECT_EQ(Of({{"a", 1, 1}, {"b", 2, std::nullopt}}).known_weight_permille(), 333);
}

TEST(ProgressOf, IsAbsentWhereNobodyKnows) {
  for (const auto& parts : {std::vector<Part>{}, std::vector<Part>{{"a", 1, std::nullopt}},
                            std::vector<Part>{{"a", 0, 500}}}) {
    const auto progress = ProgressOf(parts);
    EXPECT_FALSE(progress.has_progress_permille());
    EXPECT_EQ(progress.words().en(), "No part has a figure.");
  }
}

TEST(ProgressOf, AShareOfZeroHasNoSayAndIsNotMissed) {
  const auto progress = Of({{"a", 0, 0}, {"b", 1000, 600}, {"c", 0, std::nullopt}});
  EXPECT_EQ(progress.progress_permille(), 600);
  EXPECT_EQ(progress.known_count(), 1);
  EXPECT_THAT(progress.missing(), IsEmpty());
}

TEST(ProgressOf, Laws) {
  std::mt19937 random(testing::SeedOr(20261131));
  for (int i = 0; i < 3000; ++i) {
    std::vector<Part> parts;
    for (auto n = 1 + random() % 6; n > 0; --n) {
      parts.push_back(
          {"p", static_cast<int64_t>(random() % 5),
           random() % 4 == 0 ? std::optional<int64_t>() : std::optional<int64_t>(random() % 1001)});
    }
    const auto before = ProgressOf(parts);
    int64_t least = 1000, most = 0;
    for (const Part& part : parts) {
      if (part.weight == 0 || !part.progress_permille.has_value()) continue;
      least = std::min(least, *part.progress_permille);
      most = std::max(most, *part.progress_permille);
    }
    if (before.has_progress_permille()) {
      EXPECT_GE(before.progress_permille(), least);
      EXPECT_LE(before.progress_permille(), most);
    }
    // All weights times a number: the same.
    std::vector<Part> scaled = parts;
    for (Part& part : scaled) part.weight *= 7;
    EXPECT_EQ(ProgressOf(scaled).progress_permille(), before.progress_permille());
    // A part that gets better never makes the whole worse.
    Part& better = parts[random() % parts.size()];
    if (!better.progress_permille.has_value()) continue;
    better.progress_permille = std::min<int64_t>(1000, *better.progress_permille + 50);
    EXPECT_GE(ProgressOf(parts).progress_permille(), before.progress_permille());
  }
}

}  // namespace
}  // namespace mandat::objectives
