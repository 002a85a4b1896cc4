#ifndef SERVICES_LIB_BASE_CHECK_DIGITS_H_
#define SERVICES_LIB_BASE_CHECK_DIGITS_H_

// What the Belgian numbers with check digits share: all of them are sums modulo 97.

#include <string>

#include "absl/strings/string_view.h"

namespace mandat::base {

// Whether `text` is `count` ASCII digits and nothing else.
bool IsDigits(absl::string_view text, size_t count);

// The number that `digits` (ASCII digits, any count; empty = 0) write, modulo 97: 0 to 96.
int Mod97(absl::string_view digits);

// The same with 97 written for 0: 1 to 97.
int Mod97From1(absl::string_view digits);

// `value`, 0 to 99, as two digits.
std::string TwoDigits(int value);

// `text` without any character of `separators`.
std::string Without(absl::string_view text, absl::string_view separators);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_CHECK_DIGITS_H_
