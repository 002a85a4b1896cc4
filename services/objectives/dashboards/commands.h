#ifndef SERVICES_OBJECTIVES_DASHBOARDS_COMMANDS_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_COMMANDS_H_

// What becomes of a dashboard once it is frozen (freeze.h).

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/empty.pb.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::objectives {

// Holds the plan: of two dashboards of one period that are validated at once, one is second.
struct ValidateDashboard {
  using Request = v1::ValidateDashboardRequest;
  using Response = v1::Dashboard;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct PresentDashboard {
  using Request = v1::PresentDashboardRequest;
  using Response = v1::Dashboard;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct DeleteDashboard {
  using Request = v1::DeleteDashboardRequest;
  using Response = google::protobuf::Empty;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

namespace dashboards {

// The look-up of all dashboards of a plan and period, and what it found.
ledger::Lookup FindPeriod(const std::string& plan, const common::v1::Period& period);
std::vector<const v1::Dashboard*> OfPeriod(const std::string& plan,
                                           const common::v1::Period& period,
                                           const ledger::Snapshot& snapshot);

}  // namespace dashboards
}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_COMMANDS_H_
