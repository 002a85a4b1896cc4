#include "services/lib/base/text.h"

#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

// Takes the first character off a text that is not empty; absent where it is not well-formed.
std::optional<uint32_t> TakeCharacter(absl::string_view& text) {
  const auto lead = static_cast<uint8_t>(text.front());
  text.remove_prefix(1);
  if (lead < 0x80) return lead;
  // C0 and C1 could only begin overlong forms, F5 and above lie beyond U+10FFFF.
  if (lead < 0xC2 || lead > 0xF4) return std::nullopt;
  const size_t following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  if (text.size() < following) return std::nullopt;
  uint32_t character = lead & (0x3Fu >> following);
  for (size_t i = 0; i < following; ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    if ((byte & 0xC0) != 0x80) return std::nullopt;
    character = character << 6 | (byte & 0x3Fu);
  }
  text.remove_prefix(following);
  const bool overlong =
      (following == 2 && character < 0x800) || (following == 3 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (overlong || surrogate || character > 0x10FFFF) return std::nullopt;
  return character;
}

bool IsForbiddenControl(uint32_t character) {
  if (character == '\n' || character == '\t') return false;
  return character < 0x20 || (character >= 0x7F && character <= 0x9F);
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    if (!TakeCharacter(text).has_value()) return false;
  }
  return true;
}

absl::string_view Shortened(absl::string_view text, size_t max) {
  if (text.size() <= max) return text;
  while (max > 0 && (static_cast<uint8_t>(text[max]) & 0xC0) == 0x80) --max;
  return text.substr(0, max);
}

absl::Status ValidateText(absl::string_view text, size_t max_bytes, absl::string_view field) {
  if (text.size() > max_bytes) {
    return WithMetadata(
        InvalidField("TEXT_TOO_LONG", field, absl::StrCat("At most ", max_bytes, " bytes.")),
        "limit", absl::StrCat(max_bytes));
  }
  while (!text.empty()) {
    const std::optional<uint32_t> character = TakeCharacter(text);
    if (!character.has_value()) return InvalidField("TEXT_INVALID", field, "Not valid UTF-8.");
    if (IsForbiddenControl(*character)) {
      return InvalidField("TEXT_INVALID", field,
                          "No control characters other than line feed and tab.");
    }
  }
  return absl::OkStatus();
}

}  // namespace mandat::base
