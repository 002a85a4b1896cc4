#ifndef SERVICES_LIB_PRIVACY_CIPHER_H_
#define SERVICES_LIB_PRIVACY_CIPHER_H_

// Encryption at rest: one data key a person, wrapped by a key-encryption key. Who destroys the
// wrapped data key has erased everything sealed under it. XChaCha20-Poly1305 with a random nonce
// each.

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/privacy/secret_key.h"

namespace mandat::privacy {

// The key under which one person's data is sealed.
class DataKey {
 public:
  static DataKey Generate() { return DataKey(SecretKey::Generate()); }
  explicit DataKey(SecretKey key) : key_(std::move(key)) {}

  const SecretKey& secret() const { return key_; }

 private:
  SecretKey key_;
};

// `key` as it may be stored: 1 byte format, 4 bytes number of the key-encryption key (big-endian),
// nonce, ciphertext, tag; 77 bytes. Bound to `person`, the id of whom it belongs to.
std::string Wrap(const KeyRing& ring, const DataKey& key, absl::string_view person);

// DATA_LOSS: `SEALED_DATA_BROKEN` where it is not what Wrap() made for this person,
// `KEY_ENCRYPTION_KEY_MISSING` (metadata `key`) where the ring lacks the key that wrapped it.
absl::StatusOr<DataKey> Unwrap(const KeyRing& ring, absl::string_view wrapped,
                               absl::string_view person);

// True where another than the newest key-encryption key wrapped it.
bool NeedsRewrap(const KeyRing& ring, absl::string_view wrapped);

// The same data key under the newest key-encryption key. Errors of Unwrap().
absl::StatusOr<std::string> Rewrap(const KeyRing& ring, absl::string_view wrapped,
                                   absl::string_view person);

// `plaintext` as it may be stored: 1 byte format, nonce, ciphertext, tag; 41 bytes more than the
// plaintext. Bound to `context`, which is not stored: the name and version of what it is, so that
// sealed bytes cannot change places.
std::string Seal(const DataKey& key, absl::string_view plaintext, absl::string_view context);

// DATA_LOSS `SEALED_DATA_BROKEN` where it is not what Seal() made with this key and context.
absl::StatusOr<std::string> Open(const DataKey& key, absl::string_view sealed,
                                 absl::string_view context);

}  // namespace mandat::privacy

#endif  // SERVICES_LIB_PRIVACY_CIPHER_H_
