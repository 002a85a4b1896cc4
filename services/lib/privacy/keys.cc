#include "services/lib/privacy/keys.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::privacy {
namespace {

constexpr uint32_t kLookupVersionMax = std::numeric_limits<uint8_t>::max();

// Sub-keys of the MAC key. The numbers and contexts are part of what is stored: never change them.
constexpr uint64_t kPseudonymSubkey = 1;
constexpr uint64_t kRequestSubkey = 2;
constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "mandat-1";
static_assert(crypto_kdf_KEYBYTES == SecretKey::kSize);

SecretKey Derive(const SecretKey& root, uint64_t subkey) {
  std::array<unsigned char, SecretKey::kSize> bytes;
  const auto wipe = absl::MakeCleanup([&] { sodium_memzero(bytes.data(), bytes.size()); });
  crypto_kdf_derive_from_key(bytes.data(), bytes.size(), subkey, kContext, root.data());
  return SecretKey::FromBytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

absl::Status Invalid(absl::string_view what) {
  return base::Error(absl::StatusCode::kFailedPrecondition, "KEY_FILE_INVALID",
                     absl::StrCat("The key file ", what, "."));
}

// The highest number of `use`; 0 where there is none.
uint32_t NewestOf(const std::vector<KeyLine>& lines, KeyUse use) {
  uint32_t newest = 0;
  for (const KeyLine& line : lines) {
    if (line.use == use) newest = std::max(newest, line.number);
  }
  return newest;
}

}  // namespace

KeyRing::KeyRing(std::map<uint32_t, SecretKey> keks, std::map<uint8_t, SecretKey> lookup_keys,
                 const SecretKey& mac_key)
    : keks_(std::move(keks)),
      lookup_keys_(std::move(lookup_keys)),
      pseudonym_key_(Derive(mac_key, kPseudonymSubkey)),
      request_key_(Derive(mac_key, kRequestSubkey)) {}

absl::StatusOr<KeyRing> KeyRing::FromLines(std::vector<KeyLine> lines) {
  std::map<uint32_t, SecretKey> keks;
  std::map<uint8_t, SecretKey> lookup_keys;
  std::vector<SecretKey> mac_keys;
  for (KeyLine& line : lines) {
    switch (line.use) {
      case KeyUse::kKeyEncryption:
        keks.emplace(line.number, std::move(line.key));
        break;
      case KeyUse::kLookup:
        if (line.number > kLookupVersionMax) return Invalid("has a look-up key above 255");
        lookup_keys.emplace(static_cast<uint8_t>(line.number), std::move(line.key));
        break;
      case KeyUse::kMac:
        mac_keys.push_back(std::move(line.key));
        break;
    }
  }
  if (keks.empty()) return Invalid("has no key-encryption key");
  if (lookup_keys.empty()) return Invalid("has no look-up key");
  if (mac_keys.size() != 1) return Invalid("must have one MAC key");
  return KeyRing(std::move(keks), std::move(lookup_keys), mac_keys.front());
}

absl::StatusOr<KeyRing> KeyRing::Load(const std::string& path) {
  ASSIGN_OR_RETURN(std::vector<KeyLine> lines, ReadKeyFile(path));
  return FromLines(std::move(lines));
}

absl::StatusOr<KeyRing> KeyRing::Create(const std::string& path, absl::CivilDay today) {
  // Reserves the name first: of two that create at once, one is refused.
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) {
    return base::Error(absl::StatusCode::kAlreadyExists, "KEY_FILE_EXISTS",
                       absl::StrCat("There is a key file at ", path, " already."),
                       {{"path", path}});
  }
  if (file >= 0) close(file);
  std::vector<KeyLine> lines;
  for (KeyUse use : {KeyUse::kKeyEncryption, KeyUse::kLookup, KeyUse::kMac}) {
    lines.push_back({use, 1, SecretKey::Generate(), today});
  }
  RETURN_IF_ERROR(WriteKeyFile(path, lines));
  return FromLines(std::move(lines));
}

absl::StatusOr<KeyRing> KeyRing::AddKey(const std::string& path, KeyUse use, absl::CivilDay today) {
  if (use == KeyUse::kMac) {
    return base::Error(absl::StatusCode::kInvalidArgument, "KEY_NOT_ROTATABLE",
                       "Pseudonyms must stay the same: there is one MAC key.");
  }
  ASSIGN_OR_RETURN(std::vector<KeyLine> lines, ReadKeyFile(path));
  const uint32_t newest = NewestOf(lines, use);
  if (use == KeyUse::kLookup && newest >= kLookupVersionMax) {
    return base::Error(absl::StatusCode::kResourceExhausted, "KEY_NUMBERS_USED_UP",
                       "Look-up keys have the numbers 1 to 255.");
  }
  lines.push_back({use, newest + 1, SecretKey::Generate(), today});
  RETURN_IF_ERROR(WriteKeyFile(path, lines));
  return FromLines(std::move(lines));
}

const SecretKey* KeyRing::FindKek(uint32_t number) const {
  const auto found = keks_.find(number);
  return found == keks_.end() ? nullptr : &found->second;
}

}  // namespace mandat::privacy
