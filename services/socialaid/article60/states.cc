#include "services/socialaid/article60/states.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace mandat::socialaid::article60 {
namespace {

using common::v1::Party;
using v1::Article60State;

constexpr base::VerbFacts<Verb> kVerbFacts[] = {
    {Verb::kUpdate, "update", "updated", "ARTICLE60_REQUEST_NOT_EDITABLE",
     "Only a draft can be changed, and of a returned request the fields that were returned"},
    {Verb::kDelete, "delete", "", "ARTICLE60_REQUEST_NOT_DRAFT", "Only a draft can be deleted"},
    {Verb::kSend, "send", "sent", "ARTICLE60_REQUEST_NOT_DRAFT", "Only a draft can be sent"},
    {Verb::kReturn, "return", "returned", "ARTICLE60_REQUEST_NOT_SENT",
     "Only a request that waits for its answer can be returned"},
    {Verb::kResend, "resend", "resent", "ARTICLE60_REQUEST_NOT_RETURNED",
     "Only a returned request can be sent again"},
    {Verb::kForward, "forward", "forwarded", "ARTICLE60_REQUEST_NOT_SENT",
     "Only a request that waits for its answer can be forwarded"},
    {Verb::kCalculate, "calculate", "calculated", "ARTICLE60_REQUEST_NOT_SENT",
     "Only a request that waits for its answer can be answered"},
    {Verb::kModify, "modify", "", "ARTICLE60_REQUEST_NOT_CALCULATED",
     "Only an answered request can be modified"},
    {Verb::kWithdraw, "withdraw", "withdrawn", "ARTICLE60_REQUEST_CLOSED",
     "It is answered or withdrawn already"},
};

std::string CanDo(Article60State state, Party party, absl::string_view called) {
  return base::CanDo(called, TransitionsOf(state, party), [](Verb verb) { return CodeOf(verb); });
}

std::string NextSteps(Article60State state) {
  const std::string centre = CanDo(state, common::v1::PARTY_OWNER, "the centre");
  const std::string office = CanDo(state, common::v1::PARTY_AGENCY, "the office");
  if (centre.empty() && office.empty()) return "which is final. Make a new one";
  return absl::StrCat("where ", centre, centre.empty() || office.empty() ? "" : "; ", office);
}

}  // namespace

Party HolderIn(Article60State state) {
  for (const Holding& holding : kHoldings) {
    if (holding.state == state) return holding.holder;
  }
  return common::v1::PARTY_UNSPECIFIED;
}

bool IsOpen(Article60State state) {
  return state == v1::ARTICLE60_STATE_SENT || state == v1::ARTICLE60_STATE_RETURNED;
}

std::vector<const Transition*> TransitionsOf(Article60State state, Party party) {
  return base::TransitionsOf(kTransitions, state, party);
}

absl::StatusOr<const Transition*> TransitionBy(Article60State from, Verb verb, Party who) {
  for (const Transition* transition : TransitionsOf(from, who)) {
    if (transition->verb == verb) return transition;
  }
  return base::RefuseIn(CodeOf(from), base::FactsOf(kVerbFacts, verb), NextSteps(from));
}

absl::string_view CodeOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).code; }

absl::string_view EventOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).event; }

absl::string_view CodeOf(Article60State state) {
  return absl::StripPrefix(v1::Article60State_Name(state), "ARTICLE60_STATE_");
}

}  // namespace mandat::socialaid::article60
