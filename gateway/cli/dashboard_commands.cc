// Commands on dashboards. The file of one is written by `export`.

#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/cli/command.h"
#include "gateway/cli/dashboard_text.h"
#include "gateway/cli/figure_text.h"
#include "gateway/cli/listing.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

using objectives::v1::Dashboard;
using objectives::v1::DashboardRow;

constexpr char kCollection[] = "dashboards";
// Rows are long: some hundred are a message.
constexpr int kRowsAtOnce = 200;

absl::Status CheckIsDashboard(const std::string& name) {
  if (CollectionOf(name) == kCollection) return absl::OkStatus();
  return WrongUse(absl::StrCat("'", name, "' is no dashboard; see 'mandat list dashboards'."));
}

absl::StatusOr<std::vector<DashboardRow>> ReadRows(Session& session, const std::string& name) {
  const Method* method = session.index().FindByName("ObjectivesService.ListDashboardRows");
  ASSIGN_OR_RETURN(const Listing listing,
                   ReadPages(session, *method, {{"dashboard", name}, {"pageSize", kRowsAtOnce}},
                             /*all=*/true));
  std::vector<DashboardRow> rows;
  for (const google::protobuf::Message* row : listing.items) rows.emplace_back().CopyFrom(*row);
  return rows;
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
  const Method* method = session.index().FindByName("ObjectivesService.FreezeDashboard");
  ASSIGN_OR_RETURN(Client* const client, session.ClientOf(*method));
  ASSIGN_OR_RETURN(const MessagePtr answer, client->Call(*method, &request));
  Dashboard dashboard;
  dashboard.CopyFrom(*answer);
  return Show(session, dashboard);
}

absl::Status RunShow(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  RETURN_IF_ERROR(arguments.NothingLeft());
  RETURN_IF_ERROR(CheckIsDashboard(name));
  const Method* method = session.index().Find(MethodKind::kGet, kCollection);
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, {{"name", name}}));
  Dashboard dashboard;
  dashboard.CopyFrom(*answer);
  return Show(session, dashboard);
}

absl::Status RunCompare(Session& session, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  for (const std::string& name : arguments.words()) RETURN_IF_ERROR(CheckIsDashboard(name));
  const Method* method = session.index().FindByName("ObjectivesService.CompareDashboards");
  ASSIGN_OR_RETURN(
      const MessagePtr answer,
      session.Call(*method, {{"before", arguments.words()[0]}, {"after", arguments.words()[1]}}));
  if (session.options().json) {
    session.Print(*answer);
    return absl::OkStatus();
  }
  objectives::v1::DashboardComparison comparison;
  comparison.CopyFrom(*answer);
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
