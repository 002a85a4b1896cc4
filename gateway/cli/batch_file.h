#ifndef GATEWAY_CLI_BATCH_FILE_H_
#define GATEWAY_CLI_BATCH_FILE_H_

// A file of requests, one JSON object a line, cut into the calls that take it.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/cli/input.h"
#include "google/protobuf/descriptor.h"

namespace mandat::cli {

// One call: its lines, and where they stand in the file (from 1).
struct BatchCall {
  Json lines = Json::array();
  std::vector<int64_t> places;
};

// A line that is not sent, and why.
struct RefusedLine {
  int64_t place = 0;
  std::string error;
};

struct BatchFile {
  std::vector<BatchCall> calls;
  std::vector<RefusedLine> refused;
  int64_t lines = 0;
};

// What every line has where it does not say otherwise: names and texts as of SetField().
using Defaults = std::vector<std::pair<std::string, std::string>>;

// Empty lines are passed over. A line that is no object of the type is refused; each other gets a
// `requestId` from what it says, so that a file that was put right and is given again files the
// lines that were right only once. `WRONG_USE` where a default does not fit the type.
absl::StatusOr<BatchFile> CutIntoCalls(absl::string_view text, const Defaults& defaults,
                                       const google::protobuf::Descriptor& line_type);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_BATCH_FILE_H_
