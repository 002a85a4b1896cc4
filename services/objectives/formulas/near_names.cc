#include "services/objectives/formulas/near_names.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace mandat::objectives::formulas {
namespace {

constexpr size_t kMost = 3;
constexpr size_t kLongest = 200;

// Letters put in, left out or changed (Levenshtein).
size_t Changes(absl::string_view from, absl::string_view to) {
  from = from.substr(0, kLongest);
  to = to.substr(0, kLongest);
  std::vector<size_t> row(to.size() +
                          1);  // from the part of `from` read so far to each part of `to`
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < from.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < to.size(); ++j) {
      const size_t changed = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, diagonal + 1, row[j] + 1});
    }
  }
  return row[to.size()];
}

}  // namespace

std::vector<std::string> NearNames(absl::string_view written, std::vector<std::string> names) {
  std::vector<std::pair<size_t, std::string>> ranked;
  ranked.reserve(names.size());
  for (std::string& name : names) {
    const size_t changes = Changes(written, name);
    ranked.emplace_back(changes, std::move(name));
  }
  std::sort(ranked.begin(), ranked.end());
  ranked.resize(std::min(ranked.size(), kMost));
  std::vector<std::string> near;
  for (auto& [changes, name] : ranked) near.push_back(std::move(name));
  return near;
}

}  // namespace mandat::objectives::formulas
