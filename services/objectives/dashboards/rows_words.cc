#include "services/objectives/dashboards/rows_words.h"

#include <utility>

namespace mandat::objectives::dashboards {
namespace {

using base::Phrase;

constexpr Phrase kNothing = {"", "", "", ""};

template <typename Code>
using Words = std::pair<Code, Phrase>;

constexpr Words<v1::DashboardRow::ContentCase> kContents[] = {
    {v1::DashboardRow::kObjective, {"Objectif", "Doelstelling", "Ziel", "Objective"}},
    {v1::DashboardRow::kIndicator, {"Indicateur", "Indicator", "Indikator", "Indicator"}},
    {v1::DashboardRow::kAction, {"Action", "Actie", "Maßnahme", "Action"}},
};

constexpr Words<v1::ObjectiveLevel> kLevels[] = {
    {v1::OBJECTIVE_LEVEL_STRATEGIC, {"stratégique", "strategisch", "strategisch", "strategic"}},
    {v1::OBJECTIVE_LEVEL_TRANSVERSAL,
     {"transversal", "transversaal", "übergreifend", "transversal"}},
    {v1::OBJECTIVE_LEVEL_PRIORITY, {"prioritaire", "prioritair", "vorrangig", "priority"}},
    {v1::OBJECTIVE_LEVEL_OPERATIONAL, {"opérationnel", "operationeel", "operativ", "operational"}},
};

constexpr Words<v1::Unit> kUnits[] = {
    {v1::UNIT_COUNT, {"nombre", "aantal", "Anzahl", "number"}},
    {v1::UNIT_SHARE, {"%", "%", "%", "%"}},
    {v1::UNIT_CENTS, {"EUR", "EUR", "EUR", "EUR"}},
    {v1::UNIT_DAYS, {"jours", "dagen", "Tage", "days"}},
    {v1::UNIT_HOURS, {"heures", "uren", "Stunden", "hours"}},
    {v1::UNIT_LEVEL, {"niveau", "niveau", "Stufe", "level"}},
    {v1::UNIT_TONNES_CO2, {"t de CO2", "ton CO2", "t CO2", "t of CO2"}},
    {v1::UNIT_FTE, {"ETP", "VTE", "VZÄ", "FTE"}},
};

constexpr Words<v1::AssessmentStatus> kStatuses[] = {
    {v1::ASSESSMENT_STATUS_ON_TRACK, {"en bonne voie", "op schema", "im Plan", "on track"}},
    {v1::ASSESSMENT_STATUS_AT_RISK, {"à risque", "in gevaar", "gefährdet", "at risk"}},
    {v1::ASSESSMENT_STATUS_MISSED, {"manqué", "gemist", "verfehlt", "missed"}},
    {v1::ASSESSMENT_STATUS_REACHED, {"atteint", "bereikt", "erreicht", "reached"}},
    {v1::ASSESSMENT_STATUS_UNKNOWN, {"inconnu", "onbekend", "unbekannt", "unknown"}},
};

constexpr Words<v1::ActionState> kStates[] = {
    {v1::ACTION_STATE_PLANNED, {"prévue", "gepland", "geplant", "planned"}},
    {v1::ACTION_STATE_RUNNING, {"en cours", "lopend", "läuft", "running"}},
    {v1::ACTION_STATE_SUSPENDED, {"suspendue", "opgeschort", "ausgesetzt", "suspended"}},
    {v1::ACTION_STATE_DONE, {"terminée", "afgerond", "erledigt", "done"}},
    {v1::ACTION_STATE_ABANDONED, {"abandonnée", "stopgezet", "aufgegeben", "abandoned"}},
};

constexpr Words<v1::Health> kHealth[] = {
    {v1::HEALTH_GOOD, {"bonne", "goed", "gut", "good"}},
    {v1::HEALTH_AT_RISK, {"à risque", "in gevaar", "gefährdet", "at risk"}},
    {v1::HEALTH_BLOCKED, {"bloquée", "geblokkeerd", "blockiert", "blocked"}},
    {v1::HEALTH_PAUSED, {"en pause", "gepauzeerd", "ruht", "paused"}},
};

constexpr Phrase kAccepted = {"accepté", "aanvaard", "angenommen", "accepted"};
constexpr Phrase kProvisional = {"provisoire", "voorlopig", "vorläufig", "provisional"};

template <typename Table, typename Code>
const Phrase& In(const Table& table, Code code) {
  for (const auto& [known, words] : table) {
    if (known == code) return words;
  }
  return kNothing;
}

}  // namespace

const Phrase& WordsOf(v1::DashboardRow::ContentCase content) { return In(kContents, content); }
const Phrase& WordsOf(v1::ObjectiveLevel level) { return In(kLevels, level); }
const Phrase& WordsOf(v1::Unit unit) { return In(kUnits, unit); }
const Phrase& WordsOf(v1::AssessmentStatus status) { return In(kStatuses, status); }
const Phrase& WordsOf(v1::ActionState state) { return In(kStates, state); }
const Phrase& WordsOf(v1::Health health) { return In(kHealth, health); }
const Phrase& WordsOfAcceptance(bool official) { return official ? kAccepted : kProvisional; }

}  // namespace mandat::objectives::dashboards
