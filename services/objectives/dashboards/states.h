#ifndef SERVICES_OBJECTIVES_DASHBOARDS_STATES_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_STATES_H_

// The states of a dashboard as data: what may be done in which state, by whom, and what must hold
// for it. What is checked and the table in the documentation come from here.

#include <array>
#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "services/lib/base/state_table.h"

namespace mandat::objectives::dashboards {

enum class Verb : uint8_t { kDelete, kValidate, kPresent };

inline constexpr std::array kVerbs = {Verb::kDelete, Verb::kValidate, Verb::kPresent};

// Whose move it is. The access of the methods says which roles these are.
enum class Who : uint8_t {
  kWriter,  // who freezes: mandate holder, director
  kBoard,   // a member of the board
};

// What must hold for a move, beside the state.
enum class Guard : uint8_t {
  kSecondPerson,    // who validates is not who froze it
  kFirstOfPeriod,   // no other of the plan and period is validated
  kMeetingInOrder,  // the meeting is not before the day of the validation
};

// `to` is unspecified where the dashboard is gone.
using Transition = base::Transition<v1::DashboardState, Verb, Who, Guard>;

// Every transition. What is not here is refused: nothing else about a dashboard ever changes.
inline constexpr std::array kTransitions = {
    Transition{v1::DASHBOARD_STATE_FROZEN,
               Verb::kDelete,
               v1::DASHBOARD_STATE_UNSPECIFIED,
               Who::kWriter,
               {}},
    Transition{v1::DASHBOARD_STATE_FROZEN,
               Verb::kValidate,
               v1::DASHBOARD_STATE_VALIDATED,
               Who::kBoard,
               {Guard::kSecondPerson, Guard::kFirstOfPeriod}},
    Transition{v1::DASHBOARD_STATE_VALIDATED,
               Verb::kPresent,
               v1::DASHBOARD_STATE_PRESENTED,
               Who::kWriter,
               {Guard::kMeetingInOrder}},
};

// A move and all that its guards look at; what its verb does not know is absent.
struct Move {
  Verb verb;
  const v1::Dashboard& before;
  // Of a validation: the pseudonym of who validates, and all dashboards of the plan and period.
  absl::string_view actor = {};
  absl::Span<const v1::Dashboard* const> same_period = {};
  // Of a presentation.
  absl::CivilDay meeting = {};
};

// The state after the move. FAILED_PRECONDITION: `DASHBOARD_NOT_FROZEN` to delete and validate,
// `DASHBOARD_NOT_VALIDATED` to present (metadata `state`); then of the guards in their order
// `SECOND_PERSON_REQUIRED`, `DASHBOARD_VALIDATED_ALREADY` (metadata `dashboard`),
// `MEETING_TOO_EARLY`.
absl::StatusOr<v1::DashboardState> Admit(const Move& move);

// FAILED_PRECONDITION `DASHBOARD_VALIDATED_ALREADY` where one of them is.
absl::Status CheckNoneValidated(absl::Span<const v1::Dashboard* const> same_period);

// What must hold, in words: "who validates is not who froze it".
std::string_view WordsOf(Guard guard);

// `validate`: as it stands in the path of the method.
absl::string_view CodeOf(Verb verb);

// `validated`: the verb of its event. Empty where it makes an end.
absl::string_view EventOf(Verb verb);

// `FROZEN`.
absl::string_view CodeOf(v1::DashboardState state);

}  // namespace mandat::objectives::dashboards

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_STATES_H_
