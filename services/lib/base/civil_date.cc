#include "services/lib/base/civil_date.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "services/lib/base/check_digits.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

absl::Status Refused(absl::string_view field, absl::string_view message) {
  return InvalidField("DATE_INVALID", field, message);
}

// The parts come from callers: any value.
absl::StatusOr<absl::CivilDay> FromParts(int year, int month, int day, absl::string_view field) {
  if (year == 0 || month == 0 || day == 0) {
    return Refused(field, "Give year, month and day.");
  }
  const absl::CivilDay date(year, month, day);
  // CivilDay turns 31 April into 1 May; what changed did not exist.
  if (date.year() != year || date.month() != month || date.day() != day) {
    return Refused(field, "There is no such day.");
  }
  if (date < kFirstDay || date > kLastDay) {
    return Refused(field, "Give a day from 1900-01-01 to 2200-12-31.");
  }
  return date;
}

absl::TimeZone LoadBrusselsZone() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Europe/Brussels", &zone)) {
    // No time-zone data: the package tzdata is missing, and no date can be right.
    std::abort();
  }
  return zone;
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDate(const google::type::Date& date, absl::string_view field) {
  return FromParts(date.year(), date.month(), date.day(), field);
}

absl::CivilDay ToDay(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

absl::StatusOr<absl::CivilDay> ParseIsoDate(absl::string_view text, absl::string_view field) {
  const bool has_form = text.size() == 10 && IsDigits(text.substr(0, 4), 4) && text[4] == '-' &&
                        IsDigits(text.substr(5, 2), 2) && text[7] == '-' &&
                        IsDigits(text.substr(8, 2), 2);
  if (!has_form) return Refused(field, "Write the day as yyyy-mm-dd.");
  const auto number = [text](size_t at, size_t count) {
    int value = 0;
    (void)absl::SimpleAtoi(text.substr(at, count), &value);  // digits, as just checked
    return value;
  };
  return FromParts(number(0, 4), number(5, 2), number(8, 2), field);
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

std::string ToIso(absl::CivilDay day) { return absl::FormatCivilTime(day); }

absl::TimeZone BrusselsZone() {
  static const absl::TimeZone zone = LoadBrusselsZone();
  return zone;
}

absl::CivilDay BrusselsDay(absl::Time time) { return absl::ToCivilDay(time, BrusselsZone()); }

absl::Time EndOfDayInBrussels(absl::CivilDay day) {
  return absl::FromCivil(absl::CivilSecond(day + 1), BrusselsZone());
}

absl::CivilDay AddMonthsClamped(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month.year(), month.month(), std::min(day.day(), last.day()));
}

int AgeOn(absl::CivilDay birth, absl::CivilDay day) {
  // CivilDay turns 29 February of a common year into 1 March, which is the rule.
  const absl::CivilDay birthday(day.year(), birth.month(), birth.day());
  return static_cast<int>(day.year() - birth.year()) - (day < birthday ? 1 : 0);
}

}  // namespace mandat::base
