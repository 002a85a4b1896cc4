#include "services/lib/base/enterprise_number.h"

#include "absl/strings/str_cat.h"
#include "services/lib/base/check_digits.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

constexpr char kReason[] = "ENTERPRISE_NUMBER_INVALID";

}  // namespace

absl::StatusOr<std::string> ParseEnterpriseNumber(absl::string_view text, absl::string_view field) {
  std::string digits = Without(text, ". ");
  if (IsDigits(digits, 9)) digits.insert(digits.begin(), '0');
  if (!IsDigits(digits, 10)) return InvalidField(kReason, field, "Give ten digits.");
  const auto number = MakeEnterpriseNumber(absl::string_view(digits).substr(0, 8));
  if (!number.ok()) return InvalidField(kReason, field, "The first digit must be 0 or 1.");
  if (*number != digits) return InvalidField(kReason, field, "The check digits do not fit.");
  return digits;
}

absl::StatusOr<std::string> MakeEnterpriseNumber(absl::string_view first_eight) {
  if (!IsDigits(first_eight, 8) || first_eight[0] > '1') {
    return InvalidField(kReason, "first_eight", "Give eight digits, the first of them 0 or 1.");
  }
  return absl::StrCat(first_eight, TwoDigits(97 - Mod97(first_eight)));
}

}  // namespace mandat::base
