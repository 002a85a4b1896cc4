#ifndef SERVICES_OBJECTIVES_DUTIES_GUARDS_H_
#define SERVICES_OBJECTIVES_DUTIES_GUARDS_H_

// What must hold for a move of a duty, beside its state.

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/objectives/duties/states.h"

namespace mandat::objectives::duties {

// A move and all that its guards look at; what its verb does not know is absent.
struct Move {
  Verb verb;
  const v1::Duty& before;
  const v1::Plan& plan;
  absl::Time now;

  // Of one that was done: the day.
  std::optional<absl::CivilDay> done_on;
  // From when on it is not asked for any more; absent = it is.
  std::optional<absl::Time> asked_until;
};

// The reason of the guard, with a message that says what to do.
absl::Status Check(Guard guard, const Move& move);

// The state after a move whose guards all hold; the first that does not decides.
absl::StatusOr<v1::DutyState> Admit(const Move& move);

// What must hold, in words: "its day is over".
std::string_view WordsOf(Guard guard);

}  // namespace mandat::objectives::duties

#endif  // SERVICES_OBJECTIVES_DUTIES_GUARDS_H_
