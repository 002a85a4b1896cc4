#ifndef SERVICES_SOCIALAID_LAW_KEY_NAMES_H_
#define SERVICES_SOCIALAID_LAW_KEY_NAMES_H_

// Keys by their public names.

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/socialaid/law/parameters.h"

namespace mandat::socialaid::law {

// Nothing where this program knows no such key.
std::optional<Key> KeyNamed(absl::string_view name);

// The names that a caller who wrote this one may have meant: three, as base::NearNames finds them.
std::vector<std::string> NearNames(absl::string_view name);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_KEY_NAMES_H_
