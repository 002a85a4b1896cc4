#ifndef SERVICES_LIB_ACCESS_RULES_H_
#define SERVICES_LIB_ACCESS_RULES_H_

// Who may call what, as the protos say in `(mandat.common.v1.access)`. First the method is checked
// against the roles of the caller, then, once it is read, the object against the parties that these
// roles admit.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/common/v1/role.pb.h"
#include "services/lib/access/actor.h"

namespace mandat::access {

// One grant of a method: any of the roles, where the object makes the caller the party.
struct Grant {
  std::vector<common::v1::Role> roles;
  common::v1::Party party;
};

// The grants of one method, in the order of the proto. At least one.
struct MethodAccess {
  // `mandat.socialaid.v1.SocialAidService/GetCentre`
  std::string method;
  std::vector<Grant> grants;
};

// The rules of all methods of some services. Safe for concurrent use.
class MethodRules {
 public:
  // FAILED_PRECONDITION: `METHOD_WITHOUT_ACCESS` where a method has no grant,
  // `METHOD_ACCESS_INVALID` where a grant has no role, or a role or party that is unspecified (both
  // with metadata `method`), `SERVICE_UNKNOWN` for a null: what DescriptorPool::FindServiceByName()
  // gives where the proto is not linked. Such a program must not start.
  static absl::StatusOr<MethodRules> Of(
      absl::Span<const google::protobuf::ServiceDescriptor* const> services);

  // `full_method` with or without a leading slash. Never null; valid as long as the rules.
  // UNIMPLEMENTED `METHOD_UNKNOWN`.
  absl::StatusOr<const MethodAccess*> Find(absl::string_view full_method) const;

 private:
  absl::flat_hash_map<std::string, MethodAccess> methods_;
};

// PERMISSION_DENIED `ROLE_REQUIRED` (metadata `roles`: those that may, comma-separated) where no
// grant names a role of the actor.
absl::Status CheckMethod(const MethodAccess& access, const Actor& actor);

// The role in which the actor calls: the first of the grants that the actor has. Unspecified where
// there is none.
common::v1::Role ActingRole(const MethodAccess& access, const Actor& actor);

// A set of parties.
class Parties {
 public:
  Parties() = default;
  void Add(common::v1::Party party) { bits_ |= Bit(party); }
  bool Has(common::v1::Party party) const { return (bits_ & Bit(party)) != 0; }
  bool empty() const { return bits_ == 0; }
  friend bool operator==(Parties, Parties) = default;

 private:
  static uint32_t Bit(common::v1::Party party) { return uint32_t{1} << party; }

  uint32_t bits_ = 0;
};

// What the actor may be to an object, by the roles that the method grants. Empty where
// CheckMethod() refuses.
Parties PartiesOf(const MethodAccess& access, const Actor& actor);

// What an object says of its parties. Empty where it has no such party.
struct ObjectParties {
  // Enterprise number of the organisation that owns it.
  std::string owner;
  // Unit that handles it.
  std::string unit;
  // Enterprise number of the organisation that handles it.
  std::string agency;
  // Enterprise number of the organisation that supervises its owner.
  std::string supervisor;
};

// True where the actor is one of `parties` to the object. An empty value matches nothing, not even
// another empty one.
bool Allows(const Parties& parties, const Actor& actor, const ObjectParties& object);

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_RULES_H_
