#include "services/lib/base/ssin.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/lib/base/check_digits.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::base {
namespace {

constexpr int kLastSerial = 998;

// What is added to the month of a BIS number.
constexpr int kBisSexUnknown = 20;
constexpr int kBisSexKnown = 40;

absl::Status Refused(absl::string_view rule, absl::string_view field, absl::string_view message) {
  return WithMetadata(InvalidField("SSIN_INVALID", field, message), "rule", rule);
}

// The check digits of nine digits in a century, 1900 or 2000.
std::string CheckDigits(absl::string_view nine_digits, int century) {
  return TwoDigits(97 - Mod97(absl::StrCat(century == 2000 ? "2" : "", nine_digits)));
}

// The century that the check digits tell; absent where they fit neither.
std::optional<int> CenturyOf(absl::string_view digits) {
  for (int century : {1900, 2000}) {
    if (digits.substr(9) == CheckDigits(digits.substr(0, 9), century)) return century;
  }
  return std::nullopt;
}

int Number(absl::string_view digits) {
  int value = 0;
  (void)absl::SimpleAtoi(digits, &value);  // a few digits, checked by the caller
  return value;
}

// How much is added to the month as written; 60 and above is left and will be refused.
int MonthOffset(int written) {
  if (written >= kBisSexKnown) return kBisSexKnown;
  return written >= kBisSexUnknown ? kBisSexUnknown : 0;
}

// The birth date; absent where the number does not say it.
absl::StatusOr<std::optional<absl::CivilDay>> BirthDate(int year, int month, int day,
                                                        absl::CivilDay today,
                                                        absl::string_view field) {
  if (month > 12) return Refused("SSIN_DATE", field, "The number holds no such month.");
  const bool is_known = month != 0 && day != 0;
  // Where a part is not known, the earliest day that it could be.
  const int earliest_month = std::max(month, 1);
  const absl::CivilDay earliest(year, earliest_month, month == 0 ? 1 : std::max(day, 1));
  if (earliest.month() != earliest_month) {
    return Refused("SSIN_DATE", field, "The number holds no such day.");
  }
  if (earliest > today) return Refused("SSIN_DATE", field, "The birth lies after today.");
  return is_known ? std::optional(earliest) : std::nullopt;
}

}  // namespace

absl::StatusOr<Ssin> ParseSsin(absl::string_view text, absl::CivilDay today,
                               absl::string_view field) {
  Ssin ssin;
  ssin.digits = Without(text, ".- ");
  if (!IsDigits(ssin.digits, 11)) return Refused("SSIN_LENGTH", field, "Give eleven digits.");
  const absl::string_view digits = ssin.digits;
  const std::optional<int> century = CenturyOf(digits);
  if (!century.has_value()) {
    return Refused("SSIN_CHECK_DIGITS", field, "The check digits do not fit.");
  }
  const int serial = Number(digits.substr(6, 3));
  if (serial < 1 || serial > kLastSerial) {
    return Refused("SSIN_SERIAL", field, "The serial number must be 001 to 998.");
  }
  const int written_month = Number(digits.substr(2, 2));
  const int offset = MonthOffset(written_month);
  ASSIGN_OR_RETURN(ssin.birth_date,
                   BirthDate(*century + Number(digits.substr(0, 2)), written_month - offset,
                             Number(digits.substr(4, 2)), today, field));
  ssin.is_bis = offset != 0;
  if (offset != kBisSexUnknown) ssin.sex = serial % 2 == 1 ? Sex::kMale : Sex::kFemale;
  return ssin;
}

absl::StatusOr<std::string> MakeSsin(absl::CivilDay birth, int serial) {
  if (birth.year() < 1900 || birth.year() > 2099) {
    return Refused("SSIN_DATE", "birth", "The year must be 1900 to 2099.");
  }
  if (serial < 1 || serial > kLastSerial) {
    return Refused("SSIN_SERIAL", "serial", "The serial number must be 1 to 998.");
  }
  const std::string nine_digits =
      absl::StrFormat("%02d%02d%02d%03d", birth.year() % 100, birth.month(), birth.day(), serial);
  return nine_digits + CheckDigits(nine_digits, birth.year() < 2000 ? 1900 : 2000);
}

}  // namespace mandat::base
