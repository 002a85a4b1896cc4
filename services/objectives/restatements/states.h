#ifndef SERVICES_OBJECTIVES_RESTATEMENTS_STATES_H_
#define SERVICES_OBJECTIVES_RESTATEMENTS_STATES_H_

// The states of a restatement as data. What is checked and the table in the documentation come from
// here.

#include <array>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/restatement.pb.h"
#include "services/lib/base/state_table.h"

namespace mandat::objectives::restatements {

enum class Verb : uint8_t { kAccept, kReject, kRevise, kLapse };

inline constexpr std::array kVerbs = {Verb::kAccept, Verb::kReject, Verb::kRevise, Verb::kLapse};

enum class Who : uint8_t {
  kSecondPerson,  // a member of the board who did not propose it
  kService,       // the service itself, as facts move
};

// Nothing must hold for a move, beside the state and who makes it.
enum class Guard : uint8_t {};

using Transition = base::Transition<v1::RestatementState, Verb, Who, Guard>;

// Every transition. What is not here is refused: what is decided is final.
inline constexpr std::array kTransitions = {
    Transition{v1::RESTATEMENT_STATE_PROPOSED,
               Verb::kAccept,
               v1::RESTATEMENT_STATE_ACCEPTED,
               Who::kSecondPerson,
               {}},
    Transition{v1::RESTATEMENT_STATE_PROPOSED,
               Verb::kReject,
               v1::RESTATEMENT_STATE_REJECTED,
               Who::kSecondPerson,
               {}},
    Transition{v1::RESTATEMENT_STATE_PROPOSED,
               Verb::kRevise,
               v1::RESTATEMENT_STATE_PROPOSED,
               Who::kService,
               {}},
    Transition{v1::RESTATEMENT_STATE_PROPOSED,
               Verb::kLapse,
               v1::RESTATEMENT_STATE_LAPSED,
               Who::kService,
               {}},
};

// The state after the verb. FAILED_PRECONDITION: `RESTATEMENT_NOT_PROPOSED` (metadata `state`)
// where there is no such move, `SECOND_PERSON_REQUIRED` where `person`, a keyed pseudonym, proposed
// it.
absl::StatusOr<v1::RestatementState> Admit(const v1::Restatement& before, Verb verb,
                                           absl::string_view person);

// `accept`: as it stands in the path of the method, where it has one.
absl::string_view CodeOf(Verb verb);

// `accepted`: the verb of its event.
absl::string_view EventOf(Verb verb);

// `PROPOSED`.
absl::string_view CodeOf(v1::RestatementState state);

}  // namespace mandat::objectives::restatements

#endif  // SERVICES_OBJECTIVES_RESTATEMENTS_STATES_H_
