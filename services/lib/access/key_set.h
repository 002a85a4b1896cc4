#ifndef SERVICES_LIB_ACCESS_KEY_SET_H_
#define SERVICES_LIB_ACCESS_KEY_SET_H_

// The public keys of an issuer: a JSON Web Key Set (RFC 7517).

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/lib/access/jose.h"

namespace mandat::access {

// One key, and the one algorithm that we accept with it, whatever a token says.
struct PublicKey {
  Jwk jwk;
  // "RS256" for RSA of at least 2048 bits, "ES256" for P-256.
  std::string algorithm;
};

// Safe for concurrent use.
class KeySet {
 public:
  // Takes the keys that can verify our tokens and passes over the rest: without an id, for
  // encryption, of another kind or algorithm, too short. FAILED_PRECONDITION `KEYS_INVALID` where
  // it is no key set, none is left or an id is there twice.
  static absl::StatusOr<KeySet> Parse(absl::string_view jwks);

  // Null where there is none.
  const PublicKey* Find(absl::string_view id) const;

 private:
  absl::flat_hash_map<std::string, PublicKey> keys_;
};

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_KEY_SET_H_
