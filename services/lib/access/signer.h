#ifndef SERVICES_LIB_ACCESS_SIGNER_H_
#define SERVICES_LIB_ACCESS_SIGNER_H_

// An issuer of tokens of our own, for the local run and for tests: the same tokens as a real
// issuer's, never a way around them.

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/access/actor.h"
#include "services/lib/access/jose.h"

namespace mandat::access {

// Holds one ES256 key. Safe for concurrent use.
class TokenSigner {
 public:
  // Makes a key and writes it to `path` as a JWK with mode 0600. ALREADY_EXISTS
  // `SIGNING_KEY_EXISTS`; INTERNAL `SIGNING_KEY_NOT_WRITTEN`.
  static absl::StatusOr<TokenSigner> Create(const std::string& path);

  // Reads what Create() wrote. NOT_FOUND `SIGNING_KEY_MISSING`; FAILED_PRECONDITION
  // `SIGNING_KEY_INVALID`, also where group or others can reach the file.
  static absl::StatusOr<TokenSigner> Open(const std::string& path);

  // The public half as a key set, for TokenRules::keys.
  std::string PublicJwks() const;

  // A token for this actor from `now` until `actor.expires`.
  std::string Sign(const Actor& actor, absl::string_view issuer, absl::string_view audience,
                   absl::Time now) const;

  // A token with this payload, a JSON object, whatever it says.
  std::string SignPayload(absl::string_view payload) const;

 private:
  TokenSigner(Jwk key, std::string id) : key_(std::move(key)), id_(std::move(id)) {}

  Jwk key_;
  // `kid`.
  std::string id_;
};

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_SIGNER_H_
