#include "gateway/cli/duty_text.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/phrase.h"

namespace mandat::cli {
namespace {

using base::Phrase;
using objectives::v1::Alert;
using objectives::v1::Duty;

constexpr Phrase kDueTitle = {"ÉCHÉANCE", "TEGEN", "FRIST", "DUE"};
constexpr Phrase kStateTitle = {"ÉTAT", "STAND", "STAND", "STATE"};
constexpr Phrase kKeptTitle = {"FAIT LE", "GEDAAN OP", "GETAN AM", "DONE ON"};
constexpr Phrase kUnitTitle = {"UNITÉ", "EENHEID", "EINHEIT", "UNIT"};
constexpr Phrase kWhatTitle = {"OBJET", "WAT", "WAS", "WHAT"};
constexpr Phrase kNameTitle = {"NOM", "NAAM", "NAME", "NAME"};
constexpr Phrase kKindTitle = {"ALERTE", "WAARSCHUWING", "WARNUNG", "ALERT"};
constexpr Phrase kDayTitle = {"JOUR", "DAG", "TAG", "DAY"};
constexpr Phrase kRungTitle = {"ÉCHELON", "TRAP", "STUFE", "RUNG"};

constexpr Phrase kDue = {"à faire", "te doen", "zu tun", "due"};
constexpr Phrase kKept = {"fait à temps", "op tijd gedaan", "rechtzeitig getan", "kept"};
constexpr Phrase kMissed = {"manqué", "gemist", "versäumt", "missed"};
constexpr Phrase kKeptLate = {"fait en retard", "te laat gedaan", "verspätet getan", "kept late"};
constexpr Phrase kLapsed = {"sans objet", "vervallen", "entfallen", "lapsed"};

constexpr Phrase kLateStart = {"pas commencé", "niet begonnen", "nicht begonnen", "not begun"};
constexpr Phrase kLateEnd = {"pas terminé", "niet af", "nicht fertig", "not ended"};
constexpr Phrase kStaleValue = {"valeur absente", "waarde ontbreekt", "Wert fehlt",
                                "value missing"};
constexpr Phrase kTargetNear = {"fin de la cible", "einde van het doel", "Ende des Ziels",
                                "end of target"};
constexpr Phrase kDutyNear = {"échéance proche", "vervaldag nabij", "Frist naht", "duty near"};
constexpr Phrase kDutyMissed = {"échéance manquée", "vervaldag gemist", "Frist versäumt",
                                "duty missed"};
constexpr Phrase kHealthGap = {"avis divergents", "uiteenlopend oordeel",
                               "Urteile gehen auseinander", "views differ"};

constexpr Phrase kAgent = {"agent traitant", "medewerker", "Fachkraft", "agent"};
constexpr Phrase kAdministrative = {"administration", "administratie", "Verwaltung",
                                    "administration"};
constexpr Phrase kPolitical = {"politique", "politiek", "Politik", "political"};
constexpr Phrase kCleared = {"levée", "opgeheven", "aufgehoben", "cleared"};

constexpr Phrase kNone = {"-", "-", "-", "-"};
constexpr Phrase kNoDuty = {"Aucune obligation datée.", "Geen gedateerde verplichtingen.",
                            "Keine datierten Pflichten.", "No duties."};
constexpr Phrase kNoAlert = {"Aucune alerte.", "Geen waarschuwingen.", "Keine Warnungen.",
                             "No alerts."};

const Phrase& WordOf(objectives::v1::DutyState state) {
  switch (state) {
    case objectives::v1::DUTY_STATE_DUE:
      return kDue;
    case objectives::v1::DUTY_STATE_KEPT:
      return kKept;
    case objectives::v1::DUTY_STATE_MISSED:
      return kMissed;
    case objectives::v1::DUTY_STATE_KEPT_LATE:
      return kKeptLate;
    case objectives::v1::DUTY_STATE_LAPSED:
      return kLapsed;
    default:
      return kNone;
  }
}

const Phrase& WordOf(objectives::v1::AlertKind kind) {
  switch (kind) {
    case objectives::v1::ALERT_KIND_LATE_START:
      return kLateStart;
    case objectives::v1::ALERT_KIND_LATE_END:
      return kLateEnd;
    case objectives::v1::ALERT_KIND_STALE_VALUE:
      return kStaleValue;
    case objectives::v1::ALERT_KIND_TARGET_NEAR:
      return kTargetNear;
    case objectives::v1::ALERT_KIND_DUTY_NEAR:
      return kDutyNear;
    case objectives::v1::ALERT_KIND_DUTY_MISSED:
      return kDutyMissed;
    case objectives::v1::ALERT_KIND_HEALTH_GAP:
      return kHealthGap;
    default:
      return kNone;
  }
}

const Phrase& WordOf(objectives::v1::ResponsibilityRole role) {
  switch (role) {
    case objectives::v1::RESPONSIBILITY_ROLE_AGENT:
      return kAgent;
    case objectives::v1::RESPONSIBILITY_ROLE_ADMINISTRATIVE:
      return kAdministrative;
    case objectives::v1::RESPONSIBILITY_ROLE_POLITICAL:
      return kPolitical;
    default:
      return kNone;
  }
}

class Writer {
 public:
  explicit Writer(const Reading& reading)
      : reading_(reading),
        language_(base::LanguageOf(reading.language).value_or(base::Language::kEn)) {}

