#include "services/lib/access/role.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace mandat::access {
namespace {

using common::v1::Role;

// By number; empty where there is no role of that number.
const std::vector<std::string>& Names() {
  static const auto& names = *new std::vector<std::string>([] {
    std::vector<std::string> all(common::v1::Role_ARRAYSIZE);
    for (int number = common::v1::Role_MIN + 1; number <= common::v1::Role_MAX; ++number) {
      if (!common::v1::Role_IsValid(number)) continue;
      all[static_cast<size_t>(number)] = absl::AsciiStrToLower(
          absl::StripPrefix(common::v1::Role_Name(static_cast<Role>(number)), "ROLE_"));
    }
    return all;
  }());
  return names;
}

}  // namespace

absl::string_view RoleName(Role role) {
  const auto number = static_cast<size_t>(role);
  return number < Names().size() ? absl::string_view(Names()[number]) : absl::string_view();
}

std::optional<Role> ParseRole(absl::string_view name) {
  static const auto& roles = *new absl::flat_hash_map<std::string, Role>([] {
    absl::flat_hash_map<std::string, Role> all;
    for (size_t number = 0; number < Names().size(); ++number) {
      if (!Names()[number].empty()) all.emplace(Names()[number], static_cast<Role>(number));
    }
    return all;
  }());
  const auto found = roles.find(name);
  return found == roles.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace mandat::access
