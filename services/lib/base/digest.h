#ifndef SERVICES_LIB_BASE_DIGEST_H_
#define SERVICES_LIB_BASE_DIGEST_H_

// Unkeyed digests. Where the input can be guessed (numbers of people), use a keyed one instead.

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace mandat::base {

// SHA-256 (FIPS 180-4) of any bytes.
std::array<uint8_t, 32> Sha256(absl::string_view bytes);
// The same as 64 lower-case hex digits.
std::string Sha256Hex(absl::string_view bytes);

// SHA-1 of any bytes. For UUIDv5 alone, which prescribes it; it protects nothing.
std::array<uint8_t, 20> Sha1(absl::string_view bytes);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_DIGEST_H_
