#include "services/lib/runtime/lines_stream.h"

#include <limits>

#include "services/lib/base/request_checks.h"
#include "services/lib/base/request_id.h"

namespace mandat::runtime {

common::v1::LineError LineErrorOf(const absl::Status& status) {
  common::v1::LineError error;
  error.set_code(absl::StatusCodeToString(status.code()));
  error.set_reason(base::ReasonOf(status));
  error.set_message(std::string(status.message()));
  for (const auto& [key, value] : base::MetadataOf(status)) {
    (*error.mutable_metadata())[key] = value;
  }
  return error;
}

bool IsBusy(const absl::Status& status) { return base::ReasonOf(status) == "SERVER_BUSY"; }

bool IsVerdict(const absl::Status& status) {
  if (status.ok()) return true;
  const bool of_the_call =
      IsBusy(status) || absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
  return !of_the_call && !base::ReasonOf(status).empty();
}

absl::Status CheckFileId(const std::string& request_id) {
  if (request_id.empty()) return base::Required("request_id");
  return base::CheckRequestId(request_id);
}

absl::StatusOr<int> NumberOfLine(bool has_request_id, bool has_line, int given, int last) {
  if (has_request_id) {
    return base::InvalidField("REQUEST_ID_GIVEN_TWICE", "request_id",
                              "Send it in the first message alone.");
  }
  if (!has_line) return base::Required("line");
  const bool next = given == 0 && last < std::numeric_limits<int>::max();
  const int number = next ? last + 1 : given;
  if (number > last) return number;
  return base::WithMetadata(
      base::InvalidField("LINE_NUMBER_INVALID", "number",
                         absl::StrCat("Send a number greater than ", last, ", or none.")),
      "last", absl::StrCat(last));
}

}  // namespace mandat::runtime
