#ifndef SERVICES_LIB_BASE_ENTERPRISE_NUMBER_H_
#define SERVICES_LIB_BASE_ENTERPRISE_NUMBER_H_

// Enterprise numbers of the Crossroads Bank for Enterprises (BCE/KBO).

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mandat::base {

// The ten digits of the number that `text` writes. Dots and spaces are passed over
// ("0403.019.261"); an old number of nine digits gets its leading 0. The first digit is 0 or 1; the
// last two are exactly 97 - (first eight mod 97), that is 01 to 97. `ENTERPRISE_NUMBER_INVALID`
// otherwise.
absl::StatusOr<std::string> ParseEnterpriseNumber(absl::string_view text, absl::string_view field);

// The number that begins with these eight digits: they with their check digits.
// `ENTERPRISE_NUMBER_INVALID` where they are not eight digits of which the first is 0 or 1.
absl::StatusOr<std::string> MakeEnterpriseNumber(absl::string_view first_eight);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_ENTERPRISE_NUMBER_H_
