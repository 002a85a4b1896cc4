#include "services/lib/base/number_order.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace mandat::base {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// Takes the number at the beginning off, without its leading zeros.
absl::string_view TakeNumber(absl::string_view* text) {
  const auto end = std::find_if_not(text->begin(), text->end(), IsDigit);
  absl::string_view number = text->substr(0, static_cast<size_t>(end - text->begin()));
  text->remove_prefix(number.size());
  while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
  return number;
}

}  // namespace

bool NumberComesBefore(absl::string_view a, absl::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (IsDigit(a.front()) && IsDigit(b.front())) {
      const absl::string_view one = TakeNumber(&a);
      const absl::string_view other = TakeNumber(&b);
      if (one.size() != other.size()) return one.size() < other.size();
      if (one != other) return one < other;
      continue;
    }
    if (a.front() != b.front()) return a.front() < b.front();
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.size() < b.size();
}

}  // namespace mandat::base
