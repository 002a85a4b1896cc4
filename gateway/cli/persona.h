#ifndef GATEWAY_CLI_PERSONA_H_
#define GATEWAY_CLI_PERSONA_H_

// Made-up people who use the local system, and tokens for them, signed with the key that `mandat
// token init` made. On a real system tokens come from its issuer.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/cli/input.h"
#include "gateway/cli/settings.h"
#include "services/lib/access/actor.h"

namespace mandat::cli {

struct Persona {
  // `agent-ixelles`: how commands and scenarios call them.
  std::string id;
  // Name and task, for people.
  std::string display_name;
  // What their token says; the expiry is not set.
  access::Actor actor;
};

// Objects with `id`, `displayName`, `subject`, `roles` (codes as in tokens) and, where they have
// one, `organisation`, `unit` and `purpose`. INVALID_ARGUMENT `PERSONA_INVALID`.
absl::StatusOr<std::vector<Persona>> ReadPersonas(const Json& list);

// The file that MANDAT_PERSONAS names, else deploy/sample/personas.json: `{"personas": […]}`.
absl::StatusOr<std::vector<Persona>> LoadPersonas(const Settings& settings);

// NOT_FOUND `PERSONA_NOT_FOUND`.
absl::StatusOr<Persona> FindPersona(const std::vector<Persona>& personas, absl::string_view id);

// A token from `now` on. The key is in the folder MANDAT_KEYS; MANDAT_ISSUER and MANDAT_AUDIENCE
// must be those of the servers. `WRONG_USE` where one is not set; errors of TokenSigner::Open().
absl::StatusOr<std::string> SignToken(const Settings& settings, access::Actor actor,
                                      absl::Duration lifetime, absl::Time now);

// The key in the folder of `mandat token init`.
std::string SigningKeyPath(absl::string_view folder);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_PERSONA_H_
