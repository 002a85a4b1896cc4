#ifndef SERVICES_OBJECTIVES_FORMULAS_NEAR_NAMES_H_
#define SERVICES_OBJECTIVES_FORMULAS_NEAR_NAMES_H_

// What somebody may have meant who wrote a name that there is not.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mandat::objectives::formulas {

// The three of `names` that are fewest changes of a letter away from `written`, the nearest first;
// of equally near ones the first of the alphabet. Fewer where there are fewer. Up to 200 bytes of
// each are looked at.
std::vector<std::string> NearNames(absl::string_view written, std::vector<std::string> names);

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_NEAR_NAMES_H_
