#include "services/objectives/dashboards/rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/period.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/objectives/checks.h"
#include "services/objectives/dashboards/rows.h"
#include "services/objectives/dashboards/states.h"
#include "services/objectives/names.h"
#include "services/objectives/plans/rules.h"

namespace mandat::objectives::dashboards {
namespace {

using base::CheckName;
using base::InvalidField;
using ledger::Decision;
using v1::Dashboard;
using v1::DashboardRow;

// Names of rows are five characters longer than that of their dashboard.
constexpr size_t kIdBytes = 58;
constexpr size_t kNoteBytes = 2000;

absl::Status Precondition(absl::string_view reason, absl::string_view message,
                          base::Metadata metadata = {}) {
  return base::Error(absl::StatusCode::kFailedPrecondition, reason, message, std::move(metadata));
}

// Whether it is a month, a quarter or a year of the calendar.
bool IsOfCalendar(const base::Period& period) {
  if (period.start.day() != 1 || period.end.day() != 1) return false;
  const auto months = absl::CivilMonth(period.end) - absl::CivilMonth(period.start);
  const bool fits = (period.start.month() - 1) % months == 0;
  return fits && (months == 1 || months == 3 || months == 12);
}

base::Period SpanOf(const common::v1::Period& checked) {
  return base::ParsePeriod(checked, "period").value_or(base::Period());
}

}  // namespace

absl::Status CheckFreeze(const v1::FreezeDashboardRequest& request) {
  RETURN_IF_ERROR(CheckName(request.plan(), kPlans, "plan"));
  if (!request.has_period()) return base::Required("period");
  ASSIGN_OR_RETURN(const base::Period period, base::ParsePeriod(request.period(), "period"));
  if (!IsOfCalendar(period)) {
    return InvalidField("PERIOD_INVALID", "period",
                        "Give a month, a quarter or a year of the calendar, both days included.");
  }
  RETURN_IF_ERROR(base::CheckIdIfSet(request.dashboard_id(), "dashboard_id"));
  if (request.dashboard_id().size() <= kIdBytes) return absl::OkStatus();
  return InvalidField("ID_INVALID", "dashboard_id",
                      absl::StrCat("Give at most ", kIdBytes, " characters."));
}

absl::Status CheckValidate(const v1::ValidateDashboardRequest& request) {
  return CheckName(request.name(), kDashboards, "name");
}

absl::Status CheckPresent(const v1::PresentDashboardRequest& request, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckName(request.name(), kDashboards, "name"));
  RETURN_IF_ERROR(CheckCitation(request.meeting(), "meeting", today));
  return base::CheckTextIfSet(request.note(), kNoteBytes, "note");
}

absl::Status CheckDelete(const v1::DeleteDashboardRequest& request) {
  return CheckName(request.name(), kDashboards, "name");
}

absl::Status CheckList(const v1::ListDashboardsRequest& request) {
  RETURN_IF_ERROR(base::CheckNameIfSet(request.plan(), kPlans, "plan"));
  if (v1::DashboardState_IsValid(request.state())) return absl::OkStatus();
  return InvalidField("STATE_UNKNOWN", "state", "Give one of the states of the proto, or none.");
}

absl::Status CheckCompare(const v1::CompareDashboardsRequest& request) {
  RETURN_IF_ERROR(CheckName(request.before(), kDashboards, "before"));
  return CheckName(request.after(), kDashboards, "after");
}

absl::Status CheckExport(const v1::ExportDashboardRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name(), kDashboards, "name"));
  if (!v1::DashboardFormat_IsValid(request.format())) {
    return InvalidField("FORMAT_UNKNOWN", "format", "Give CSV or XLSX.");
  }
  if (request.language().empty()) return base::Required("language");
  if (base::LanguageOf(request.language()).has_value()) return absl::OkStatus();
  return InvalidField("LANGUAGE_UNKNOWN", "language", "Give one of fr, nl, de and en.");
}

absl::Status CheckFreezable(const v1::Plan& plan, const v1::FreezeDashboardRequest& request,
                            absl::CivilDay today) {
  if (plan.state() == v1::PLAN_STATE_DRAFT) {
    return Precondition("PLAN_NOT_ADOPTED",
                        "The plan is a draft, of which there is nothing to report. Adopt it first.",
                        {{"state", "DRAFT"}});
  }
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  const base::Period period = SpanOf(request.period());
  if (!base::Overlaps(period, SpanOf(plan.period()))) {
    return Precondition("PERIOD_OUTSIDE_PLAN",
                        "The plan has no day of this period. Give one in which it runs.");
  }
  if (period.start <= today) return absl::OkStatus();
  return Precondition("PERIOD_NOT_BEGUN",
                      "The period lies ahead: there is nothing to see. Give one that has begun.");
}

