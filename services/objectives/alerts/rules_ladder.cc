#include "services/objectives/alerts/rules_ladder.h"

#include <cstdlib>

#include "services/lib/base/phrase.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/deadlines.h"

namespace mandat::objectives::alerts {
namespace {

using base::Phrase;

constexpr Phrase kForAgent = {"l'agent traitant", "de behandelende medewerker",
                              "die zuständige Fachkraft", "whoever does it"};
constexpr Phrase kForAdministrative = {
    "le responsable administratif", "de administratief verantwoordelijke",
    "die Verwaltungsverantwortlichen", "who answers for it in the administration"};
constexpr Phrase kForPolitical = {"le responsable politique", "de politiek verantwoordelijke",
                                  "die politisch Verantwortlichen",
                                  "who answers for it politically"};
constexpr Phrase kRung = {"Échelon {rung} sur {all}, pour {who}, à partir du {day}.",
                          "Trap {rung} van {all}, voor {who}, vanaf {day}.",
                          "Stufe {rung} von {all}, für {who}, ab {day}.",
                          "Rung {rung} of {all}, for {who}, from {day} on."};

const Phrase& WordsOf(v1::ResponsibilityRole role) {
  switch (role) {
    case v1::RESPONSIBILITY_ROLE_ADMINISTRATIVE:
      return kForAdministrative;
    case v1::RESPONSIBILITY_ROLE_POLITICAL:
      return kForPolitical;
    default:
      return kForAgent;
  }
}

}  // namespace

const Ladder& LadderOf(v1::AlertKind kind) {
  for (const Ladder& ladder : kLadders) {
    if (ladder.kind() == kind) return ladder;
  }
  std::abort();
}

absl::StatusOr<Standing> StandingOn(v1::AlertKind kind, absl::CivilDay due, absl::CivilDay today) {
  const absl::Span<const Rung> rungs = LadderOf(kind).rungs();
  Standing standing;
  for (const Rung& rung : rungs) {
    ASSIGN_OR_RETURN(const CountedDay from, WorkingDayFrom(due, rung.working_days));
    if (from.day > today) break;
    ++standing.rung;
    standing.addressee = rung.addressee;
    standing.explanation = base::Say(kRung, {{"rung", standing.rung},
                                             {"all", static_cast<int64_t>(rungs.size())},
                                             {"who", base::Say(WordsOf(rung.addressee), {})},
                                             {"day", base::Figure::Weekday(from.day)}});
    base::AppendSentence(from.explanation, &standing.explanation);
  }
  return standing;
}

}  // namespace mandat::objectives::alerts
