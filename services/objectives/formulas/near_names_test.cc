#include "services/objectives/formulas/near_names.h"

#include "gmock/gmock.h"

namespace mandat::objectives::formulas {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(NearNames, TheNearestFirstThenByTheAlphabet) {
  EXPECT_THAT(NearNames("anser", {"zebra", "answers", "banner", "answer", "name"}),
              ElementsAre("answer", "answers", "banner"));
  EXPECT_THAT(NearNames("x", {"c", "b", "a", "d"}), ElementsAre("a", "b", "c"));
}

TEST(NearNames, CountLettersPutInLeftOutAndChanged) {
  EXPECT_THAT(NearNames("abc", {"xyz1", "abcde", "abd", "ab"}), ElementsAre("ab", "abd", "abcde"));
}

TEST(NearNames, FewerWhereThereAreFewer) {
  EXPECT_THAT(NearNames("a", {}), IsEmpty());
  EXPECT_THAT(NearNames("", {"name"}), ElementsAre("name"));
}

}  // namespace
}  // namespace mandat::objectives::formulas
