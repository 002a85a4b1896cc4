#ifndef SERVICES_LIB_BASE_IBAN_H_
#define SERVICES_LIB_BASE_IBAN_H_

// Belgian bank account numbers.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mandat::base {

// The sixteen characters, "BE" and fourteen digits, of the Belgian IBAN that `text` writes; spaces
// are passed over. Both checks are made: that of ISO 13616, and the national one (the last two
// digits are the ten before them mod 97, or 97 where that is 0). Whether the bank exists is not
// known here. `IBAN_INVALID`, with metadata `rule`: `IBAN_FORM`, `IBAN_CHECK_DIGITS` or
// `IBAN_NATIONAL_CHECK`.
absl::StatusOr<std::string> ParseBelgianIban(absl::string_view text, absl::string_view field);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_IBAN_H_
