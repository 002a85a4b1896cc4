#include "services/objectives/measurements/states.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace mandat::objectives::measurements {
namespace {

using v1::MeasurementState;

constexpr base::VerbFacts<Verb> kVerbFacts[] = {
    {Verb::kEnter, "enter", "entered", "MEASUREMENT_SUBMITTED",
     "A value changes as long as it is a draft or was returned"},
    {Verb::kSubmit, "submit", "submitted", "MEASUREMENT_NOT_DRAFT",
     "A draft or a returned value can be submitted"},
    {Verb::kSubmitFigure, "submitFigure", "submitted", "MEASUREMENT_SUBMITTED",
     "The figure of this period was submitted"},
    {Verb::kValidate, "validate", "validated", "MEASUREMENT_NOT_SUBMITTED",
     "Only a submitted value can be validated"},
    {Verb::kAccept, "accept", "accepted", "MEASUREMENT_NOT_VALIDATED",
     "Only a value that was validated can be accepted"},
    {Verb::kReturn, "return", "returned", "MEASUREMENT_NOT_SUBMITTED",
     "Only a value that waits for the board can be returned"},
    {Verb::kReopen, "reopen", "reopened", "MEASUREMENT_NOT_ACCEPTED",
     "Only an accepted value can be reopened"},
};

// "where a member of the board can validate; …".
std::string NextSteps(MeasurementState state) {
  std::string steps;
  for (const Who who : {Who::kUnit, Who::kBoard, Who::kAbove}) {
    const std::string can = base::CanDo(WordsOf(who), base::TransitionsOf(kTransitions, state, who),
                                        [](Verb verb) { return CodeOf(verb); });
    if (!can.empty()) absl::StrAppend(&steps, steps.empty() ? "where " : "; ", can);
  }
  return steps;
}

}  // namespace

absl::StatusOr<const Transition*> TransitionBy(MeasurementState from, Verb verb) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == from && transition.verb == verb) return &transition;
  }
  base::VerbFacts<Verb> facts = base::FactsOf(kVerbFacts, verb);
  const bool enters = verb == Verb::kEnter || verb == Verb::kSubmitFigure;
  if (!enters || from != v1::MEASUREMENT_STATE_ACCEPTED) {
    return base::RefuseIn(CodeOf(from), facts, NextSteps(from));
  }
  facts.reason = "MEASUREMENT_ACCEPTED";
  facts.message = "What was accepted is published; propose a restatement to change it";
  return base::RefuseIn(CodeOf(from), facts, NextSteps(from));
}

absl::string_view CodeOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).code; }

absl::string_view EventOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).event; }

absl::string_view CodeOf(MeasurementState state) {
  return absl::StripPrefix(v1::MeasurementState_Name(state), "MEASUREMENT_STATE_");
}

absl::string_view WordsOf(Who who) {
  switch (who) {
    case Who::kUnit:
      return "who enters it";
    case Who::kBoard:
      return "a member of the board";
    case Who::kAbove:
      return "a member of the board or the director";
  }
  return "";
}

}  // namespace mandat::objectives::measurements
