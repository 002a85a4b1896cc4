#include "services/lib/json/near_names.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/lib/base/near_names.h"

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

}  // namespace

std::vector<std::string> NearNames(absl::string_view given,
                                   const std::vector<absl::string_view>& names) {
  if (given.size() > kBytesMax) return {};
  const std::string plain = Plain(given);
  std::vector<std::pair<size_t, absl::string_view>> near;
  for (const absl::string_view name : names) {
    const size_t distance = base::LettersApart(plain, Plain(name));
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
