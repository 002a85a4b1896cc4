#include "services/socialaid/article60/states.h"

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/error.h"

namespace mandat::socialaid::article60 {
namespace {

struct Refusal {
  absl::string_view reason;
  absl::string_view message;
};

Refusal RefusalOf(Verb verb) {
  switch (verb) {
    case Verb::kUpdate:
    case Verb::kDelete:
    case Verb::kSend:
      return {"ARTICLE60_REQUEST_NOT_DRAFT", "Only a draft can be changed, deleted or sent"};
    case Verb::kCalculate:
      return {"ARTICLE60_REQUEST_NOT_SENT", "Only a request that was sent can be answered"};
    case Verb::kWithdraw:
      return {"ARTICLE60_REQUEST_CLOSED", "It is answered or withdrawn already"};
  }
  std::abort();
}

}  // namespace

common::v1::Party HolderIn(v1::Article60State state) {
  for (const Holding& holding : kHoldings) {
    if (holding.state == state) return holding.holder;
  }
  return common::v1::PARTY_UNSPECIFIED;
}

std::vector<Verb> VerbsOf(v1::Article60State state, common::v1::Party party) {
  std::vector<Verb> verbs;
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.who == party) verbs.push_back(transition.verb);
  }
  return verbs;
}

absl::StatusOr<v1::Article60State> Next(v1::Article60State from, Verb verb) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == from && transition.verb == verb) return transition.to;
  }
  const Refusal refusal = RefusalOf(verb);
  const std::string state(absl::StripPrefix(v1::Article60State_Name(from), "ARTICLE60_STATE_"));
  return base::Error(absl::StatusCode::kFailedPrecondition, refusal.reason,
                     absl::StrCat(refusal.message, "; it is ", state, "."), {{"state", state}});
}

}  // namespace mandat::socialaid::article60