absl::Status CheckSize(size_t rows) {
  if (rows == 0) {
    return Precondition("DASHBOARD_EMPTY",
                        "The plan has no objectives, so there is nothing to see. Make one first.");
  }
  if (rows <= kRowsMax) return absl::OkStatus();
  return Precondition("DASHBOARD_TOO_LARGE",
                      absl::StrCat("Objectives, indicators and actions are more than ", kRowsMax,
                                   " together. Freeze the plans that carry this one out instead."));
}

absl::StatusOr<Decision> Freeze(const v1::FreezeDashboardRequest& request, absl::string_view name,
                                absl::string_view freezer, Frozen frozen,
                                absl::Span<const Dashboard* const> same_period) {
  RETURN_IF_ERROR(CheckNoneValidated(same_period));
  Dashboard dashboard;
  dashboard.set_name(std::string(name));
  dashboard.set_owner(frozen.plan.owner());
  dashboard.set_supervisor(frozen.plan.supervisor());
  dashboard.set_plan(frozen.plan.name());
  *dashboard.mutable_plan_title() = frozen.plan.title();
  *dashboard.mutable_period() = request.period();
  dashboard.set_state(v1::DASHBOARD_STATE_FROZEN);
  *dashboard.mutable_assess_date() = base::ToDate(frozen.assess_day);
  dashboard.set_position(frozen.position);
  for (v1::FactSource& source : frozen.sources) *dashboard.add_sources() = std::move(source);
  dashboard.set_rows_count(static_cast<int32_t>(frozen.rows.size()));
  Stamp(dashboard, &frozen.rows);
  dashboard.set_digest(DigestOf(frozen.rows));
  dashboard.set_template_version(kTemplateVersion);
  dashboard.set_freezer(std::string(freezer));
  Decision decision = Decision::Create(std::move(dashboard), "frozen");
  for (DashboardRow& row : frozen.rows) {
    decision = std::move(decision).AlsoCreate(std::move(row), "frozen");
  }
  return decision;
}

absl::StatusOr<Decision> Validate(const Dashboard& before, absl::string_view validator,
                                  absl::Span<const Dashboard* const> same_period, absl::Time now) {
  Move move{Verb::kValidate, before};
  move.actor = validator;
  move.same_period = same_period;
  Dashboard after = before;
  ASSIGN_OR_RETURN(const v1::DashboardState state, Admit(move));
  after.set_state(state);
  after.set_validator(std::string(validator));
  *after.mutable_validate_time() = base::ToTimestamp(now);
  return Decision::Of(std::move(after), EventOf(Verb::kValidate));
}

absl::StatusOr<Decision> Present(const Dashboard& before,
                                 const v1::PresentDashboardRequest& request) {
  Move move{Verb::kPresent, before};
  move.meeting = base::ToDay(request.meeting().date());
  Dashboard after = before;
  ASSIGN_OR_RETURN(const v1::DashboardState state, Admit(move));
  after.set_state(state);
  *after.mutable_meeting() = request.meeting();
  if (request.has_note()) *after.mutable_note() = request.note();
  // Figures count it in the period of the meeting, whenever it is noted.
  const absl::Time day = absl::FromCivil(move.meeting, base::BrusselsZone());
  *after.mutable_present_time() =
      base::ToTimestamp(std::max(day, base::ToTime(before.validate_time())));
  return Decision::Of(std::move(after), EventOf(Verb::kPresent));
}

absl::StatusOr<Decision> Delete(const Dashboard& before,
                                absl::Span<const DashboardRow* const> rows) {
  RETURN_IF_ERROR(Admit(Move{Verb::kDelete, before}).status());
  Decision decision = Decision::Delete(before);
  for (const DashboardRow* row : rows) decision = std::move(decision).AlsoDelete(*row);
  return decision;
}

absl::Status CheckComparable(const Dashboard& before, const Dashboard& after) {
  if (before.plan() == after.plan()) return absl::OkStatus();
  return Precondition(
      "DASHBOARD_OF_ANOTHER_PLAN",
      "The dashboards are of different plans, which have no row in common. Name two "
      "of one plan.");
}

absl::Status CheckProof(const Dashboard& dashboard, absl::Span<const DashboardRow> rows) {
  if (DigestOf(rows) == dashboard.digest()) return absl::OkStatus();
  return base::Error(
      absl::StatusCode::kDataLoss, "STORE_BROKEN",
      absl::StrCat("The rows of ", dashboard.name(), " are not those of its digest."),
      {{"dashboard", dashboard.name()}});
}

}  // namespace mandat::objectives::dashboards
