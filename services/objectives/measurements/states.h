#ifndef SERVICES_OBJECTIVES_MEASUREMENTS_STATES_H_
#define SERVICES_OBJECTIVES_MEASUREMENTS_STATES_H_

// The states of a measurement as data: what becomes of a value, by whom, and what must hold for it.
// What is checked and the table in the documentation come from here.

#include <array>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "services/lib/base/state_table.h"

namespace mandat::objectives::measurements {

enum class Verb : uint8_t {
  kEnter,
  kSubmit,
  kSubmitFigure,
  kValidate,
  kAccept,
  kReturn,
  kReopen,
};

inline constexpr std::array kVerbs = {Verb::kEnter,    Verb::kSubmit, Verb::kSubmitFigure,
                                      Verb::kValidate, Verb::kAccept, Verb::kReturn,
                                      Verb::kReopen};

// Whose move it is. The access of the methods says which roles these are.
enum class Who : uint8_t {
  kUnit,   // who enters values: the head of its unit, the mandate holder, the director
  kBoard,  // a member of the board
  kAbove,  // a member of the board, or the director
};

// What must hold for a move, beside the state. guards.h says what each means and checks it.
enum class Guard : uint8_t {
  kEvidence,
  kSecondPerson,
  kFindingsAnswered,
  kThirdPerson,
  kPeriodOver,
  kNeverFalls,
  kNoRestatement,
  kNotAcceptedAbove,
};

// `from` is unspecified where there is nothing yet.
using Transition = base::Transition<v1::MeasurementState, Verb, Who, Guard>;

// Every transition. What is not here is refused. Of an accepted value only a restatement changes
// anything.
inline constexpr std::array kTransitions = {
    Transition{v1::MEASUREMENT_STATE_UNSPECIFIED,
               Verb::kEnter,
               v1::MEASUREMENT_STATE_DRAFT,
               Who::kUnit,
               {}},
    Transition{v1::MEASUREMENT_STATE_UNSPECIFIED,
               Verb::kSubmitFigure,
               v1::MEASUREMENT_STATE_SUBMITTED,
               Who::kUnit,
               {}},
    Transition{
        v1::MEASUREMENT_STATE_DRAFT, Verb::kEnter, v1::MEASUREMENT_STATE_DRAFT, Who::kUnit, {}},
    Transition{v1::MEASUREMENT_STATE_DRAFT,
               Verb::kSubmit,
               v1::MEASUREMENT_STATE_SUBMITTED,
               Who::kUnit,
               {Guard::kEvidence}},
    Transition{
        v1::MEASUREMENT_STATE_RETURNED, Verb::kEnter, v1::MEASUREMENT_STATE_DRAFT, Who::kUnit, {}},
    Transition{v1::MEASUREMENT_STATE_RETURNED,
               Verb::kSubmit,
               v1::MEASUREMENT_STATE_SUBMITTED,
               Who::kUnit,
               {Guard::kEvidence}},
    Transition{v1::MEASUREMENT_STATE_RETURNED,
               Verb::kSubmitFigure,
               v1::MEASUREMENT_STATE_SUBMITTED,
               Who::kUnit,
               {}},
    Transition{v1::MEASUREMENT_STATE_SUBMITTED,
               Verb::kValidate,
               v1::MEASUREMENT_STATE_VALIDATED,
               Who::kBoard,
               {Guard::kSecondPerson, Guard::kFindingsAnswered}},
    Transition{v1::MEASUREMENT_STATE_SUBMITTED,
               Verb::kReturn,
               v1::MEASUREMENT_STATE_RETURNED,
               Who::kAbove,
               {}},
    Transition{v1::MEASUREMENT_STATE_VALIDATED,
               Verb::kAccept,
               v1::MEASUREMENT_STATE_ACCEPTED,
               Who::kAbove,
               {Guard::kThirdPerson, Guard::kPeriodOver, Guard::kNeverFalls}},
    Transition{v1::MEASUREMENT_STATE_VALIDATED,
               Verb::kReturn,
               v1::MEASUREMENT_STATE_RETURNED,
               Who::kAbove,
               {}},
    Transition{v1::MEASUREMENT_STATE_ACCEPTED,
               Verb::kReopen,
               v1::MEASUREMENT_STATE_RETURNED,
               Who::kAbove,
               {Guard::kNotAcceptedAbove, Guard::kNoRestatement}},
};

// The one that the verb makes. FAILED_PRECONDITION (metadata `state`) where there is none:
// `MEASUREMENT_ACCEPTED` or `_SUBMITTED` to enter and to submit a figure, `_NOT_DRAFT` to submit,
// `_NOT_SUBMITTED` to validate and return, `_NOT_VALIDATED` to accept, `_NOT_ACCEPTED`
// to reopen; the message says what may be done instead.
absl::StatusOr<const Transition*> TransitionBy(v1::MeasurementState from, Verb verb);

// `submit`: as it stands in the path of the method.
absl::string_view CodeOf(Verb verb);

// `submitted`: the verb of its event.
absl::string_view EventOf(Verb verb);

// `SUBMITTED`.
absl::string_view CodeOf(v1::MeasurementState state);

// "a member of the board": in refusals and documentation.
absl::string_view WordsOf(Who who);

}  // namespace mandat::objectives::measurements

#endif  // SERVICES_OBJECTIVES_MEASUREMENTS_STATES_H_
