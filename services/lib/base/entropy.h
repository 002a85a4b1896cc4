#ifndef SERVICES_LIB_BASE_ENTROPY_H_
#define SERVICES_LIB_BASE_ENTROPY_H_

// The only place of this library that is not a pure function: random bytes of the operating system.

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"

namespace mandat::base {

// Fills `out` from the operating system's generator, fit for keys. Ends the process where the
// system has none to give: a guessable id or key is worse than a stop.
void FillWithRandomBytes(absl::Span<uint8_t> out);

// So many random bytes: `MakeUuidV4(RandomBytes<16>())`.
template <size_t kSize>
std::array<uint8_t, kSize> RandomBytes() {
  std::array<uint8_t, kSize> bytes;
  FillWithRandomBytes(absl::MakeSpan(bytes));
  return bytes;
}

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_ENTROPY_H_
