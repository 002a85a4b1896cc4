#ifndef SERVICES_LIB_DEADLINE_HOLIDAYS_H_
#define SERVICES_LIB_DEADLINE_HOLIDAYS_H_

// Legal holidays of Belgium and France, of every year by rule.

#include <vector>

#include "absl/time/civil_time.h"
#include "mandat/common/v1/deadline.pb.h"
#include "services/lib/base/phrase.h"

namespace mandat::deadline {

// Easter Sunday of the Gregorian calendar; years 1583 to 9999.
absl::CivilDay EasterSunday(int year);

struct Holiday {
  absl::CivilDay day;
  const base::Phrase* title = nullptr;
};

// In order of time; two titles may fall on one day. Belgium: royal decree of 18.4.1974, art. 1;
// France: Code du travail, art. L3133-1, and for Alsace and Moselle art. L3134-13. The rules are
// those in force since 1983, for years before as well.
std::vector<Holiday> LegalHolidays(common::v1::Country country, bool alsace_moselle, int year);

// The title of the first of them that falls on the day; null where none does.
const base::Phrase* HolidayOn(common::v1::Country country, bool alsace_moselle, absl::CivilDay day);

}  // namespace mandat::deadline

#endif  // SERVICES_LIB_DEADLINE_HOLIDAYS_H_
