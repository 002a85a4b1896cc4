#ifndef SERVICES_OBJECTIVES_FORMULAS_SHIPPED_H_
#define SERVICES_OBJECTIVES_FORMULAS_SHIPPED_H_

// The indicators that Mandat brings along, computed from the events of its services: points of the
// mandate of the facts, and figures of social aid.

#include <vector>

#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/indicator.pb.h"

namespace mandat::objectives::formulas {

// Each with name, title in four languages, unit, direction, aggregation, frequency, source and the
// first version of its formula, without words. Whoever takes one over gives it an objective and a
// number; where a formula combines others, these are named as they are here.
const std::vector<v1::Indicator>& ShippedIndicators();

// Null where there is none of that name.
const v1::Indicator* FindShipped(absl::string_view name);

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_SHIPPED_H_
