#include "services/lib/base/number_order.h"

#include <cstddef>
#include <tuple>

#include "absl/strings/ascii.h"

namespace mandat::base {
namespace {

// The digits that a text begins with, without leading zeros; taken off it.
absl::string_view TakeNumber(absl::string_view* text) {
  size_t digits = 0;
  while (digits < text->size() && absl::ascii_isdigit((*text)[digits])) ++digits;
  absl::string_view number = text->substr(0, digits);
  text->remove_prefix(digits);
  while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
  return number;
}

}  // namespace

bool NumberComesBefore(absl::string_view a, absl::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (absl::ascii_isdigit(a.front()) && absl::ascii_isdigit(b.front())) {
      const absl::string_view left = TakeNumber(&a);
      const absl::string_view right = TakeNumber(&b);
      if (left != right) {
        return std::make_tuple(left.size(), left) < std::make_tuple(right.size(), right);
      }
      continue;
    }
    if (a.front() != b.front()) return a.front() < b.front();
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.size() < b.size();
}

}  // namespace mandat::base
