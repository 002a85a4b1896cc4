#ifndef GATEWAY_CLI_TABLE_H_
#define GATEWAY_CLI_TABLE_H_

// Messages as people read them: aligned tables and indented text, derived from the descriptors.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"

namespace mandat::cli {

// How people read.
struct Reading {
  // fr, nl, de or en: which of several languages of one text.
  std::string language = "en";
  // Columns of characters; 0 = as wide as needed.
  size_t width = 0;
};

// One line a row, two spaces between columns, no space at the end of a line; where it is wider than
// `width`, the last columns are left out, but never the first. Text is UTF-8; what would disturb a
// terminal (control characters) is shown as `?`.
std::string Table(absl::Span<const std::string> titles,
                  absl::Span<const std::vector<std::string>> rows, size_t width);

// What the part is beside the whole, for a cell: at most 30 characters, empty where either is not
// positive.
std::string Bar(int64_t part, int64_t whole);

// The paths that a table of such messages shows when nobody chooses: every field that fits in a
// cell, but for the etag and the time of the last change.
std::vector<std::string> UsualColumns(const google::protobuf::Descriptor& type);

// The field at `path` (`state`, `answer.endDate`), as text: codes, dates, instants in Brussels
// time, one language of a localized text, lists and maps with commas. Empty where it is not set.
// `WRONG_USE` where there is no such field, or it does not fit in a cell.
absl::StatusOr<std::string> Cell(const google::protobuf::Message& message, absl::string_view path,
                                 const Reading& reading);

// What happens to columns without any text.
enum class EmptyColumns { kKeep, kDrop };

// A table of messages of one type. Errors as of Cell().
absl::StatusOr<std::string> TableOf(absl::Span<const google::protobuf::Message* const> messages,
                                    std::vector<std::string> paths, EmptyColumns empty,
                                    const Reading& reading);

// One message in full: a line a field that is set, what is inside another indented. Lists of
// messages are tables where all that they hold fits in cells.
std::string Sheet(const google::protobuf::Message& message, const Reading& reading);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_TABLE_H_
