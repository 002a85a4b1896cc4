#ifndef SERVICES_LIB_PRIVACY_SECRET_KEY_H_
#define SERVICES_LIB_PRIVACY_SECRET_KEY_H_

// 32 secret bytes that leave no trace in memory.

#include <array>
#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace mandat::privacy {

// Wiped when destroyed and when moved from; never copied, and nothing prints it.
class SecretKey {
 public:
  static constexpr size_t kSize = 32;

  // From the system's random source.
  static SecretKey Generate();
  // `bytes` must have kSize bytes; the caller wipes its own.
  static SecretKey FromBytes(absl::string_view bytes);

  SecretKey(SecretKey&& other) noexcept;
  SecretKey& operator=(SecretKey&& other) noexcept;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;
  ~SecretKey();

  absl::Span<const unsigned char> bytes() const { return bytes_; }
  const unsigned char* data() const { return bytes_.data(); }

 private:
  SecretKey();

  std::array<unsigned char, kSize> bytes_;
};

}  // namespace mandat::privacy

#endif  // SERVICES_LIB_PRIVACY_SECRET_KEY_H_
