#ifndef SERVICES_OBJECTIVES_MEASUREMENTS_RULES_OFFICIAL_H_
#define SERVICES_OBJECTIVES_MEASUREMENTS_RULES_OFFICIAL_H_

// The values that measurements hold. Pure.

#include <vector>

#include "absl/types/span.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "services/objectives/assessment/values.h"

namespace mandat::objectives::measurements {

// The value that is being worked at.
PeriodValue ValueOf(const v1::Measurement& measurement);

// The value that was accepted. There is one.
PeriodValue AcceptedOf(const v1::Measurement& measurement);

// What was accepted for the same part of the whole as `like`, oldest first.
std::vector<PeriodValue> OfficialValues(absl::Span<const v1::Measurement* const> all,
                                        const v1::Measurement& like);

}  // namespace mandat::objectives::measurements

#endif  // SERVICES_OBJECTIVES_MEASUREMENTS_RULES_OFFICIAL_H_
