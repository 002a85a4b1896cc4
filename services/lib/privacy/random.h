#ifndef SERVICES_LIB_PRIVACY_RANDOM_H_
#define SERVICES_LIB_PRIVACY_RANDOM_H_

// Random bytes without a system call each.

#include <cstddef>

namespace mandat::privacy {

// Fills `out` with `size` bytes, at most 64, from the system's random source. They are drawn in
// blocks, one block a thread; a byte is handed out once and wiped, also after a fork.
void FillRandom(unsigned char* out, size_t size);

}  // namespace mandat::privacy

#endif  // SERVICES_LIB_PRIVACY_RANDOM_H_
