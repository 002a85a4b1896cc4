#include "services/lib/csv/csv.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace mandat::csv {
namespace {

constexpr absl::string_view kFormulas[] = {"=",  "+",      "-",      "@",      "\t",    "\r",
                                           "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

// All that separates cells anywhere: whoever opens the file may have set another separator.
constexpr char kQuoted[] = ",;\t\"\r\n";

bool NeedsQuotes(absl::string_view text) {
  return text.find_first_of(kQuoted) != absl::string_view::npos || absl::StartsWith(text, " ") ||
         absl::EndsWith(text, " ");
}

}  // namespace

bool LooksLikeFormula(absl::string_view text) {
  for (const absl::string_view beginning : kFormulas) {
    if (absl::StartsWith(text, beginning)) return true;
  }
  return false;
}

void Writer::Cell(absl::string_view text) {
  if (begun_) written_ += separator_;
  begun_ = true;
  written_.append(text.data(), text.size());
}

Writer& Writer::Text(absl::string_view text) {
  std::string cell = absl::StrCat(LooksLikeFormula(text) ? "'" : "", text);
  if (NeedsQuotes(cell)) {
    cell = absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
  }
  Cell(cell);
  return *this;
}

Writer& Writer::Number(int64_t number) {
  Cell(absl::StrCat(number));
  return *this;
}

Writer& Writer::Hundredths(int64_t hundredths, char decimal) {
  const std::string cell =
      absl::StrCat(hundredths < 0 ? "-" : "", std::abs(hundredths / 100), std::string(1, decimal),
                   absl::Dec(std::abs(hundredths % 100), absl::kZeroPad2));
  // A comma may separate cells.
  Cell(decimal == separator_ ? absl::StrCat("\"", cell, "\"") : cell);
  return *this;
}

Writer& Writer::Empty() {
  Cell("");
  return *this;
}

void Writer::EndLine() {
  written_ += "\r\n";
  begun_ = false;
}

std::string Writer::Take() { return std::exchange(written_, std::string()); }

}  // namespace mandat::csv
