#ifndef SERVICES_OBJECTIVES_ASSESSMENT_FINDINGS_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_FINDINGS_H_

// Values that somebody should look at before they go into an average: a list, no verdict.

#include <vector>

#include "absl/types/span.h"
#include "mandat/objectives/v1/assessment.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/objectives/assessment/values.h"

namespace mandat::objectives {

//   | finding           | when                                                          |
//   |-------------------|---------------------------------------------------------------|
//   | SHARE_ABOVE_WHOLE | unit SHARE, above 1                                           |
//   | NEGATIVE          | below 0; CENTS and TONNES_CO2 alone may be                    |
//   | CUMULATIVE_FALLS  | cumulative, lower than the period before                      |
//   | OUTLIER           | outside median ± 3 × MAD of all earlier values, four at least |
//
// MAD is the median of the distances from the median; where it is zero, a tenth of the median
// stands for it, and where that is zero too there is no outlier. The median of an even number of
// values is the mean of the middle two. Of a cumulative indicator, what each period added is looked
// at, and its first value is none. Values beyond exact arithmetic are no outliers. In the order of
// the periods, then of the table. Values in any order, each period once; those without value are
// passed over.
std::vector<v1::Finding> FindingsIn(const v1::Indicator& indicator,
                                    absl::Span<const PeriodValue> values);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_FINDINGS_H_
