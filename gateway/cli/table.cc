#include "gateway/cli/table.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "gateway/cli/arguments.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "mandat/common/v1/types.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/json/message.h"
#include "services/lib/json/names.h"

namespace mandat::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr absl::string_view kGap = "  ";
constexpr size_t kIndent = 2;
constexpr int64_t kBarCells = 30;

// Characters, taking one for each code point.
size_t Width(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string Harmless(absl::string_view text) {
  std::string shown(text);
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = c == '\n' ? ' ' : '?';
  }
  return shown;
}

bool IsCellMessage(const Descriptor& type) {
  static const auto& types = *new std::set<const Descriptor*>{
      google::type::Date::descriptor(), Timestamp::descriptor(),
      common::v1::LocalizedText::descriptor(), common::v1::Period::descriptor(),
      common::v1::Rational::descriptor()};
  return types.count(&type) > 0;
}

bool FitsInCell(const FieldDescriptor& field) {
  if (field.is_map()) return field.message_type()->map_value()->message_type() == nullptr;
  return field.message_type() == nullptr || IsCellMessage(*field.message_type());
}

bool FitsInRow(const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (!FitsInCell(*type.field(i))) return false;
  }
  return true;
}

template <class Known>
const Known& As(const Message& message) {
  return static_cast<const Known&>(message);
}

std::string DateText(const google::type::Date& date) {
  std::string text = json::ToJson(date);
  return std::string(absl::StripSuffix(absl::StripPrefix(text, "\""), "\""));
}

std::string InstantText(const Timestamp& instant) {
  const absl::Time time = absl::FromUnixSeconds(instant.seconds());
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, base::BrusselsZone());
}

std::string MessageText(const Message& message, const Reading& reading) {
  const Descriptor* type = message.GetDescriptor();
  if (type == google::type::Date::descriptor()) return DateText(As<google::type::Date>(message));
  if (type == Timestamp::descriptor()) return InstantText(As<Timestamp>(message));
  if (type == common::v1::LocalizedText::descriptor()) {
    return std::string(base::Pick(As<common::v1::LocalizedText>(message), reading.language));
  }
  if (type == common::v1::Period::descriptor()) {
    const auto& period = As<common::v1::Period>(message);
    return absl::StrCat(DateText(period.start_date()), " to ",
                        period.has_end_date() ? DateText(period.end_date()) : "…");
  }
  const auto& rational = As<common::v1::Rational>(message);
  return absl::StrCat(rational.numerator(), "/", rational.denominator());
}

// The value of a field, or of the item `index` of a list.
std::string ValueText(const Message& message, const FieldDescriptor& field, int index,
                      const Reading& reading) {
  const Reflection& reflection = *message.GetReflection();
  const bool item = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageText(item ? reflection.GetRepeatedMessage(message, &field, index)
                              : reflection.GetMessage(message, &field),
                         reading);
    case FieldDescriptor::CPPTYPE_ENUM:
      return json::EnumCode(item ? *reflection.GetRepeatedEnum(message, &field, index)
                                 : *reflection.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = item ? reflection.GetRepeatedString(message, &field, index)
                              : reflection.GetString(message, &field);
      return field.type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(text) : text;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return (item ? reflection.GetRepeatedBool(message, &field, index)
                   : reflection.GetBool(message, &field))
                 ? "yes"
                 : "no";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(item ? reflection.GetRepeatedInt32(message, &field, index)
                               : reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(item ? reflection.GetRepeatedInt64(message, &field, index)
                               : reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(item ? reflection.GetRepeatedUInt32(message, &field, index)
                               : reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(item ? reflection.GetRepeatedUInt64(message, &field, index)
                               : reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(item ? reflection.GetRepeatedDouble(message, &field, index)
                               : reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return absl::StrCat(item ? reflection.GetRepeatedFloat(message, &field, index)
                               : reflection.GetFloat(message, &field));
  }
  return "";
}

// "age=36": an entry of a map.
std::string EntryText(const Message& message, const FieldDescriptor& field, int index,
                      const Reading& reading) {
  const Message& entry = message.GetReflection()->GetRepeatedMessage(message, &field, index);
  return absl::StrCat(ValueText(entry, *field.message_type()->map_key(), 0, reading), "=",
                      ValueText(entry, *field.message_type()->map_value(), 0, reading));
}

std::string FieldText(const Message& message, const FieldDescriptor& field,
                      const Reading& reading) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    const bool absent = field.has_presence() && !reflection.HasField(message, &field);
    return absent ? "" : Harmless(ValueText(message, field, 0, reading));
  }
  std::vector<std::string> items;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    items.push_back(Harmless(field.is_map() ? EntryText(message, field, i, reading)
                                            : ValueText(message, field, i, reading)));
  }
  if (field.is_map()) std::sort(items.begin(), items.end());
  return absl::StrJoin(items, ", ");
}

const FieldDescriptor* FindByJsonName(const Descriptor& type, absl::string_view name) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->json_name() == name || type.field(i)->name() == name) return type.field(i);
  }
  return nullptr;
}

// Takes out the columns without any text in the rows.
void DropEmptyColumns(std::vector<std::string>* titles,
                      std::vector<std::vector<std::string>>* rows) {
  for (size_t column = titles->size(); column-- > 0;) {
    const bool empty = std::all_of(rows->begin(), rows->end(),
                                   [column](const auto& row) { return row[column].empty(); });
    if (!empty || rows->empty()) continue;
    const auto at = static_cast<std::ptrdiff_t>(column);
    titles->erase(titles->begin() + at);
    for (auto& row : *rows) row.erase(row.begin() + at);
  }
}

// The lines of a sheet: (indented name, value).
using Lines = std::vector<std::pair<std::string, std::string>>;

