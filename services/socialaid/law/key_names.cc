#include "services/socialaid/law/key_names.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace mandat::socialaid::law {
namespace {

constexpr size_t kNamesTold = 3;

// How many letters must be added, taken away or replaced to make one text of the other.
size_t Distance(absl::string_view a, absl::string_view b) {
  // Of the letters of `a` so far to each beginning of `b`.
  std::vector<size_t> distances(b.size() + 1);
  std::iota(distances.begin(), distances.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(distances[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = distances[j + 1];
      distances[j + 1] = std::min({replaced, diagonal + 1, distances[j] + 1});
    }
  }
  return distances.back();
}

}  // namespace

std::optional<Key> KeyNamed(absl::string_view name) {
  for (int i = 0; i < kKeys; ++i) {
    if (FactsOf(static_cast<Key>(i)).name == name) return static_cast<Key>(i);
  }
  return std::nullopt;
}

std::vector<absl::string_view> NearNames(absl::string_view name) {
  std::vector<std::pair<size_t, absl::string_view>> names;
  for (int i = 0; i < kKeys; ++i) {
    const absl::string_view known = FactsOf(static_cast<Key>(i)).name;
    names.emplace_back(Distance(name, known), known);
  }
  std::sort(names.begin(), names.end());
  std::vector<absl::string_view> near;
  for (size_t i = 0; i < kNamesTold; ++i) near.push_back(names[i].second);
  return near;
}

}  // namespace mandat::socialaid::law
