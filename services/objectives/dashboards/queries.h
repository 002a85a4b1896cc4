#ifndef SERVICES_OBJECTIVES_DASHBOARDS_QUERIES_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_QUERIES_H_

// What is answered to reads of dashboards. A dashboard is always read first: whoever may see it may
// see its rows, and nobody else.

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::objectives {

absl::Status GetDashboard(const v1::GetDashboardRequest& request, ledger::View& view,
                          v1::Dashboard* response);
absl::Status ListDashboards(const v1::ListDashboardsRequest& request, ledger::View& view,
                            v1::ListDashboardsResponse* response);
absl::Status ListDashboardRows(const v1::ListDashboardRowsRequest& request, ledger::View& view,
                               v1::ListDashboardRowsResponse* response);
absl::Status CompareDashboards(const v1::CompareDashboardsRequest& request, ledger::View& view,
                               v1::DashboardComparison* response);

namespace dashboards {

// All rows of a dashboard that the caller was given, in order. DATA_LOSS `STORE_BROKEN` where they
// are not those of its digest.
absl::StatusOr<std::vector<v1::DashboardRow>> ReadRows(const v1::Dashboard& dashboard,
                                                       ledger::View& view);

}  // namespace dashboards
}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_QUERIES_H_
