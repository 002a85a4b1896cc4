#include "services/lib/privacy/lookup_hash.h"

#include <sodium.h>

#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace mandat::privacy {
namespace {

constexpr size_t kHashBytes = 16;

std::string Hash(const SecretKey& key, absl::string_view text) {
  std::string hash(kHashBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), key.data(),
                     SecretKey::kSize);
  return hash;
}

std::string Versioned(uint8_t version, const SecretKey& key, absl::string_view ssin) {
  return static_cast<char>(version) + Hash(key, ssin);
}

}  // namespace

std::string LookupHash(const KeyRing& ring, absl::string_view ssin) {
  const auto& [version, key] = *ring.lookup_keys().rbegin();
  return Versioned(version, key, ssin);
}

std::vector<std::string> LookupHashes(const KeyRing& ring, absl::string_view ssin) {
  std::vector<std::string> hashes;
  for (auto at = ring.lookup_keys().rbegin(); at != ring.lookup_keys().rend(); ++at) {
    hashes.push_back(Versioned(at->first, at->second, ssin));
  }
  return hashes;
}

bool NeedsRehash(const KeyRing& ring, absl::string_view hash) {
  return hash.empty() || static_cast<uint8_t>(hash[0]) != ring.lookup_keys().rbegin()->first;
}

std::string Pseudonym(const KeyRing& ring, absl::string_view organisation,
                      absl::string_view subject) {
  // The length keeps ("ab", "c") and ("a", "bc") apart.
  return absl::BytesToHexString(
      Hash(ring.pseudonym_key(), absl::StrCat(organisation.size(), ":", organisation, subject)));
}

std::string Mac(const KeyRing& ring, absl::string_view bytes) {
  return Hash(ring.request_key(), bytes);
}

}  // namespace mandat::privacy
