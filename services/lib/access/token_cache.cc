#include "services/lib/access/token_cache.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <utility>

namespace mandat::access {

TokenDigest DigestOf(absl::string_view token) {
  using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
  // Looking an algorithm up by name costs more than hashing a token.
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  TokenDigest digest;
  if (EVP_DigestInit_ex(context.get(), sha256, nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), token.data(), token.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
    std::abort();  // out of memory, or an OpenSSL without SHA-256
  }
  return digest;
}

TokenCache::TokenCache(size_t capacity)
    : shard_capacity_(std::max<size_t>(1, capacity / kShards)) {}

std::shared_ptr<const Actor> TokenCache::Find(const TokenDigest& token) const {
  const Shard& shard = shards_[token[0] % kShards];
  std::shared_lock lock(shard.mutex);
  const auto found = shard.actors.find(token);
  return found == shard.actors.end() ? nullptr : found->second;
}

void TokenCache::Insert(const TokenDigest& token, std::shared_ptr<const Actor> actor,
                        absl::Time now) {
  Shard& shard = shards_[token[0] % kShards];
  std::unique_lock lock(shard.mutex);
  if (shard.actors.size() >= shard_capacity_) {
    absl::erase_if(shard.actors, [now](const auto& entry) { return entry.second->expires <= now; });
    if (shard.actors.size() >= shard_capacity_) shard.actors.clear();
  }
  shard.actors.insert_or_assign(token, std::move(actor));
}

size_t TokenCache::size() const {
  size_t size = 0;
  for (const Shard& shard : shards_) {
    std::shared_lock lock(shard.mutex);
    size += shard.actors.size();
  }
  return size;
}

}  // namespace mandat::access
