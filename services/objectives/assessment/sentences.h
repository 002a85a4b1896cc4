#ifndef SERVICES_OBJECTIVES_ASSESSMENT_SENTENCES_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_SENTENCES_H_

// What assessments say. Names of figures: `day`, `by` and `due` are days, `value`, `target` and
// `expected` are values with their unit, `met`, `on_track` and `at_risk` percentages.

#include "services/lib/base/phrase.h"

namespace mandat::objectives::sentences {

using base::Phrase;

// The figures.
inline constexpr Phrase kValue = {
    "Valeur de la période jusqu'au {day} : {value} ; cible : {target}, au plus tard le {by}.",
    "Waarde van de periode tot en met {day}: {value}; doel: {target}, uiterlijk op {by}.",
    "Wert des Zeitraums bis {day}: {value}; Ziel: {target}, spätestens am {by}.",
    "Value of the period until {day}: {value}; target: {target}, by {by} at the latest."};
inline constexpr Phrase kKeptValue = {
    "Valeur de la période jusqu'au {day} : {value} ; niveau à tenir jusqu'au {by} : {target}.",
    "Waarde van de periode tot en met {day}: {value}; te houden niveau tot en met {by}: {target}.",
    "Wert des Zeitraums bis {day}: {value}; bis {by} zu halten: {target}.",
    "Value of the period until {day}: {value}; to be kept until {by}: {target}."};
inline constexpr Phrase kExpected = {
    "Attendu pour cette période : {expected} ; {met} % de l'attendu est atteint.",
    "Verwacht voor die periode: {expected}; {met} % van het verwachte is bereikt.",
    "Für diesen Zeitraum erwartet: {expected}; davon sind {met} % erreicht.",
    "Expected for that period: {expected}; {met}% of what was expected is reached."};
inline constexpr Phrase kWithoutPath = {
    "La cible est atteinte à {met} % ; sans valeur de départ, on ne peut dire ce qui devrait déjà "
    "l'être.",
    "Het doel is voor {met} % bereikt; zonder beginwaarde is niet te zeggen wat er al bereikt "
    "moest "
    "zijn.",
    "Das Ziel ist zu {met} % erreicht; ohne Ausgangswert lässt sich nicht sagen, was es schon sein "
    "müsste.",
    "{met}% of the target is reached; without a baseline nobody can say what should be by now."};

// The verdicts.
inline constexpr Phrase kReached = {"La cible est atteinte.", "Het doel is bereikt.",
                                    "Das Ziel ist erreicht.", "The target is reached."};
inline constexpr Phrase kKept = {"Le niveau est tenu.", "Het niveau is gehouden.",
                                 "Die Stufe ist gehalten.", "The level is kept."};
inline constexpr Phrase kOnTrack = {
    "En bonne voie : au moins {on_track} %.", "Op schema: minstens {on_track} %.",
    "Auf Kurs: mindestens {on_track} %.", "On track: at least {on_track}%."};
inline constexpr Phrase kAtRisk = {
    "À risque : moins de {on_track} %.", "In gevaar: minder dan {on_track} %.",
    "Gefährdet: weniger als {on_track} %.", "At risk: less than {on_track}%."};
inline constexpr Phrase kBehind = {
    "Manqué à ce stade : moins de {at_risk} %.", "Voorlopig gemist: minder dan {at_risk} %.",
    "Vorerst verfehlt: weniger als {at_risk} %.", "Missed so far: less than {at_risk}%."};
inline constexpr Phrase kMissed = {
    "La cible n'était pas atteinte le {by}.", "Het doel was op {by} niet bereikt.",
    "Das Ziel war am {by} nicht erreicht.", "The target was not reached on {by}."};

// No verdict.
inline constexpr Phrase kNoValue = {"Aucune valeur n'est connue.", "Er is geen waarde bekend.",
                                    "Kein Wert ist bekannt.", "No value is known."};
inline constexpr Phrase kStale = {
    "La dernière valeur, {value} pour la période jusqu'au {day}, est trop ancienne : une plus "
    "récente "
    "devait être connue avant le {due}.",
    "De laatste waarde, {value} voor de periode tot en met {day}, is te oud: een nieuwere moest "
    "bekend zijn voor {due}.",
    "Der letzte Wert, {value} für den Zeitraum bis {day}, ist zu alt: Ein neuerer musste vor dem "
    "{due} bekannt sein.",
    "The last value, {value} for the period until {day}, is too old: a newer one was due before "
    "{due}."};
inline constexpr Phrase kNotYet = {
    "La cible ne compte qu'à partir du {day}.", "Het doel telt pas vanaf {day}.",
    "Das Ziel zählt erst ab {day}.", "The target counts only from {day} on."};
inline constexpr Phrase kNoBaseline = {
    "La cible part d'une valeur de départ qui n'est pas connue.",
    "Het doel gaat uit van een beginwaarde die niet bekend is.",
    "Das Ziel geht von einem Ausgangswert aus, der nicht bekannt ist.",
    "The target starts from a baseline that is not known."};
inline constexpr Phrase kNoPositiveBaseline = {
    "La valeur de départ n'est pas positive : un multiple ou une réduction n'en dit rien.",
    "De beginwaarde is niet positief: een veelvoud of een vermindering ervan zegt niets.",
    "Der Ausgangswert ist nicht positiv: Ein Vielfaches oder eine Minderung davon sagt nichts.",
    "The baseline is not positive: a multiple or a reduction of it says nothing."};
inline constexpr Phrase kNoFigure = {"Les valeurs ne se prêtent pas à un calcul exact.",
                                     "De waarden laten geen exacte berekening toe.",
                                     "Die Werte lassen keine genaue Rechnung zu.",
                                     "The values do not allow an exact calculation."};
inline constexpr Phrase kInWords = {
    "La cible vaut en continu et se juge en mots ; aucun chiffre ne le dit.",
    "Het doel geldt doorlopend en wordt in woorden beoordeeld; geen cijfer zegt het.",
    "Das Ziel gilt fortlaufend und wird in Worten beurteilt; keine Zahl sagt es.",
    "The target counts all the time and is judged in words; no figure says it."};
inline constexpr Phrase kNoTarget = {
    "La cible ne demande rien de précis.", "Het doel vraagt niets bepaalds.",
    "Das Ziel verlangt nichts Bestimmtes.", "The target asks for nothing in particular."};

// Milestones.
inline constexpr Phrase kDone = {"C'est fait.", "Het is gedaan.", "Es ist getan.", "It is done."};
inline constexpr Phrase kNotDone = {
    "Ce n'est pas encore fait ; échéance : {by}.", "Het is nog niet gedaan; vervaldag: {by}.",
    "Es ist noch nicht getan; Termin: {by}.", "It is not done yet; due by {by}."};
inline constexpr Phrase kNear = {"À risque : {days} {days|jour|jours} avant la fin.",
                                 "In gevaar: {days} {days|dag|dagen} voor het einde.",
                                 "Gefährdet: {days} {days|Tag|Tage} vor dem Ende.",
                                 "At risk: {days} {days|day|days} before the end."};
inline constexpr Phrase kNotDoneInTime = {
    "Ce n'était pas fait le {by}.", "Het was op {by} niet gedaan.", "Es war am {by} nicht getan.",
    "It was not done on {by}."};
inline constexpr Phrase kNobodySaid = {
    "L'échéance du {by} est passée et personne n'a dit ce qu'il en était.",
    "De vervaldag {by} is voorbij en niemand heeft gezegd hoe het toen was.",
    "Der Termin {by} ist vorbei, und niemand hat gesagt, wie es da war.",
    "{by} is over and nobody said how it was then."};

// Something every so often.
inline constexpr Phrase kRhythm = {
    "Respecté {kept} fois sur {all}.", "{kept} op {all} keer nageleefd.",
    "{kept} von {all} Malen eingehalten.", "Kept {kept} out of {all} times."};
inline constexpr Phrase kRhythmWithoutValue = {
    "{count} {count|fois|fois}, la valeur manque.", "{count} keer ontbreekt de waarde.",
    "{count} {count|Mal|Male} fehlt der Wert.", "{count} {count|time|times} the value is missing."};
inline constexpr Phrase kNoSpan = {"Aucune période n'est encore terminée.",
                                   "Er is nog geen periode voorbij.",
                                   "Noch kein Zeitraum ist vorbei.", "No period is over yet."};

}  // namespace mandat::objectives::sentences

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_SENTENCES_H_
