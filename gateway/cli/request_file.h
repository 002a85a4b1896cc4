#ifndef GATEWAY_CLI_REQUEST_FILE_H_
#define GATEWAY_CLI_REQUEST_FILE_H_

// A file of requests, one JSON object a line, read as it is sent: never more of it than a line is
// in memory.

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/cli/client.h"
#include "gateway/cli/input.h"
#include "google/protobuf/descriptor.h"

namespace mandat::cli {

// What every line has where it does not say otherwise: names and texts as of SetField().
using Defaults = std::vector<std::pair<std::string, std::string>>;

// A line that is not empty.
struct FileLine {
  // Where it stands in the file, from 1.
  int64_t place = 0;
  // OK, or why it is not sent: `WRONG_USE`.
  absl::Status status;
  // What it says; null where it is not sent.
  MessagePtr message;
};

class RequestFile {
 public:
  // The text and the type outlive the file. `WRONG_USE` where a default does not fit the type.
  static absl::StatusOr<RequestFile> Open(std::istream* text, const Defaults& defaults,
                                          const google::protobuf::Descriptor& line_type);

  // Absent at the end. Empty lines are passed over. A line whose type has a `requestId` gets it
  // from what it says, so that a file that was put right and is given again files the lines that
  // were right only once.
  std::optional<FileLine> Next();

  // Those that Next() gave.
  int64_t lines() const { return lines_; }

 private:
  RequestFile(std::istream* text, Json defaults, const google::protobuf::Descriptor& line_type)
      : text_(text), defaults_(std::move(defaults)), line_type_(&line_type) {}

  absl::StatusOr<MessagePtr> Parse(const std::string& line) const;

  std::istream* text_;
  Json defaults_;
  const google::protobuf::Descriptor* line_type_;
  int64_t place_ = 0;
  int64_t lines_ = 0;
};

// Whether lines of the type have ids of their own; those of others follow from that of the file and
// their number.
bool HaveOwnIds(const google::protobuf::Descriptor& line_type);

// Lines that are not empty, in the whole text.
int64_t CountLines(std::istream& text);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_REQUEST_FILE_H_
