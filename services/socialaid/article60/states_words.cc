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
    {v1::ARTICLE60_STATE_CALCULATED,
     {"Calculé par l'ONEM", "Berekend door de RVA", "Vom LfA berechnet",
      "Calculated by the unemployment office"}},
    {v1::ARTICLE60_STATE_WITHDRAWN,
     {"Retiré par le centre", "Ingetrokken door het centrum", "Vom Zentrum zurückgezogen",
      "Withdrawn by the centre"}},
};

struct VerbName {
  Verb verb;
  absl::string_view code;
  Phrase words;
};

constexpr VerbName kVerbNames[] = {
    {Verb::kUpdate, "update", {"Modifier", "Wijzigen", "Ändern", "Change"}},
    {Verb::kDelete, "delete", {"Supprimer", "Verwijderen", "Löschen", "Delete"}},
    {Verb::kSend, "send", {"Envoyer", "Verzenden", "Senden", "Send"}},
    {Verb::kCalculate, "calculate", {"Calculer", "Berekenen", "Berechnen", "Calculate"}},
    {Verb::kWithdraw, "withdraw", {"Retirer", "Intrekken", "Zurückziehen", "Withdraw"}},
};

constexpr Phrase kCentre = {"le centre", "het centrum", "das Zentrum", "the centre"};
constexpr Phrase kOffice = {"l'office", "het bureau", "das Amt", "the office"};
constexpr Phrase kNobody = {"personne", "niemand", "niemand", "nobody"};

const VerbName& NameOf(Verb verb) {
  for (const VerbName& name : kVerbNames) {
    if (name.verb == verb) return name;
  }
  std::abort();
}

}  // namespace

const Phrase& WordsOf(v1::Article60State state) {
  for (const StateName& name : kStates) {
    if (name.state == state) return name.words;
  }
  std::abort();
}

const Phrase& WordsOf(Verb verb) { return NameOf(verb).words; }

absl::string_view CodeOf(Verb verb) { return NameOf(verb).code; }

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
