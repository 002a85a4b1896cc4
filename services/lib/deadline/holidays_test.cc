#include "services/lib/deadline/holidays.h"

#include <fstream>
#include <sstream>

#include "gtest/gtest.h"
#include "services/lib/base/civil_date.h"

namespace mandat::deadline {
namespace {

using common::v1::COUNTRY_BELGIUM;
using common::v1::COUNTRY_FRANCE;

TEST(LegalHolidays, AreThoseOfTheTable) {
  std::ifstream table(MANDAT_SOURCE_DIR "/services/lib/deadline/testdata/legal_holidays.txt");
  int rows = 0;
  for (std::string line; std::getline(table, line);) {
    if (line[0] == '#') continue;
    std::istringstream words(line);
    std::string whose;
    words >> whose;
    std::vector<std::string> expected;
    for (std::string day; words >> day;) expected.push_back(day);
    std::vector<std::string> found;
    const int year = std::stoi(expected.at(0));
    for (const Holiday& holiday :
         LegalHolidays(whose == "BE" ? COUNTRY_BELGIUM : COUNTRY_FRANCE, whose == "FR-AM", year)) {
      found.push_back(base::ToIso(holiday.day));
    }
    EXPECT_EQ(found, expected) << whose << " " << year;
    ++rows;
  }
  EXPECT_EQ(rows, 3 * 16);
}

TEST(LegalHolidays, BelgiumDoesNotKnowAlsaceAndMoselle) {
  EXPECT_EQ(LegalHolidays(COUNTRY_BELGIUM, true, 2026).size(), 10u);
}

TEST(LegalHolidays, TwoMayFallOnOneDay) {
  // Ascension was on 1 May in 2008.
  EXPECT_EQ(LegalHolidays(COUNTRY_BELGIUM, false, 2008).size(), 10u);
  const base::Phrase* title = HolidayOn(COUNTRY_BELGIUM, false, absl::CivilDay(2008, 5, 1));
  ASSERT_NE(title, nullptr);
  EXPECT_EQ(title->In(base::Language::kEn), "Labour Day");
}

TEST(HolidayOn, AgreesWithTheList) {
  for (const auto country : {COUNTRY_BELGIUM, COUNTRY_FRANCE}) {
    for (const bool alsace_moselle : {false, true}) {
      std::vector<absl::CivilDay> listed;
      for (const Holiday& holiday : LegalHolidays(country, alsace_moselle, 2027)) {
        listed.push_back(holiday.day);
      }
      std::vector<absl::CivilDay> found;
      for (absl::CivilDay day(2027, 1, 1); day.year() == 2027; ++day) {
        if (HolidayOn(country, alsace_moselle, day) != nullptr) found.push_back(day);
      }
      EXPECT_EQ(found, listed);
    }
  }
}

// Another way to Easter: by golden number and epact (Knuth, The Art of Computer Programming,
// volume 1, exercise 1.3.2-14).
absl::CivilDay EasterByEpact(int year) {
  const int golden = year % 19 + 1;
  const int century = year / 100 + 1;
  const int leap_years_left_out = 3 * century / 4 - 12;
  const int moon_orbit = (8 * century + 5) / 25 - 5;
  const int sunday = 5 * year / 4 - leap_years_left_out - 10;
  int epact = (11 * golden + 20 + moon_orbit - leap_years_left_out) % 30;
  if ((epact == 25 && golden > 11) || epact == 24) ++epact;
  int full_moon = 44 - epact;
  if (full_moon < 21) full_moon += 30;
  const int day = full_moon + 7 - (sunday + full_moon) % 7;
  return absl::CivilDay(year, 3, 1) + (day - 1);
}

TEST(EasterSunday, IsThatOfAnotherComputation) {
  for (int year = 1583; year <= 9999; ++year) {
    ASSERT_EQ(EasterSunday(year), EasterByEpact(year)) << year;
    ASSERT_EQ(absl::GetWeekday(EasterSunday(year)), absl::Weekday::sunday);
  }
}

}  // namespace
}  // namespace mandat::deadline
