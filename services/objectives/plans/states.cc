#include "services/objectives/plans/states.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace mandat::objectives::plans {
namespace {

using v1::PlanState;

constexpr base::VerbFacts<Verb> kVerbFacts[] = {
    {Verb::kUpdate, "update", "updated", "PLAN_NOT_DRAFT",
     "Only a draft can be changed; later a plan is amended"},
    {Verb::kDelete, "delete", "", "PLAN_NOT_DRAFT", "Only a draft can be deleted"},
    {Verb::kAdopt, "adopt", "adopted", "PLAN_NOT_DRAFT", "Only a draft can be adopted"},
    {Verb::kStart, "start", "started", "PLAN_NOT_ADOPTED", "Only an adopted plan can be started"},
    {Verb::kAmend, "amend", "amended", "PLAN_NOT_AMENDABLE",
     "Only an adopted or running plan can be amended"},
    {Verb::kEvaluate, "evaluate", "evaluated", "PLAN_NOT_RUNNING",
     "Only a running plan can be judged"},
    {Verb::kClose, "close", "closed", "PLAN_NOT_EVALUATED",
     "Only a plan that was judged can be closed"},
};

std::string CanDo(PlanState state, Who who, absl::string_view called) {
  return base::CanDo(called, base::TransitionsOf(kTransitions, state, who),
                     [](Verb verb) { return CodeOf(verb); });
}

std::string NextSteps(PlanState state) {
  const std::string writer = CanDo(state, Who::kWriter, "who writes it");
  const std::string management = CanDo(state, Who::kManagement, "the management");
  if (writer.empty() && management.empty()) return "which is final. Make a new one";
  return absl::StrCat("where ", writer, writer.empty() || management.empty() ? "" : "; ",
                      management);
}

}  // namespace

absl::StatusOr<const Transition*> TransitionBy(PlanState from, Verb verb) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == from && transition.verb == verb) return &transition;
  }
  return base::RefuseIn(CodeOf(from), base::FactsOf(kVerbFacts, verb), NextSteps(from));
}

bool IsOpen(PlanState state) {
  return state == v1::PLAN_STATE_DRAFT || state == v1::PLAN_STATE_ADOPTED ||
         state == v1::PLAN_STATE_RUNNING;
}

absl::string_view CodeOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).code; }

absl::string_view EventOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).event; }

absl::string_view CodeOf(PlanState state) {
  return absl::StripPrefix(v1::PlanState_Name(state), "PLAN_STATE_");
}

}  // namespace mandat::objectives::plans
