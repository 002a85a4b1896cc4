#include "services/objectives/schema/dashboard_kinds.h"

#include <cstdint>
#include <string>

#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/ledger/column_values.h"
#include "services/objectives/names.h"

namespace mandat::objectives {
namespace {

using base::IdIn;
using ledger::ColumnOf;
using ledger::ColumnType;
using ledger::DateOr;
using ledger::TextColumn;
using ledger::TimeOr;
using ledger::Value;
using ledger::Word;
using v1::Dashboard;
using v1::DashboardRow;

absl::Status ValidatedAlready() {
  return base::Error(absl::StatusCode::kFailedPrecondition, "DASHBOARD_VALIDATED_ALREADY",
                     "Another dashboard of the plan and period is validated. Present that one.");
}

std::string ContentWord(const DashboardRow& row) {
  switch (row.content_case()) {
    case DashboardRow::kObjective:
      return "OBJECTIVE";
    case DashboardRow::kIndicator:
      return "INDICATOR";
    case DashboardRow::kAction:
      return "ACTION";
    case DashboardRow::CONTENT_NOT_SET:
      break;
  }
  return "";
}

std::string SubjectId(const DashboardRow& row) {
  if (row.has_objective()) return IdIn(row.objective().objective());
  if (row.has_indicator()) return IdIn(row.indicator().indicator());
  return IdIn(row.action().action());
}

std::string StatusWord(const DashboardRow& row) {
  if (row.has_action()) {
    return Word(v1::ActionState_Name(row.action().state()), "ACTION_STATE_");
  }
  if (!row.indicator().has_assessment()) return "";
  return Word(v1::AssessmentStatus_Name(row.indicator().assessment().status()),
              "ASSESSMENT_STATUS_");
}

Value ReachedPermille(const DashboardRow& row) {
  const v1::Progress& progress = row.objective().progress();
  if (progress.has_progress_permille()) return int64_t{progress.progress_permille()};
  const v1::Assessment& assessment = row.indicator().assessment();
  if (assessment.has_achievement_permille()) return int64_t{assessment.achievement_permille()};
  return {};
}

Value Official(const DashboardRow& row) {
  if (!row.indicator().has_value()) return {};
  return int64_t{row.indicator().value().official()};
}

}  // namespace

DashboardKind::DashboardKind() {
  using D = Dashboard;
  owner = TextColumn<D>("owner", [](const D& d) { return d.owner(); });
  supervisor = TextColumn<D>("supervisor", [](const D& d) -> std::string {
    return d.state() == v1::DASHBOARD_STATE_FROZEN ? "" : d.supervisor();
  });
  plan = TextColumn<D>("plan", [](const D& d) { return IdIn(d.plan()); });
  state = TextColumn<D>("state", [](const D& d) {
    return Word(v1::DashboardState_Name(d.state()), "DASHBOARD_STATE_");
  });
  start_date = ColumnOf<D>("start_date", ColumnType::kDate, [](const D& d) {
    return DateOr(d.has_period(), d.period().start_date());
  });
  end_date = ColumnOf<D>("end_date", ColumnType::kDate,
                         [](const D& d) { return DateOr(d.has_period(), d.period().end_date()); });
  assess_date = ColumnOf<D>("assess_date", ColumnType::kDate, [](const D& d) {
    return DateOr(d.has_assess_date(), d.assess_date());
  });
  position = ColumnOf<D>("position", ColumnType::kInt,
                         [](const D& d) -> Value { return int64_t{d.position()}; });
  rows_count = ColumnOf<D>("rows_count", ColumnType::kInt,
                           [](const D& d) -> Value { return int64_t{d.rows_count()}; });
  digest = TextColumn<D>("digest", [](const D& d) { return d.digest(); });
  validate_time = ColumnOf<D>("validate_time", ColumnType::kTime, [](const D& d) {
    return TimeOr(d.has_validate_time(), d.validate_time());
  });
  present_time = ColumnOf<D>("present_time", ColumnType::kTime, [](const D& d) {
    return TimeOr(d.has_present_time(), d.present_time());
  });

  kind.prototype = &D::default_instance();
  kind.owner = &owner;
  kind.supervisor = &supervisor;
  kind.collection = kDashboards;
  kind.table = "dashboard";
  kind.event = "dashboard";
  kind.columns = {&owner,       &supervisor, &plan,       &state,  &start_date,    &end_date,
                  &assess_date, &position,   &rows_count, &digest, &validate_time, &present_time};
  kind.unique = {{{&plan, &start_date, &end_date}, ValidatedAlready()}};
}

DashboardRowKind::DashboardRowKind() {
  using R = DashboardRow;
  owner = TextColumn<R>("owner", [](const R& r) { return r.owner(); });
  supervisor = TextColumn<R>("supervisor", [](const R& r) { return r.supervisor(); });
  dashboard = TextColumn<R>("dashboard", [](const R& r) { return IdIn(r.dashboard()); });
  content = TextColumn<R>("content", ContentWord);
  subject = TextColumn<R>("subject", SubjectId);
  status = TextColumn<R>("status", StatusWord);
  reached_permille = ColumnOf<R>("reached_permille", ColumnType::kInt, ReachedPermille);
  official = ColumnOf<R>("official", ColumnType::kBool, Official);

  kind.prototype = &R::default_instance();
  kind.owner = &owner;
  kind.supervisor = &supervisor;
  kind.collection = kDashboardRows;
  kind.table = "dashboard_row";
  kind.event = "dashboardRow";
  kind.published = false;
  kind.columns = {&owner,   &supervisor, &dashboard,        &content,
                  &subject, &status,     &reached_permille, &official};
}

const DashboardKind& Dashboards() {
  static const auto& dashboards = *new DashboardKind();
  return dashboards;
}

const DashboardRowKind& DashboardRows() {
  static const auto& rows = *new DashboardRowKind();
  return rows;
}

}  // namespace mandat::objectives
