#ifndef SERVICES_LIB_PRIVACY_KEYS_H_
#define SERVICES_LIB_PRIVACY_KEYS_H_

// The long-lived keys of a service. They live in a file outside the database (`key_file.h`), so
// that a copy of the database alone says nothing about anybody:
// - key-encryption keys wrap the data key of each person. The newest wraps, all unwrap; add one at
// every rotation,
//   re-wrap (`cipher.h`), then take the old line out: from then on backups made before are
//   unreadable for those erased.
// - look-up keys hash SSINs. Apart from the former and versioned, because changing one means
// hashing every number anew.
// - one MAC key, never changed, from which crypto_kdf derives the keys of pseudonyms and of request
// digests.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/lib/privacy/key_file.h"
#include "services/lib/privacy/secret_key.h"

namespace mandat::privacy {

// The keys of one file, read once. Safe for concurrent reading.
class KeyRing {
 public:
  // Errors of ReadKeyFile(); FAILED_PRECONDITION `KEY_FILE_INVALID` where a use has no key, there
  // is more than one MAC key, or a look-up key has a number above 255.
  static absl::StatusOr<KeyRing> Load(const std::string& path);

  // Makes a file with one key of each use. ALREADY_EXISTS `KEY_FILE_EXISTS`: an existing file is
  // never touched, since what its keys protect would be lost.
  static absl::StatusOr<KeyRing> Create(const std::string& path, absl::CivilDay today);

  // Adds a key of `use` to the file, which becomes the current one, and returns the ring with it.
  // Running programs learn of it when they load again. Errors of Load(); INVALID_ARGUMENT
  // `KEY_NOT_ROTATABLE` for the MAC key; RESOURCE_EXHAUSTED `KEY_NUMBERS_USED_UP` after look-up key
  // 255.
  static absl::StatusOr<KeyRing> AddKey(const std::string& path, KeyUse use, absl::CivilDay today);

  KeyRing(KeyRing&&) = default;
  KeyRing& operator=(KeyRing&&) = default;

  // Number of the newest key-encryption key.
  uint32_t current_kek() const { return keks_.rbegin()->first; }
  // Null where there is none of that number.
  const SecretKey* FindKek(uint32_t number) const;

  // By version, 1 to 255; the last is the current one. Never empty.
  const std::map<uint8_t, SecretKey>& lookup_keys() const { return lookup_keys_; }
  const SecretKey& pseudonym_key() const { return pseudonym_key_; }
  const SecretKey& request_key() const { return request_key_; }

 private:
  KeyRing(std::map<uint32_t, SecretKey> keks, std::map<uint8_t, SecretKey> lookup_keys,
          const SecretKey& mac_key);
  static absl::StatusOr<KeyRing> FromLines(std::vector<KeyLine> lines);

  std::map<uint32_t, SecretKey> keks_;
  std::map<uint8_t, SecretKey> lookup_keys_;
  SecretKey pseudonym_key_;
  SecretKey request_key_;
};

}  // namespace mandat::privacy

#endif  // SERVICES_LIB_PRIVACY_KEYS_H_
