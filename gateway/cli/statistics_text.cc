#include "gateway/cli/statistics_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "mandat/common/v1/statistics.pb.h"
#include "services/lib/base/localized_text.h"

namespace mandat::cli {
namespace {

using common::v1::StatisticsCell;
using common::v1::StatisticsRow;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "by_answer_time" → "By answer time".
std::string Heading(absl::string_view field) {
  std::string words = absl::StrReplaceAll(field, {{"_", " "}});
  words[0] = absl::ascii_toupper(words[0]);
  return words;
}

std::string CellText(const StatisticsCell& cell) {
  return cell.has_count() ? absl::StrCat(cell.count()) : "…";
}

// 1961 hundredths of a percent are "+19.61 %".
std::string GrowthText(const StatisticsRow& row) {
  if (!row.has_growth_hundredths()) return "";
  const int64_t growth = row.growth_hundredths();
  return absl::StrCat(growth < 0 ? "-" : "+", std::abs(growth / 100), ".",
                      absl::Dec(std::abs(growth % 100), absl::kZeroPad2), " %");
}

std::string RowsText(const std::vector<const StatisticsRow*>& rows, const Reading& reading) {
  int64_t largest = 0;
  for (const StatisticsRow* row : rows) largest = std::max(largest, row->count().count());
  std::vector<std::vector<std::string>> lines;
  for (const StatisticsRow* row : rows) {
    const absl::string_view name = base::Pick(row->display_name(), reading.language);
    lines.push_back({std::string(name.empty() ? row->key() : name), CellText(row->count()),
                     CellText(row->count_before()), GrowthText(*row),
                     Bar(row->count().count(), largest)});
  }
  return Table({"", "count", "before", "growth", ""}, lines, reading.width);
}

// "82.7 %"
std::string PermilleText(const Message& statistics, const FieldDescriptor* field) {
  const google::protobuf::Reflection& values = *statistics.GetReflection();
  if (field == nullptr || !values.HasField(statistics, field)) return "…";
  const int32_t permille = values.GetInt32(statistics, field);
  return absl::StrCat(permille / 10, ".", permille % 10, " %");
}

}  // namespace

std::string StatisticsText(const Message& statistics, const Reading& reading) {
  const google::protobuf::Descriptor& type = *statistics.GetDescriptor();
  const google::protobuf::Reflection& values = *statistics.GetReflection();
  std::string text;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (absl::EndsWith(field->name(), "_permille")) {
      const FieldDescriptor* before = type.FindFieldByName(absl::StrCat(field->name(), "_before"));
      absl::StrAppend(&text, "\n", Heading(absl::StripSuffix(field->name(), "_permille")), ": ",
                      PermilleText(statistics, field), ", the year before ",
                      PermilleText(statistics, before), "\n");
    }
    if (field->message_type() != StatisticsRow::descriptor()) continue;
    std::vector<const StatisticsRow*> rows;
    if (!field->is_repeated()) {
      rows.push_back(static_cast<const StatisticsRow*>(&values.GetMessage(statistics, field)));
    }
    for (int at = 0; field->is_repeated() && at < values.FieldSize(statistics, field); ++at) {
      rows.push_back(
          static_cast<const StatisticsRow*>(&values.GetRepeatedMessage(statistics, field, at)));
    }
    if (rows.empty()) continue;
    absl::StrAppend(&text, text.empty() ? "" : "\n", Heading(field->name()), "\n",
                    RowsText(rows, reading));
  }
  return text;
}

}  // namespace mandat::cli
