#ifndef SERVICES_LIB_ACCESS_TOKEN_H_
#define SERVICES_LIB_ACCESS_TOKEN_H_

// Access tokens: who calls. Signed JSON Web Tokens (RFC 9068, RFC 8725) of one issuer.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/access/actor.h"
#include "services/lib/access/claims.h"
#include "services/lib/access/key_set.h"
#include "services/lib/access/token_cache.h"

namespace mandat::access {

struct TokenRules {
  // What `iss` and `aud` must say.
  std::string issuer;
  std::string audience;
  // File or address of the issuer's public keys (JWKS), see `key_source.h`.
  std::string keys;
  // Tokens that live longer are refused.
  absl::Duration lifetime_max = absl::Hours(1);
  // Verified tokens that are kept, about.
  size_t cache_capacity = 65'536;
};

// The token of an `authorization` header, `Bearer <token>` with any case; empty where it is of
// another kind.
absl::string_view BearerToken(absl::string_view authorization);

// Safe for concurrent use.
class TokenVerifier {
 public:
  // Longest token that is looked at.
  static constexpr size_t kTokenBytesMax = 8 * 1024;
  // Keys are read again so long after the last good reading…
  static constexpr absl::Duration kRefreshEvery = absl::Minutes(10);
  // … and at most so often where a token names an unknown key or the last reading failed.
  static constexpr absl::Duration kRefreshPause = absl::Minutes(1);

  // Reads the keys. Errors of ReadKeySource() and KeySet::Parse(); INVALID_ARGUMENT
  // `TOKEN_RULES_INVALID` where the issuer or the audience is empty.
  static absl::StatusOr<std::unique_ptr<TokenVerifier>> Create(TokenRules rules, absl::Time now);

  // Who holds this token. The algorithm is that of our key, never that of the token; `kid` is
  // required and `crit` refused. UNAUTHENTICATED: `TOKEN_MISSING`, `TOKEN_INVALID`,
  // `TOKEN_EXPIRED`.
  //
  // Reads the keys again first where that is due, in one caller at a time, which waits for at most
  // 5 s; the others go on with the keys they have. Who calls Refresh() in time spares all callers
  // that.
  absl::StatusOr<std::shared_ptr<const Actor>> Verify(absl::string_view token, absl::Time now);

  // Reads the keys now. Where they changed, every token is verified anew. Where they cannot be
  // read, the old ones stay. Errors as of Create().
  absl::Status Refresh(absl::Time now);

 private:
  // Keys, and what was verified with them: a key that is gone takes its tokens along.
  struct Epoch {
    Epoch(KeySet set, std::string jwks, size_t cache_capacity)
        : keys(std::move(set)), text(std::move(jwks)), cache(cache_capacity) {}
    const KeySet keys;
    // What `keys` was read from.
    const std::string text;
    TokenCache cache;
  };

  explicit TokenVerifier(TokenRules rules);
  std::shared_ptr<Epoch> Current() const;
  // Reads the keys unless somebody does already or `earliest` is still to come.
  void TryRefresh(absl::Time now, const std::atomic<int64_t>& earliest_us);
  absl::Status ReadKeys(absl::Time now);
  absl::StatusOr<Actor> VerifySignature(absl::string_view token, absl::Time now,
                                        std::shared_ptr<Epoch>* epoch);

  const TokenRules rules_;
  const Expected expected_;

  mutable std::shared_mutex epoch_mutex_;
  std::shared_ptr<Epoch> epoch_;

  // Held while keys are read. Guards the writing of the two below.
  std::mutex refresh_mutex_;
  // Unix microseconds: when keys are read again anyhow, and from when on for an unknown key.
  std::atomic<int64_t> due_us_{0};
  std::atomic<int64_t> pause_until_us_{0};
};

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_TOKEN_H_
