#ifndef SERVICES_LIB_BASE_UUID_H_
#define SERVICES_LIB_BASE_UUID_H_

// UUIDs of RFC 9562, as text in lower case with hyphens. Pure: the caller brings time and
// randomness
// (`RandomBytes<16>()` of entropy.h).

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace mandat::base {

// The 16 bytes of a UUID, in the order in which they are written.
using UuidBytes = std::array<uint8_t, 16>;

// The name spaces of RFC 9562 section 6.6, for names that are domain names and for names that are
// URIs (URNs too).
inline constexpr UuidBytes kUuidNamespaceDns = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                                                0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
inline constexpr UuidBytes kUuidNamespaceUrl = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                                0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

// Version 4: 122 of the random bits. For ids that must say nothing, not even when they were made.
std::string MakeUuidV4(const UuidBytes& random);

// Version 7: `time` in milliseconds, then 74 of the random bits (bytes 6 to 15); ids sort by the
// time at which they were made. Times before 1970 count as 1970.
std::string MakeUuidV7(absl::Time time, const UuidBytes& random);

// Version 5: the same for the same name, always. `name` is any bytes.
std::string MakeUuidV5(const UuidBytes& name_space, absl::string_view name);

// The bytes of a UUID in its canonical form (36 characters, lower case); absent for any other text.
std::optional<UuidBytes> ParseUuid(absl::string_view text);

// Whether `text` is a UUID in its canonical form, of any version.
bool IsUuid(absl::string_view text);

// The canonical form.
std::string FormatUuid(const UuidBytes& bytes);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_UUID_H_
