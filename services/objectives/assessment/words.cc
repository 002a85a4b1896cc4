#include "services/objectives/assessment/words.h"

namespace mandat::objectives {
namespace {

using base::Figure;
using base::Phrase;
using base::Rational;

constexpr Phrase kPlain = {"{n}", "{n}", "{n}", "{n}"};
constexpr Phrase kShare = {"{n} %", "{n} %", "{n} %", "{n}%"};
constexpr Phrase kEuro = {"{n} EUR", "{n} EUR", "{n} EUR", "{n} EUR"};
constexpr Phrase kDays = {"{n} {exact|jour|jours}", "{n} {exact|dag|dagen}", "{n} {exact|Tag|Tage}",
                          "{n} {exact|day|days}"};
constexpr Phrase kHours = {"{n} {exact|heure|heures}", "{n} {exact|uur|uren}",
                           "{n} {exact|Stunde|Stunden}", "{n} {exact|hour|hours}"};
constexpr Phrase kLevel = {"niveau {n}", "niveau {n}", "Stufe {n}", "level {n}"};
constexpr Phrase kTonnes = {"{n} t de CO2", "{n} ton CO2", "{n} t CO2", "{n} t of CO2"};
constexpr Phrase kFullTime = {"{n} ETP", "{n} VTE", "{n} VZÄ", "{n} FTE"};

const Phrase& PhraseOf(v1::Unit unit) {
  switch (unit) {
    case v1::UNIT_SHARE:
      return kShare;
    case v1::UNIT_CENTS:
      return kEuro;
    case v1::UNIT_DAYS:
      return kDays;
    case v1::UNIT_HOURS:
      return kHours;
    case v1::UNIT_LEVEL:
      return kLevel;
    case v1::UNIT_TONNES_CO2:
      return kTonnes;
    case v1::UNIT_FTE:
      return kFullTime;
    default:
      return kPlain;
  }
}

// How many hundredths of what is written one of the unit is.
int64_t HundredthsOf(v1::Unit unit) {
  if (unit == v1::UNIT_SHARE) return 10'000;
  return unit == v1::UNIT_CENTS ? 1 : 100;
}

}  // namespace

common::v1::LocalizedText WordsOf(const Rational& value, v1::Unit unit, v1::Direction direction) {
  const auto hundredths = base::Multiply(value, HundredthsOf(unit));
  Figure number = value;
  if (hundredths.ok()) {
    number = Figure::Hundredths(direction == v1::DIRECTION_DOWN ? hundredths->Ceil()
                                                                : hundredths->Floor());
  }
  return base::Say(PhraseOf(unit), {{"n", number}, {"exact", value}});
}

Figure Percent(int64_t permille) { return Figure::Hundredths(permille * 10); }

}  // namespace mandat::objectives
