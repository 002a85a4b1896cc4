#ifndef SERVICES_LIB_ACCESS_TOKEN_CACHE_H_
#define SERVICES_LIB_ACCESS_TOKEN_CACHE_H_

// Tokens that were verified already, so that the next call costs a hash and not a signature.

#include <array>
#include <cstddef>
#include <memory>
#include <shared_mutex>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/access/actor.h"

namespace mandat::access {

// SHA-256 of a token: what the cache keeps instead of the token.
using TokenDigest = std::array<unsigned char, 32>;
TokenDigest DigestOf(absl::string_view token);

// Bounded; safe for concurrent use, and readers do not wait for each other.
class TokenCache {
 public:
  // Keeps about `capacity` tokens, at least 16.
  explicit TokenCache(size_t capacity);

  // Null where it is unknown. Expired tokens may be found: the caller looks at `expires`.
  std::shared_ptr<const Actor> Find(const TokenDigest& token) const;

  // Where there is no room, what expired by `now` goes, and if nothing did, everything of that
  // shard.
  void Insert(const TokenDigest& token, std::shared_ptr<const Actor> actor, absl::Time now);

  // Tokens kept.
  size_t size() const;

 private:
  static constexpr size_t kShards = 16;
  struct Shard {
    mutable std::shared_mutex mutex;
    absl::flat_hash_map<TokenDigest, std::shared_ptr<const Actor>> actors;
  };

  size_t shard_capacity_;
  std::array<Shard, kShards> shards_;
};

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_TOKEN_CACHE_H_
