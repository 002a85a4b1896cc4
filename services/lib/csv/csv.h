#ifndef SERVICES_LIB_CSV_CSV_H_
#define SERVICES_LIB_CSV_CSV_H_

// Tables as files for spreadsheets: RFC 4180 (lines end in CR LF, quotes are doubled) in UTF-8.
//
// A spreadsheet takes a cell that begins with certain characters for a formula and runs it, with
// the rights of whoever opens the file. What people wrote may begin with any character; so such a
// text is given an apostrophe in front, which spreadsheets take as "this is text".

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace mandat::csv {

// Put first, it makes a spreadsheet read the file as UTF-8.
inline constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Whether a spreadsheet might run it: it begins with = + - @, one of their full-width forms, a
// tabulator or the end of a line.
bool LooksLikeFormula(absl::string_view text);

// Writes line after line, cell after cell.
class Writer {
 public:
  // Between cells: `;`, `,` or a tabulator.
  explicit Writer(char separator) : separator_(separator) {}

  // A text, guarded. Nothing in it ends the cell.
  Writer& Text(absl::string_view text);
  // A number of ours; no apostrophe where it is negative.
  Writer& Number(int64_t number);
  // A number of hundredths with a decimal sign of one character: 1961 is `19,61`.
  Writer& Hundredths(int64_t hundredths, char decimal);
  Writer& Empty();
  void EndLine();

  // What was written since the last call.
  std::string Take();

 private:
  void Cell(absl::string_view text);

  const char separator_;
  bool begun_ = false;  // the line has a cell
  std::string written_;
};

}  // namespace mandat::csv

#endif  // SERVICES_LIB_CSV_CSV_H_
