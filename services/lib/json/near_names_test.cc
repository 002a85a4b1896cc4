#include "services/lib/json/near_names.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mandat::json {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<absl::string_view> kNames = {"centre",       "dueTime",  "plannedEnd",
                                               "plannedStart", "sendTime", "state"};

TEST(NearNames, FindsSlipsOfThePen) {
  EXPECT_THAT(NearNames("planedStart", kNames), ElementsAre("plannedStart"));    // left out
  EXPECT_THAT(NearNames("plannedSttart", kNames), ElementsAre("plannedStart"));  // put in
  EXPECT_THAT(NearNames("stade", kNames), ElementsAre("state"));                 // changed
  EXPECT_THAT(NearNames("dueTime", kNames), ElementsAre("dueTime"));
}

TEST(NearNames, PassesOverHyphensUnderscoresAndCase) {
  EXPECT_THAT(NearNames("PLANNED_START", kNames), ElementsAre("plannedStart"));
  EXPECT_THAT(NearNames("due-time", kNames), ElementsAre("dueTime"));
}

TEST(NearNames, TellsTheNearestFirstThenInTheirOrder) {
  EXPECT_THAT(NearNames("abcdef", {"abcdxy", "abcdez", "abcdyx"}),
              ElementsAre("abcdez", "abcdxy", "abcdyx"));
}

TEST(NearNames, TellsAtMostThree) {
  EXPECT_THAT(NearNames("abcx", {"abc1", "abc2", "abc3", "abc4"}),
              ElementsAre("abc1", "abc2", "abc3"));
}

TEST(NearNames, AThirdOfTheLettersIsTheMost) {
  EXPECT_THAT(NearNames("abcdef", {"abcdxy"}), ElementsAre("abcdxy"));
  EXPECT_THAT(NearNames("abcdef", {"abcxyz"}), IsEmpty());
  EXPECT_THAT(NearNames("ab", {"ax"}), IsEmpty());
  EXPECT_THAT(NearNames("abc", {"abx"}), ElementsAre("abx"));
}

TEST(NearNames, LongNamesHaveNone) {
  const std::string longest(64, 'a');
  EXPECT_THAT(NearNames(longest, {longest}), ElementsAre(longest));
  EXPECT_THAT(NearNames(longest + "a", {longest}), IsEmpty());
}

}  // namespace
}  // namespace mandat::json
