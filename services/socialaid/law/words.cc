#include "services/socialaid/law/words.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/rational.h"

namespace mandat::socialaid::law {
namespace {

using base::Figure;
using base::Phrase;
using common::v1::LocalizedText;

// `{unit}` is "jours" or "demi-jours", whichever the calculation counts in.
struct StepWords {
  absl::string_view code;
  Phrase phrase;
};

constexpr StepWords kSteps[] = {
    {"EARLIER_RULE_NOT_MET",
     {"{rule_set} : aucun contrat ne remplit ses conditions pour une demande jusqu'au "
      "{last_claim_day}.",
      "{rule_set}: geen contract voldoet aan de voorwaarden voor een aanvraag tot "
      "{last_claim_day}.",
      "{rule_set}: Kein Vertrag erfüllt die Bedingungen für einen Antrag bis {last_claim_day}.",
      "{rule_set}: no contract meets its conditions for a claim up to {last_claim_day}."}},
    {"RULE_IN_FORCE_ON_CLAIM_DAY",
     {"La demande se fait le {claim_day}, le lendemain du dernier jour de travail. {rule_set} est "
      "en "
      "vigueur ce jour-là.",
      "De aanvraag gebeurt op {claim_day}, de dag na de laatste werkdag. {rule_set} geldt op die "
      "dag.",
      "Der Antrag wird am {claim_day} gestellt, am Tag nach dem letzten Arbeitstag. {rule_set} "
      "gilt "
      "an diesem Tag.",
      "The claim is made on {claim_day}, the day after the last day of work. {rule_set} is in "
      "force "
      "on that day."}},
    {"REGIME_BELOW_MINIMUM",
     {"{weekly_hours} heures par semaine sur {reference_hours} : ce régime est trop petit pour "
      "compter.",
      "{weekly_hours} uren per week op {reference_hours}: dit stelsel is te klein om mee te "
      "tellen.",
      "{weekly_hours} Stunden pro Woche von {reference_hours}: Diese Regelung ist zu klein, um zu "
      "zählen.",
      "{weekly_hours} hours a week of {reference_hours}: this regime is too small to count."}},
    {"BRACKET_BY_AGE_ON_LAST_DAY",
     {"L'âge compte le dernier jour du contrat : {age} ans le {last_day} ({age_on_first_day} ans "
      "le "
      "premier jour, {first_day}).",
      "De leeftijd telt op de laatste dag van het contract: {age} jaar op {last_day} "
      "({age_on_first_day} jaar op de eerste dag, {first_day}).",
      "Es zählt das Alter am letzten Tag des Vertrags: {age} Jahre am {last_day} "
      "({age_on_first_day} Jahre am ersten Tag, {first_day}).",
      "The age counts on the last day of the contract: {age} on {last_day} ({age_on_first_day} on "
      "the first day, {first_day})."}},
    {"REFERENCE_PERIOD",
     {"La période de référence de {months} mois va du {first_day} au {last_day}, {prolonged_days} "
      "{prolonged_days|jour|jours} de prolongation compris.",
      "De referteperiode van {months} maanden loopt van {first_day} tot {last_day}, met "
      "{prolonged_days} {prolonged_days|dag|dagen} verlenging.",
      "Der Bezugszeitraum von {months} Monaten reicht vom {first_day} bis {last_day}, "
      "{prolonged_days} {prolonged_days|Tag|Tage} Verlängerung eingeschlossen.",
      "The reference period of {months} months runs from {first_day} to {last_day}, "
      "{prolonged_days} {prolonged_days|day|days} of extension included."}},
    {"DAYS_AFTER_EARLIER_ADMISSION",
     {"Seuls comptent les jours après l'admission précédente, du {admission}.",
      "Enkel de dagen na de vorige toelating, van {admission}, tellen mee.",
      "Nur Tage nach der vorigen Zulassung vom {admission} zählen.",
      "Only days after the earlier admission, of {admission}, count."}},
    {"DAYS_IN_REFERENCE_PERIOD",
     {"Dans cette période : {career} {unit} de la carrière et {contract} {unit} du contrat.",
      "In deze periode: {career} {unit} uit de loopbaan en {contract} {unit} uit het contract.",
      "In diesem Zeitraum: {career} {unit} der Laufbahn und {contract} {unit} des Vertrags.",
      "In this period: {career} {unit} of the career and {contract} {unit} of the contract."}},
    {"DAYS_BEFORE_REFERENCE_PERIOD",
     {"Dans les {years} ans qui précèdent : {days} {unit}.",
      "In de {years} jaar daarvoor: {days} {unit}.", "In den {years} Jahren davor: {days} {unit}.",
      "In the {years} years before it: {days} {unit}."}},
    {"CONDITION_MET",
     {"Condition remplie ({line}) : {counted} {unit} pour les {days} {unit} demandés en {months} "
      "mois.",
      "Voorwaarde vervuld ({line}): {counted} {unit} voor de {days} gevraagde {unit} in {months} "
      "maanden.",
      "Bedingung erfüllt ({line}): {counted} {unit} für die geforderten {days} {unit} in {months} "
      "Monaten.",
      "Condition met ({line}): {counted} {unit} for the {days} {unit} asked in {months} months."}},
    {"CONDITION_NOT_MET",
     {"Condition non remplie ({line}) : au mieux {counted} {unit} sur les {days} {unit} demandés "
      "en "
      "{months} mois.",
      "Voorwaarde niet vervuld ({line}): hoogstens {counted} {unit} van de {days} gevraagde {unit} "
      "in {months} maanden.",
      "Bedingung nicht erfüllt ({line}): höchstens {counted} {unit} der geforderten {days} {unit} "
      "in {months} Monaten.",
      "Condition not met ({line}): at best {counted} {unit} of the {days} {unit} asked in {months} "
      "months."}},
    {"DAYS_TO_WORK",
     {"Il reste à travailler {exact} {unit}, arrondis une seule fois vers le haut : {days}.",
      "Nog te werken: {exact} {unit}, één keer naar boven afgerond: {days}.",
      "Noch zu arbeiten: {exact} {unit}, einmal aufgerundet: {days}.",
      "Still to work: {exact} {unit}, rounded up once: {days}."}},
    {"REGIME_STRETCHES_DAYS",
     {"À {weekly_hours} heures par semaine sur {reference_hours}, cela prend {contract_days} jours "
      "de contrat.",
      "Met {weekly_hours} uren per week op {reference_hours} duurt dat {contract_days} "
      "contractdagen.",
      "Mit {weekly_hours} Stunden pro Woche von {reference_hours} dauert das {contract_days} "
      "Vertragstage.",
      "At {weekly_hours} hours a week of {reference_hours}, that takes {contract_days} days of "
      "contract."}},
    {"EVENTS_PUSH_LAST_DAY",
     {"{days} {days|jour|jours} d'absence ne comptent pas et reportent d'autant le dernier jour.",
      "{days} {days|dag|dagen} afwezigheid tellen niet mee en schuiven de laatste dag evenveel op.",
      "{days} {days|Tag|Tage} Abwesenheit zählen nicht und verschieben den letzten Tag "
      "entsprechend.",
      "{days} {days|day|days} of absence do not count and move the last day by as much."}},
    {"LAST_DAY",
     {"Dernier jour du contrat par la convention {convention}. A (26 jours par mois) donne le "
      "{end_date_a}, B (du lundi au samedi) le {end_date_b}.",
      "Laatste dag van het contract volgens conventie {convention}. A (26 dagen per maand) geeft "
      "{end_date_a}, B (maandag tot zaterdag) {end_date_b}.",
      "Letzter Tag des Vertrags nach Konvention {convention}. A (26 Tage im Monat) ergibt "
      "{end_date_a}, B (Montag bis Samstag) {end_date_b}.",
      "Last day of the contract by convention {convention}. A (26 days a month) gives "
      "{end_date_a}, "
      "B (Monday to Saturday) {end_date_b}."}},
    {"RIGHT_LENGTH",
     {"Le droit dure {months} mois, grâce à {extra_days} {extra_days|jour|jours} au-delà de la "
      "condition.",
      "Het recht duurt {months} maanden, met {extra_days} {extra_days|dag|dagen} boven de "
      "voorwaarde.",
      "Der Anspruch dauert {months} Monate, mit {extra_days} {extra_days|Tag|Tagen} über der "
      "Bedingung.",
      "The right lasts {months} months, with {extra_days} {extra_days|day|days} beyond the "
      "condition."}},
};

constexpr Phrase kDays = {"jours", "dagen", "Tage", "days"};
constexpr Phrase kHalfDays = {"demi-jours", "halve dagen", "halbe Tage", "half-days"};

constexpr Phrase kRuleSets[] = {
    {"La règle d'avant le 1er mars 2026", "De regel van voor 1 maart 2026",
     "Die Regel von vor dem 1. März 2026", "The rule from before 1 March 2026"},
    {"La règle depuis le 1er mars 2026", "De regel sinds 1 maart 2026",
     "Die Regel seit dem 1. März 2026", "The rule since 1 March 2026"},
};

// Lines of admission, by their codes (admission.h).
constexpr StepWords kLines[] = {
    {"UNDER_36", {"moins de 36 ans", "jonger dan 36", "unter 36 Jahren", "under 36"}},
    {"FROM_36", {"de 36 à 49 ans", "36 tot 49 jaar", "36 bis 49 Jahre", "36 to 49"}},
    {"FROM_50", {"50 ans et plus", "50 jaar en ouder", "ab 50 Jahren", "50 and over"}},
    {"FROM_36_CAREER",
     {"de 36 à 49 ans, avec carrière", "36 tot 49 jaar, met loopbaan",
      "36 bis 49 Jahre, mit Laufbahn", "36 to 49, with a career"}},
    {"FROM_36_MISSING_DAYS",
     {"de 36 à 49 ans, jours manquants compensés par la carrière",
      "36 tot 49 jaar, ontbrekende dagen vergoed door de loopbaan",
      "36 bis 49 Jahre, fehlende Tage durch die Laufbahn ersetzt",
      "36 to 49, missing days made up for by the career"}},
    {"FROM_50_CAREER",
     {"50 ans et plus, avec carrière", "50 jaar en ouder, met loopbaan",
      "ab 50 Jahren, mit Laufbahn", "50 and over, with a career"}},
    {"FROM_50_MISSING_DAYS",
     {"50 ans et plus, jours manquants compensés par la carrière",
      "50 jaar en ouder, ontbrekende dagen vergoed door de loopbaan",
      "ab 50 Jahren, fehlende Tage durch die Laufbahn ersetzt",
      "50 and over, missing days made up for by the career"}},
    {"ANY_AGE", {"à tout âge", "op elke leeftijd", "in jedem Alter", "at any age"}},
};

constexpr Phrase kWithReference = {"{words} [{reference}]", "{words} [{reference}]",
                                   "{words} [{reference}]", "{words} [{reference}]"};

template <size_t kSize>
const Phrase* Find(const StepWords (&table)[kSize], absl::string_view code) {
  for (const StepWords& words : table) {
    if (words.code == code) return &words.phrase;
  }
  return nullptr;
}

// Arguments that are hundredths of an hour.
bool IsHours(absl::string_view name) { return name == "weekly_hours" || name == "reference_hours"; }

// What an argument's text stands for: its name says what has words of its own, its form the rest.
Figure FigureOf(const std::string& name, const std::string& text) {
  int64_t number = 0;
  const bool whole = absl::SimpleAtoi(text, &number);
  if (name == "rule_set" &&
      (number == v1::RULE_SET_BEFORE_2026_03 || number == v1::RULE_SET_FROM_2026_03)) {
    return base::Say(kRuleSets[number - 1], {});
  }
  if (name == "line") {
    const Phrase* line = Find(kLines, text);
    return line != nullptr ? Figure(base::Say(*line, {})) : Figure::Verbatim(text);
  }
  if (whole) return IsHours(name) ? Figure::Hundredths(number) : Figure(number);
  if (const auto day = base::ParseIsoDate(text, name); day.ok()) return *day;
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  int64_t denominator = 0;
  if (absl::SimpleAtoi(parts.first, &number) && absl::SimpleAtoi(parts.second, &denominator)) {
    const auto fraction = base::Rational::Of(number, denominator);
    if (fraction.ok()) return *fraction;
  }
  return Figure::Verbatim(text);
}

// What a program of another time would have said better.
LocalizedText AsItIs(const v1::TraceStep& step) {
  std::string text = step.code();
  const std::map<std::string, std::string> sorted(step.arguments().begin(), step.arguments().end());
  for (const auto& [name, value] : sorted) absl::StrAppend(&text, " ", name, "=", value);
  LocalizedText words;
  words.set_en(text);
  return words;
}

}  // namespace

LocalizedText WordsOf(const v1::TraceStep& step, bool half_days) {
  LocalizedText words;
  if (const Phrase* phrase = Find(kSteps, step.code()); phrase != nullptr) {
    base::Figures figures = {{"unit", base::Say(half_days ? kHalfDays : kDays, {})}};
    for (const auto& [name, text] : step.arguments()) {
      figures.emplace(absl::string_view(name), FigureOf(name, text));
    }
    words = base::Say(*phrase, figures);
  } else {
    words = AsItIs(step);
  }
  if (step.legal_reference().empty()) return words;
  return base::Say(kWithReference,
                   {{"words", words}, {"reference", Figure::Verbatim(step.legal_reference())}});
}

std::vector<absl::string_view> CodesWithWords() {
  std::vector<absl::string_view> codes;
  for (const StepWords& words : kSteps) codes.push_back(words.code);
  return codes;
}

}  // namespace mandat::socialaid::law
