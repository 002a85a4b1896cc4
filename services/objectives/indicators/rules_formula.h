#ifndef SERVICES_OBJECTIVES_INDICATORS_RULES_FORMULA_H_
#define SERVICES_OBJECTIVES_INDICATORS_RULES_FORMULA_H_

// The one place where an indicator has its formula checked.

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/formula.pb.h"

namespace mandat::objectives::indicators {

// INVALID_ARGUMENT as the comment of CreateIndicator says; `field` is the path of the formula.
//
// For the merge: only the shape is looked at (`FORMULA_EMPTY`, and how many indicators a
// combination has). services/objectives/formulas checks types of events, fields and conditions.
absl::Status CheckFormula(const v1::Formula& formula, absl::string_view field);

}  // namespace mandat::objectives::indicators

#endif  // SERVICES_OBJECTIVES_INDICATORS_RULES_FORMULA_H_
