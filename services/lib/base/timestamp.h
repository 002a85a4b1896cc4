#ifndef SERVICES_LIB_BASE_TIMESTAMP_H_
#define SERVICES_LIB_BASE_TIMESTAMP_H_

// Instants: google.protobuf.Timestamp on the wire, absl::Time inside.

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace mandat::base {

// To the microsecond, in which the log counts; what is finer is cut off. Years 1 to 9999.
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// The instant of one that was stored, or checked with ParseTimestamp.
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

// The instant that a caller names. `DATE_INVALID` about `field`: outside the years 1 to 9999, or no
// valid fraction of a second.
absl::StatusOr<absl::Time> ParseTimestamp(const google::protobuf::Timestamp& timestamp,
                                          absl::string_view field);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_TIMESTAMP_H_
