#ifndef SERVICES_SOCIALAID_ARTICLE60_STATES_H_
#define SERVICES_SOCIALAID_ARTICLE60_STATES_H_

// The states of an article 60 request as data: what may be done in which state, by whom, with what
// end, and what must hold for it. What is checked, the actions that are offered and the table in
// the documentation all come from here.

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/base/state_table.h"

namespace mandat::socialaid::article60 {

enum class Verb : uint8_t {
  kUpdate,
  kDelete,
  kSend,
  kReturn,
  kResend,
  kForward,
  kCalculate,
  kModify,
  kWithdraw,
};

inline constexpr std::array kVerbs = {Verb::kUpdate,    Verb::kDelete, Verb::kSend,
                                      Verb::kReturn,    Verb::kResend, Verb::kForward,
                                      Verb::kCalculate, Verb::kModify, Verb::kWithdraw};

// What must hold for a move, beside the state. guards.h says what each means and checks it.
enum class Guard : uint8_t {
  kReturnedFieldsAlone,
  kComplete,
  kNoOtherOpen,
  kPersonKnown,
  kBornBeforeStart,
  kNoneElsewhere,
  kReturnedSeldom,
  kFieldsExist,
  kAnswersAsked,
  kFieldsAnswered,
  kToAnother,
  kForwardedInTime,
  kForwardedSeldom,
  kCentreRuns,
  kOfficeRuns,
  kOverrideByManager,
  kOverrideEndsAfterStart,
};

// `to` is unspecified where the request is gone, and the same as `from` for a modification, which
// makes a new draft. `who` is whose move it is: the centre that owns the request, or the agency
// whose office handles it.
using Transition = base::Transition<v1::Article60State, Verb, common::v1::Party, Guard>;

// Every transition. What is not here is refused.
inline constexpr std::array kTransitions = {
    Transition{v1::ARTICLE60_STATE_DRAFT,
               Verb::kUpdate,
               v1::ARTICLE60_STATE_DRAFT,
               common::v1::PARTY_OWNER,
               {}},
    Transition{v1::ARTICLE60_STATE_DRAFT,
               Verb::kDelete,
               v1::ARTICLE60_STATE_UNSPECIFIED,
               common::v1::PARTY_OWNER,
               {}},
    Transition{v1::ARTICLE60_STATE_DRAFT,
               Verb::kSend,
               v1::ARTICLE60_STATE_SENT,
               common::v1::PARTY_OWNER,
               {Guard::kComplete, Guard::kNoOtherOpen, Guard::kPersonKnown, Guard::kBornBeforeStart,
                Guard::kNoneElsewhere}},
    Transition{v1::ARTICLE60_STATE_DRAFT,
               Verb::kWithdraw,
               v1::ARTICLE60_STATE_WITHDRAWN,
               common::v1::PARTY_OWNER,
               {}},
    Transition{v1::ARTICLE60_STATE_SENT,
               Verb::kReturn,
               v1::ARTICLE60_STATE_RETURNED,
               common::v1::PARTY_AGENCY,
               {Guard::kReturnedSeldom, Guard::kFieldsExist}},
    Transition{v1::ARTICLE60_STATE_SENT,
               Verb::kCalculate,
               v1::ARTICLE60_STATE_CALCULATED,
               common::v1::PARTY_AGENCY,
               {Guard::kOverrideByManager, Guard::kPersonKnown, Guard::kOverrideEndsAfterStart}},
    Transition{
        v1::ARTICLE60_STATE_SENT,
        Verb::kForward,
        v1::ARTICLE60_STATE_SENT,
        common::v1::PARTY_AGENCY,
        {Guard::kToAnother, Guard::kForwardedInTime, Guard::kForwardedSeldom, Guard::kOfficeRuns}},
    Transition{v1::ARTICLE60_STATE_SENT,
               Verb::kForward,
               v1::ARTICLE60_STATE_SENT,
               common::v1::PARTY_OWNER,
               {Guard::kToAnother, Guard::kForwardedInTime, Guard::kForwardedSeldom,
                Guard::kCentreRuns, Guard::kNoOtherOpen}},
    Transition{v1::ARTICLE60_STATE_SENT,
               Verb::kWithdraw,
               v1::ARTICLE60_STATE_WITHDRAWN,
               common::v1::PARTY_OWNER,
               {}},
    Transition{v1::ARTICLE60_STATE_RETURNED,
               Verb::kUpdate,
               v1::ARTICLE60_STATE_RETURNED,
               common::v1::PARTY_OWNER,
               {Guard::kReturnedFieldsAlone}},
    Transition{v1::ARTICLE60_STATE_RETURNED,
               Verb::kResend,
               v1::ARTICLE60_STATE_SENT,
               common::v1::PARTY_OWNER,
               {Guard::kAnswersAsked, Guard::kFieldsAnswered, Guard::kComplete, Guard::kPersonKnown,
                Guard::kBornBeforeStart}},
    Transition{v1::ARTICLE60_STATE_RETURNED,
               Verb::kWithdraw,
               v1::ARTICLE60_STATE_WITHDRAWN,
               common::v1::PARTY_OWNER,
               {}},
    Transition{v1::ARTICLE60_STATE_CALCULATED,
               Verb::kModify,
               v1::ARTICLE60_STATE_CALCULATED,
               common::v1::PARTY_OWNER,
               {Guard::kPersonKnown}},
};

// Who has to move so that the request goes on; unspecified where it is closed.
struct Holding {
  v1::Article60State state;
  common::v1::Party holder;
};

inline constexpr std::array kHoldings = {
    Holding{v1::ARTICLE60_STATE_DRAFT, common::v1::PARTY_OWNER},
    Holding{v1::ARTICLE60_STATE_SENT, common::v1::PARTY_AGENCY},
    Holding{v1::ARTICLE60_STATE_RETURNED, common::v1::PARTY_OWNER},
    Holding{v1::ARTICLE60_STATE_CALCULATED, common::v1::PARTY_UNSPECIFIED},
    Holding{v1::ARTICLE60_STATE_WITHDRAWN, common::v1::PARTY_UNSPECIFIED},
};

// Likewise; unspecified too for a state that nothing is stored in.
common::v1::Party HolderIn(v1::Article60State state);

// True from sending to the answer or the withdrawal.
bool IsOpen(v1::Article60State state);

// What this party may do in the state, in the order of the table.
std::vector<const Transition*> TransitionsOf(v1::Article60State state, common::v1::Party party);

// The one that the verb makes. FAILED_PRECONDITION (metadata `state`) where there is none:
// `ARTICLE60_REQUEST_NOT_EDITABLE` to update, `_NOT_DRAFT` to delete and send, `_NOT_SENT` to
// return, forward and calculate, `_NOT_RETURNED` to resend, `_NOT_CALCULATED` to modify, `_CLOSED`
// to withdraw; the message says what may be done instead. The access of the method says already who
// may try.
absl::StatusOr<const Transition*> TransitionBy(v1::Article60State from, Verb verb,
                                               common::v1::Party who);

// `send`: as it stands in the path of the method.
absl::string_view CodeOf(Verb verb);

// `sent`: the verb of its event. Empty for those that change nothing here, or make an end of it.
absl::string_view EventOf(Verb verb);

// `SENT`.
absl::string_view CodeOf(v1::Article60State state);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_STATES_H_
