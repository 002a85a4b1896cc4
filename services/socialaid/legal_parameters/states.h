#ifndef SERVICES_SOCIALAID_LEGAL_PARAMETERS_STATES_H_
#define SERVICES_SOCIALAID_LEGAL_PARAMETERS_STATES_H_

// The states of a legal parameter as data: what becomes of a proposal, and by whom. What is checked
// and the table in the documentation come from here.

#include <array>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/socialaid/v1/legal_parameter.pb.h"
#include "services/lib/base/state_table.h"

namespace mandat::socialaid::legal_parameters {

enum class Verb : uint8_t { kPublish, kReject, kWithdraw };

inline constexpr std::array kVerbs = {Verb::kPublish, Verb::kReject, Verb::kWithdraw};

// Nobody has two keys to one door.
enum class Who : uint8_t { kProposer, kSecondSteward };

// Nothing must hold for a move, beside the state and who makes it.
enum class Guard : uint8_t {};

using Transition = base::Transition<v1::LegalParameterState, Verb, Who, Guard>;

// Every transition. What is not here is refused: what is decided is final.
inline constexpr std::array kTransitions = {
    Transition{v1::LEGAL_PARAMETER_STATE_PROPOSED,
               Verb::kPublish,
               v1::LEGAL_PARAMETER_STATE_PUBLISHED,
               Who::kSecondSteward,
               {}},
    Transition{v1::LEGAL_PARAMETER_STATE_PROPOSED,
               Verb::kReject,
               v1::LEGAL_PARAMETER_STATE_REJECTED,
               Who::kSecondSteward,
               {}},
    Transition{v1::LEGAL_PARAMETER_STATE_PROPOSED,
               Verb::kWithdraw,
               v1::LEGAL_PARAMETER_STATE_WITHDRAWN,
               Who::kProposer,
               {}},
};

// The state after the verb. FAILED_PRECONDITION: `LEGAL_PARAMETER_NOT_PROPOSED` (metadata `state`)
// where there is no such move, `SECOND_PERSON_REQUIRED` or `PROPOSER_REQUIRED` where it is
// another's. `steward` is the pseudonym of who acts.
absl::StatusOr<v1::LegalParameterState> Admit(const v1::LegalParameter& before, Verb verb,
                                              absl::string_view steward);

// `publish`: as it stands in the path of the method.
absl::string_view CodeOf(Verb verb);

// `published`: the verb of its event.
absl::string_view EventOf(Verb verb);

// `PROPOSED`.
absl::string_view CodeOf(v1::LegalParameterState state);

}  // namespace mandat::socialaid::legal_parameters

#endif  // SERVICES_SOCIALAID_LEGAL_PARAMETERS_STATES_H_
