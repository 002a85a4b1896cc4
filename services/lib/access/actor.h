#ifndef SERVICES_LIB_ACCESS_ACTOR_H_
#define SERVICES_LIB_ACCESS_ACTOR_H_

// Who acts: a person who holds a token, or a job of ours.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mandat/common/v1/role.pb.h"

namespace mandat::access {

struct Actor {
  // A job of ours, `system:<service>/<job>`. It has no role and no organisation and never expires.
  static Actor System(absl::string_view service, absl::string_view job);

  bool Has(common::v1::Role role) const;

  // Enterprise number, 10 digits, of the organisation for which the person acts; empty for programs
  // and jobs.
  std::string organisation;
  // Unit within it (the id of an office); empty where the token names none.
  std::string unit;
  // Who it is for the issuer; may be an SSIN, so it is never stored or logged as it is. Empty for
  // jobs.
  std::string subject;
  // In the order of the token, none twice.
  std::vector<common::v1::Role> roles;
  // For whom a deputy acts, as the issuer names them; empty = for themselves.
  std::string acting_for;
  // Why personal data is read; empty where the token states none.
  std::string purpose;
  // `system:<service>/<job>`; empty for people.
  std::string job;
  // From then on the token is worth nothing.
  absl::Time expires;
};

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_ACTOR_H_
