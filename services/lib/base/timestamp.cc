#include "services/lib/base/timestamp.h"

#include <cstdint>

#include "google/protobuf/util/time_util.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int32_t kNanosMost = 999'999'999;

}  // namespace

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

absl::StatusOr<absl::Time> ParseTimestamp(const google::protobuf::Timestamp& timestamp,
                                          absl::string_view field) {
  if (timestamp.seconds() < TimeUtil::kTimestampMinSeconds ||
      timestamp.seconds() > TimeUtil::kTimestampMaxSeconds || timestamp.nanos() < 0 ||
      timestamp.nanos() > kNanosMost) {
    return InvalidField("DATE_INVALID", field, "Give a time of this calendar.");
  }
  return ToTime(timestamp);
}

}  // namespace mandat::base
