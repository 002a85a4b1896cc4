#include "services/lib/access/rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/lib/access/role.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::access {
namespace {

using common::v1::Party;
using common::v1::Role;
using google::protobuf::MethodDescriptor;

absl::Status Unstartable(absl::string_view reason, absl::string_view method,
                         absl::string_view what) {
  return base::Error(absl::StatusCode::kFailedPrecondition, reason,
                     absl::StrCat("The proto of ", method, " ", what, "."),
                     {{"method", std::string(method)}});
}

absl::StatusOr<MethodAccess> AccessOf(const MethodDescriptor& method) {
  MethodAccess access;
  access.method = absl::StrCat(method.service()->full_name(), "/", method.name());
  const auto& options = method.options();
  const int grants = options.ExtensionSize(common::v1::access);
  if (grants == 0) {
    return Unstartable("METHOD_WITHOUT_ACCESS", access.method, "says nobody may call it");
  }
  for (int i = 0; i < grants; ++i) {
    const common::v1::Access& declared = options.GetExtension(common::v1::access, i);
    Grant grant;
    grant.party = declared.party();
    for (const int number : declared.roles()) grant.roles.push_back(static_cast<Role>(number));
    const bool known = std::all_of(grant.roles.begin(), grant.roles.end(),
                                   [](Role role) { return !RoleName(role).empty(); });
    if (grant.roles.empty() || !known || grant.party == common::v1::PARTY_UNSPECIFIED ||
        !common::v1::Party_IsValid(grant.party)) {
      return Unstartable("METHOD_ACCESS_INVALID", access.method,
                         "has a grant without a role or a party");
    }
    access.grants.push_back(std::move(grant));
  }
  return access;
}

bool HasAny(const Actor& actor, const std::vector<Role>& roles) {
  return std::any_of(roles.begin(), roles.end(), [&](Role role) { return actor.Has(role); });
}

bool Same(absl::string_view a, absl::string_view b) { return !a.empty() && a == b; }

}  // namespace

absl::StatusOr<MethodRules> MethodRules::Of(
    absl::Span<const google::protobuf::ServiceDescriptor* const> services) {
  MethodRules rules;
  for (const auto* service : services) {
    if (service == nullptr) {
      return base::Error(absl::StatusCode::kFailedPrecondition, "SERVICE_UNKNOWN",
                         "The proto of a service is not linked into this program.");
    }
    for (int i = 0; i < service->method_count(); ++i) {
      ASSIGN_OR_RETURN(MethodAccess access, AccessOf(*service->method(i)));
      std::string method = access.method;
      rules.methods_.emplace(std::move(method), std::move(access));
    }
  }
  return rules;
}

absl::StatusOr<const MethodAccess*> MethodRules::Find(absl::string_view full_method) const {
  const auto found = methods_.find(absl::StripPrefix(full_method, "/"));
  if (found == methods_.end()) {
    return base::Error(absl::StatusCode::kUnimplemented, "METHOD_UNKNOWN",
                       "There is no such method.");
  }
  return &found->second;
}

absl::Status CheckMethod(const MethodAccess& access, const Actor& actor) {
  std::vector<absl::string_view> admitted;
  for (const Grant& grant : access.grants) {
    if (HasAny(actor, grant.roles)) return absl::OkStatus();
    for (const Role role : grant.roles) admitted.push_back(RoleName(role));
  }
  const std::string roles = absl::StrJoin(admitted, ",");
  return base::Error(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED",
                     absl::StrCat("This method is for: ", roles, "."), {{"roles", roles}});
}

Role ActingRole(const MethodAccess& access, const Actor& actor) {
  for (const Grant& grant : access.grants) {
    for (const Role role : grant.roles) {
      if (actor.Has(role)) return role;
    }
  }
  return common::v1::ROLE_UNSPECIFIED;
}

Parties PartiesOf(const MethodAccess& access, const Actor& actor) {
  Parties parties;
  for (const Grant& grant : access.grants) {
    if (HasAny(actor, grant.roles)) parties.Add(grant.party);
  }
  return parties;
}

bool Allows(const Parties& parties, const Actor& actor, const ObjectParties& object) {
  if (parties.Has(common::v1::PARTY_ANY)) return true;
  const bool of_agency = Same(actor.organisation, object.agency);
  return (parties.Has(common::v1::PARTY_OWNER) && Same(actor.organisation, object.owner)) ||
         (parties.Has(common::v1::PARTY_AGENCY) && of_agency) ||
         (parties.Has(common::v1::PARTY_SUPERVISOR) &&
          Same(actor.organisation, object.supervisor)) ||
         (parties.Has(common::v1::PARTY_UNIT) && of_agency && Same(actor.unit, object.unit));
}

}  // namespace mandat::access
