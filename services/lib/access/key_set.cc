#include "services/lib/access/key_set.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "services/lib/base/error.h"

namespace mandat::access {
namespace {

constexpr size_t kRsaBitsMin = 2048;

absl::Status Invalid(absl::string_view message) {
  return base::Error(absl::StatusCode::kFailedPrecondition, "KEYS_INVALID", message);
}

// A copy of the members named, so that private parts are left behind.
Json Only(const json_t& key, std::initializer_list<const char*> members) {
  Json copy(json_object());
  for (const char* member : members) {
    json_object_set(copy.get(), member, json_object_get(&key, member));
  }
  return copy;
}

Jwk Import(const json_t& key) {
  const std::string text = Print(key);
  return Jwk(cjose_jwk_import(text.data(), text.size(), nullptr));
}

std::optional<PublicKey> ParseKey(const json_t& key) {
  std::string type, curve, use, algorithm;
  if (!ReadText(key, "kty", &type) || !ReadText(key, "crv", &curve) ||
      !ReadText(key, "use", &use) || !ReadText(key, "alg", &algorithm)) {
    return std::nullopt;
  }
  PublicKey parsed;
  if (type == "RSA") {
    parsed = {Import(*Only(key, {"kty", "kid", "n", "e"})), "RS256"};
  } else if (type == "EC" && curve == "P-256") {
    parsed = {Import(*Only(key, {"kty", "kid", "crv", "x", "y"})), "ES256"};
  }
  if (parsed.jwk == nullptr || (!use.empty() && use != "sig") ||
      (!algorithm.empty() && algorithm != parsed.algorithm)) {
    return std::nullopt;
  }
  if (type == "RSA" && cjose_jwk_get_keysize(parsed.jwk.get(), nullptr) < kRsaBitsMin) {
    return std::nullopt;
  }
  return parsed;
}

}  // namespace

absl::StatusOr<KeySet> KeySet::Parse(absl::string_view jwks) {
  const Json document = ParseObject(jwks);
  const json_t* keys = document == nullptr ? nullptr : json_object_get(document.get(), "keys");
  if (!json_is_array(keys)) return Invalid("This is not a JSON Web Key Set.");
  KeySet set;
  for (size_t i = 0; i < json_array_size(keys); ++i) {
    const json_t* key = json_array_get(keys, i);
    std::string id;
    if (!json_is_object(key) || !ReadText(*key, "kid", &id) || id.empty()) continue;
    std::optional<PublicKey> parsed = ParseKey(*key);
    if (!parsed.has_value()) continue;
    if (!set.keys_.try_emplace(std::move(id), *std::move(parsed)).second) {
      return Invalid("Two keys of the set have one id.");
    }
  }
  if (set.keys_.empty()) return Invalid("The set has no key for RS256 or ES256 with an id.");
  return set;
}

const PublicKey* KeySet::Find(absl::string_view id) const {
  const auto found = keys_.find(id);
  return found == keys_.end() ? nullptr : &found->second;
}

}  // namespace mandat::access
