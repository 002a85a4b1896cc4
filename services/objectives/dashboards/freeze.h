#ifndef SERVICES_OBJECTIVES_DASHBOARDS_FREEZE_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_FREEZE_H_

#include <functional>

#include "absl/status/statusor.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/ledger.h"

namespace mandat::objectives {

// Freezes a dashboard: reads the picture, of one moment, and hands it to a command that writes it.
// What the reading finds wrong is told by the command, so that a repeat is answered as the first
// time, whatever has become of the plan since. `request` must live until `done` is called, on
// another thread or at once. Errors as the comment of the method says.
void FreezeDashboard(ledger::Ledger& ledger, const access::Call& call,
                     const v1::FreezeDashboardRequest& request,
                     std::function<void(absl::StatusOr<v1::Dashboard>)> done);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_FREEZE_H_
