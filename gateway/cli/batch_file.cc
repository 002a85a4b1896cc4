#include "gateway/cli/batch_file.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "gateway/cli/client.h"
#include "gateway/cli/exit_code.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"

namespace mandat::cli {
namespace {

// What the services take in one call.
constexpr size_t kLinesMost = 500;
// Below the largest request (1 MiB), with room for the envelope.
constexpr size_t kBytesMost = size_t{768} * 1024;

constexpr char kRequestId[] = "requestId";

absl::StatusOr<Json> ReadLine(absl::string_view text, const Json& defaults,
                              const google::protobuf::Descriptor& type) {
  ASSIGN_OR_RETURN(const Json given, ParseObject(text, "the line"));
  Json line = defaults;
  line.update(given);
  if (!line.contains(kRequestId)) {
    line[kRequestId] = base::MakeUuidV5(base::kUuidNamespaceUrl, line.dump());
  }
  const MessagePtr message = NewMessage(type);
  RETURN_IF_ERROR(ReadMessage(line, message.get()));
  return line;
}

}  // namespace

absl::StatusOr<BatchFile> CutIntoCalls(absl::string_view text, const Defaults& defaults,
                                       const google::protobuf::Descriptor& line_type) {
  Json common = Json::object();
  for (const auto& [name, value] : defaults) {
    RETURN_IF_ERROR(SetField(name, value, line_type, &common));
  }
  BatchFile file;
  size_t bytes = 0;
  int64_t place = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++place;
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    ++file.lines;
    absl::StatusOr<Json> object = ReadLine(line, common, line_type);
    if (!object.ok()) {
      file.refused.push_back({place, ErrorLine(object.status())});
      continue;
    }
    const bool full = !file.calls.empty() && (file.calls.back().places.size() == kLinesMost ||
                                              bytes + line.size() > kBytesMost);
    if (file.calls.empty() || full) {
      file.calls.emplace_back();
      bytes = 0;
    }
    file.calls.back().lines.push_back(*std::move(object));
    file.calls.back().places.push_back(place);
    bytes += line.size();
  }
  return file;
}

}  // namespace mandat::cli
