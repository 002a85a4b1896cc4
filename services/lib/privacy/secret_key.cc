#include "services/lib/privacy/secret_key.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>

namespace mandat::privacy {
namespace {

// libsodium picks its fast code paths once. It fails only where the system has no random source:
// then nothing that we encrypt would be safe.
void StartSodium() {
  static const bool started = sodium_init() >= 0;
  if (!started) std::abort();
}

}  // namespace

SecretKey::SecretKey() { StartSodium(); }

SecretKey SecretKey::Generate() {
  SecretKey key;
  randombytes_buf(key.bytes_.data(), kSize);
  return key;
}

SecretKey SecretKey::FromBytes(absl::string_view bytes) {
  if (bytes.size() != kSize) std::abort();
  SecretKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

SecretKey::SecretKey(SecretKey&& other) noexcept : bytes_(other.bytes_) {
  sodium_memzero(other.bytes_.data(), kSize);
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    sodium_memzero(other.bytes_.data(), kSize);
  }
  return *this;
}

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), kSize); }

}  // namespace mandat::privacy
