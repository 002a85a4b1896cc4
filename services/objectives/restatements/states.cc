#include "services/objectives/restatements/states.h"

#include "absl/strings/strip.h"
#include "services/lib/base/error.h"

namespace mandat::objectives::restatements {
namespace {

constexpr char kNotProposed[] = "RESTATEMENT_NOT_PROPOSED";
constexpr base::VerbFacts<Verb> kVerbFacts[] = {
    {Verb::kAccept, "accept", "accepted", kNotProposed, "Only a proposal can be accepted"},
    {Verb::kReject, "reject", "rejected", kNotProposed, "Only a proposal can be rejected"},
    {Verb::kRevise, "revise", "revised", kNotProposed, "Only a proposal can be revised"},
    {Verb::kLapse, "lapse", "lapsed", kNotProposed, "Only a proposal can lapse"},
};

}  // namespace

absl::StatusOr<v1::RestatementState> Admit(const v1::Restatement& before, Verb verb,
                                           absl::string_view person) {
  for (const Transition& transition : kTransitions) {
    if (transition.from != before.state() || transition.verb != verb) continue;
    const bool proposed_it = !before.proposer().empty() && before.proposer() == person;
    if (transition.who != Who::kSecondPerson || !proposed_it) return transition.to;
    return base::Error(absl::StatusCode::kFailedPrecondition, "SECOND_PERSON_REQUIRED",
                       "Whoever proposed a restatement does not decide on it. Ask another member "
                       "of the board.");
  }
  return base::RefuseIn(CodeOf(before.state()), base::FactsOf(kVerbFacts, verb),
                        "which is final. Propose another one");
}

absl::string_view CodeOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).code; }

absl::string_view EventOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).event; }

absl::string_view CodeOf(v1::RestatementState state) {
  return absl::StripPrefix(v1::RestatementState_Name(state), "RESTATEMENT_STATE_");
}

}  // namespace mandat::objectives::restatements
