#include "services/lib/csv/table.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/csv/csv.h"

namespace mandat::csv {
namespace {

void Write(const Number& number, char decimal, Writer* writer) {
  const bool plain = number.format == NumberFormat::kPlain;
  if (plain && number.value.denominator() == 1) {
    writer->Number(number.value.numerator());
    return;
  }
  const int64_t scale = number.format == NumberFormat::kPercent ? 10'000 : 100;
  const auto hundredths = base::Multiply(number.value, scale);
  if (!hundredths.ok()) {  // beyond 64 bits: as exact as it was
    writer->Text(absl::StrCat(number.value.numerator(), "/", number.value.denominator()));
    return;
  }
  writer->Hundredths(number.cut_up ? hundredths->Ceil() : hundredths->Floor(), decimal);
}

void Write(const Cell& cell, char decimal, Writer* writer) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    writer->Text(*text);
  } else if (const auto* number = std::get_if<Number>(&cell)) {
    Write(*number, decimal, writer);
  } else if (const auto* day = std::get_if<absl::CivilDay>(&cell)) {
    writer->Text(base::ToIso(*day));
  } else {
    writer->Empty();
  }
}

}  // namespace

std::string ToCsv(const Table& table, char separator, char decimal) {
  Writer writer(separator);
  for (const std::string& heading : table.headings) writer.Text(heading);
  writer.EndLine();
  for (const std::vector<Cell>& line : table.lines) {
    for (const Cell& cell : line) Write(cell, decimal, &writer);
    writer.EndLine();
  }
  return absl::StrCat(kByteOrderMark, writer.Take());
}

}  // namespace mandat::csv
