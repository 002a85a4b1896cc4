#ifndef SERVICES_LIB_BASE_TEXT_H_
#define SERVICES_LIB_BASE_TEXT_H_

// Limits on text from callers, and to what is said of it. (Base64url and hexadecimal:
// absl/strings/escaping.h.)

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mandat::base {

// Whether `text` is well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates,
// nothing above U+10FFFF.
bool IsUtf8(absl::string_view text);

// The beginning of a text, at most `max` bytes and no half character at its end: of well-formed
// UTF-8 it is well-formed too.
absl::string_view Shortened(absl::string_view text, size_t max);

// Whether `text` may be stored and shown: at most `max_bytes` bytes, else `TEXT_TOO_LONG` (metadata
// `limit`, bytes); well-formed UTF-8 without control characters (U+0000-U+001F, U+007F-U+009F)
// except line feed and tab, else `TEXT_INVALID`. Empty text is valid.
absl::Status ValidateText(absl::string_view text, size_t max_bytes, absl::string_view field);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_TEXT_H_
