#include "services/lib/base/near_names.h"

#include "gmock/gmock.h"

namespace mandat::base {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LettersApart, CountsLettersPutInLeftOutAndChanged) {
  EXPECT_EQ(LettersApart("", ""), 0u);
  EXPECT_EQ(LettersApart("answer", "answer"), 0u);
  EXPECT_EQ(LettersApart("", "abc"), 3u);
  EXPECT_EQ(LettersApart("abc", ""), 3u);
  EXPECT_EQ(LettersApart("answer", "answers"), 1u);
  EXPECT_EQ(LettersApart("kitten", "sitting"), 3u);
}

TEST(LettersApart, LooksAtTheFirst200BytesOfEach) {
  const std::string longest(200, 'a');
  EXPECT_EQ(LettersApart(longest + "b", longest + "cd"), 0u);
  EXPECT_EQ(LettersApart(longest.substr(1) + "b", longest), 1u);
}

// The whole of both would be 10^12 steps, which no test outlives.
TEST(LettersApart, AnswersWhateverTheLength) {
  const std::string mebibyte(size_t{1} << 20, 'x');
  EXPECT_EQ(LettersApart(mebibyte, mebibyte + "y"), 0u);
  EXPECT_EQ(LettersApart(mebibyte, std::string(size_t{1} << 20, 'y')), 200u);
  EXPECT_THAT(NearNames(mebibyte, {mebibyte, "x", "y"}), ElementsAre(mebibyte, "x", "y"));
}

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
}  // namespace mandat::base
