#ifndef SERVICES_LIB_ACCESS_CLAIMS_H_
#define SERVICES_LIB_ACCESS_CLAIMS_H_

// What the payload of a verified token says, and whether that is meant for us and still true.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/access/actor.h"

namespace mandat::access {

// What a token must say.
struct Expected {
  // Exactly `iss`.
  std::string issuer;
  // `aud`, or one of them.
  std::string audience;
  // Longest time between `iat` and `exp`.
  absl::Duration lifetime_max;
};

// The actor of a payload with the claims `iss`, `aud`, `sub`, `iat`, `exp` (required), `nbf`, `org`
// (enterprise number), `unit`, `roles` (names of `role.h`; others are passed over), `acting_for`,
// `purpose`. Times are whole seconds; `nbf` and `iat` may be 60 s ahead, `exp` has no leeway.
// UNAUTHENTICATED `TOKEN_INVALID`; `TOKEN_EXPIRED` where that is all that is wrong.
absl::StatusOr<Actor> ActorOf(absl::string_view payload, const Expected& expected, absl::Time now);

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_CLAIMS_H_
