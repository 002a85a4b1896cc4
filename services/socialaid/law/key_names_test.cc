#include "services/socialaid/law/key_names.h"

#include "gmock/gmock.h"

namespace mandat::socialaid::law {
namespace {

using ::testing::ElementsAre;

TEST(KeyNames, FindEveryKeyByItsNameAndNothingElse) {
  for (int i = 0; i < kKeys; ++i) {
    EXPECT_EQ(KeyNamed(FactsOf(static_cast<Key>(i)).name), static_cast<Key>(i));
  }
  EXPECT_EQ(KeyNamed(""), std::nullopt);
  EXPECT_EQ(KeyNamed("claim"), std::nullopt);
  EXPECT_EQ(KeyNamed("claim.rule_set "), std::nullopt);
}

TEST(KeyNames, TellTheNearestFirst) {
  EXPECT_EQ(NearNames("claim.ruleset").front(), "claim.rule_set");
  EXPECT_EQ(NearNames("admision.from_2026_3.days").front(), "admission.from_2026_03.days");
  EXPECT_THAT(NearNames("right.from_2026_03.extra_month"),
              ElementsAre("right.from_2026_03.extra_months", "right.from_2026_03.base_months",
                          "right.from_2026_03.days_per_extra_month"));
  EXPECT_EQ(NearNames("").size(), 3u);
}

TEST(KeyNames, AreNearANameOfAnyLength) {
  EXPECT_EQ(NearNames(std::string(size_t{1} << 20, 'x')).size(), 3u);
}

}  // namespace
}  // namespace mandat::socialaid::law
