#ifndef SERVICES_OBJECTIVES_ALERTS_STATES_H_
#define SERVICES_OBJECTIVES_ALERTS_STATES_H_

// The states of an alert as data. What is checked and the table in the documentation come from
// here.

#include <array>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "services/lib/base/state_table.h"

namespace mandat::objectives::alerts {

enum class Verb : uint8_t {
  kRaise,
  kEscalate,
  kAcknowledge,
  kClear,
};

inline constexpr std::array kVerbs = {Verb::kRaise, Verb::kEscalate, Verb::kAcknowledge,
                                      Verb::kClear};

// Whose move it is. The access of the methods says which roles these are.
enum class Who : uint8_t {
  kUnit,   // who answers for its subject: mandate holder, director, head of its unit
  kClock,  // the service, as time goes by
};

// What must hold for a move, beside the state.
enum class Guard : uint8_t {
  kCauseLasts,
  kCauseGone,
  kHigher,
  kOtherUnit,
  kOncePerRung,
};

using Transition = base::Transition<v1::AlertState, Verb, Who, Guard>;

// Every transition. What is not here is refused.
inline constexpr std::array kTransitions = {
    Transition{v1::ALERT_STATE_RAISED,
               Verb::kRaise,
               v1::ALERT_STATE_RAISED,
               Who::kClock,
               {Guard::kCauseLasts, Guard::kOtherUnit}},
    Transition{v1::ALERT_STATE_RAISED,
               Verb::kEscalate,
               v1::ALERT_STATE_RAISED,
               Who::kClock,
               {Guard::kCauseLasts, Guard::kHigher}},
    Transition{v1::ALERT_STATE_RAISED,
               Verb::kAcknowledge,
               v1::ALERT_STATE_RAISED,
               Who::kUnit,
               {Guard::kOncePerRung}},
    Transition{v1::ALERT_STATE_RAISED,
               Verb::kClear,
               v1::ALERT_STATE_CLEARED,
               Who::kClock,
               {Guard::kCauseGone}},
    Transition{v1::ALERT_STATE_CLEARED,
               Verb::kRaise,
               v1::ALERT_STATE_RAISED,
               Who::kClock,
               {Guard::kCauseLasts}},
};

// The one that the verb makes. FAILED_PRECONDITION `ALERT_NOT_RAISED` (metadata `state`) where
// there is none.
absl::StatusOr<const Transition*> TransitionBy(v1::AlertState from, Verb verb);

// `acknowledge`: as it stands in the path of the method, where there is one.
absl::string_view CodeOf(Verb verb);

// `acknowledged`: the verb of its event.
absl::string_view EventOf(Verb verb);

// `RAISED`.
absl::string_view CodeOf(v1::AlertState state);

// What must hold, in words: "its cause lasts".
absl::string_view WordsOf(Guard guard);

}  // namespace mandat::objectives::alerts

#endif  // SERVICES_OBJECTIVES_ALERTS_STATES_H_
