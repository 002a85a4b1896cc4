#include "services/lib/base/iban.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/check_digits.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

absl::Status Refused(absl::string_view rule, absl::string_view field, absl::string_view message) {
  return WithMetadata(InvalidField("IBAN_INVALID", field, message), "rule", rule);
}

}  // namespace

absl::StatusOr<std::string> ParseBelgianIban(absl::string_view text, absl::string_view field) {
  std::string iban = Without(text, " ");
  absl::string_view digits = iban;
  if (!absl::ConsumePrefix(&digits, "BE") || !IsDigits(digits, 14)) {
    return Refused("IBAN_FORM", field, "Give BE and fourteen digits.");
  }
  const absl::string_view account = digits.substr(2);
  // "BE00" moved to the end, its letters as numbers: B = 11, E = 14. Computed rather than tested
  // for remainder 1, which would let 00, 01 and 99 pass.
  const int check = 98 - Mod97(absl::StrCat(account, "111400"));
  if (digits.substr(0, 2) != TwoDigits(check)) {
    return Refused("IBAN_CHECK_DIGITS", field, "The check digits do not fit.");
  }
  if (account.substr(10) != TwoDigits(Mod97From1(account.substr(0, 10)))) {
    return Refused("IBAN_NATIONAL_CHECK", field, "The last two digits do not fit.");
  }
  return iban;
}

}  // namespace mandat::base
