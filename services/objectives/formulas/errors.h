#ifndef SERVICES_OBJECTIVES_FORMULAS_ERRORS_H_
#define SERVICES_OBJECTIVES_FORMULAS_ERRORS_H_

// What formulas are refused with, and the paths in them that errors name.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mandat::objectives::formulas {

// `at` and `name` joined: "share.numerator"; `name` alone where `at` is empty.
std::string Within(absl::string_view at, absl::string_view name);
// "events[2]" within `at`.
std::string Within(absl::string_view at, absl::string_view name, int place);

// INVALID_ARGUMENT about what is at `at` in a formula. `written` is what it says (metadata
// `value`).
absl::Status InvalidPart(absl::string_view reason, absl::string_view at, absl::string_view written,
                         absl::string_view message);

// The same for a name that there is not, with those that are near (metadata `near`) behind the
// message.
absl::Status UnknownName(absl::string_view reason, absl::string_view at, absl::string_view written,
                         absl::string_view message, std::vector<std::string> names);

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_ERRORS_H_
