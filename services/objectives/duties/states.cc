#include "services/objectives/duties/states.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace mandat::objectives::duties {
namespace {

using v1::DutyState;

constexpr char kReason[] = "DUTY_NOT_OPEN";
constexpr char kMessage[] = "Only a duty that is due or missed can be kept";

constexpr base::VerbFacts<Verb> kVerbFacts[] = {
    {Verb::kKeep, "keep", "kept", kReason, kMessage},
    {Verb::kKeepLate, "keepLate", "kept", kReason, kMessage},
    {Verb::kProve, "prove", "kept", kReason, kMessage},
    {Verb::kMiss, "miss", "missed", kReason, "Only a duty that is due can be missed"},
    {Verb::kLapse, "lapse", "lapsed", kReason, "Only a duty that is due can lapse"},
};

std::string NextSteps(DutyState state) {
  const std::string unit =
      base::CanDo("who answers for it", base::TransitionsOf(kTransitions, state, Who::kUnit),
                  [](Verb verb) { return CodeOf(verb); });
  return unit.empty() ? "which is final" : absl::StrCat("where ", unit);
}

}  // namespace

absl::StatusOr<const Transition*> TransitionBy(DutyState from, Verb verb) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == from && transition.verb == verb) return &transition;
  }
  return base::RefuseIn(CodeOf(from), base::FactsOf(kVerbFacts, verb), NextSteps(from));
}

bool IsOpen(DutyState state) {
  return std::any_of(kTransitions.begin(), kTransitions.end(),
                     [state](const Transition& transition) { return transition.from == state; });
}

absl::string_view CodeOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).code; }

absl::string_view EventOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).event; }

absl::string_view CodeOf(DutyState state) {
  return absl::StripPrefix(v1::DutyState_Name(state), "DUTY_STATE_");
}

}  // namespace mandat::objectives::duties
