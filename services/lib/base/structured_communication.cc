#include "services/lib/base/structured_communication.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/lib/base/check_digits.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::base {
namespace {

constexpr char kReason[] = "STRUCTURED_COMMUNICATION_INVALID";

}  // namespace

absl::StatusOr<std::string> ParseStructuredCommunication(absl::string_view text,
                                                         absl::string_view field) {
  const std::string digits = Without(text, "+*/");
  if (!IsDigits(digits, 12)) return InvalidField(kReason, field, "Give twelve digits.");
  const std::string printed = FormatStructuredCommunication(digits);
  if (text != printed && text != absl::StrReplaceAll(printed, {{"+", "*"}})) {
    return InvalidField(kReason, field, "Write it as +++ddd/dddd/ddddd+++.");
  }
  ASSIGN_OR_RETURN(const std::string expected,
                   MakeStructuredCommunication(absl::string_view(digits).substr(0, 10)));
  if (digits != expected) return InvalidField(kReason, field, "The check digits do not fit.");
  return digits;
}

absl::StatusOr<std::string> MakeStructuredCommunication(absl::string_view first_ten) {
  if (!IsDigits(first_ten, 10)) return InvalidField(kReason, "first_ten", "Give ten digits.");
  return absl::StrCat(first_ten, TwoDigits(Mod97From1(first_ten)));
}

std::string FormatStructuredCommunication(absl::string_view twelve_digits) {
  return absl::StrCat("+++", twelve_digits.substr(0, 3), "/", twelve_digits.substr(3, 4), "/",
                      twelve_digits.substr(7), "+++");
}

}  // namespace mandat::base
