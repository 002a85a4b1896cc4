#include "services/socialaid/law/key_names.h"

#include <utility>

#include "services/lib/base/near_names.h"

namespace mandat::socialaid::law {

std::optional<Key> KeyNamed(absl::string_view name) {
  for (int i = 0; i < kKeys; ++i) {
    if (FactsOf(static_cast<Key>(i)).name == name) return static_cast<Key>(i);
  }
  return std::nullopt;
}

std::vector<std::string> NearNames(absl::string_view name) {
  std::vector<std::string> names;
  for (int i = 0; i < kKeys; ++i) names.emplace_back(FactsOf(static_cast<Key>(i)).name);
  return base::NearNames(name, std::move(names));
}

}  // namespace mandat::socialaid::law
