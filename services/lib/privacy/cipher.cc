#include "services/lib/privacy/cipher.h"

#include <sodium.h>

#include <cstddef>
#include <cstdint>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/privacy/random.h"

namespace mandat::privacy {
namespace {

// First byte of what is stored; another means another layout or algorithm.
constexpr char kSealedFormat = '\x01';
constexpr char kWrappedFormat = '\x81';

constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr size_t kWrapHeaderBytes = 5;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == SecretKey::kSize);

unsigned char* Bytes(char* data) { return reinterpret_cast<unsigned char*>(data); }
const unsigned char* Bytes(const char* data) {
  return reinterpret_cast<const unsigned char*>(data);
}

absl::Status Broken() {
  return base::Error(absl::StatusCode::kDataLoss, "SEALED_DATA_BROKEN",
                     "Sealed data was changed, moved or cut, or the key is not its own.");
}

// `header`, nonce, ciphertext and tag.
std::string Encrypt(const SecretKey& key, absl::string_view header, absl::string_view plaintext,
                    absl::string_view context) {
  std::string out(header.size() + kNonceBytes + plaintext.size() + kTagBytes, '\0');
  header.copy(out.data(), header.size());
  unsigned char* nonce = Bytes(out.data() + header.size());
  FillRandom(nonce, kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceBytes, nullptr, Bytes(plaintext.data()),
                                             plaintext.size(), Bytes(context.data()),
                                             context.size(), nullptr, nonce, key.data());
  return out;
}

// The plaintext of what follows the header; `boxed` must have room for a nonce and a tag.
absl::StatusOr<std::string> Decrypt(const SecretKey& key, absl::string_view boxed,
                                    absl::string_view context) {
  if (boxed.size() < kNonceBytes + kTagBytes) return Broken();
  const absl::string_view ciphertext = boxed.substr(kNonceBytes);
  std::string plaintext(ciphertext.size() - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          Bytes(plaintext.data()), nullptr, nullptr, Bytes(ciphertext.data()), ciphertext.size(),
          Bytes(context.data()), context.size(), Bytes(boxed.data()), key.data()) != 0) {
    return Broken();
  }
  return plaintext;
}

std::string WrapHeader(uint32_t kek) {
  return {kWrappedFormat, static_cast<char>(kek >> 24), static_cast<char>(kek >> 16),
          static_cast<char>(kek >> 8), static_cast<char>(kek)};
}

// The number in the header; 0, which no key has, where there is no header.
uint32_t KekOf(absl::string_view wrapped) {
  if (wrapped.size() < kWrapHeaderBytes || wrapped[0] != kWrappedFormat) return 0;
  uint32_t number = 0;
  for (size_t i = 1; i < kWrapHeaderBytes; ++i) {
    number = number << 8 | static_cast<unsigned char>(wrapped[i]);
  }
  return number;
}

}  // namespace

std::string Wrap(const KeyRing& ring, const DataKey& key, absl::string_view person) {
  const std::string header = WrapHeader(ring.current_kek());
  const absl::string_view secret(reinterpret_cast<const char*>(key.secret().data()),
                                 SecretKey::kSize);
  return Encrypt(*ring.FindKek(ring.current_kek()), header, secret, absl::StrCat(header, person));
}

absl::StatusOr<DataKey> Unwrap(const KeyRing& ring, absl::string_view wrapped,
                               absl::string_view person) {
  const uint32_t number = KekOf(wrapped);
  if (number == 0) return Broken();
  const SecretKey* kek = ring.FindKek(number);
  if (kek == nullptr) {
    return base::Error(absl::StatusCode::kDataLoss, "KEY_ENCRYPTION_KEY_MISSING",
                       absl::StrCat("The key file has no key kek-", number, "."),
                       {{"key", absl::StrCat("kek-", number)}});
  }
  const absl::string_view header = wrapped.substr(0, kWrapHeaderBytes);
  ASSIGN_OR_RETURN(std::string secret,
                   Decrypt(*kek, wrapped.substr(kWrapHeaderBytes), absl::StrCat(header, person)));
  const auto wipe = absl::MakeCleanup([&] { sodium_memzero(secret.data(), secret.size()); });
  if (secret.size() != SecretKey::kSize) return Broken();
  return DataKey(SecretKey::FromBytes(secret));
}

bool NeedsRewrap(const KeyRing& ring, absl::string_view wrapped) {
  return KekOf(wrapped) != ring.current_kek();
}

absl::StatusOr<std::string> Rewrap(const KeyRing& ring, absl::string_view wrapped,
                                   absl::string_view person) {
  ASSIGN_OR_RETURN(const DataKey key, Unwrap(ring, wrapped, person));
  return Wrap(ring, key, person);
}

std::string Seal(const DataKey& key, absl::string_view plaintext, absl::string_view context) {
  return Encrypt(key.secret(), {&kSealedFormat, 1}, plaintext, context);
}

absl::StatusOr<std::string> Open(const DataKey& key, absl::string_view sealed,
                                 absl::string_view context) {
  if (sealed.empty() || sealed[0] != kSealedFormat) return Broken();
  return Decrypt(key.secret(), sealed.substr(1), context);
}

}  // namespace mandat::privacy
