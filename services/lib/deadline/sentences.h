#ifndef SERVICES_LIB_DEADLINE_SENTENCES_H_
#define SERVICES_LIB_DEADLINE_SENTENCES_H_

// What the engine says. Names of figures: `day`, `start`, `due`, `from`, `to` are days with their
// weekday, `amount` and `left` are numbers with their unit, `why`, `reason` and `title` are texts.

#include "services/lib/base/phrase.h"

namespace mandat::deadline::sentences {

using base::Phrase;

// Amounts.
inline constexpr Phrase kCalendarDays = {
    "{count} {count|jour calendrier|jours calendrier}", "{count} {count|kalenderdag|kalenderdagen}",
    "{count} {count|Kalendertag|Kalendertage}", "{count} {count|calendar day|calendar days}"};
inline constexpr Phrase kClearDays = {
    "{count} {count|jour franc|jours francs}", "{count} {count|vrije dag|vrije dagen}",
    "{count} {count|voller Tag|volle Tage}", "{count} {count|clear day|clear days}"};
inline constexpr Phrase kWorkingDays = {
    "{count} {count|jour ouvrable|jours ouvrables}", "{count} {count|werkdag|werkdagen}",
    "{count} {count|Arbeitstag|Arbeitstage}", "{count} {count|working day|working days}"};
inline constexpr Phrase kMonths = {"{count} mois", "{count} {count|maand|maanden}",
                                   "{count} {count|Monat|Monate}", "{count} {count|month|months}"};

// Days that do not count.
inline constexpr Phrase kWeeklyClosing = {"jour de fermeture hebdomadaire",
                                          "wekelijkse sluitingsdag", "wöchentlicher Schließtag",
                                          "weekly closing day"};
inline constexpr Phrase kWeeklyClosings = {
    "{count} {count|jour|jours} de fermeture hebdomadaire",
    "{count} wekelijkse {count|sluitingsdag|sluitingsdagen}",
    "{count} {count|wöchentlicher Schließtag|wöchentliche Schließtage}",
    "{count} weekly closing {count|day|days}"};
inline constexpr Phrase kClosedDay = {"le {day} ({title})", "{day} ({title})", "{day} ({title})",
                                      "{day} ({title})"};
inline constexpr Phrase kMoreClosedDays = {
    "{count} {count|autre jour fermé|autres jours fermés}",
    "{count} andere {count|sluitingsdag|sluitingsdagen}",
    "{count} {count|weiterer Schließtag|weitere Schließtage}",
    "{count} more closed {count|day|days}"};

// The beginning.
inline constexpr Phrase kReceivedLate = {
    "Reçu le {from} à {time}, à partir de {cut_off} : compté comme reçu le {start}.",
    "Ontvangen op {from} om {time}, vanaf {cut_off}: telt als ontvangen op {start}.",
    "Eingegangen am {from} um {time}, ab {cut_off}: gilt als eingegangen am {start}.",
    "Received on {from} at {time}, from {cut_off} on: counts as received on {start}."};
inline constexpr Phrase kReceivedOnClosedDay = {
    "Reçu le {from}, fermé ({why}) : compté comme reçu le {start}.",
    "Ontvangen op {from}, gesloten ({why}): telt als ontvangen op {start}.",
    "Eingegangen am {from}, geschlossen ({why}): gilt als eingegangen am {start}.",
    "Received on {from}, closed ({why}): counts as received on {start}."};
inline constexpr Phrase kStarts = {"Le délai court à partir du {start} ; ce jour ne compte pas.",
                                   "De termijn loopt vanaf {start}; die dag telt niet mee.",
                                   "Die Frist läuft ab {start}; dieser Tag zählt nicht.",
                                   "The delay runs from {start}; that day does not count."};
inline constexpr Phrase kStartsAndEnds = {
    "Le délai se termine le jour même, le {start}.", "De termijn eindigt dezelfde dag, op {start}.",
    "Die Frist endet am selben Tag, {start}.", "The delay ends on the same day, {start}."};
inline constexpr Phrase kCountsBack = {
    "On compte à rebours à partir du {start} ; ce jour ne compte pas.",
    "Er wordt teruggeteld vanaf {start}; die dag telt niet mee.",
    "Es wird ab {start} zurückgezählt; dieser Tag zählt nicht.",
    "The count goes back from {start}; that day does not count."};
inline constexpr Phrase kExtended = {
    "Il est prolongé de {amount} ({reason}).", "Hij is met {amount} verlengd ({reason}).",
    "Sie ist um {amount} verlängert ({reason}).", "It is extended by {amount} ({reason})."};

// Pauses.
inline constexpr Phrase kPaused = {
    "Il a été suspendu du {from} au {to} ({reason}), alors qu'il restait {left}.",
    "Hij stond stil van {from} tot {to} ({reason}), toen er {left} overbleef.",
    "Sie ruhte vom {from} bis {to} ({reason}); Rest: {left}.",
    "It stood still from {from} to {to} ({reason}), with {left} left."};
inline constexpr Phrase kContinues = {"Il continue à partir du {start} ; ce jour ne compte pas.",
                                      "Hij loopt verder vanaf {start}; die dag telt niet mee.",
                                      "Sie läuft weiter ab {start}; dieser Tag zählt nicht.",
                                      "It goes on from {start}; that day does not count."};
inline constexpr Phrase kRestarts = {
    "Il recommence en entier à partir du {start} ; ce jour ne compte pas.",
    "Hij begint helemaal opnieuw vanaf {start}; die dag telt niet mee.",
    "Sie beginnt ganz von vorn ab {start}; dieser Tag zählt nicht.",
    "It begins anew from {start}; that day does not count."};
inline constexpr Phrase kStandsStill = {
    "Il est suspendu depuis le {from} ({reason}) ; il restera {left} à la reprise.",
    "Hij staat stil sinds {from} ({reason}); bij hervatting blijft er {left}.",
    "Sie ruht seit {from} ({reason}); Rest bei Wiederaufnahme: {left}.",
    "It has stood still since {from} ({reason}); {left} will be left when it goes on."};
inline constexpr Phrase kPausedTooLate = {
    "La suspension du {from} vient après la fin et ne change rien.",
    "De schorsing van {from} komt na het einde en verandert niets.",
    "Die Aussetzung vom {from} kommt nach dem Ende und ändert nichts.",
    "The pause of {from} comes after the end and changes nothing."};

// The count.
inline constexpr Phrase kCounted = {"{amount} plus tard : le {day}.", "{amount} later: {day}.",
                                    "{amount} später: {day}.", "{amount} later: {day}."};
inline constexpr Phrase kCountedOpen = {"{amount} plus tard, sans compter {closed} : le {day}.",
                                        "{amount} later, zonder {closed}: {day}.",
                                        "{amount} später, ohne {closed}: {day}.",
                                        "{amount} later, not counting {closed}: {day}."};
inline constexpr Phrase kCountedBack = {"{amount} plus tôt : le {day}.", "{amount} eerder: {day}.",
                                        "{amount} früher: {day}.", "{amount} earlier: {day}."};
inline constexpr Phrase kCountedBackOpen = {"{amount} plus tôt, sans compter {closed} : le {day}.",
                                            "{amount} eerder, zonder {closed}: {day}.",
                                            "{amount} früher, ohne {closed}: {day}.",
                                            "{amount} earlier, not counting {closed}: {day}."};
inline constexpr Phrase kFarDay = {"Ce jour compte en entier ; la limite est donc le {day}.",
                                   "Die dag telt volledig mee; de grens is dus {day}.",
                                   "Dieser Tag zählt ganz; die Grenze ist also {day}.",
                                   "That day counts in full, so the limit is {day}."};

// The end.
inline constexpr Phrase kMoved = {"Fermé le {day} ({why}) : le délai se termine le {due}.",
                                  "Gesloten op {day} ({why}): de termijn eindigt op {due}.",
                                  "Geschlossen am {day} ({why}): Die Frist endet am {due}.",
                                  "Closed on {day} ({why}): the delay ends on {due}."};
inline constexpr Phrase kLastDay = {
    "Dernier jour : le {due}, jusqu'à minuit.", "Laatste dag: {due}, tot middernacht.",
    "Letzter Tag: {due}, bis Mitternacht.", "Last day: {due}, until midnight."};
inline constexpr Phrase kReference = {"Règle : {reference}.", "Regel: {reference}.",
                                      "Regel: {reference}.", "Rule: {reference}."};

// Silence.
inline constexpr Phrase kGranted = {"Sans réponse d'ici là, ce qui est demandé est accordé.",
                                    "Zonder antwoord voor dan is het gevraagde toegekend.",
                                    "Ohne Antwort bis dahin gilt das Beantragte als bewilligt.",
                                    "Without an answer by then, what was asked is granted."};
inline constexpr Phrase kRefused = {"Sans réponse d'ici là, ce qui est demandé est refusé.",
                                    "Zonder antwoord voor dan is het gevraagde geweigerd.",
                                    "Ohne Antwort bis dahin gilt das Beantragte als abgelehnt.",
                                    "Without an answer by then, what was asked is refused."};
inline constexpr Phrase kEnforceable = {
    "Sans opposition d'ici là, la décision devient exécutoire.",
    "Zonder verzet voor dan wordt de beslissing uitvoerbaar.",
    "Ohne Einspruch bis dahin wird die Entscheidung vollstreckbar.",
    "Without opposition by then, the decision becomes enforceable."};

// What would be.
inline constexpr Phrase kIfResumed = {"S'il reprend le {day}, le délai se termine le {due}.",
                                      "Loopt hij verder op {day}, dan eindigt de termijn op {due}.",
                                      "Läuft sie am {day} weiter, endet die Frist am {due}.",
                                      "If it goes on from {day}, the delay ends on {due}."};
inline constexpr Phrase kInTime = {
    "Le {day}, il est encore temps : {spare} avant le dernier jour, le {due}.",
    "Op {day} is het op tijd: {spare} voor de laatste dag, {due}.",
    "Am {day} ist es rechtzeitig: {spare} vor dem letzten Tag, {due}.",
    "On {day} it is in time: {spare} before the last day, {due}."};
inline constexpr Phrase kOnLastDay = {"Le {day}, il est encore temps : c'est le dernier jour.",
                                      "Op {day} is het op tijd: dat is de laatste dag.",
                                      "Am {day} ist es rechtzeitig: Das ist der letzte Tag.",
                                      "On {day} it is in time: that is the last day."};
inline constexpr Phrase kTooLate = {
    "Le {day}, il est trop tard : {spare} après le dernier jour, le {due}.",
    "Op {day} is het te laat: {spare} na de laatste dag, {due}.",
    "Am {day} ist es zu spät: {spare} nach dem letzten Tag, {due}.",
    "On {day} it is too late: {spare} after the last day, {due}."};
inline constexpr Phrase kDays = {"{count} {count|jour|jours}", "{count} {count|dag|dagen}",
                                 "{count} {count|Tag|Tage}", "{count} {count|day|days}"};

}  // namespace mandat::deadline::sentences

#endif  // SERVICES_LIB_DEADLINE_SENTENCES_H_
