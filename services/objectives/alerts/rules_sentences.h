#ifndef SERVICES_OBJECTIVES_ALERTS_RULES_SENTENCES_H_
#define SERVICES_OBJECTIVES_ALERTS_RULES_SENTENCES_H_

// What alerts say. Names of figures: `day` is the day from which the ladder counts, `last` the last
// day of a period, `title` what the subject is called. No sentence counts days up to today: it
// would be wrong tomorrow.

#include "services/lib/base/phrase.h"

namespace mandat::objectives::alerts::sentences {

using base::Phrase;

inline constexpr Phrase kLateStart = {
    "L'action « {title} » devait commencer le {day} et n'a pas commencé.",
    "De actie '{title}' moest beginnen op {day} en is niet begonnen.",
    "Die Maßnahme „{title}“ sollte am {day} beginnen und hat nicht begonnen.",
    "The action '{title}' was to begin on {day} and has not begun."};
inline constexpr Phrase kLateEnd = {
    "L'action « {title} » devait se terminer le {day} et n'est pas terminée.",
    "De actie '{title}' moest eindigen op {day} en is niet af.",
    "Die Maßnahme „{title}“ sollte am {day} enden und ist nicht fertig.",
    "The action '{title}' was to end on {day} and has not ended."};
inline constexpr Phrase kHealthGap = {
    "Action « {title} », depuis le {day} :", "Actie '{title}', sinds {day}:",
    "Maßnahme „{title}“, seit {day}:", "Action '{title}', since {day}:"};

inline constexpr Phrase kNoValue = {
    "« {title} » n'a aucune valeur ; la première était attendue le {day} au plus tard.",
    "'{title}' heeft geen enkele waarde; de eerste werd uiterlijk op {day} verwacht.",
    "„{title}“ hat keinen Wert; der erste wurde spätestens am {day} erwartet.",
    "'{title}' has no value; the first was due by {day}."};
inline constexpr Phrase kOldValue = {
    "La dernière valeur de « {title} » est celle de la période jusqu'au {last} ; la suivante était "
    "attendue le {day} au plus tard.",
    "De laatste waarde van '{title}' is die van de periode tot en met {last}; de volgende werd "
    "uiterlijk op {day} verwacht.",
    "Der letzte Wert von „{title}“ ist der des Zeitraums bis {last}; der nächste wurde spätestens "
    "am {day} erwartet.",
    "The last value of '{title}' is that of the period until {last}; the next one was due by "
    "{day}."};

inline constexpr Phrase kTargetNear = {
    "La cible de « {title} » s'achève le {day} et n'est pas atteinte.",
    "Het doel van '{title}' loopt af op {day} en is niet bereikt.",
    "Das Ziel von „{title}“ endet am {day} und ist nicht erreicht.",
    "The target of '{title}' ends on {day} and is not reached."};
inline constexpr Phrase kTargetOver = {
    "La cible de « {title} » s'est achevée le {day} et n'est pas atteinte.",
    "Het doel van '{title}' liep af op {day} en is niet bereikt.",
    "Das Ziel von „{title}“ endete am {day} und ist nicht erreicht.",
    "The target of '{title}' ended on {day} and is not reached."};

inline constexpr Phrase kDutyNear = {
    "« {title} » : à faire le {day} au plus tard, et rien ne dit que c'est fait.",
    "'{title}': uiterlijk op {day} te doen, en niets zegt dat het gedaan is.",
    "„{title}“: spätestens am {day} zu tun, und nichts besagt, dass es getan ist.",
    "'{title}': to be done by {day}, and nothing says that it is."};
inline constexpr Phrase kDutyMissed = {
    "« {title} » : c'était à faire le {day} au plus tard, et rien ne dit que c'est fait.",
    "'{title}': uiterlijk op {day} te doen, en niets zegt dat het gedaan werd.",
    "„{title}“: war spätestens am {day} zu tun, und nichts besagt, dass es getan ist.",
    "'{title}': was to be done by {day}, and nothing says that it was."};

}  // namespace mandat::objectives::alerts::sentences

#endif  // SERVICES_OBJECTIVES_ALERTS_RULES_SENTENCES_H_
