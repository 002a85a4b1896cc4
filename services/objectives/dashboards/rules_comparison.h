#ifndef SERVICES_OBJECTIVES_DASHBOARDS_RULES_COMPARISON_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_RULES_COMPARISON_H_

#include "absl/types/span.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"

namespace mandat::objectives::dashboards {

// What differs between two dashboards, without their names. Rows are the same where they are about
// the same objective, indicator or action; of each dashboard all rows in their order.
v1::DashboardComparison Compare(absl::Span<const v1::DashboardRow> before,
                                absl::Span<const v1::DashboardRow> after);

}  // namespace mandat::objectives::dashboards

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_RULES_COMPARISON_H_
