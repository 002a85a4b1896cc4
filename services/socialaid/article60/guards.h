#ifndef SERVICES_SOCIALAID_ARTICLE60_GUARDS_H_
#define SERVICES_SOCIALAID_ARTICLE60_GUARDS_H_

// What must hold for a move of an article 60 request, beside its state.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/base/phrase.h"
#include "services/socialaid/article60/states.h"

namespace mandat::socialaid::article60 {

// A move and all that its guards look at; what its verb does not know is absent.
struct Move {
  Verb verb;
  common::v1::Party who;
  const v1::Article60Request& before;
  absl::Time now = absl::InfinitePast();

  // Null once the person was erased.
  const v1::Person* person = nullptr;
  // The open requests for the same person, whosever they are.
  std::vector<const v1::Article60Request*> open = {};
  // Of an update: the request as it would be.
  const v1::Article60Request* after = nullptr;
  const v1::SendArticle60RequestRequest* send = nullptr;
  const v1::ReturnArticle60RequestRequest* returning = nullptr;
  const v1::ResendArticle60RequestRequest* resend = nullptr;
  const v1::CalculateArticle60RequestRequest* calculate = nullptr;
  // True where the caller may override a calculation.
  bool manager = false;
  // To whom it is forwarded: one of them.
  const v1::Centre* to_centre = nullptr;
  const v1::Office* to_office = nullptr;
};

// The reason of the guard, with a message that says what to do.
absl::Status Check(Guard guard, const Move& move);

// The state after a move whose guards all hold; the first that does not decides.
absl::StatusOr<v1::Article60State> Admit(const Move& move);

// Whether another centre has an open request for the person.
bool IsOpenElsewhere(const Move& move);

// What must hold, in words: "every returned field is changed or answered".
const base::Phrase& WordsOf(Guard guard);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_GUARDS_H_
