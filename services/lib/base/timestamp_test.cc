#include "services/lib/base/timestamp.h"

#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

google::protobuf::Timestamp Stamp(int64_t seconds, int32_t nanos) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(nanos);
  return timestamp;
}

TEST(Timestamp, KeepsMicroseconds) {
  const absl::Time time = absl::FromUnixMicros(1'773'310'000'123'456) + absl::Nanoseconds(789);
  EXPECT_EQ(ToTimestamp(time).seconds(), 1'773'310'000);
  EXPECT_EQ(ToTimestamp(time).nanos(), 123'456'000);
  EXPECT_EQ(ToTime(ToTimestamp(time)), absl::FromUnixMicros(1'773'310'000'123'456));
  EXPECT_EQ(ToTime(Stamp(-1, 999'999'999)), absl::UnixEpoch() - absl::Nanoseconds(1));
}

TEST(ParseTimestamp, TakesWhatTheTypeAllows) {
  constexpr int64_t kFirst = -62'135'596'800;  // 0001-01-01
  constexpr int64_t kLast = 253'402'300'799;   // 9999-12-31
  EXPECT_EQ(ParseTimestamp(Stamp(1, 5), "t").value(),
            absl::FromUnixSeconds(1) + absl::Nanoseconds(5));
  EXPECT_TRUE(ParseTimestamp(Stamp(kFirst, 0), "t").ok());
  EXPECT_TRUE(ParseTimestamp(Stamp(kLast, 999'999'999), "t").ok());
  for (const auto& wrong :
       {Stamp(kFirst - 1, 0), Stamp(kLast + 1, 0), Stamp(0, -1), Stamp(0, 1'000'000'000)}) {
    const auto refused = ParseTimestamp(wrong, "t");
    EXPECT_EQ(ReasonOf(refused.status()), "DATE_INVALID") << wrong.ShortDebugString();
    EXPECT_EQ(MetadataOf(refused.status())["field"], "t");
  }
}

}  // namespace
}  // namespace mandat::base
