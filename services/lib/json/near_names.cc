#include "services/lib/json/near_names.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"

namespace mandat::json {
namespace {

constexpr size_t kBytesMax = 64;
constexpr size_t kNamesMax = 3;

std::string Plain(absl::string_view name) {
  std::string plain;
  for (const char letter : name) {
    if (letter != '_' && letter != '-') plain.push_back(absl::ascii_tolower(letter));
  }
  return plain;
}

// Fewest letters to put in, leave out or change (Levenshtein), row by row.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t before = std::exchange(row[0], i + 1);  // of the row above, one to the left
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t changed = before + (a[i] == b[j] ? 0 : 1);
      before = row[j + 1];
      row[j + 1] = std::min({changed, before + 1, row[j] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> NearNames(absl::string_view given,
                                   const std::vector<absl::string_view>& names) {
  if (given.size() > kBytesMax) return {};
  const std::string plain = Plain(given);
  std::vector<std::pair<size_t, absl::string_view>> near;
  for (const absl::string_view name : names) {
    const size_t distance = Distance(plain, Plain(name));
    if (distance * 3 <= plain.size()) near.emplace_back(distance, name);
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> found;
  for (const auto& [distance, name] : near) {
    if (found.size() < kNamesMax) found.emplace_back(name);
  }
  return found;
}

}  // namespace mandat::json
