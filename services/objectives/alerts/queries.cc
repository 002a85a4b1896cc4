#include "services/objectives/alerts/queries.h"

#include <utility>

#include "services/lib/base/request_checks.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/list_request.h"
#include "services/objectives/alerts/rules.h"
#include "services/objectives/names.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

using ledger::View;
using v1::Alert;

absl::Status GetAlert(const v1::GetAlertRequest& request, View& view, Alert* response) {
  RETURN_IF_ERROR(base::CheckName(request.name(), kAlerts, "name"));
  return view.Get(request.name(), response);
}

absl::Status ListAlerts(const v1::ListAlertsRequest& request, View& view,
                        v1::ListAlertsResponse* response) {
  RETURN_IF_ERROR(alerts::CheckList(request));
  const AlertKind& kind = Alerts();
  ledger::ListQuery query = ledger::PageOf(request);
  query.order = &kind.due_date;
  Alert like;
  like.set_state(request.state());
  like.set_kind(request.kind());
  if (!request.plan().empty()) query.where.emplace_back(&kind.plan, base::IdIn(request.plan()));
  if (request.state() != v1::ALERT_STATE_UNSPECIFIED) {
    query.where.emplace_back(&kind.state, kind.state.read(like));
  }
  if (request.kind() != v1::ALERT_KIND_UNSPECIFIED) {
    query.where.emplace_back(&kind.kind_of_alert, kind.kind_of_alert.read(like));
  }
  if (!request.unit().empty()) query.where.emplace_back(&kind.unit, request.unit());
  ASSIGN_OR_RETURN(auto page, view.List<Alert>(query));
  ledger::Fill(std::move(page), response->mutable_alerts(), response->mutable_next_page_token());
  return absl::OkStatus();
}

}  // namespace mandat::objectives