  std::string In(const Phrase& phrase) const { return std::string(phrase.In(language_)); }
  std::string In(const common::v1::LocalizedText& text) const {
    return std::string(base::Pick(text, reading_.language));
  }
  static std::string Day(bool present, const google::type::Date& date) {
    return present ? base::ToIso(base::ToDay(date)) : "";
  }

 private:
  const Reading& reading_;
  const base::Language language_;
};

}  // namespace

std::string DutiesText(const std::vector<Duty>& duties, const Reading& reading) {
  const Writer writer(reading);
  if (duties.empty()) return writer.In(kNoDuty) + "\n";
  std::vector<std::vector<std::string>> rows;
  for (const Duty& duty : duties) {
    std::string what = writer.In(duty.words());
    if (duty.count() > 1) absl::StrAppend(&what, " (", duty.number(), "/", duty.count(), ")");
    rows.push_back({Writer::Day(duty.has_due_date(), duty.due_date()),
                    writer.In(WordOf(duty.state())),
                    Writer::Day(duty.has_kept_date(), duty.kept_date()), duty.unit(),
                    std::move(what), duty.name()});
  }
  return Table({writer.In(kDueTitle), writer.In(kStateTitle), writer.In(kKeptTitle),
                writer.In(kUnitTitle), writer.In(kWhatTitle), writer.In(kNameTitle)},
               rows, reading.width);
}

std::string AlertsText(const std::vector<Alert>& alerts, const Reading& reading) {
  const Writer writer(reading);
  if (alerts.empty()) return writer.In(kNoAlert) + "\n";
  std::vector<std::vector<std::string>> rows;
  for (const Alert& alert : alerts) {
    const bool raised = alert.state() == objectives::v1::ALERT_STATE_RAISED;
    rows.push_back(
        {writer.In(WordOf(alert.kind())), Writer::Day(alert.has_due_date(), alert.due_date()),
         absl::StrCat(alert.rung(), ", ", writer.In(raised ? WordOf(alert.addressee()) : kCleared)),
         alert.unit(), alert.name()});
  }
  const std::string table =
      Table({writer.In(kKindTitle), writer.In(kDayTitle), writer.In(kRungTitle),
             writer.In(kUnitTitle), writer.In(kNameTitle)},
            rows, reading.width);
  // A line a row, below the titles.
  const std::vector<std::string> lines = absl::StrSplit(table, '\n');
  std::string text = lines.front() + "\n";
  for (size_t i = 0; i < alerts.size(); ++i) {
    absl::StrAppend(&text, lines[i + 1], "\n    ", writer.In(alerts[i].words()), "\n");
    for (const auto& noted : alerts[i].acknowledgements()) {
      absl::StrAppend(&text, "    > ", noted.note(), "\n");
    }
  }
  return text;
}

}  // namespace mandat::cli
