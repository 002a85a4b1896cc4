#ifndef SERVICES_LIB_ACCESS_ROLE_H_
#define SERVICES_LIB_ACCESS_ROLE_H_

// Roles as tokens name them: in lower case, without the prefix of the enum.

#include <optional>

#include "absl/strings/string_view.h"
#include "mandat/common/v1/role.pb.h"

namespace mandat::access {

// ROLE_WELFARE_CENTRE_AGENT → "welfare_centre_agent". Empty for ROLE_UNSPECIFIED and for numbers
// that are no role. Valid for the life of the program.
absl::string_view RoleName(common::v1::Role role);

// The reverse; empty for anything else.
std::optional<common::v1::Role> ParseRole(absl::string_view name);

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_ROLE_H_
