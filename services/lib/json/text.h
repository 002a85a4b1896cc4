#ifndef SERVICES_LIB_JSON_TEXT_H_
#define SERVICES_LIB_JSON_TEXT_H_

// The scalars of JSON (RFC 8259), appended to a string. Whatever the bytes given, the output is
// valid UTF-8 on one line.

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace mandat::json {

// `value` in quotes. Control characters, quotes and backslashes are escaped; every byte that is not
// part of valid UTF-8 becomes U+FFFD.
void AppendText(absl::string_view value, std::string* out);

// Decimal, never in quotes, also beyond 2^53.
void AppendInteger(int64_t value, std::string* out);
void AppendUnsigned(uint64_t value, std::string* out);

// The shortest form that reads back as the same number. What is not finite has no number in JSON
// and is written as the text "NaN", "Infinity" or "-Infinity".
void AppendDouble(double value, std::string* out);
void AppendFloat(float value, std::string* out);

// "true" or "false".
void AppendBool(bool value, std::string* out);

// Base64 with padding (RFC 4648, section 4), in quotes.
void AppendBytes(absl::string_view value, std::string* out);

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_TEXT_H_
