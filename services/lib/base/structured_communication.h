#ifndef SERVICES_LIB_BASE_STRUCTURED_COMMUNICATION_H_
#define SERVICES_LIB_BASE_STRUCTURED_COMMUNICATION_H_

// The structured communication of Belgian transfers (OGM/VCS): +++123/1234/12328+++.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mandat::base {

// The twelve digits of a communication written +++ddd/dddd/ddddd+++ or ***ddd/dddd/ddddd***. The
// last two are the first ten mod 97, or 97 where that is 0. `STRUCTURED_COMMUNICATION_INVALID`
// otherwise.
absl::StatusOr<std::string> ParseStructuredCommunication(absl::string_view text,
                                                         absl::string_view field);

// The twelve digits that begin with these ten. `STRUCTURED_COMMUNICATION_INVALID` where they are
// not ten digits.
absl::StatusOr<std::string> MakeStructuredCommunication(absl::string_view first_ten);

// Twelve digits as they are printed: "+++123/1234/12328+++".
std::string FormatStructuredCommunication(absl::string_view twelve_digits);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_STRUCTURED_COMMUNICATION_H_
