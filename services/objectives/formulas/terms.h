#ifndef SERVICES_OBJECTIVES_FORMULAS_TERMS_H_
#define SERVICES_OBJECTIVES_FORMULAS_TERMS_H_

// A formula taken apart: checked as a whole, and ready to be asked of events.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/formula.pb.h"
#include "services/objectives/formulas/event_types.h"
#include "services/objectives/formulas/field.h"
#include "services/objectives/formulas/requirement.h"

namespace mandat::objectives::formulas {

// How events of one type count for one part of a formula.
struct Term {
  const EventType* type = nullptr;
  v1::FactRole role = v1::FACT_ROLE_NUMERATOR;
  // All must hold.
  std::vector<Requirement> requirements;
  // As in Tally.
  std::optional<Field> sum;
  std::optional<Field> distinct;
  std::optional<Field> time;
};

// None for a combination. Refused, `field` in the metadata being the path in the formula behind
// `at`, with the first of: `FORMULA_EMPTY`, `FORMULA_TOO_LARGE`, `EVENT_TYPE_UNKNOWN`,
// `FORMULA_INVALID`, `OPERATION_UNKNOWN`, `NAME_INVALID`, and what Field::At and Requirement::Of
// refuse.
absl::StatusOr<std::vector<Term>> TermsOf(const v1::Formula& formula, const EventTypes& types,
                                          absl::string_view at);

// Whether the formula can be computed, as far as it can be said of it alone: that the indicators of
// a combination are there, computed and of one frequency, and make no circle (combination.h), is
// not.
absl::Status CheckFormula(const v1::Formula& formula, absl::string_view at,
                          const EventTypes& types = EventTypes::Published());

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_TERMS_H_
