#include "services/objectives/dashboards/commands.h"

#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/dashboards/rules.h"
#include "services/objectives/schema/dashboard_kinds.h"

namespace mandat::objectives {

using ledger::Change;
using ledger::Condition;
using ledger::Context;
using ledger::Decision;
using ledger::FindAll;
using ledger::From;
using ledger::Guard;
using ledger::Reads;
using ledger::Snapshot;
using ledger::Value;
using v1::Dashboard;
using v1::DashboardRow;
using v1::Plan;

namespace {

std::vector<Condition> Conditions(const std::string& plan, const common::v1::Period& period) {
  Dashboard like;
  *like.mutable_period() = period;
  return {{Dashboards().plan, Value(base::IdIn(plan))},
          {Dashboards().start_date, Dashboards().start_date.read(like)},
          {Dashboards().end_date, Dashboards().end_date.read(like)}};
}

// The same look-up, by what the dashboard of this name says.
std::vector<Condition> ConditionsLike(const std::string& name) {
  return {{Dashboards().plan, From<Dashboard>(name, Dashboards().plan)},
          {Dashboards().start_date, From<Dashboard>(name, Dashboards().start_date)},
          {Dashboards().end_date, From<Dashboard>(name, Dashboards().end_date)}};
}

std::vector<Condition> RowsOf(const std::string& dashboard) {
  return {{DashboardRows().dashboard, Value(base::IdIn(dashboard))}};
}

}  // namespace

absl::Status ValidateDashboard::Check(const Request& request, const Context&) {
  return dashboards::CheckValidate(request);
}

Reads ValidateDashboard::Read(const Request& request, const Context&) {
  return {Change<Dashboard>(request.name()),
          Guard<Plan>(From<Dashboard>(request.name(), Dashboards().plan)),
          FindAll<Dashboard>(ConditionsLike(request.name()))};
}

absl::StatusOr<Decision> ValidateDashboard::Decide(const Request& request, const Snapshot& snapshot,
                                                   const Context& context) {
  return dashboards::Validate(snapshot.Get<Dashboard>(request.name()), context.pseudonym,
                              snapshot.All<Dashboard>(ConditionsLike(request.name())), context.now);
}

absl::Status PresentDashboard::Check(const Request& request, const Context& context) {
  return dashboards::CheckPresent(request, base::BrusselsDay(context.now));
}

Reads PresentDashboard::Read(const Request& request, const Context&) {
  return {Change<Dashboard>(request.name())};
}

absl::StatusOr<Decision> PresentDashboard::Decide(const Request& request, const Snapshot& snapshot,
                                                  const Context&) {
  return dashboards::Present(snapshot.Get<Dashboard>(request.name()), request);
}

absl::Status DeleteDashboard::Check(const Request& request, const Context&) {
  return dashboards::CheckDelete(request);
}

// The dashboard guards the look-up: its rows come and go with it.
Reads DeleteDashboard::Read(const Request& request, const Context&) {
  return {Change<Dashboard>(request.name()), FindAll<DashboardRow>(RowsOf(request.name()))};
}

absl::StatusOr<Decision> DeleteDashboard::Decide(const Request& request, const Snapshot& snapshot,
                                                 const Context&) {
  return dashboards::Delete(snapshot.Get<Dashboard>(request.name()),
                            snapshot.All<DashboardRow>(RowsOf(request.name())));
}

namespace dashboards {

ledger::Lookup FindPeriod(const std::string& plan, const common::v1::Period& period) {
  return FindAll<Dashboard>(Conditions(plan, period));
}

std::vector<const Dashboard*> OfPeriod(const std::string& plan, const common::v1::Period& period,
                                       const Snapshot& snapshot) {
  return snapshot.All<Dashboard>(Conditions(plan, period));
}

}  // namespace dashboards
}  // namespace mandat::objectives
