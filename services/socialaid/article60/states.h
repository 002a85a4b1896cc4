#ifndef SERVICES_SOCIALAID_ARTICLE60_STATES_H_
#define SERVICES_SOCIALAID_ARTICLE60_STATES_H_

// The states of an article 60 request as data: what may be done in which state, by whom, with what
// end.

#include <array>
#include <vector>

#include "absl/status/statusor.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"

namespace mandat::socialaid::article60 {

enum class Verb { kUpdate, kDelete, kSend, kCalculate, kWithdraw };

inline constexpr std::array kVerbs = {Verb::kUpdate, Verb::kDelete, Verb::kSend, Verb::kCalculate,
                                      Verb::kWithdraw};

struct Transition {
  v1::Article60State from;
  Verb verb;
  // Unspecified: the request is gone.
  v1::Article60State to;
  // Whose move it is: the centre that owns the request, or the agency whose office handles it.
  common::v1::Party who;
};

// Every transition. What is not here is refused. CALCULATED and WITHDRAWN are ends.
inline constexpr std::array kTransitions = {
    Transition{v1::ARTICLE60_STATE_DRAFT, Verb::kUpdate, v1::ARTICLE60_STATE_DRAFT,
               common::v1::PARTY_OWNER},
    Transition{v1::ARTICLE60_STATE_DRAFT, Verb::kDelete, v1::ARTICLE60_STATE_UNSPECIFIED,
               common::v1::PARTY_OWNER},
    Transition{v1::ARTICLE60_STATE_DRAFT, Verb::kSend, v1::ARTICLE60_STATE_SENT,
               common::v1::PARTY_OWNER},
    Transition{v1::ARTICLE60_STATE_DRAFT, Verb::kWithdraw, v1::ARTICLE60_STATE_WITHDRAWN,
               common::v1::PARTY_OWNER},
    Transition{v1::ARTICLE60_STATE_SENT, Verb::kWithdraw, v1::ARTICLE60_STATE_WITHDRAWN,
               common::v1::PARTY_OWNER},
    Transition{v1::ARTICLE60_STATE_SENT, Verb::kCalculate, v1::ARTICLE60_STATE_CALCULATED,
               common::v1::PARTY_AGENCY},
};

// Who has to move so that the request goes on; unspecified where it is closed.
struct Holding {
  v1::Article60State state;
  common::v1::Party holder;
};

inline constexpr std::array kHoldings = {
    Holding{v1::ARTICLE60_STATE_DRAFT, common::v1::PARTY_OWNER},
    Holding{v1::ARTICLE60_STATE_SENT, common::v1::PARTY_AGENCY},
    Holding{v1::ARTICLE60_STATE_CALCULATED, common::v1::PARTY_UNSPECIFIED},
    Holding{v1::ARTICLE60_STATE_WITHDRAWN, common::v1::PARTY_UNSPECIFIED},
};

// Likewise; unspecified too for a state that nothing is stored in.
common::v1::Party HolderIn(v1::Article60State state);

// What this party may do in the state, in the order of the table.
std::vector<Verb> VerbsOf(v1::Article60State state, common::v1::Party party);

// The state after the verb. FAILED_PRECONDITION (metadata `state`): `ARTICLE60_REQUEST_NOT_DRAFT`
// to update, delete and send, `ARTICLE60_REQUEST_NOT_SENT` to calculate, `ARTICLE60_REQUEST_CLOSED`
// to withdraw.
absl::StatusOr<v1::Article60State> Next(v1::Article60State from, Verb verb);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_STATES_H_
