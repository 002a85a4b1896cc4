#include "services/lib/ledger/bucket.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"

namespace mandat::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

TEST(Buckets, AreTheValuesInOrder) {
  EXPECT_EQ(BucketOf({Value("0403019261"), Value(int64_t{2026}), Value(), Value("SENT")}),
            "0403019261|2026||SENT");
  EXPECT_EQ(BucketOf({Value(int64_t{-4})}), "-4");
  EXPECT_EQ(BucketOf({}), "");
  EXPECT_THAT(ValuesIn("0403019261|2026||SENT"), ElementsAre("0403019261", "2026", "", "SENT"));
}

TEST(Buckets, UnderTheFirstValuesAreThoseAndNoOthers) {
  const std::string under = BucketsUnder({Value("c1"), Value(int64_t{2026})});
  EXPECT_EQ(under, "c1|2026|");
  EXPECT_THAT(BucketOf({Value("c1"), Value(int64_t{2026}), Value("SENT")}), StartsWith(under));
  EXPECT_THAT(BucketOf({Value("c1"), Value(int64_t{20261}), Value("SENT")}),
              ::testing::Not(StartsWith(under)));
  EXPECT_EQ(BucketsUnder({}), "");
  EXPECT_GT(AfterPrefix(under), BucketOf({Value("c1"), Value(int64_t{2026}), Value("~\xC3\xA9")}));
  EXPECT_LT(AfterPrefix(under), BucketOf({Value("c1"), Value(int64_t{2027}), Value()}));
  EXPECT_LT(under, BucketOf({Value("c1"), Value(int64_t{2026}), Value(), Value()}));
}

// Every pair of texts of three letters out of those that matter.
TEST(Buckets, NoValueReachesIntoAnother) {
  std::vector<std::string> texts = {""};
  for (size_t begun = 0, length = 0; length < 3; ++length) {
    const size_t end = texts.size();
    for (; begun < end; ++begun) {
      for (const char letter : {'|', '%', '7', 'C', '2', '5'}) {
        texts.push_back(texts[begun] + letter);
      }
    }
  }
  std::map<std::string, std::string> pairs;
  for (const std::string& first : texts) {
    for (const std::string& second : texts) {
      const std::string bucket = BucketOf({Value(first), Value(second)});
      ASSERT_THAT(ValuesIn(bucket), ElementsAre(first, second));
      ASSERT_TRUE(pairs.emplace(bucket, first).second) << bucket;
    }
  }
}

}  // namespace
}  // namespace mandat::ledger
