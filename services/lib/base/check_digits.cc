#include "services/lib/base/check_digits.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace mandat::base {

bool IsDigits(absl::string_view text, size_t count) {
  return text.size() == count && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

int Mod97(absl::string_view digits) {
  int remainder = 0;
  for (char digit : digits) remainder = (remainder * 10 + (digit - '0')) % 97;
  return remainder;
}

int Mod97From1(absl::string_view digits) {
  const int remainder = Mod97(digits);
  return remainder == 0 ? 97 : remainder;
}

std::string TwoDigits(int value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string Without(absl::string_view text, absl::string_view separators) {
  std::string kept;
  for (char c : text) {
    if (separators.find(c) == absl::string_view::npos) kept.push_back(c);
  }
  return kept;
}

}  // namespace mandat::base
