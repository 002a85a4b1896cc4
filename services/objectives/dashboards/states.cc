#include "services/objectives/dashboards/states.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"

namespace mandat::objectives::dashboards {
namespace {

using base::Error;
using v1::DashboardState;

constexpr char kNotFrozen[] = "DASHBOARD_NOT_FROZEN";

constexpr base::VerbFacts<Verb> kVerbFacts[] = {
    {Verb::kDelete, "delete", "", kNotFrozen, "Only a dashboard that nobody validated can go"},
    {Verb::kValidate, "validate", "validated", kNotFrozen,
     "Only a dashboard that nobody validated can be validated"},
    {Verb::kPresent, "present", "presented", "DASHBOARD_NOT_VALIDATED",
     "Only a validated dashboard can be presented, once"},
};

std::string CanDo(DashboardState state, Who who, absl::string_view called) {
  return base::CanDo(called, base::TransitionsOf(kTransitions, state, who),
                     [](Verb verb) { return CodeOf(verb); });
}

std::string NextSteps(DashboardState state) {
  const std::string writer = CanDo(state, Who::kWriter, "who freezes");
  const std::string board = CanDo(state, Who::kBoard, "the board");
  if (writer.empty() && board.empty()) return "which is final. Freeze one of another period";
  return absl::StrCat("where ", writer, writer.empty() || board.empty() ? "" : "; ", board);
}

absl::Status CheckSecondPerson(const Move& move) {
  if (!move.actor.empty() && move.actor != move.before.freezer()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "SECOND_PERSON_REQUIRED",
               "Whoever froze a dashboard cannot validate it; ask another member of the board.");
}

absl::Status CheckMeeting(const Move& move) {
  const absl::CivilDay validated = base::BrusselsDay(base::ToTime(move.before.validate_time()));
  if (move.meeting >= validated) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "MEETING_TOO_EARLY",
               absl::StrCat("A meeting sees a dashboard once it is validated, from ",
                            base::ToIso(validated), " on. Name the meeting that saw this one."),
               {{"validateDate", base::ToIso(validated)}});
}

absl::Status CheckFirst(const Move& move) { return CheckNoneValidated(move.same_period); }

constexpr base::GuardFacts<Guard, Move, std::string_view> kGuardFacts[] = {
    {Guard::kSecondPerson, CheckSecondPerson, "who validates is not who froze it"},
    {Guard::kFirstOfPeriod, CheckFirst, "no other of the plan and period is validated"},
    {Guard::kMeetingInOrder, CheckMeeting, "the meeting is not before the day of the validation"},
};

}  // namespace

absl::StatusOr<DashboardState> Admit(const Move& move) {
  for (const Transition& transition : kTransitions) {
    if (transition.from != move.before.state() || transition.verb != move.verb) continue;
    RETURN_IF_ERROR(base::CheckGuards(kGuardFacts, transition.guards, move));
    return transition.to;
  }
  return base::RefuseIn(CodeOf(move.before.state()), base::FactsOf(kVerbFacts, move.verb),
                        NextSteps(move.before.state()));
}

absl::Status CheckNoneValidated(absl::Span<const v1::Dashboard* const> same_period) {
  for (const v1::Dashboard* other : same_period) {
    if (other->state() == v1::DASHBOARD_STATE_FROZEN) continue;
    return Error(absl::StatusCode::kFailedPrecondition, "DASHBOARD_VALIDATED_ALREADY",
                 absl::StrCat(other->name(),
                              " of the same plan and period is validated. Use it, "
                              "or show what came later in the next period."),
                 {{"dashboard", other->name()}});
  }
  return absl::OkStatus();
}

std::string_view WordsOf(Guard guard) { return base::GuardFactsOf(kGuardFacts, guard).words; }

absl::string_view CodeOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).code; }

absl::string_view EventOf(Verb verb) { return base::FactsOf(kVerbFacts, verb).event; }

absl::string_view CodeOf(DashboardState state) {
  return absl::StripPrefix(v1::DashboardState_Name(state), "DASHBOARD_STATE_");
}

}  // namespace mandat::objectives::dashboards
