#ifndef SERVICES_LIB_TESTING_DOCUMENTATION_H_
#define SERVICES_LIB_TESTING_DOCUMENTATION_H_

// For tests: whether a page says what the code does. A table that the code has is written from the
// code and looked for in the page, so that neither changes alone.

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace mandat::testing {

// The text of a page, such as "services/objectives/README.md"; empty if there is none.
inline std::string PageAt(absl::string_view path) {
  std::ifstream file(absl::StrCat(MANDAT_SOURCE_DIR, "/", path));
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Rows of cells as a Markdown table. The first row is the head; an empty cell is a dash, and so is
// one that is missing.
inline std::string MarkdownTable(std::vector<std::vector<std::string>> rows) {
  std::string table;
  const size_t columns = rows.front().size();
  for (size_t i = 0; i < rows.size(); ++i) {
    rows[i].resize(columns);
    for (std::string& cell : rows[i]) {
      if (cell.empty()) cell = "–";
    }
    absl::StrAppend(&table, "| ", absl::StrJoin(rows[i], " | "), " |\n");
    if (i > 0) continue;
    for (size_t column = 0; column < columns; ++column) table += "|---";
    table += "|\n";
  }
  return table;
}

// Guards in the words that the namespace of their kind has for them.
template <typename Guards>
std::string WordsOfGuards(const Guards& guards) {
  return absl::StrJoin(guards, "; ", [](std::string* words, const auto& guard) {
    *words += std::string(WordsOf(guard));
  });
}

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_DOCUMENTATION_H_
