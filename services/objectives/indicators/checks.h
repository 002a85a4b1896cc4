#ifndef SERVICES_OBJECTIVES_INDICATORS_CHECKS_H_
#define SERVICES_OBJECTIVES_INDICATORS_CHECKS_H_

#include "absl/status/status.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/request_checks.h"

namespace mandat::objectives::indicators {

// An indicator by itself, in the order of its fields and without its formulas. Fields are named as
// in a request, `indicator.title`.
absl::Status CheckIndicator(const v1::Indicator& indicator, base::Fields fields);

// Likewise the formula of one that is made: `FORMULA_UNEXPECTED` where it is not computed,
// `FORMULA_EMPTY` where it is and has none, `TOO_MANY_ITEMS`, `DATE_INVALID`, `TEXT_TOO_LONG`,
// `TEXT_INVALID`, and what CheckFormula says.
absl::Status CheckFirstFormula(const v1::Indicator& indicator);

}  // namespace mandat::objectives::indicators

#endif  // SERVICES_OBJECTIVES_INDICATORS_CHECKS_H_
