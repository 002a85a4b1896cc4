#include "services/objectives/plans/guards.h"

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/rules_tree.h"

namespace mandat::objectives::plans {
namespace {

using base::Error;

constexpr int kAmendments = 50;

absl::Status Precondition(absl::string_view reason, absl::string_view message,
                          base::Metadata metadata = {}) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message, std::move(metadata));
}

absl::Status NotEmpty(absl::string_view message) { return Precondition("PLAN_NOT_EMPTY", message); }

absl::Status CheckNoCircle(const Move& move) {
  if (move.parent == nullptr || !IsAtOrBelow(*move.parent, move.before.name())) {
    return absl::OkStatus();
  }
  return Precondition("PLAN_CIRCLE",
                      "The parent is the plan itself or carries it out. Choose another parent.");
}

absl::Status CheckParentStays(const Move& move) {
  if (!move.has_plans || move.after->parent() == move.before.parent()) return absl::OkStatus();
  return NotEmpty("A plan carries this one out. Give that one another parent first.");
}

absl::Status CheckSupervisorStays(const Move& move) {
  if (!move.has_objectives || move.after->supervisor() == move.before.supervisor()) {
    return absl::OkStatus();
  }
  return NotEmpty("The plan has objectives, which have its supervisor. Delete them first.");
}

absl::Status CheckNothingBelow(const Move& move) {
  if (move.has_objectives) return NotEmpty("The plan has objectives. Delete them first.");
  if (move.has_plans) return NotEmpty("A plan carries this one out. Delete that one first.");
  return absl::OkStatus();
}

absl::Status CheckHasObjectives(const Move& move) {
  if (move.has_objectives) return absl::OkStatus();
  return Precondition("PLAN_WITHOUT_OBJECTIVES",
                      "A plan without objectives says nothing. Make an objective first.");
}

absl::Status CheckBegun(const Move& move) {
  const absl::CivilDay first = base::ToDay(move.before.period().start_date());
  if (first <= move.today) return absl::OkStatus();
  return Precondition("PLAN_NOT_BEGUN",
                      absl::StrCat("It starts on ", base::ToIso(first), ", or later."),
                      {{"startDate", base::ToIso(first)}});
}

absl::Status CheckAmendedSeldom(const Move& move) {
  if (move.before.amendments_size() < kAmendments) return absl::OkStatus();
  return Precondition("AMENDED_TOO_OFTEN",
                      absl::StrCat("It was amended ", kAmendments, " times. Make a new plan."));
}

absl::Status CheckLonger(const Move& move) {
  if (!move.amendment->has_end_date()) return absl::OkStatus();
  const absl::CivilDay last = base::ToDay(move.before.period().end_date());
  if (base::ToDay(move.amendment->end_date()) > last) return absl::OkStatus();
  return base::InvalidField("PERIOD_INVALID", "amendment.end_date",
                            absl::StrCat("An amendment only lengthens the plan: give a day after ",
                                         base::ToIso(last), ", or none."));
}

constexpr base::GuardFacts<Guard, Move, std::string_view> kGuards[] = {
    {Guard::kNoCircle, CheckNoCircle, "the parent does not hang on the plan"},
    {Guard::kParentStays, CheckParentStays,
     "the parent changes only where no plan carries this one out"},
    {Guard::kSupervisorStays, CheckSupervisorStays,
     "the supervisor changes only where it has no objectives"},
    {Guard::kNothingBelow, CheckNothingBelow, "it has no objectives and no plan carries it out"},
    {Guard::kHasObjectives, CheckHasObjectives, "it has objectives"},
    {Guard::kBegun, CheckBegun, "its first day has come"},
    {Guard::kAmendedSeldom, CheckAmendedSeldom, "it was amended less than 50 times"},
    {Guard::kLonger, CheckLonger, "the new last day, where there is one, is after the one before"},
};

}  // namespace

absl::Status Check(Guard guard, const Move& move) {
  return base::GuardFactsOf(kGuards, guard).check(move);
}

absl::StatusOr<v1::PlanState> Admit(const Move& move) {
  ASSIGN_OR_RETURN(const Transition* transition, TransitionBy(move.before.state(), move.verb));
  RETURN_IF_ERROR(base::CheckGuards(kGuards, transition->guards, move));
  return transition->to;
}

std::string_view WordsOf(Guard guard) { return base::GuardFactsOf(kGuards, guard).words; }

}  // namespace mandat::objectives::plans
