#include "services/objectives/formulas/errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/lib/base/error.h"
#include "services/lib/base/near_names.h"
#include "services/lib/base/request_checks.h"

namespace mandat::objectives::formulas {

std::string Within(absl::string_view at, absl::string_view name) {
  return at.empty() ? std::string(name) : absl::StrCat(at, ".", name);
}

std::string Within(absl::string_view at, absl::string_view name, int place) {
  return base::ElementOf(Within(at, name), place);
}

absl::Status InvalidPart(absl::string_view reason, absl::string_view at, absl::string_view written,
                         absl::string_view message) {
  return base::WithMetadata(base::InvalidField(reason, at, message), "value", written);
}

absl::Status UnknownName(absl::string_view reason, absl::string_view at, absl::string_view written,
                         absl::string_view message, std::vector<std::string> names) {
  const std::string near = absl::StrJoin(base::NearNames(written, std::move(names)), ", ");
  if (near.empty()) return InvalidPart(reason, at, written, message);
  return base::WithMetadata(
      InvalidPart(reason, at, written, absl::StrCat(message, " Near it: ", near, ".")), "near",
      near);
}

}  // namespace mandat::objectives::formulas
