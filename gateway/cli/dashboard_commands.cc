// Commands on dashboards. The file of one is written by `export`.

#include <iostream>
#include <string>
#include <vector>

#include "gateway/cli/command.h"
#include "gateway/cli/dashboard_text.h"
#include "gateway/cli/figure_text.h"
#include "gateway/cli/listing.h"
#include "gateway/cli/objectives_calls.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

using objectives::v1::Dashboard;
using objectives::v1::DashboardRow;

constexpr char kCollection[] = "dashboards";
constexpr char kOne[] = "dashboard";
// Rows are long: some hundred are a message.
constexpr int kRowsAtOnce = 200;

absl::StatusOr<std::vector<DashboardRow>> ReadRows(Session& session, const std::string& name) {
  ASSIGN_OR_RETURN(const Listing listing,
                   ReadPages(session, ObjectivesMethod(session, "ListDashboardRows"),
                             {{"dashboard", name}, {"pageSize", kRowsAtOnce}}, /*all=*/true));
  return Typed<DashboardRow>(listing);
}

absl::Status Show(Session& session, const Dashboard& dashboard) {
  if (session.options().json) {
    session.Print(dashboard);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::vector<DashboardRow> rows, ReadRows(session, dashboard.name()));
  std::cout << dashboard.name() << "\n" << DashboardText(dashboard, rows, session.reading());
  return absl::OkStatus();
}

absl::Status RunFreeze(Session& session, Arguments& arguments) {
  objectives::v1::FreezeDashboardRequest request;
  request.set_plan(arguments.words()[0]);
  ASSIGN_OR_RETURN(*request.mutable_period(), ParsePeriodText(arguments.words()[1]));
  request.set_dashboard_id(arguments.Take("id").value_or(""));
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const auto dashboard,
                   CallObjectives<Dashboard>(session, "FreezeDashboard", &request));
  return Show(session, dashboard);
}

absl::Status RunShow(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const auto dashboard, ReadOne<Dashboard>(session, kCollection, kOne, name));
  return Show(session, dashboard);
}

absl::Status RunCompare(Session& session, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  for (const std::string& name : arguments.words()) {
    RETURN_IF_ERROR(CheckCollection(kCollection, kOne, name));
  }
  objectives::v1::CompareDashboardsRequest request;
  request.set_before(arguments.words()[0]);
  request.set_after(arguments.words()[1]);
  ASSIGN_OR_RETURN(const auto comparison, CallObjectives<objectives::v1::DashboardComparison>(
                                              session, "CompareDashboards", &request));
  if (session.options().json) {
    session.Print(comparison);
    return absl::OkStatus();
  }
  std::cout << ComparisonText(comparison, session.reading());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> DashboardCommands() {
  return {
      {"dashboard freeze",
       "PLAN PERIOD",
       2,
       2,
       "Freezes the picture of a plan for a month, a quarter or a year: 2026, 2026-q4, 2026-11.",
       {{"id=ID", "what it shall be called"}},
       false,
       RunFreeze},
      {"dashboard show",
       "DASHBOARD",
       1,
       1,
       "Shows a dashboard as the board reads it.",
       {},
       false,
       RunShow},
      {"dashboard compare",
       "BEFORE AFTER",
       2,
       2,
       "Shows what differs between two dashboards of a plan, row by row.",
       {},
       false,
       RunCompare}};
}

}  // namespace mandat::cli
