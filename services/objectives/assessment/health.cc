#include "services/objectives/assessment/health.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/phrase.h"

namespace mandat::objectives {
namespace {

using base::Phrase;
using v1::Action;

constexpr Phrase kNotBegun = {
    "L'action devait commencer le {day} et n'a pas commencé : {late} {late|jour|jours} de retard.",
    "De actie moest beginnen op {day} en is niet begonnen: {late} {late|dag|dagen} te laat.",
    "Die Maßnahme sollte am {day} beginnen und hat nicht begonnen: {late} {late|Tag|Tage} zu spät.",
    "The action was to begin on {day} and has not begun: {late} {late|day|days} late."};
constexpr Phrase kBegunLate = {
    "L'action, prévue à partir du {day}, a commencé {late} {late|jour|jours} plus tard.",
    "De actie, gepland vanaf {day}, is {late} {late|dag|dagen} later begonnen.",
    "Die ab {day} geplante Maßnahme hat {late} {late|Tag|Tage} später begonnen.",
    "The action, planned from {day} on, began {late} {late|day|days} later."};
constexpr Phrase kNotEnded = {
    "Elle devait se terminer le {day} et n'est pas terminée : {late} {late|jour|jours} de retard.",
    "Ze moest eindigen op {day} en is niet af: {late} {late|dag|dagen} te laat.",
    "Sie sollte am {day} enden und ist nicht fertig: {late} {late|Tag|Tage} zu spät.",
    "It was to end on {day} and has not ended: {late} {late|day|days} late."};
constexpr Phrase kEndedLate = {
    "Elle s'est terminée {late} {late|jour|jours} après le {day}, jour prévu.",
    "Ze eindigde {late} {late|dag|dagen} na {day}, de geplande dag.",
    "Sie endete {late} {late|Tag|Tage} nach dem geplanten {day}.",
    "It ended {late} {late|day|days} after {day}, the planned day."};
constexpr Phrase kInTime = {
    "Aucune date prévue n'est dépassée.", "Geen enkele geplande datum is overschreden.",
    "Kein geplantes Datum ist überschritten.", "No planned date is exceeded."};
constexpr Phrase kDiffers = {
    "Les dates disent « {computed} », les personnes disent « {stated} » : à éclaircir.",
    "De data zeggen '{computed}', de mensen zeggen '{stated}': na te gaan.",
    "Die Daten sagen „{computed}“, die Beteiligten „{stated}“: zu klären.",
    "The dates say '{computed}', its people say '{stated}': to be clarified."};

constexpr Phrase kNone = {"rien", "niets", "nichts", "nothing"};
constexpr Phrase kGood = {"bonne santé", "goed", "gut", "good"};
constexpr Phrase kAtRisk = {"à risque", "in gevaar", "gefährdet", "at risk"};
constexpr Phrase kBlocked = {"bloquée", "geblokkeerd", "blockiert", "blocked"};
constexpr Phrase kPaused = {"en pause", "gepauzeerd", "pausiert", "paused"};

const Phrase& WordOf(v1::Health health) {
  switch (health) {
    case v1::HEALTH_GOOD:
      return kGood;
    case v1::HEALTH_AT_RISK:
      return kAtRisk;
    case v1::HEALTH_BLOCKED:
      return kBlocked;
    case v1::HEALTH_PAUSED:
      return kPaused;
    default:
      return kNone;
  }
}

using Day = std::optional<absl::CivilDay>;

Day StartOf(const common::v1::Period& period) {
  if (!period.has_start_date()) return std::nullopt;
  return base::ToDay(period.start_date());
}

Day EndOf(const common::v1::Period& period) {
  if (!period.has_end_date()) return std::nullopt;
  return base::ToDay(period.end_date());
}

int32_t DaysAfter(const Day& planned, const Day& actual) {
  if (!planned.has_value() || !actual.has_value()) return 0;
  return static_cast<int32_t>(std::max<int64_t>(*actual - *planned, 0));
}

v1::Health ComputedOf(const Action& action, bool late) {
  switch (action.state()) {
    case v1::ACTION_STATE_SUSPENDED:
      return v1::HEALTH_PAUSED;
    case v1::ACTION_STATE_PLANNED:
    case v1::ACTION_STATE_RUNNING:
      if (late) return v1::HEALTH_AT_RISK;
      return action.has_planned_period() ? v1::HEALTH_GOOD : v1::HEALTH_UNSPECIFIED;
    default:
      return v1::HEALTH_UNSPECIFIED;
  }
}

bool Differ(v1::Health computed, v1::Health stated) {
  if (computed == v1::HEALTH_UNSPECIFIED || stated == v1::HEALTH_UNSPECIFIED) return false;
  if (stated == v1::HEALTH_BLOCKED) stated = v1::HEALTH_AT_RISK;
  return computed != stated;
}

}  // namespace

v1::ActionHealth HealthOf(const Action& action, absl::CivilDay today) {
  const Day planned_start = StartOf(action.planned_period());
  const Day planned_end = EndOf(action.planned_period());
  const bool begun = action.state() != v1::ACTION_STATE_PLANNED;
  const bool done = action.state() == v1::ACTION_STATE_DONE;
  v1::ActionHealth result;
  if (action.state() != v1::ACTION_STATE_ABANDONED) {
    result.set_late_start_days(
        DaysAfter(planned_start, begun ? StartOf(action.effective_period()) : today));
    result.set_late_end_days(
        DaysAfter(planned_end, done ? EndOf(action.effective_period()) : today));
  }
  const auto say = [&result](const Phrase& phrase, const base::Figures& figures) {
    base::AppendSentence(base::Say(phrase, figures), result.mutable_words());
  };
  if (result.late_start_days() > 0) {
    say(begun ? kBegunLate : kNotBegun,
        {{"day", *planned_start}, {"late", result.late_start_days()}});
  }
  if (result.late_end_days() > 0) {
    say(done ? kEndedLate : kNotEnded, {{"day", *planned_end}, {"late", result.late_end_days()}});
  }
  const bool late = result.late_start_days() > 0 || result.late_end_days() > 0;
  if (!late) say(kInTime, {});
  result.set_computed(ComputedOf(action, late));
  if (!action.health().empty()) result.set_stated(action.health().rbegin()->health());
  result.set_differs(Differ(result.computed(), result.stated()));
  if (result.differs()) {
    say(kDiffers, {{"computed", base::Say(WordOf(result.computed()), {})},
                   {"stated", base::Say(WordOf(result.stated()), {})}});
  }
  return result;
}

}  // namespace mandat::objectives
