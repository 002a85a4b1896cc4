// What a page of a dashboard's rows takes when there are a hundred times as many dashboards.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/period.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/dashboards/rows.h"
#include "services/objectives/schema/dashboard_kinds.h"
#include "services/objectives/schema/kinds.h"
#include "tests/load/fact_history.h"
#include "tests/load/figure.h"
#include "tests/load/growth_calls.h"
#include "tests/load/objectives_client.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

using objectives::v1::Dashboard;
using objectives::v1::DashboardRow;

constexpr int kRowsOfDashboard = 1000;
constexpr int kPage = 50;
// Dashboards that are looked at, spread over all.
constexpr int kLookedAt = 10;
constexpr char kListRows[] = "/mandat.objectives.v1.ObjectivesService/ListDashboardRows";

// An indicator as a board reads it: about a kilobyte.
DashboardRow RowAt(int place) {
  DashboardRow row;
  row.set_depth(1);
  objectives::v1::DashboardIndicator& indicator = *row.mutable_indicator();
  indicator.set_indicator(absl::StrCat("indicators/measure-", place));
  indicator.set_number(absl::StrCat("2.", place));
  for (std::string* title :
       {indicator.mutable_title()->mutable_fr(), indicator.mutable_title()->mutable_nl()}) {
    *title = absl::StrCat("Part des conventions évaluées avant leur renouvellement, lot ", place);
  }
  indicator.set_unit(objectives::v1::UNIT_SHARE);
  indicator.set_direction(objectives::v1::DIRECTION_UP);
  indicator.set_target(absl::StrCat("targets/goal-", place));
  indicator.mutable_target_words()->set_fr("100 % d'ici fin 2026");
  objectives::v1::DashboardValue& value = *indicator.mutable_value();
  *value.mutable_period() =
      base::ToPeriod({absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 4, 1)});
  value.mutable_value()->set_numerator(place);
  value.mutable_value()->set_denominator(kRowsOfDashboard);
  *value.mutable_known_date() = base::ToDate(absl::CivilDay(2026, 3, 31));
  *indicator.mutable_value_before() = value;
  objectives::v1::Assessment& assessment = *indicator.mutable_assessment();
  assessment.set_status(objectives::v1::ASSESSMENT_STATUS_AT_RISK);
  assessment.set_achievement_permille(place);
  for (std::string* words :
       {assessment.mutable_words()->mutable_fr(), assessment.mutable_words()->mutable_nl(),
        assessment.mutable_words()->mutable_de(), assessment.mutable_words()->mutable_en()}) {
    *words = "La dernière valeur est de 75 % ; attendu à cette date : 80 %, cible : 100 %.";
  }
  return row;
}

std::string IdOf(int number) { return absl::StrCat("board-", number); }

// A dashboard with all of its rows.
ledger::WriteSet DashboardAt(const ledger::Codec& codec, int number) {
  Dashboard dashboard;
  dashboard.set_name(absl::StrCat("dashboards/", IdOf(number)));
  dashboard.set_owner(kAgency);
  dashboard.set_plan("plans/mandate");
  *dashboard.mutable_period() = RowAt(1).indicator().value().period();
  dashboard.set_state(objectives::v1::DASHBOARD_STATE_FROZEN);
  *dashboard.mutable_assess_date() = base::ToDate(absl::CivilDay(2026, 3, 31));
  dashboard.set_rows_count(kRowsOfDashboard);
  std::vector<DashboardRow> rows;
  for (int place = 1; place <= kRowsOfDashboard; ++place) rows.push_back(RowAt(place));
  objectives::dashboards::Stamp(dashboard, &rows);
  dashboard.set_digest(objectives::dashboards::DigestOf(rows));
  ledger::WriteSet writes;
  Insert(codec, objectives::Dashboards().kind, &dashboard, &writes);
  for (DashboardRow& row : rows) Insert(codec, objectives::DashboardRows().kind, &row, &writes);
  return writes;
}

absl::Status LoadDashboards(const Ground& ground, const std::string& url, int rows) {
  RETURN_IF_ERROR(MakeObjectives(url));
  ASSIGN_OR_RETURN(const auto store, OpenObjectives(url));
  ASSIGN_OR_RETURN(const auto writer, store->OpenWriter());
  const ledger::Codec codec(objectives::Kinds(), ground.keys());
  for (int number = 0; number < rows / kRowsOfDashboard; ++number) {
    RETURN_IF_ERROR(writer->Begin({}, std::nullopt).status());
    RETURN_IF_ERROR(writer->Commit(DashboardAt(codec, number)).status());
    if (number % 50 == 0) RETURN_IF_ERROR(store->Tidy());
  }
  return store->Sync();
}

// The service on one of the databases.
struct Side {
  std::unique_ptr<testing::TemporaryNats> broker;
  std::unique_ptr<ServiceProcess> service;
  GrowthSide first_pages;
  GrowthSide deepest_pages;
};

absl::StatusOr<Side> Serve(const Ground& ground, const std::string& url, int rows) {
  Side side;
  ASSIGN_OR_RETURN(side.broker, Ground::StartEmptyBroker());
  ASSIGN_OR_RETURN(side.service,
                   ServiceProcess::Start(ground, {url, side.broker->Url(), "objectives"}));
  side.first_pages.address = side.deepest_pages.address = side.service->address();
  ObjectivesClient client(ground, side.service->address());
  const int dashboards = rows / kRowsOfDashboard;
  for (int i = 0; i < kLookedAt; ++i) {
    objectives::v1::ListDashboardRowsRequest request;
    request.set_dashboard(absl::StrCat("dashboards/", IdOf(dashboards * i / kLookedAt)));
    request.set_page_size(kPage);
    side.first_pages.calls.push_back({request.SerializeAsString(), client.token()});
    for (int page = 1; page < kRowsOfDashboard / kPage; ++page) {
      ASSIGN_OR_RETURN(const std::string next, client.NextPageOfRows(request));
      request.set_page_token(next);
    }
    side.deepest_pages.calls.push_back({request.SerializeAsString(), client.token()});
  }
  return side;
}

absl::Status CompareEngine(Bench& bench, const std::string& engine, const std::string& few_url,
                           const std::string& many_url) {
  const int many_rows = bench.ground.options().growth_rows;
  ASSIGN_OR_RETURN(const Side few, Serve(bench.ground, few_url, kFewRows));
  ASSIGN_OR_RETURN(const Side many, Serve(bench.ground, many_url, many_rows));
  const std::string name = "dashboard_read_growth";
  ASSIGN_OR_RETURN(const double first, CompareTimes(bench, absl::StrCat(name, "_first", engine),
                                                    kListRows, many.first_pages, few.first_pages));
  ASSIGN_OR_RETURN(const double deepest,
                   CompareTimes(bench, absl::StrCat(name, "_deepest", engine), kListRows,
                                many.deepest_pages, few.deepest_pages));
  bench.report.Value(absl::StrCat(name, engine), std::max(first, deepest));
  RETURN_IF_ERROR(few.service->Stop());
  return many.service->Stop();
}

}  // namespace

absl::Status MeasureDashboardGrowth(Bench& bench) {
  return CompareOnBothEngines(
      bench, "dashboards",
      [&bench](const std::string& url, int rows) {
        return LoadDashboards(bench.ground, url, rows);
      },
      [&bench](const std::string& engine, const std::string& few_url, const std::string& many_url) {
        return CompareEngine(bench, engine, few_url, many_url);
      });
}

}  // namespace mandat::load
