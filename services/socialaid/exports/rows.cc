#include "services/socialaid/exports/rows.h"

#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/timestamp.h"
#include "services/socialaid/article60/states_words.h"

namespace mandat::socialaid::exports {
namespace {

using article60::WordsOf;
using base::Language;
using base::Phrase;
using common::v1::StatisticsCell;
using common::v1::StatisticsRow;
using v1::Article60Export;
using v1::Article60Request;
using v1::Article60Statistics;

constexpr Phrase kRequestHeadings[] = {
    {"Demande", "Aanvraag", "Antrag", "Request"},
    {"Centre", "Centrum", "Zentrum", "Centre"},
    {"Bureau", "Kantoor", "Amt", "Office"},
    {"État", "Staat", "Stand", "State"},
    {"Créée le", "Gemaakt op", "Erstellt am", "Created"},
    {"Envoyée le", "Verzonden op", "Gesendet am", "Sent"},
    {"Réponse due le", "Antwoord uiterlijk op", "Antwort fällig am", "Answer due"},
    {"Répondue le", "Beantwoord op", "Beantwortet am", "Answered"},
    {"Début prévu", "Gepland begin", "Geplanter Beginn", "Planned start"},
    {"Jours", "Dagen", "Tage", "Days"},
    {"Fin", "Einde", "Ende", "End"},
    {"Résultat", "Resultaat", "Ergebnis", "Outcome"},
    {"Règle", "Regel", "Regel", "Rule"},
};

constexpr Phrase kStatisticsHeadings[] = {
    {"Tableau", "Tabel", "Tabelle", "Table"},
    {"Clé", "Sleutel", "Schlüssel", "Key"},
    {"Nom", "Naam", "Name", "Name"},
    {"Nombre", "Aantal", "Anzahl", "Count"},
    {"Année précédente", "Vorig jaar", "Vorjahr", "Year before"},
    {"Croissance (%)", "Groei (%)", "Wachstum (%)", "Growth (%)"},
};

constexpr Phrase kHidden = {"masqué", "verborgen", "verdeckt", "hidden"};
constexpr Phrase kTotal = {"Total", "Totaal", "Summe", "Total"};
constexpr Phrase kByMonth = {"Par mois d'envoi", "Per maand van verzending", "Nach Sendemonat",
                             "By month of sending"};
constexpr Phrase kByState = {"Par état", "Per staat", "Nach Stand", "By state"};
constexpr Phrase kByOutcome = {"Par résultat", "Per resultaat", "Nach Ergebnis", "By outcome"};
constexpr Phrase kByAnswerTime = {"Par délai de réponse", "Per antwoordtermijn", "Nach Antwortzeit",
                                  "By answer time"};
constexpr Phrase kByOffice = {"Par bureau", "Per kantoor", "Nach Amt", "By office"};
constexpr Phrase kByCentre = {"Par centre", "Per centrum", "Nach Zentrum", "By centre"};
constexpr Phrase kOnTime = {"Répondues à temps (‰)", "Tijdig beantwoord (‰)",
                            "Rechtzeitig beantwortet (‰)", "Answered on time (‰)"};

constexpr Phrase kRuleBefore = {"Avant le 1.3.2026", "Vóór 1.3.2026", "Vor dem 1.3.2026",
                                "Before 1.3.2026"};
constexpr Phrase kRuleFrom = {"À partir du 1.3.2026", "Vanaf 1.3.2026", "Ab dem 1.3.2026",
                              "From 1.3.2026"};

char SeparatorOf(const Article60Export& exported) {
  if (exported.separator() == v1::CSV_SEPARATOR_COMMA) return ',';
  return exported.separator() == v1::CSV_SEPARATOR_TAB ? '\t' : ';';
}

}  // namespace

absl::StatusOr<RowWriter> RowWriter::Make(const Article60Export& exported) {
  const std::optional<Language> language = base::LanguageOf(exported.language());
  if (!language.has_value())
    return absl::InternalError("an export is stored in an unknown language");
  return RowWriter(exported, *language);
}

RowWriter::RowWriter(const Article60Export& exported, Language language)
    : language_(language), csv_(SeparatorOf(exported)) {
  if (exported.has_requests()) {
    for (const Phrase& heading : kRequestHeadings) Word(heading);
  } else {
    for (const Phrase& heading : kStatisticsHeadings) Word(heading);
  }
  csv_.EndLine();
}

void RowWriter::Add(const Article60Request& request) {
  csv_.Text(request.name()).Text(request.centre()).Text(request.office());
  Word(WordsOf(request.state()));
  Time(request.has_create_time(), request.create_time());
  Time(request.has_send_time(), request.send_time());
  Time(request.has_due_time(), request.due_time());
  Time(request.has_answer_time(), request.answer_time());
  Date(request.has_planned_start(), request.planned_start());
  if (request.has_answer()) {
    const v1::Article60Answer& answer = request.answer();
    csv_.Number(answer.days());
    Date(answer.has_end_date(), answer.end_date());
    Word(WordsOf(answer.outcome()));
    Word(answer.calculation().rule_set() == v1::RULE_SET_FROM_2026_03 ? kRuleFrom : kRuleBefore);
  } else {
    csv_.Empty().Empty().Empty().Empty();
  }
  EndLine();
}

void RowWriter::Add(const Article60Statistics& statistics) {
  Row(kTotal, statistics.total());
  for (const auto& [table, rows] :
       {std::pair(&kByMonth, &statistics.by_month()), std::pair(&kByState, &statistics.by_state()),
        std::pair(&kByOutcome, &statistics.by_outcome()),
        std::pair(&kByAnswerTime, &statistics.by_answer_time()),
        std::pair(&kByOffice, &statistics.by_office()),
        std::pair(&kByCentre, &statistics.by_centre())}) {
    for (const StatisticsRow& row : *rows) Row(*table, row);
  }
  Word(kOnTime);
  csv_.Empty().Empty();
  for (const auto& [told, permille] :
       {std::pair(statistics.has_on_time_permille(), statistics.on_time_permille()),
        std::pair(statistics.has_on_time_permille_before(),
                  statistics.on_time_permille_before())}) {
    if (told) {
      csv_.Number(permille);
    } else {
      csv_.Empty();
    }
  }
  csv_.Empty();
  EndLine();
}

std::string RowWriter::Take() {
  std::string written = begun_ ? csv_.Take() : absl::StrCat(csv::kByteOrderMark, csv_.Take());
  begun_ = true;
  return written;
}

// As it is read in Belgium, and as spreadsheets take it for a time: "2026-03-12 14:05:00".
void RowWriter::Time(bool present, const google::protobuf::Timestamp& time) {
  csv_.Text(present
                ? absl::FormatTime("%Y-%m-%d %H:%M:%S", base::ToTime(time), base::BrusselsZone())
                : "");
}

void RowWriter::Date(bool present, const google::type::Date& date) {
  csv_.Text(present ? base::ToIso(base::ToDay(date)) : "");
}

void RowWriter::Count(const StatisticsCell& cell) {
  if (cell.has_count()) {
    csv_.Number(cell.count());
  } else {
    Word(kHidden);
  }
}

void RowWriter::Row(const Phrase& table, const StatisticsRow& row) {
  Word(table);
  csv_.Text(row.key()).Text(base::Pick(row.display_name(), base::CodeOf(language_)));
  Count(row.count());
  Count(row.count_before());
  if (row.has_growth_hundredths()) {
    csv_.Hundredths(row.growth_hundredths(), language_ == Language::kEn ? '.' : ',');
  } else {
    csv_.Empty();
  }
  EndLine();
}

void RowWriter::EndLine() {
  csv_.EndLine();
  ++rows_;
}

}  // namespace mandat::socialaid::exports
