#include "services/objectives/dashboards/queries.h"

#include <utility>

#include "services/lib/base/request_checks.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/list_request.h"
#include "services/objectives/dashboards/rows.h"
#include "services/objectives/dashboards/rules.h"
#include "services/objectives/dashboards/rules_comparison.h"
#include "services/objectives/names.h"
#include "services/objectives/schema/dashboard_kinds.h"

namespace mandat::objectives {

using ledger::ListQuery;
using ledger::Value;
using ledger::View;
using v1::Dashboard;
using v1::DashboardRow;

absl::Status GetDashboard(const v1::GetDashboardRequest& request, View& view, Dashboard* response) {
  RETURN_IF_ERROR(base::CheckName(request.name(), kDashboards, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListDashboards(const v1::ListDashboardsRequest& request, View& view,
                            v1::ListDashboardsResponse* response) {
  RETURN_IF_ERROR(dashboards::CheckList(request));
  ListQuery query = ledger::PageOf(request);
  if (!request.plan().empty()) {
    query.where.emplace_back(&Dashboards().plan, Value(base::IdIn(request.plan())));
  }
  if (request.state() != v1::DASHBOARD_STATE_UNSPECIFIED) {
    Dashboard like;
    like.set_state(request.state());
    query.where.emplace_back(&Dashboards().state, Dashboards().state.read(like));
  }
  ASSIGN_OR_RETURN(auto page, view.List<Dashboard>(query));
  ledger::Fill(std::move(page), response->mutable_dashboards(),
               response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status ListDashboardRows(const v1::ListDashboardRowsRequest& request, View& view,
                               v1::ListDashboardRowsResponse* response) {
  RETURN_IF_ERROR(base::CheckName(request.dashboard(), kDashboards, "dashboard"));
  Dashboard dashboard;
  RETURN_IF_ERROR(view.Get(request.dashboard(), &dashboard));
  ListQuery query = ledger::PageOf(request);
  query.where.emplace_back(&DashboardRows().dashboard, Value(base::IdIn(dashboard.name())));
  ASSIGN_OR_RETURN(auto page, view.List<DashboardRow>(query));
  ledger::Fill(std::move(page), response->mutable_dashboard_rows(),
               response->mutable_next_page_token());
  return absl::OkStatus();
}

absl::Status CompareDashboards(const v1::CompareDashboardsRequest& request, View& view,
                               v1::DashboardComparison* response) {
  RETURN_IF_ERROR(dashboards::CheckCompare(request));
  Dashboard before, after;
  RETURN_IF_ERROR(view.Get(request.before(), &before));
  RETURN_IF_ERROR(view.Get(request.after(), &after));
  RETURN_IF_ERROR(dashboards::CheckComparable(before, after));
  ASSIGN_OR_RETURN(const auto earlier, dashboards::ReadRows(before, view));
  ASSIGN_OR_RETURN(const auto later, dashboards::ReadRows(after, view));
  *response = dashboards::Compare(earlier, later);
  response->set_before(before.name());
  response->set_after(after.name());
  return absl::OkStatus();
}

namespace dashboards {

absl::StatusOr<std::vector<DashboardRow>> ReadRows(const Dashboard& dashboard, View& view) {
  ASSIGN_OR_RETURN(
      std::vector<DashboardRow> rows,
      view.FindUnchecked<DashboardRow>(
          {{&DashboardRows().dashboard, Value(base::IdIn(dashboard.name()))}}, kRowsMax + 1));
  RETURN_IF_ERROR(CheckProof(dashboard, rows));
  return rows;
}

}  // namespace dashboards
}  // namespace mandat::objectives
