#ifndef SERVICES_OBJECTIVES_DASHBOARDS_RULES_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_RULES_H_

// Rules of dashboards. Checks look at the request alone, in the order of its fields; the others
// decide.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::objectives::dashboards {

// The template of files; a change of what they look like is a further one.
inline constexpr int kTemplateVersion = 1;

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckFreeze(const v1::FreezeDashboardRequest& request);
absl::Status CheckValidate(const v1::ValidateDashboardRequest& request);
absl::Status CheckPresent(const v1::PresentDashboardRequest& request, absl::CivilDay today);
absl::Status CheckDelete(const v1::DeleteDashboardRequest& request);
absl::Status CheckList(const v1::ListDashboardsRequest& request);
absl::Status CheckCompare(const v1::CompareDashboardsRequest& request);
absl::Status CheckExport(const v1::ExportDashboardRequest& request);

// FAILED_PRECONDITION where no picture can be frozen: `PLAN_NOT_ADOPTED`, `PLAN_OVER`,
// `PERIOD_OUTSIDE_PLAN`, `PERIOD_NOT_BEGUN`. `request` is checked.
absl::Status CheckFreezable(const v1::Plan& plan, const v1::FreezeDashboardRequest& request,
                            absl::CivilDay today);

// FAILED_PRECONDITION `DASHBOARD_EMPTY`, `DASHBOARD_TOO_LARGE`.
absl::Status CheckSize(size_t rows);

// What is frozen, and at which moment.
struct Frozen {
  v1::Plan plan;
  int64_t position = 0;
  std::vector<v1::FactSource> sources;
  absl::CivilDay assess_day;
  std::vector<v1::DashboardRow> rows;
};

// `freezer` is a pseudonym; `same_period` are all dashboards of the plan and period.
absl::StatusOr<ledger::Decision> Freeze(const v1::FreezeDashboardRequest& request,
                                        absl::string_view name, absl::string_view freezer,
                                        Frozen frozen,
                                        absl::Span<const v1::Dashboard* const> same_period);
absl::StatusOr<ledger::Decision> Validate(const v1::Dashboard& before, absl::string_view validator,
                                          absl::Span<const v1::Dashboard* const> same_period,
                                          absl::Time now);
absl::StatusOr<ledger::Decision> Present(const v1::Dashboard& before,
                                         const v1::PresentDashboardRequest& request);
absl::StatusOr<ledger::Decision> Delete(const v1::Dashboard& before,
                                        absl::Span<const v1::DashboardRow* const> rows);

// FAILED_PRECONDITION `DASHBOARD_OF_ANOTHER_PLAN`.
absl::Status CheckComparable(const v1::Dashboard& before, const v1::Dashboard& after);

// DATA_LOSS `STORE_BROKEN` where these are not all rows of the dashboard as they were frozen.
absl::Status CheckProof(const v1::Dashboard& dashboard, absl::Span<const v1::DashboardRow> rows);

}  // namespace mandat::objectives::dashboards

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_RULES_H_
