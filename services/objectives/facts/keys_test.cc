#include "services/objectives/facts/keys.h"

#include "gmock/gmock.h"

namespace mandat::objectives::facts {
namespace {

TEST(ShortService, IsInTheMiddleOfAServicesName) {
  EXPECT_EQ(ShortService("be.mandat.socialaid.v1"), "socialaid");
  EXPECT_EQ(ShortService("be.mandat.socialaid.v2"), "");
  EXPECT_EQ(ShortService("socialaid"), "");
}

TEST(FactName, SortsByArrivalAndSaysIt) {
  EXPECT_EQ(FactName("socialaid-1", 42), "facts/socialaid-1-00000000002a");
  EXPECT_LT(FactName("socialaid-1", 0xffff), FactName("socialaid-1", 0x10000));
  for (const int64_t arrival : {int64_t{0}, int64_t{1}, int64_t{0xabcdef}, int64_t{1} << 47}) {
    EXPECT_EQ(ArrivalOf(FactName("socialaid-12", arrival)), arrival);
  }
  EXPECT_EQ(ServiceOf(FactLogName("partners")), "partners");
}

TEST(Bucket, IsReadAsItWasWritten) {
  for (const v1::FactRole role : {v1::FACT_ROLE_NUMERATOR, v1::FACT_ROLE_DENOMINATOR}) {
    const std::string text = ToText({7, role, "socialaid-1", "2026-q1"});
    EXPECT_THAT(text, ::testing::StartsWith(BucketPrefix(7)));
    EXPECT_THAT(text, ::testing::Not(::testing::StartsWith(BucketPrefix(77))));
    const std::optional<Bucket> bucket = ParseBucket(text);
    ASSERT_TRUE(bucket.has_value());
    EXPECT_EQ(bucket->formula, 7);
    EXPECT_EQ(bucket->role, role);
    EXPECT_EQ(bucket->log, "socialaid-1");
    EXPECT_EQ(bucket->period, "2026-q1");
  }
  EXPECT_FALSE(ParseBucket("7|n|socialaid-1").has_value());
  EXPECT_FALSE(ParseBucket("x|n|socialaid-1|2026").has_value());
}

}  // namespace
}  // namespace mandat::objectives::facts
