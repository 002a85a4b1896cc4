#include "services/objectives/dashboards/rows_table.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/timestamp.h"
#include "services/objectives/actions/checks.h"
#include "services/objectives/assessment/measure.h"
#include "services/objectives/dashboards/rows_words.h"

namespace mandat::objectives::dashboards {
namespace {

using base::Language;
using base::Phrase;
using csv::Cell;
using csv::Number;
using csv::NumberFormat;
using v1::DashboardRow;

constexpr int64_t kCentsOfEuro = 100;

// The columns, in order.
enum Column : size_t {
  kContent,
  kNumber,
  kTitle,
  kLevel,
  kTarget,
  kUnit,
  kValueFrom,
  kValueUntil,
  kValue,
  kAcceptance,
  kValueBefore,
  kStatus,
  kReached,
  kExplanation,
  kState,
  kStatedHealth,
  kComputedHealth,
  kDone,
  kRemaining,
  kContributors,
  kPlannedStart,
  kPlannedEnd,
  kEffectiveStart,
  kEffectiveEnd,
  kBudget,
  kPoliticalHolder,
  kAdministrativeHolder,
  kColumns,
};

constexpr Phrase kHeadings[kColumns] = {
    {"Ligne", "Rij", "Zeile", "Row"},
    {"Numéro", "Nummer", "Nummer", "Number"},
    {"Intitulé", "Titel", "Titel", "Title"},
    {"Niveau", "Niveau", "Ebene", "Level"},
    {"Cible", "Streefwaarde", "Zielwert", "Target"},
    {"Unité", "Eenheid", "Einheit", "Unit"},
    {"Valeur du", "Waarde van", "Wert vom", "Value from"},
    {"Valeur au", "Waarde tot en met", "Wert bis", "Value until"},
    {"Valeur", "Waarde", "Wert", "Value"},
    {"Statut de la valeur", "Status van de waarde", "Status des Werts", "Status of the value"},
    {"Valeur précédente", "Vorige waarde", "Voriger Wert", "Value before"},
    {"Évaluation", "Beoordeling", "Bewertung", "Assessment"},
    {"Atteint", "Bereikt", "Erreicht", "Reached"},
    {"Explication", "Toelichting", "Erläuterung", "Explanation"},
    {"État", "Staat", "Stand", "State"},
    {"Santé déclarée", "Opgegeven gezondheid", "Angegebene Verfassung", "Health as stated"},
    {"Santé calculée", "Berekende gezondheid", "Berechnete Verfassung", "Health by dates"},
    {"Réalisé", "Gerealiseerd", "Erledigt", "Done so far"},
    {"Reste à faire", "Nog te doen", "Noch zu tun", "Remaining"},
    {"Intervenants", "Betrokkenen", "Beteiligte", "Contributors"},
    {"Début prévu", "Gepland begin", "Geplanter Beginn", "Planned start"},
    {"Fin prévue", "Gepland einde", "Geplantes Ende", "Planned end"},
    {"Début réel", "Werkelijk begin", "Tatsächlicher Beginn", "Effective start"},
    {"Fin réelle", "Werkelijk einde", "Tatsächliches Ende", "Effective end"},
    {"Budget", "Budget", "Budget", "Budget"},
    {"Responsable politique", "Politiek verantwoordelijke", "Politisch verantwortlich",
     "Political owner"},
    {"Responsable administratif", "Administratief verantwoordelijke",
     "Administrativ verantwortlich", "Administrative owner"},
};

constexpr Phrase kSheet = {"Tableau de bord", "Boordtabel", "Übersicht", "Dashboard"};
constexpr Phrase kNotes = {"Origine", "Herkomst", "Herkunft", "Origin"};
constexpr Phrase kPlan = {"Plan", "Plan", "Plan", "Plan"};
constexpr Phrase kName = {"Tableau de bord", "Boordtabel", "Übersicht", "Dashboard"};
constexpr Phrase kFrom = {"Du", "Van", "Vom", "From"};
constexpr Phrase kUntil = {"Au", "Tot en met", "Bis", "Until"};
constexpr Phrase kAssessed = {"Évalué au", "Beoordeeld op", "Bewertet zum", "Assessed as of"};
constexpr Phrase kFrozen = {"Figé le", "Vastgelegd op", "Festgeschrieben am", "Frozen on"};
constexpr Phrase kPosition = {"Position du journal", "Positie in het logboek",
                              "Position im Protokoll", "Position of the log"};
constexpr Phrase kSource = {
    "Événements de {service} jusqu'à la position", "Gebeurtenissen van {service} tot positie",
    "Ereignisse von {service} bis Position", "Events of {service} up to position"};
constexpr Phrase kDigest = {"Empreinte SHA-256 des lignes", "SHA-256-vingerafdruk van de rijen",
                            "SHA-256-Prüfsumme der Zeilen", "SHA-256 digest of the rows"};
constexpr Phrase kTemplate = {"Modèle", "Sjabloon", "Vorlage", "Template"};

// A share is shown as a percentage, cents as euros.
Cell ValueCell(const v1::DashboardIndicator& indicator, const v1::DashboardValue& value) {
  const auto exact = base::ParseRational(value.value(), "value");
  if (!value.has_value() || !exact.ok()) return {};
  Number number;
  number.value = *exact;
  number.cut_up = indicator.direction() == v1::DIRECTION_DOWN;
  if (indicator.unit() == v1::UNIT_SHARE) number.format = NumberFormat::kPercent;
  if (indicator.unit() == v1::UNIT_CENTS) {
    const auto euros = base::Divide(*exact, kCentsOfEuro);
    if (!euros.ok()) return {};
    number.value = *euros;
    number.format = NumberFormat::kEuro;
  }
  return number;
}

Cell PermilleCell(bool known, int32_t permille) {
  if (!known) return {};
  return Number{base::Rational::Of(permille, kWhole).value(), NumberFormat::kPercent};
}

Cell EuroCell(int64_t cents) {
  return Number{base::Rational::Of(cents, kCentsOfEuro).value(), NumberFormat::kEuro};
}

Cell DayCell(bool known, const google::type::Date& date) {
  if (!known) return {};
  return base::ToDay(date);
}

// The lines of one dashboard.
class Lines {
 public:
  explicit Lines(Language language) : language_(language) {}

