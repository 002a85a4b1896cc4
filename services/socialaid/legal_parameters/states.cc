#include "services/socialaid/legal_parameters/states.h"

#include "absl/strings/strip.h"
#include "services/lib/base/error.h"

namespace mandat::socialaid::legal_parameters {
namespace {

using base::Error;

constexpr char kNotProposed[] = "LEGAL_PARAMETER_NOT_PROPOSED";
constexpr base::VerbFacts<Verb> kVerbFacts[] = {
    {Verb::kPublish, "publish", "published", kNotProposed, "Only a proposal can be published"},
    {Verb::kReject, "reject", "rejected", kNotProposed, "Only a proposal can be rejected"},
    {Verb::kWithdraw, "withdraw", "withdrawn", kNotProposed, "Only a proposal can be withdrawn"},
};

absl::Status CheckWho(Who who, bool proposed_it) {
  if (who == Who::kSecondSteward && proposed_it) {
    return Error(absl::StatusCode::kFailedPrecondition, "SECOND_PERSON_REQUIRED",
                 "Whoever proposed a value cannot decide on it; ask another steward, or withdraw "
                 "it.");
  }
  if (who == Who::kProposer && !proposed_it) {
    return Error(absl::StatusCode::kFailedPrecondition, "PROPOSER_REQUIRED",
                 "Only whoever proposed a value can withdraw it; reject it instead.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::LegalParameterState> Admit(const v1::LegalParameter& before, Verb verb,
                                              absl::string_view steward) {
  for (const Transition& transition : kTransitions) {
    if (transition.from != before.state() || transition.verb != verb) continue;
    absl::Status admitted = CheckWho(transition.who, before.proposer() == steward);
    if (!admitted.ok()) return admitted;
    return transition.to;
  }
  return base::RefuseIn(CodeOf(before.state()), base::FactsOf(kVerbFacts, verb),
                        "which is final. Propose a new value");
}

absl::string_view CodeOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).code; }

absl::string_view EventOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).event; }

absl::string_view CodeOf(v1::LegalParameterState state) {
  return absl::StripPrefix(v1::LegalParameterState_Name(state), "LEGAL_PARAMETER_STATE_");
}

}  // namespace mandat::socialaid::legal_parameters
