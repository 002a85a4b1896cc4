#ifndef SERVICES_OBJECTIVES_DUTIES_STATES_H_
#define SERVICES_OBJECTIVES_DUTIES_STATES_H_

// The states of a duty as data: what may be done in which state, by whom, with what end, and what
// must hold for it. What is checked and the table in the documentation come from here.

#include <array>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "services/lib/base/state_table.h"

namespace mandat::objectives::duties {

enum class Verb : uint8_t {
  kKeep,
  kKeepLate,
  kProve,
  kMiss,
  kLapse,
};

inline constexpr std::array kVerbs = {Verb::kKeep, Verb::kKeepLate, Verb::kProve, Verb::kMiss,
                                      Verb::kLapse};

// Whose move it is. The access of the methods says which roles these are.
enum class Who : uint8_t {
  kUnit,   // who answers for it: mandate holder, director, head of its unit
  kClock,  // the service, as time goes by
};

// What must hold for a move, beside the state. guards.h says what each means and checks it.
enum class Guard : uint8_t {
  kPlanOpen,
  kBegun,
  kInTime,
  kLate,
  kOver,
  kNotAsked,
};

using Transition = base::Transition<v1::DutyState, Verb, Who, Guard>;

// Every transition. What is not here is refused. A day that was missed stays missed whatever the
// clock says later; only that it was done after all changes it.
inline constexpr std::array kTransitions = {
    Transition{v1::DUTY_STATE_DUE,
               Verb::kKeep,
               v1::DUTY_STATE_KEPT,
               Who::kUnit,
               {Guard::kPlanOpen, Guard::kBegun, Guard::kInTime}},
    Transition{v1::DUTY_STATE_DUE,
               Verb::kKeepLate,
               v1::DUTY_STATE_KEPT_LATE,
               Who::kUnit,
               {Guard::kPlanOpen, Guard::kBegun, Guard::kLate}},
    Transition{v1::DUTY_STATE_DUE,
               Verb::kProve,
               v1::DUTY_STATE_KEPT,
               Who::kClock,
               {Guard::kPlanOpen, Guard::kBegun, Guard::kInTime}},
    Transition{v1::DUTY_STATE_DUE, Verb::kMiss, v1::DUTY_STATE_MISSED, Who::kClock, {Guard::kOver}},
    Transition{
        v1::DUTY_STATE_DUE, Verb::kLapse, v1::DUTY_STATE_LAPSED, Who::kClock, {Guard::kNotAsked}},
    Transition{v1::DUTY_STATE_MISSED,
               Verb::kKeep,
               v1::DUTY_STATE_KEPT,
               Who::kUnit,
               {Guard::kPlanOpen, Guard::kBegun, Guard::kInTime}},
    Transition{v1::DUTY_STATE_MISSED,
               Verb::kKeepLate,
               v1::DUTY_STATE_KEPT_LATE,
               Who::kUnit,
               {Guard::kPlanOpen, Guard::kBegun, Guard::kLate}},
    Transition{v1::DUTY_STATE_MISSED,
               Verb::kProve,
               v1::DUTY_STATE_KEPT,
               Who::kClock,
               {Guard::kPlanOpen, Guard::kBegun, Guard::kInTime}},
};

// The one that the verb makes. FAILED_PRECONDITION `DUTY_NOT_OPEN` (metadata `state`) where there
// is none; the message says what may be done instead.
absl::StatusOr<const Transition*> TransitionBy(v1::DutyState from, Verb verb);

// True until it is kept or lapsed: something may still become of it.
bool IsOpen(v1::DutyState state);

// `keep`: as it stands in the path of the method, where there is one.
absl::string_view CodeOf(Verb verb);

// `kept`: the verb of its event.
absl::string_view EventOf(Verb verb);

// `DUE`.
absl::string_view CodeOf(v1::DutyState state);

}  // namespace mandat::objectives::duties

#endif  // SERVICES_OBJECTIVES_DUTIES_STATES_H_
