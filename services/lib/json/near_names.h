#ifndef SERVICES_LIB_JSON_NEAR_NAMES_H_
#define SERVICES_LIB_JSON_NEAR_NAMES_H_

// What somebody may have meant who wrote a name that does not exist.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mandat::json {

// At most three of `names`, nearest first, then in their order: those that become `given` by at
// most a third of its letters put in, left out or changed. Hyphens, underscores and case do not
// count. None for a `given` of more than 64 bytes.
std::vector<std::string> NearNames(absl::string_view given,
                                   const std::vector<absl::string_view>& names);

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_NEAR_NAMES_H_
