#include "services/socialaid/article60/states_words.h"

#include <cstdlib>

namespace mandat::socialaid::article60 {
namespace {

using base::Phrase;

struct StateName {
  v1::Article60State state;
  Phrase words;
};

constexpr StateName kStates[] = {
    {v1::ARTICLE60_STATE_DRAFT, {"Brouillon", "Ontwerp", "Entwurf", "Draft"}},
    {v1::ARTICLE60_STATE_SENT,
     {"Envoyé à l'ONEM", "Verzonden naar de RVA", "An das LfA gesendet",
      "Sent to the unemployment office"}},
    {v1::ARTICLE60_STATE_RETURNED,
     {"Renvoyé au centre", "Teruggezonden naar het centrum", "An das Zentrum zurückgesandt",
      "Returned to the centre"}},
    {v1::ARTICLE60_STATE_CALCULATED,
     {"Calculé par l'ONEM", "Berekend door de RVA", "Vom LfA berechnet",
      "Calculated by the unemployment office"}},
    {v1::ARTICLE60_STATE_WITHDRAWN,
     {"Retiré par le centre", "Ingetrokken door het centrum", "Vom Zentrum zurückgezogen",
      "Withdrawn by the centre"}},
};

struct OutcomeName {
  v1::Article60Outcome outcome;
  Phrase words;
};

constexpr OutcomeName kOutcomes[] = {
    {v1::ARTICLE60_OUTCOME_OPENS_RIGHT,
     {"Ouvre le droit", "Opent het recht", "Eröffnet den Anspruch", "Opens the right"}},
    {v1::ARTICLE60_OUTCOME_ALREADY_OPEN,
     {"Droit déjà ouvert", "Recht al geopend", "Anspruch bereits eröffnet", "Right already open"}},
    {v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE,
     {"Hors d'atteinte", "Niet haalbaar", "Nicht erreichbar", "Not attainable"}},
};

struct VerbName {
  Verb verb;
  Phrase words;
};

constexpr VerbName kVerbNames[] = {
    {Verb::kUpdate, {"Modifier", "Wijzigen", "Ändern", "Change"}},
    {Verb::kDelete, {"Supprimer", "Verwijderen", "Löschen", "Delete"}},
    {Verb::kSend, {"Envoyer", "Verzenden", "Senden", "Send"}},
    {Verb::kReturn,
     {"Renvoyer au centre", "Terugzenden naar het centrum", "An das Zentrum zurücksenden",
      "Return to the centre"}},
    {Verb::kResend, {"Envoyer à nouveau", "Opnieuw verzenden", "Erneut senden", "Send again"}},
    {Verb::kForward, {"Transmettre", "Doorsturen", "Weiterleiten", "Forward"}},
    {Verb::kCalculate, {"Calculer", "Berekenen", "Berechnen", "Calculate"}},
    {Verb::kModify,
     {"Demander une modification", "Een wijziging aanvragen", "Eine Änderung beantragen",
      "Ask for a modification"}},
    {Verb::kWithdraw, {"Retirer", "Intrekken", "Zurückziehen", "Withdraw"}},
};

constexpr Phrase kCentre = {"le centre", "het centrum", "das Zentrum", "the centre"};
constexpr Phrase kOffice = {"l'office", "het bureau", "das Amt", "the office"};
constexpr Phrase kNobody = {"personne", "niemand", "niemand", "nobody"};

}  // namespace

const Phrase& WordsOf(v1::Article60State state) {
  for (const StateName& name : kStates) {
    if (name.state == state) return name.words;
  }
  std::abort();
}

const Phrase& WordsOf(v1::Article60Outcome outcome) {
  for (const OutcomeName& name : kOutcomes) {
    if (name.outcome == outcome) return name.words;
  }
  std::abort();
}

const Phrase& WordsOf(Verb verb) {
  for (const VerbName& name : kVerbNames) {
    if (name.verb == verb) return name.words;
  }
  std::abort();
}

const Phrase& HolderWords(common::v1::Party holder) {
  switch (holder) {
    case common::v1::PARTY_OWNER:
      return kCentre;
    case common::v1::PARTY_AGENCY:
      return kOffice;
    default:
      return kNobody;
  }
}

}  // namespace mandat::socialaid::article60
