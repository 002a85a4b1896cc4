#include "services/objectives/assessment/calibration.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/phrase.h"
#include "services/objectives/assessment/measure.h"
#include "services/objectives/assessment/words.h"

namespace mandat::objectives {
namespace {

using base::Phrase;
using v1::Action;

constexpr int32_t kActionsMin = 5;
constexpr int32_t kNearPermille = 100;
constexpr int32_t kPermilleOfOne = 100;

constexpr Phrase kFigures = {
    "{count} {count|action terminée|actions terminées} : confiance moyenne {said} %, {held} % à "
    "temps.",
    "{count} afgelopen {count|actie|acties}: gemiddeld vertrouwen {said} %, {held} % op tijd.",
    "{count} {count|beendete Maßnahme|beendete Maßnahmen}: mittlere Zuversicht {said} %, {held} % "
    "rechtzeitig.",
    "{count} finished {count|action|actions}: mean confidence {said}%, {held}% in time."};
constexpr Phrase kTooFew = {"C'est trop peu pour juger.", "Dat is te weinig om te oordelen.",
                            "Das ist zu wenig für ein Urteil.", "That is too few to judge."};
constexpr Phrase kTooSure = {
    "Les responsables sont trop confiants.", "De verantwoordelijken zijn te zeker.",
    "Die Verantwortlichen sind zu zuversichtlich.", "Those responsible are too sure."};
constexpr Phrase kTooUnsure = {"Les responsables ne sont pas assez confiants.",
                               "De verantwoordelijken zijn niet zeker genoeg.",
                               "Die Verantwortlichen sind nicht zuversichtlich genug.",
                               "Those responsible are not sure enough."};
constexpr Phrase kRight = {
    "La confiance correspond aux résultats.", "Het vertrouwen stemt overeen met de resultaten.",
    "Die Zuversicht entspricht den Ergebnissen.", "The confidence agrees with the results."};

// What was said last before `day`, or nothing.
std::optional<int32_t> ConfidenceBefore(const Action& action, absl::CivilDay day) {
  std::optional<int32_t> said;
  for (const v1::HealthNote& note : action.health()) {
    if (base::ToDay(note.date()) >= day) break;
    if (note.has_confidence()) said = note.confidence();
  }
  return said;
}

// After it, what is said is no forecast any more.
absl::CivilDay OpenUntil(const Action& action, absl::CivilDay planned_end) {
  if (!action.effective_period().has_end_date()) return planned_end;
  return std::min(planned_end, base::ToDay(action.effective_period().end_date()));
}

bool HeldBy(const Action& action, absl::CivilDay planned_end) {
  return action.state() == v1::ACTION_STATE_DONE && action.effective_period().has_end_date() &&
         base::ToDay(action.effective_period().end_date()) <= planned_end;
}

const Phrase& VerdictOn(const v1::ConfidenceCalibration& calibration) {
  if (calibration.actions_count() < kActionsMin) return kTooFew;
  const int32_t above = calibration.said_permille() - calibration.held_permille();
  if (above >= kNearPermille) return kTooSure;
  return above <= -kNearPermille ? kTooUnsure : kRight;
}

}  // namespace

v1::ConfidenceCalibration CalibrationOf(absl::Span<const Action> actions) {
  std::map<int32_t, v1::ConfidenceOutcome> outcomes;
  v1::ConfidenceCalibration result;
  int32_t said = 0, held = 0;
  for (const Action& action : actions) {
    const bool over =
        action.state() == v1::ACTION_STATE_DONE || action.state() == v1::ACTION_STATE_ABANDONED;
    if (!over || !action.planned_period().has_end_date()) continue;
    const absl::CivilDay planned_end = base::ToDay(action.planned_period().end_date());
    const auto confidence = ConfidenceBefore(action, OpenUntil(action, planned_end));
    if (!confidence.has_value()) continue;
    v1::ConfidenceOutcome& outcome = outcomes[*confidence];
    const int32_t held_once = HeldBy(action, planned_end) ? 1 : 0;
    outcome.set_confidence(*confidence);
    outcome.set_said_count(outcome.said_count() + 1);
    outcome.set_held_count(outcome.held_count() + held_once);
    result.set_actions_count(result.actions_count() + 1);
    said += *confidence * kPermilleOfOne;
    held += held_once * static_cast<int32_t>(kWhole);
  }
  for (const auto& [confidence, outcome] : outcomes) *result.add_outcomes() = outcome;
  const int32_t count = result.actions_count();
  if (count > 0) {
    result.set_said_permille(said / count);
    result.set_held_permille(held / count);
    *result.mutable_words() = base::Say(kFigures, {{"count", count},
                                                   {"said", Percent(result.said_permille())},
                                                   {"held", Percent(result.held_permille())}});
  }
  base::AppendSentence(base::Say(VerdictOn(result), {}), result.mutable_words());
  return result;
}

}  // namespace mandat::objectives
