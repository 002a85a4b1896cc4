#ifndef TESTS_SUPPORT_STREAM_READER_H_
#define TESTS_SUPPORT_STREAM_READER_H_

// What a broker's stream holds, as it lies there.

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace mandat::testing {

struct StreamMessage {
  std::string subject;
  std::string payload;
};

// Every message of the stream of the service's events, in its order. Errors of the broker.
absl::StatusOr<std::vector<StreamMessage>> ReadStream(const std::string& broker_url);

}  // namespace mandat::testing

#endif  // TESTS_SUPPORT_STREAM_READER_H_
