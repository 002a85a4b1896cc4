#include "services/objectives/duties/guards.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/objectives/plans/rules.h"

namespace mandat::objectives::duties {
namespace {

absl::Status Precondition(absl::string_view reason, absl::string_view message,
                          base::Metadata metadata = {}) {
  return base::Error(absl::StatusCode::kFailedPrecondition, reason, message, std::move(metadata));
}

absl::CivilDay DueDay(const Move& move) { return base::ToDay(move.before.due_date()); }

absl::Time DueTime(const Move& move) { return base::ToTime(move.before.due_time()); }

absl::Status CheckPlanOpen(const Move& move) { return plans::CheckOpen(move.plan); }

absl::Status CheckBegun(const Move& move) {
  const absl::CivilDay first = base::ToDay(move.before.span().start_date());
  if (*move.done_on >= first) return absl::OkStatus();
  return Precondition("DUTY_NOT_BEGUN",
                      absl::StrCat("What was done before ", base::ToIso(first),
                                   " keeps another duty. Give a day from then on."),
                      {{"startDate", base::ToIso(first)}});
}

absl::Status CheckInTime(const Move& move) {
  if (*move.done_on <= DueDay(move)) return absl::OkStatus();
  return Precondition("DUTY_LATE", absl::StrCat("Its last day was ", base::ToIso(DueDay(move)),
                                                ". Keep it late instead."));
}

absl::Status CheckLate(const Move& move) {
  if (*move.done_on > DueDay(move)) return absl::OkStatus();
  return Precondition("DUTY_IN_TIME", absl::StrCat("Its last day was ", base::ToIso(DueDay(move)),
                                                   ". Keep it in time instead."));
}

absl::Status CheckOver(const Move& move) {
  const absl::Time asked = move.asked_until.value_or(absl::InfiniteFuture());
  if (DueTime(move) <= move.now && DueTime(move) <= asked) return absl::OkStatus();
  return Precondition("DUTY_NOT_OVER", "Its day is not over. Wait for it.");
}

absl::Status CheckNotAsked(const Move& move) {
  const absl::Time asked = move.asked_until.value_or(absl::InfiniteFuture());
  if (asked <= move.now && asked < DueTime(move)) return absl::OkStatus();
  return Precondition("DUTY_ASKED", "It is asked for. Do it, and say so.");
}

constexpr base::GuardFacts<Guard, Move, std::string_view> kGuards[] = {
    {Guard::kPlanOpen, CheckPlanOpen, "the plan is not judged"},
    {Guard::kBegun, CheckBegun, "it was not done before its span"},
    {Guard::kInTime, CheckInTime, "it was done by its day"},
    {Guard::kLate, CheckLate, "it was done after its day"},
    {Guard::kOver, CheckOver, "its day is over, and it was asked for until then"},
    {Guard::kNotAsked, CheckNotAsked,
     "before its day was over another target counted, or the plan was judged"},
};

}  // namespace

absl::Status Check(Guard guard, const Move& move) {
  return base::GuardFactsOf(kGuards, guard).check(move);
}

absl::StatusOr<v1::DutyState> Admit(const Move& move) {
  ASSIGN_OR_RETURN(const Transition* transition, TransitionBy(move.before.state(), move.verb));
  RETURN_IF_ERROR(base::CheckGuards(kGuards, transition->guards, move));
  return transition->to;
}

std::string_view WordsOf(Guard guard) { return base::GuardFactsOf(kGuards, guard).words; }

}  // namespace mandat::objectives::duties
