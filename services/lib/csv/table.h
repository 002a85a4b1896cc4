#ifndef SERVICES_LIB_CSV_TABLE_H_
#define SERVICES_LIB_CSV_TABLE_H_

// A table for a spreadsheet, before it is a file of one kind or another.

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/lib/base/rational.h"

namespace mandat::csv {

// How a number is shown.
enum class NumberFormat {
  kPlain,    // 12; 12.50 where it is no whole number
  kPercent,  // 9/10 is 90.00 %
  kEuro,     // euros: 12.50
};

// A number, exact. Where a file holds two decimals alone, what is finer is cut off downwards, or
// upwards where `cut_up`: a figure of which less is better then does not look better than it is.
struct Number {
  base::Rational value;
  NumberFormat format = NumberFormat::kPlain;
  bool cut_up = false;
};

// Nothing, a text that people wrote, a number, or a day.
using Cell = std::variant<std::monostate, std::string, Number, absl::CivilDay>;

struct Table {
  // Of the sheet; at most 31 characters and none of []:*?/\.
  std::string name;
  std::vector<std::string> headings;
  std::vector<std::vector<Cell>> lines;
  // What is to be known of the table, each with its heading. A sheet of its own, called as said;
  // not in CSV.
  std::string notes_name;
  std::vector<std::pair<std::string, Cell>> notes;
};

// The file, with a byte order mark, headings, and `decimal` as the decimal sign. A percentage is
// the number before the sign: 90,00.
std::string ToCsv(const Table& table, char separator, char decimal);

}  // namespace mandat::csv

#endif  // SERVICES_LIB_CSV_TABLE_H_