  std::vector<Cell> Line(const DashboardRow& row) {
    line_.assign(kColumns, Cell());
    Say(kContent, WordsOf(row.content_case()));
    if (row.has_objective()) Fill(row.objective());
    if (row.has_indicator()) Fill(row.indicator());
    if (row.has_action()) Fill(row.action());
    return std::move(line_);
  }

 private:
  void Put(Column column, const std::string& text) {
    if (!text.empty()) line_[column] = text;
  }
  void Put(Column column, const common::v1::LocalizedText& text) {
    Put(column, std::string(base::Pick(text, base::CodeOf(language_))));
  }
  void Say(Column column, const Phrase& words) { Put(column, base::Say(words, {}, language_)); }

  template <typename T>
  void PutHolders(const T& of) {
    Put(kPoliticalHolder, of.political_holder());
    Put(kAdministrativeHolder, of.administrative_holder());
  }

  void Fill(const v1::DashboardObjective& objective) {
    Put(kNumber, objective.number());
    Put(kTitle, objective.title());
    Say(kLevel, WordsOf(objective.level()));
    const v1::Progress& progress = objective.progress();
    line_[kReached] = PermilleCell(progress.has_progress_permille(), progress.progress_permille());
    Put(kExplanation, progress.words());
    PutHolders(objective);
  }

  void Fill(const v1::DashboardIndicator& indicator) {
    Put(kNumber, indicator.number());
    Put(kTitle, indicator.title());
    Put(kTarget, indicator.target_words());
    Say(kUnit, WordsOf(indicator.unit()));
    const v1::DashboardValue& value = indicator.value();
    line_[kValueFrom] = DayCell(value.has_period(), value.period().start_date());
    line_[kValueUntil] = DayCell(value.has_period(), value.period().end_date());
    line_[kValue] = ValueCell(indicator, value);
    if (indicator.has_value()) Say(kAcceptance, WordsOfAcceptance(value.official()));
    line_[kValueBefore] = ValueCell(indicator, indicator.value_before());
    const v1::Assessment& assessment = indicator.assessment();
    Say(kStatus, WordsOf(assessment.status()));
    line_[kReached] =
        PermilleCell(assessment.has_achievement_permille(), assessment.achievement_permille());
    Put(kExplanation, assessment.words());
  }

  void Fill(const v1::DashboardAction& action) {
    Put(kTitle, action.title());
    Say(kState, WordsOf(action.state()));
    Say(kStatedHealth, WordsOf(action.health().stated()));
    Say(kComputedHealth, WordsOf(action.health().computed()));
    Put(kExplanation, action.health().words());
    Put(kDone, action.done_so_far());
    Put(kRemaining, action.remaining());
    Put(kContributors, absl::StrJoin(action.contributors(), "; "));
    const common::v1::Period& planned = action.planned_period();
    line_[kPlannedStart] = DayCell(planned.has_start_date(), planned.start_date());
    line_[kPlannedEnd] = DayCell(planned.has_end_date(), planned.end_date());
    const common::v1::Period& effective = action.effective_period();
    line_[kEffectiveStart] = DayCell(effective.has_start_date(), effective.start_date());
    line_[kEffectiveEnd] = DayCell(effective.has_end_date(), effective.end_date());
    if (!action.budget().empty()) {
      line_[kBudget] = EuroCell(actions::BudgetCents(action.budget()));
    }
    PutHolders(action);
  }

  const Language language_;
  std::vector<Cell> line_;
};

std::vector<std::pair<std::string, Cell>> NotesOf(const v1::Dashboard& dashboard,
                                                  Language language) {
  std::vector<std::pair<std::string, Cell>> notes;
  const auto add = [&](const Phrase& heading, Cell cell) {
    notes.emplace_back(base::Say(heading, {}, language), std::move(cell));
  };
  add(kPlan, std::string(base::Pick(dashboard.plan_title(), base::CodeOf(language))));
  add(kName, dashboard.name());
  add(kFrom, base::ToDay(dashboard.period().start_date()));
  add(kUntil, base::ToDay(dashboard.period().end_date()));
  add(kAssessed, base::ToDay(dashboard.assess_date()));
  add(kFrozen, base::BrusselsDay(base::ToTime(dashboard.create_time())));
  add(kPosition, Number{dashboard.position()});
  for (const v1::FactSource& source : dashboard.sources()) {
    notes.emplace_back(
        base::Say(kSource, {{"service", base::Figure::Verbatim(source.service())}}, language),
        Number{source.position()});
  }
  add(kDigest, dashboard.digest());
  add(kTemplate, Number{dashboard.template_version()});
  return notes;
}

}  // namespace

csv::Table TableOf(const v1::Dashboard& dashboard, absl::Span<const DashboardRow> rows,
                   Language language) {
  csv::Table table;
  table.name = base::Say(kSheet, {}, language);
  for (const Phrase& heading : kHeadings) {
    table.headings.push_back(base::Say(heading, {}, language));
  }
  Lines lines(language);
  for (const DashboardRow& row : rows) table.lines.push_back(lines.Line(row));
  table.notes_name = base::Say(kNotes, {}, language);
  table.notes = NotesOf(dashboard, language);
  return table;
}

}  // namespace mandat::objectives::dashboards
