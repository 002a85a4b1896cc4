#include "services/objectives/alerts/states.h"

#include "absl/strings/strip.h"

namespace mandat::objectives::alerts {
namespace {

using v1::AlertState;

constexpr char kReason[] = "ALERT_NOT_RAISED";

constexpr base::VerbFacts<Verb> kVerbFacts[] = {
    {Verb::kRaise, "raise", "raised", kReason, "An alert is raised by the service"},
    {Verb::kEscalate, "escalate", "escalated", kReason, "Only an alert that is raised climbs"},
    {Verb::kAcknowledge, "acknowledge", "acknowledged", kReason,
     "Only an alert that is raised can be acknowledged"},
    {Verb::kClear, "clear", "cleared", kReason, "Only an alert that is raised can be cleared"},
};

}  // namespace

absl::StatusOr<const Transition*> TransitionBy(AlertState from, Verb verb) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == from && transition.verb == verb) return &transition;
  }
  return base::RefuseIn(CodeOf(from), base::FactsOf(kVerbFacts, verb),
                        "where its cause is gone and nothing is left to do");
}

absl::string_view CodeOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).code; }

absl::string_view EventOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).event; }

absl::string_view CodeOf(AlertState state) {
  return absl::StripPrefix(v1::AlertState_Name(state), "ALERT_STATE_");
}

absl::string_view WordsOf(Guard guard) {
  switch (guard) {
    case Guard::kCauseLasts:
      return "its cause lasts";
    case Guard::kCauseGone:
      return "its cause is gone";
    case Guard::kHigher:
      return "the day of a higher rung has come, and no acknowledgement holds it";
    case Guard::kOtherUnit:
      return "another unit answers for its subject";
    case Guard::kOncePerRung:
      return "nobody did on this rung";
  }
  return "";
}

}  // namespace mandat::objectives::alerts
