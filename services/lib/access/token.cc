#include "services/lib/access/token.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "services/lib/access/jose.h"
#include "services/lib/access/key_source.h"
#include "services/lib/access/token_error.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::access {
namespace {

// What a token says of its own signature.
struct TokenHeader {
  std::string algorithm;
  std::string key;
};

absl::StatusOr<TokenHeader> ParseHeader(absl::string_view token) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(token.substr(0, token.find('.')), &text)) {
    return TokenInvalid("it is no signed token");
  }
  const Json header = ParseObject(text);
  if (header == nullptr) return TokenInvalid("its header is no JSON object");
  // It would name extensions that must be understood (RFC 7515, 4.1.11); we understand none.
  if (json_object_get(header.get(), "crit") != nullptr) return TokenInvalid("it has crit");
  TokenHeader parsed;
  if (!ReadText(*header, "alg", &parsed.algorithm) || !ReadText(*header, "kid", &parsed.key) ||
      parsed.key.empty()) {
    return TokenInvalid("it names no key");
  }
  return parsed;
}

// The payload, once `key` has verified the signature.
absl::StatusOr<std::string> PayloadOf(absl::string_view token, const PublicKey& key) {
  const Jws jws(cjose_jws_import(token.data(), token.size(), nullptr));
  if (jws == nullptr) return TokenInvalid("it is no signed token");
  uint8_t* payload = nullptr;
  size_t size = 0;
  if (!cjose_jws_verify(jws.get(), key.jwk.get(), nullptr) ||
      !cjose_jws_get_plaintext(jws.get(), &payload, &size, nullptr)) {
    return TokenInvalid("its signature is wrong");
  }
  return std::string(reinterpret_cast<const char*>(payload), size);
}

}  // namespace

absl::string_view BearerToken(absl::string_view authorization) {
  constexpr absl::string_view kScheme = "bearer ";
  return absl::StartsWithIgnoreCase(authorization, kScheme) ? authorization.substr(kScheme.size())
                                                            : absl::string_view();
}

TokenVerifier::TokenVerifier(TokenRules rules)
    : rules_(std::move(rules)), expected_{rules_.issuer, rules_.audience, rules_.lifetime_max} {}

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Create(TokenRules rules,
                                                                     absl::Time now) {
  if (rules.issuer.empty() || rules.audience.empty()) {
    return base::Error(absl::StatusCode::kInvalidArgument, "TOKEN_RULES_INVALID",
                       "Name the issuer and the audience of tokens.");
  }
  std::unique_ptr<TokenVerifier> verifier(new TokenVerifier(std::move(rules)));
  RETURN_IF_ERROR(verifier->Refresh(now));
  return verifier;
}

absl::StatusOr<std::shared_ptr<const Actor>> TokenVerifier::Verify(absl::string_view token,
                                                                   absl::Time now) {
  if (token.empty()) return TokenMissing();
  if (token.size() > kTokenBytesMax) return TokenInvalid("it is too long");
  TryRefresh(now, due_us_);
  std::shared_ptr<Epoch> epoch = Current();
  const TokenDigest digest = DigestOf(token);
  if (auto actor = epoch->cache.Find(digest); actor != nullptr) {
    if (now >= actor->expires) return TokenExpired();
    return actor;
  }
  ASSIGN_OR_RETURN(Actor verified, VerifySignature(token, now, &epoch));
  auto actor = std::make_shared<const Actor>(std::move(verified));
  epoch->cache.Insert(digest, actor, now);
  return actor;
}

absl::StatusOr<Actor> TokenVerifier::VerifySignature(absl::string_view token, absl::Time now,
                                                     std::shared_ptr<Epoch>* epoch) {
  ASSIGN_OR_RETURN(const TokenHeader header, ParseHeader(token));
  const PublicKey* key = (*epoch)->keys.Find(header.key);
  if (key == nullptr) {
    TryRefresh(now, pause_until_us_);
    *epoch = Current();
    key = (*epoch)->keys.Find(header.key);
  }
  if (key == nullptr) return TokenInvalid("its key is unknown");
  if (header.algorithm != key->algorithm) return TokenInvalid("its algorithm is another");
  ASSIGN_OR_RETURN(const std::string payload, PayloadOf(token, *key));
  return ActorOf(payload, expected_, now);
}

absl::Status TokenVerifier::Refresh(absl::Time now) {
  const std::lock_guard lock(refresh_mutex_);
  return ReadKeys(now);
}

void TokenVerifier::TryRefresh(absl::Time now, const std::atomic<int64_t>& earliest_us) {
  const auto is_due = [&] { return absl::ToUnixMicros(now) >= earliest_us.load(); };
  if (!is_due()) return;
  const std::unique_lock lock(refresh_mutex_, std::try_to_lock);
  // Looked at again: somebody may have read the keys between the two lines above. A failure leaves
  // the old keys in force.
  if (lock.owns_lock() && is_due()) ReadKeys(now).IgnoreError();
}

absl::Status TokenVerifier::ReadKeys(absl::Time now) {
  pause_until_us_ = due_us_ = absl::ToUnixMicros(now + kRefreshPause);
  ASSIGN_OR_RETURN(std::string text, ReadKeySource(rules_.keys));
  ASSIGN_OR_RETURN(KeySet keys, KeySet::Parse(text));
  due_us_ = absl::ToUnixMicros(now + kRefreshEvery);
  const std::shared_ptr<Epoch> before = Current();
  if (before != nullptr && before->text == text) return absl::OkStatus();
  auto epoch = std::make_shared<Epoch>(std::move(keys), std::move(text), rules_.cache_capacity);
  const std::unique_lock lock(epoch_mutex_);
  epoch_ = std::move(epoch);
  return absl::OkStatus();
}

std::shared_ptr<TokenVerifier::Epoch> TokenVerifier::Current() const {
  const std::shared_lock lock(epoch_mutex_);
  return epoch_;
}

}  // namespace mandat::access
