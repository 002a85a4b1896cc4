#ifndef SERVICES_SOCIALAID_ARTICLE60_STATES_WORDS_H_
#define SERVICES_SOCIALAID_ARTICLE60_STATES_WORDS_H_

// What states, moves and those who make them are called, in the words of the portal where it has
// some (facts of the domain, 1.3).

#include "services/lib/base/phrase.h"
#include "services/socialaid/article60/states.h"

namespace mandat::socialaid::article60 {

// "Envoyé à l'ONEM". The state is one that is stored.
const base::Phrase& WordsOf(v1::Article60State state);

// "Ouvre le droit". The outcome is one that is stored.
const base::Phrase& WordsOf(v1::Article60Outcome outcome);

// "Envoyer".
const base::Phrase& WordsOf(Verb verb);

// "le centre", "l'office", "personne".
const base::Phrase& HolderWords(common::v1::Party holder);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_STATES_WORDS_H_
