#ifndef SERVICES_LIB_BASE_SSIN_H_
#define SERVICES_LIB_BASE_SSIN_H_

// Social-security identification numbers: the national number (NISS/INSZ, issued by the National
// Register) and the BIS number (issued by the Crossroads Bank to people who have no national one).
// Both are YYMMDD, a serial number and two check digits.

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace mandat::base {

enum class Sex { kFemale, kMale };

// A number and what may be read from it. What the number does not say is absent.
struct Ssin {
  // Eleven digits, the form in which it is stored and sent.
  std::string digits;
  // Absent where month or day is 00: not known, or the serial numbers of that day were used up.
  std::optional<absl::CivilDay> birth_date;
  // Absent in BIS numbers that were issued without it.
  std::optional<Sex> sex;
  bool is_bis = false;
};

// The number that `text` writes; dots, hyphens and spaces are passed over ("85.07.30-033.28").
// `today` is the day in Brussels: the century is not written, and a birth after it is refused.
//
// INVALID_ARGUMENT `SSIN_INVALID`, with metadata `rule`, in this order:
// - `SSIN_LENGTH`: not eleven digits.
// - `SSIN_CHECK_DIGITS`: the last two are not 97 - (first nine mod 97), nor so with a "2" put
// before
//   the nine (born from 2000 on). Both never fit at once: 2,000,000,000 mod 97 is not 0.
// - `SSIN_SERIAL`: the serial number is not 001 to 998.
// - `SSIN_DATE`: no such day, or a birth after `today`. The month is 00 to 12; in BIS numbers plus
// 20
//   (sex not known) or plus 40. With month 00 the day says nothing.
// The message never repeats the number.
//
// One wrong digit is always noticed, with one exception that lies in the numbers themselves: 19YY
// and 20(YY - 6) have the same check digits, so a year ending in 6 to 9 that is misread as one
// ending in 0 to 3 (1906 as 2000), or the reverse, passes where the other day exists and is not
// after `today`.
absl::StatusOr<Ssin> ParseSsin(absl::string_view text, absl::CivilDay today,
                               absl::string_view field);

// The national number of somebody born on `birth` (1900 to 2099) with this serial number (1 to 998;
// odd = man, even = woman). For sample data and tests: such a number may belong to nobody or to a
// real person. `SSIN_INVALID`, with metadata `rule`, outside these ranges.
absl::StatusOr<std::string> MakeSsin(absl::CivilDay birth, int serial);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_SSIN_H_