void Describe(const Message& message, size_t depth, const Reading& reading, Lines* lines);

// A list of messages: a table where they fit in rows, else one after the other.
void DescribeList(const Message& message, const FieldDescriptor& field, size_t depth,
                  const Reading& reading, Lines* lines) {
  const Reflection& reflection = *message.GetReflection();
  const std::string indent(depth * kIndent, ' ');
  std::vector<const Message*> items;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    items.push_back(&reflection.GetRepeatedMessage(message, &field, i));
  }
  if (!FitsInRow(*field.message_type())) {
    for (size_t i = 0; i < items.size(); ++i) {
      lines->emplace_back(absl::StrCat(indent, field.json_name(), " ", i + 1), "");
      Describe(*items[i], depth + 1, reading, lines);
    }
    return;
  }
  lines->emplace_back(absl::StrCat(indent, field.json_name()), "");
  const auto table = TableOf(items, UsualColumns(*field.message_type()), EmptyColumns::kDrop,
                             {reading.language, 0});
  for (absl::string_view row : absl::StrSplit(table.value_or(""), '\n', absl::SkipEmpty())) {
    lines->emplace_back(absl::StrCat(indent, std::string(kIndent, ' '), row), "");
  }
}

// Appends a line for every field that is set.
void Describe(const Message& message, size_t depth, const Reading& reading, Lines* lines) {
  std::vector<const FieldDescriptor*> fields;
  const Reflection& reflection = *message.GetReflection();
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = absl::StrCat(std::string(depth * kIndent, ' '), field->json_name());
    if (FitsInCell(*field)) {
      lines->emplace_back(name, FieldText(message, *field, reading));
    } else if (field->is_repeated()) {
      DescribeList(message, *field, depth, reading, lines);
    } else {
      lines->emplace_back(name, "");
      Describe(reflection.GetMessage(message, field), depth + 1, reading, lines);
    }
  }
}

}  // namespace

std::string Table(absl::Span<const std::string> titles,
                  absl::Span<const std::vector<std::string>> rows, size_t width) {
  std::vector<size_t> widths;
  size_t total = 0;
  for (size_t column = 0; column < titles.size(); ++column) {
    size_t widest = Width(titles[column]);
    for (const auto& row : rows) widest = std::max(widest, Width(row[column]));
    total += widest + (column == 0 ? 0 : kGap.size());
    if (width > 0 && column > 0 && total > width) break;
    widths.push_back(widest);
  }
  std::string table;
  const auto append = [&](absl::Span<const std::string> cells) {
    std::string line;
    for (size_t column = 0; column < widths.size(); ++column) {
      if (column > 0) absl::StrAppend(&line, kGap);
      absl::StrAppend(&line, cells[column],
                      std::string(widths[column] - Width(cells[column]), ' '));
    }
    absl::StrAppend(&table, absl::StripTrailingAsciiWhitespace(line), "\n");
  };
  append(titles);
  for (const auto& row : rows) append(row);
  return table;
}

std::string Bar(int64_t part, int64_t whole) {
  if (part <= 0 || whole <= 0) return "";
  // Thousandths of large amounts leave no room for a factor.
  const auto cells = static_cast<int64_t>(absl::int128(std::min(part, whole)) * kBarCells / whole);
  std::string bar;
  for (int64_t i = 0; i < cells; ++i) bar += "█";
  return bar;
}

std::vector<std::string> UsualColumns(const Descriptor& type) {
  std::vector<std::string> paths;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (FitsInCell(field) && field.name() != "etag" && field.name() != "update_time") {
      paths.push_back(field.json_name());
    }
  }
  return paths;
}

absl::StatusOr<std::string> Cell(const Message& message, absl::string_view path,
                                 const Reading& reading) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(path, absl::MaxSplits('.', 1));
  const Descriptor& type = *message.GetDescriptor();
  const FieldDescriptor* field = FindByJsonName(type, parts.first);
  if (field != nullptr && parts.second.empty() && FitsInCell(*field)) {
    return FieldText(message, *field, reading);
  }
  if (field == nullptr || parts.second.empty() || field->is_repeated() ||
      field->message_type() == nullptr) {
    return WrongUse(absl::StrCat(type.name(), " has no column '", path, "'."));
  }
  const Reflection& reflection = *message.GetReflection();
  auto inner = Cell(reflection.GetMessage(message, field), parts.second, reading);
  // What is inside of something absent has no value, not even a zero.
  if (inner.ok() && !reflection.HasField(message, field)) return std::string();
  return inner;
}

absl::StatusOr<std::string> TableOf(absl::Span<const Message* const> messages,
                                    std::vector<std::string> paths, EmptyColumns empty,
                                    const Reading& reading) {
  if (messages.empty()) return std::string();
  std::vector<std::vector<std::string>> rows;
  for (const Message* message : messages) {
    std::vector<std::string>& row = rows.emplace_back();
    for (const std::string& path : paths) {
      ASSIGN_OR_RETURN(row.emplace_back(), Cell(*message, path, reading));
    }
  }
  if (empty == EmptyColumns::kDrop) DropEmptyColumns(&paths, &rows);
  return Table(paths, rows, reading.width);
}

std::string Sheet(const Message& message, const Reading& reading) {
  Lines lines;
  Describe(message, 0, reading, &lines);
  size_t widest = 0;
  for (const auto& [name, value] : lines) {
    if (!value.empty()) widest = std::max(widest, Width(name));
  }
  std::string sheet;
  for (const auto& [name, value] : lines) {
    const std::string gap(value.empty() ? 0 : widest - Width(name) + kGap.size(), ' ');
    absl::StrAppend(&sheet, name, gap, value, "\n");
  }
  return sheet;
}

}  // namespace mandat::cli
