#include "gateway/cli/request_file.h"

#include <streambuf>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/cli/command.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"

namespace mandat::cli {
namespace {

// Services refuse messages of more than 1 MiB with a receipt, and break a stream at 4 MiB.
constexpr size_t kLineBytesMost = size_t{2} * 1024 * 1024;

constexpr char kRequestId[] = "requestId";

// The next line, of which no more is kept than shows that it is too long. False at the end.
bool ReadLine(std::istream& text, std::string* line) {
  using Traits = std::istream::traits_type;
  line->clear();
  std::streambuf* const buffer = text.rdbuf();
  int next = buffer->sbumpc();
  if (next == Traits::eof()) return false;
  for (; next != Traits::eof() && next != '\n'; next = buffer->sbumpc()) {
    if (line->size() <= kLineBytesMost) line->push_back(Traits::to_char_type(next));
  }
  return true;
}

bool IsEmpty(const std::string& line) { return absl::StripAsciiWhitespace(line).empty(); }

}  // namespace

absl::StatusOr<RequestFile> RequestFile::Open(std::istream* text, const Defaults& defaults,
                                              const google::protobuf::Descriptor& line_type) {
  Json common = Json::object();
  for (const auto& [name, value] : defaults) {
    RETURN_IF_ERROR(SetField(name, value, line_type, &common));
  }
  return RequestFile(text, std::move(common), line_type);
}

std::optional<FileLine> RequestFile::Next() {
  for (std::string line; ReadLine(*text_, &line);) {
    ++place_;
    if (IsEmpty(line)) continue;
    ++lines_;
    absl::StatusOr<MessagePtr> message = Parse(line);
    FileLine next{place_, message.status(), nullptr};
    if (message.ok()) next.message = *std::move(message);
    return next;
  }
  return std::nullopt;
}

absl::StatusOr<MessagePtr> RequestFile::Parse(const std::string& line) const {
  if (line.size() > kLineBytesMost) {
    return WrongUse(absl::StrCat("the line has more than ", kLineBytesMost, " bytes."));
  }
  ASSIGN_OR_RETURN(const Json given, ParseObject(line, "the line"));
  Json object = defaults_;
  object.update(given);
  if (HaveOwnIds(*line_type_) && !object.contains(kRequestId)) {
    object[kRequestId] = base::MakeUuidV5(base::kUuidNamespaceUrl, object.dump());
  }
  MessagePtr message = NewMessage(*line_type_);
  RETURN_IF_ERROR(ReadMessage(object, message.get()));
  return message;
}

bool HaveOwnIds(const google::protobuf::Descriptor& line_type) {
  return line_type.FindFieldByName("request_id") != nullptr;
}

int64_t CountLines(std::istream& text) {
  int64_t lines = 0;
  for (std::string line; ReadLine(text, &line);) lines += IsEmpty(line) ? 0 : 1;
  return lines;
}

}  // namespace mandat::cli
