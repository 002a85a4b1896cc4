#include "services/lib/deadline/holidays.h"

#include <algorithm>

namespace mandat::deadline {
namespace {

using base::Phrase;

// Whose holiday it is.
enum class Keeps { kBoth, kBelgium, kFrance, kAlsaceMoselle };

struct Rule {
  Keeps keeps;
  // A day of the year; or, where the month is 0, so many days after Easter Sunday.
  int month;
  int day;
  Phrase title;
};

constexpr Rule kRules[] = {
    {Keeps::kBoth, 1, 1, {"Nouvel An", "Nieuwjaar", "Neujahr", "New Year's Day"}},
    {Keeps::kAlsaceMoselle,
     0,
     -2,
     {"Vendredi saint", "Goede Vrijdag", "Karfreitag", "Good Friday"}},
    {Keeps::kBoth, 0, 1, {"lundi de Pâques", "paasmaandag", "Ostermontag", "Easter Monday"}},
    {Keeps::kBoth, 5, 1, {"fête du Travail", "Dag van de Arbeid", "Tag der Arbeit", "Labour Day"}},
    {Keeps::kFrance,
     5,
     8,
     {"Victoire 1945", "Overwinning 1945", "Tag des Sieges 1945", "Victory Day 1945"}},
    {Keeps::kBoth,
     0,
     39,
     {"Ascension", "Onze-Lieve-Heer-Hemelvaart", "Christi Himmelfahrt", "Ascension Day"}},
    {Keeps::kBoth,
     0,
     50,
     {"lundi de Pentecôte", "pinkstermaandag", "Pfingstmontag", "Whit Monday"}},
    {Keeps::kFrance,
     7,
     14,
     {"fête nationale", "Franse nationale feestdag", "französischer Nationalfeiertag",
      "Bastille Day"}},
    {Keeps::kBelgium,
     7,
     21,
     {"fête nationale", "nationale feestdag", "Nationalfeiertag", "Belgian National Day"}},
    {Keeps::kBoth,
     8,
     15,
     {"Assomption", "Onze-Lieve-Vrouw-Hemelvaart", "Mariä Himmelfahrt", "Assumption Day"}},
    {Keeps::kBoth, 11, 1, {"Toussaint", "Allerheiligen", "Allerheiligen", "All Saints' Day"}},
    {Keeps::kBoth,
     11,
     11,
     {"Armistice 1918", "Wapenstilstand 1918", "Waffenstillstand 1918", "Armistice Day 1918"}},
    {Keeps::kBoth, 12, 25, {"Noël", "Kerstmis", "Weihnachten", "Christmas Day"}},
    {Keeps::kAlsaceMoselle,
     12,
     26,
     {"Saint-Étienne", "tweede kerstdag", "Zweiter Weihnachtstag", "St Stephen's Day"}},
};

bool IsKept(Keeps keeps, common::v1::Country country, bool alsace_moselle) {
  switch (keeps) {
    case Keeps::kBoth:
      return true;
    case Keeps::kBelgium:
      return country == common::v1::COUNTRY_BELGIUM;
    case Keeps::kFrance:
      return country == common::v1::COUNTRY_FRANCE;
    case Keeps::kAlsaceMoselle:
      break;
  }
  return country == common::v1::COUNTRY_FRANCE && alsace_moselle;
}

absl::CivilDay DayOf(const Rule& rule, absl::CivilDay easter) {
  return rule.month == 0 ? easter + rule.day : absl::CivilDay(easter.year(), rule.month, rule.day);
}

}  // namespace

absl::CivilDay EasterSunday(int year) {
  // The anonymous Gregorian computation (Meeus, Astronomical Algorithms, chapter 8), with its
  // names.
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = b / 4;
  const int e = b % 4;
  const int f = (b + 8) / 25;
  const int g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4;
  const int k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int month_and_day = h + l - 7 * m + 114;
  return absl::CivilDay(year, month_and_day / 31, month_and_day % 31 + 1);
}

std::vector<Holiday> LegalHolidays(common::v1::Country country, bool alsace_moselle, int year) {
  const absl::CivilDay easter = EasterSunday(year);
  std::vector<Holiday> holidays;
  for (const Rule& rule : kRules) {
    if (!IsKept(rule.keeps, country, alsace_moselle)) continue;
    holidays.push_back({DayOf(rule, easter), &rule.title});
  }
  std::stable_sort(holidays.begin(), holidays.end(),
                   [](const Holiday& a, const Holiday& b) { return a.day < b.day; });
  return holidays;
}

const Phrase* HolidayOn(common::v1::Country country, bool alsace_moselle, absl::CivilDay day) {
  const absl::CivilDay easter = EasterSunday(static_cast<int>(day.year()));
  for (const Rule& rule : kRules) {
    if (DayOf(rule, easter) == day && IsKept(rule.keeps, country, alsace_moselle)) {
      return &rule.title;
    }
  }
  return nullptr;
}

}  // namespace mandat::deadline
