// Whatever the bytes: nothing breaks, and what is read is written and read again the same.

#include <cstdint>
#include <cstdlib>

#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/struct.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/json/message.h"
#include "services/lib/json/parse.h"

namespace mandat::json {
namespace {

// Rationals, amounts, dates, instants, maps, oneofs and bytes are among these.
template <typename T>
void Try(absl::string_view json, const ParseOptions& options) {
  T message;
  const absl::Status status = ParseJson(json, &message, options);
  if (!status.ok()) {
    if (base::ReasonOf(status).empty() || message.ByteSizeLong() != 0) std::abort();
    return;
  }
  const std::string written = ToJson(message);
  T again;
  if (!ParseJson(written, &again).ok() || ToJson(again) != written) std::abort();
}

}  // namespace
}  // namespace mandat::json

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using mandat::json::ParseOptions;
  const absl::string_view json(reinterpret_cast<const char*>(data), size);
  for (const auto unknown : {ParseOptions::Unknown::kIgnore, ParseOptions::Unknown::kRefuse}) {
    ParseOptions options;
    options.unknown = unknown;
    mandat::json::Try<mandat::socialaid::v1::Article60Request>(json, options);
    mandat::json::Try<mandat::socialaid::v1::TraceStep>(json, options);
    mandat::json::Try<mandat::objectives::v1::Target>(json, options);
    mandat::json::Try<google::protobuf::Value>(json, options);
    mandat::json::Try<google::protobuf::UninterpretedOption>(json, options);
  }
  return 0;
}
