#include "services/lib/privacy/random.h"

#include <pthread.h>
#include <sodium.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>

namespace mandat::privacy {
namespace {

// Large enough that the system call (about 0.5 µs) is shared by 170 nonces.
constexpr size_t kBlockBytes = 4096;

// Counts the forks between the first process and this one: a child must not hand out its parent's
// bytes.
std::atomic<uint32_t> forks{0};

bool WatchForks() {
  return pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); }) ==
         0;
}

struct Block {
  ~Block() { sodium_memzero(bytes.data(), bytes.size()); }

  std::array<unsigned char, kBlockBytes> bytes;
  size_t used = kBlockBytes;
  uint32_t forks = 0;
};

}  // namespace

void FillRandom(unsigned char* out, size_t size) {
  static const bool watching = WatchForks();
  thread_local Block block;
  const uint32_t now = forks.load(std::memory_order_relaxed);
  if (!watching || block.forks != now || kBlockBytes - block.used < size) {
    randombytes_buf(block.bytes.data(), kBlockBytes);
    block.used = 0;
    block.forks = now;
  }
  std::memcpy(out, block.bytes.data() + block.used, size);
  sodium_memzero(block.bytes.data() + block.used, size);
  block.used += size;
}

}  // namespace mandat::privacy
