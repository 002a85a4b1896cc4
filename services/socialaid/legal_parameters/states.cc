#include "services/socialaid/legal_parameters/states.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/error.h"

namespace mandat::socialaid::legal_parameters {
namespace {

using base::Error;

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
  const std::string state(CodeOf(before.state()));
  return Error(absl::StatusCode::kFailedPrecondition, "LEGAL_PARAMETER_NOT_PROPOSED",
               absl::StrCat("It is ", state, " already, which is final. Propose a new value."),
               {{"state", state}});
}

absl::string_view CodeOf(Verb verb) {
  switch (verb) {
    case Verb::kPublish:
      return "publish";
    case Verb::kReject:
      return "reject";
    case Verb::kWithdraw:
      return "withdraw";
  }
  return "";
}

absl::string_view EventOf(Verb verb) {
  switch (verb) {
    case Verb::kPublish:
      return "published";
    case Verb::kReject:
      return "rejected";
    case Verb::kWithdraw:
      return "withdrawn";
  }
  return "";
}

absl::string_view CodeOf(v1::LegalParameterState state) {
  return absl::StripPrefix(v1::LegalParameterState_Name(state), "LEGAL_PARAMETER_STATE_");
}

}  // namespace mandat::socialaid::legal_parameters
