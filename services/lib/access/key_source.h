#ifndef SERVICES_LIB_ACCESS_KEY_SOURCE_H_
#define SERVICES_LIB_ACCESS_KEY_SOURCE_H_

// Where the public keys of an issuer come from: a file, or the issuer's own address.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mandat::access {

// OK for a path, an https address, or an http address of this machine (`localhost`, 127.0.0.0/8,
// ::1), where nobody else can answer. INVALID_ARGUMENT `KEY_SOURCE_INVALID` otherwise.
absl::Status CheckKeySource(const std::string& location);

// What stands there, at most 256 KiB, within 5 s; no redirects. UNAVAILABLE `KEYS_UNAVAILABLE`
// where there is nothing or too much; INVALID_ARGUMENT `KEY_SOURCE_INVALID`.
absl::StatusOr<std::string> ReadKeySource(const std::string& location);

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_KEY_SOURCE_H_
