#include "services/lib/base/entropy.h"

#include <unistd.h>

#include <cstdlib>

namespace mandat::base {

void FillWithRandomBytes(absl::Span<uint8_t> out) {
  constexpr size_t kMostPerCall = 256;  // getentropy's own limit
  while (!out.empty()) {
    const auto part = out.subspan(0, kMostPerCall);
    if (getentropy(part.data(), part.size()) != 0) std::abort();
    out.remove_prefix(part.size());
  }
}

}  // namespace mandat::base
