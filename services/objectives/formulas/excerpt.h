#ifndef SERVICES_OBJECTIVES_FORMULAS_EXCERPT_H_
#define SERVICES_OBJECTIVES_FORMULAS_EXCERPT_H_

// Resources in their bytes, less what nobody asks for: to parse a whole one costs many times as
// much.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mandat::objectives::formulas {

// Copies the fields with these numbers, each as often as it is there and in its order, from a
// message in its bytes. False where these are no message; what is inside a field is not looked at.
bool Excerpt(absl::string_view message, const std::vector<int>& fields, std::string* excerpt);

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_EXCERPT_H_
