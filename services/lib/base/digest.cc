#include "services/lib/base/digest.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "absl/strings/escaping.h"

namespace mandat::base {
namespace {

// Asked for once: OpenSSL 3 otherwise looks the algorithm up for every digest, which takes longer
// than a short text takes to digest.
const EVP_MD* Fetch(const char* name) { return EVP_MD_fetch(nullptr, name, nullptr); }

template <size_t kSize>
std::array<uint8_t, kSize> Digest(const EVP_MD* algorithm, absl::string_view bytes) {
  std::array<uint8_t, kSize> out{};
  // Fails only without memory or without the algorithm: there is no digest to go on with.
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), nullptr, algorithm, nullptr) != 1) {
    std::abort();
  }
  return out;
}

}  // namespace

std::array<uint8_t, 32> Sha256(absl::string_view bytes) {
  static const EVP_MD* const sha256 = Fetch("SHA256");
  return Digest<32>(sha256, bytes);
}

std::string Sha256Hex(absl::string_view bytes) {
  const auto digest = Sha256(bytes);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

std::array<uint8_t, 20> Sha1(absl::string_view bytes) {
  static const EVP_MD* const sha1 = Fetch("SHA1");
  return Digest<20>(sha1, bytes);
}

}  // namespace mandat::base
