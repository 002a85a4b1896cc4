#ifndef SERVICES_OBJECTIVES_ALERTS_QUERIES_H_
#define SERVICES_OBJECTIVES_ALERTS_QUERIES_H_

// What is answered to reads of alerts. Each checks its request in the order of the fields and fills
// its response from the view, which shows a caller what it is a party of.

#include "absl/status/status.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::objectives {

absl::Status GetAlert(const v1::GetAlertRequest& request, ledger::View& view, v1::Alert* response);
absl::Status ListAlerts(const v1::ListAlertsRequest& request, ledger::View& view,
                        v1::ListAlertsResponse* response);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ALERTS_QUERIES_H_
