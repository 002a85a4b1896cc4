#ifndef SERVICES_OBJECTIVES_MEASUREMENTS_GUARDS_H_
#define SERVICES_OBJECTIVES_MEASUREMENTS_GUARDS_H_

// What must hold for a move of a measurement, beside its state.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "services/objectives/measurements/states.h"

namespace mandat::objectives::measurements {

// A move and all that its guards look at; what its verb does not know is absent.
struct Move {
  Verb verb;
  const v1::Measurement& before;
  // Keyed pseudonym of who makes it.
  absl::string_view person;
  absl::CivilDay today;

  // Of a validation.
  absl::string_view findings_note = "";
  // Of an acceptance: the indicator, and all its measurements.
  const v1::Indicator* indicator = nullptr;
  std::vector<const v1::Measurement*> all = {};
  // Of reopening: the dashboard of the board in which the value is, `dashboards/{dashboard}`; empty
  // = none.
  std::string dashboard = {};
  // Likewise: the restatement of it that waits for a decision; empty = none.
  std::string restatement = {};
};

// The reason of the guard, with a message that says what to do.
absl::Status Check(Guard guard, const Move& move);

// The state after a move whose guards all hold; the first that does not decides.
absl::StatusOr<v1::MeasurementState> Admit(const Move& move);

// What must hold, in words: "the period is over".
absl::string_view WordsOf(Guard guard);

// Whether both are of the same part of the whole.
bool SameDimensions(const v1::Measurement& a, const v1::Measurement& b);

}  // namespace mandat::objectives::measurements

#endif  // SERVICES_OBJECTIVES_MEASUREMENTS_GUARDS_H_
