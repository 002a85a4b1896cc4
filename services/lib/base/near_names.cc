#include "services/lib/base/near_names.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace mandat::base {
namespace {

constexpr size_t kNamesMost = 3;
constexpr size_t kBytesMost = 200;

}  // namespace

size_t LettersApart(absl::string_view a, absl::string_view b) {
  a = a.substr(0, kBytesMost);
  b = b.substr(0, kBytesMost);
  // From the part of `a` read so far to each beginning of `b`.
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

std::vector<std::string> NearNames(absl::string_view written, std::vector<std::string> names) {
  std::vector<std::pair<size_t, std::string>> ranked;
  ranked.reserve(names.size());
  for (std::string& name : names) {
    const size_t apart = LettersApart(written, name);
    ranked.emplace_back(apart, std::move(name));
  }
  std::sort(ranked.begin(), ranked.end());
  ranked.resize(std::min(ranked.size(), kNamesMost));
  std::vector<std::string> near;
  for (auto& [apart, name] : ranked) near.push_back(std::move(name));
  return near;
}

}  // namespace mandat::base
