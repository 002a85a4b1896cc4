#include "services/lib/base/uuid.h"

#include <algorithm>

#include "services/lib/base/digest.h"

namespace mandat::base {
namespace {

constexpr absl::string_view kHexDigits = "0123456789abcdef";

// Where the hyphens stand in the canonical form.
constexpr bool IsHyphenPlace(size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

// `bytes` with the version and the variant of RFC 9562 put in.
std::string Stamped(UuidBytes bytes, int version) {
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0F) | version << 4);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3F) | 0x80);
  return FormatUuid(bytes);
}

}  // namespace

std::string MakeUuidV4(const UuidBytes& random) { return Stamped(random, 4); }

std::string MakeUuidV7(absl::Time time, const UuidBytes& random) {
  const int64_t milliseconds = std::max<int64_t>(0, absl::ToUnixMillis(time));
  UuidBytes bytes = random;
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(milliseconds >> (40 - 8 * i));
  return Stamped(bytes, 7);
}

std::string MakeUuidV5(const UuidBytes& name_space, absl::string_view name) {
  std::string hashed(name_space.begin(), name_space.end());
  hashed.append(name.data(), name.size());
  const auto digest = Sha1(hashed);
  UuidBytes bytes;
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  return Stamped(bytes, 5);
}

std::optional<UuidBytes> ParseUuid(absl::string_view text) {
  if (text.size() != 36) return std::nullopt;
  UuidBytes bytes{};
  size_t nibble = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (IsHyphenPlace(at)) {
      if (text[at] != '-') return std::nullopt;
      continue;
    }
    const size_t value = kHexDigits.find(text[at]);
    if (value == absl::string_view::npos) return std::nullopt;
    bytes[nibble / 2] = static_cast<uint8_t>(bytes[nibble / 2] << 4 | value);
    ++nibble;
  }
  return bytes;
}

bool IsUuid(absl::string_view text) { return ParseUuid(text).has_value(); }

std::string FormatUuid(const UuidBytes& bytes) {
  std::string text;
  text.reserve(36);
  for (uint8_t byte : bytes) {
    if (IsHyphenPlace(text.size())) text.push_back('-');
    text.push_back(kHexDigits[byte >> 4]);
    text.push_back(kHexDigits[byte & 0x0F]);
  }
  return text;
}

}  // namespace mandat::base
