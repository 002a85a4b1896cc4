#ifndef SERVICES_OBJECTIVES_DASHBOARDS_ROWS_TABLE_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_ROWS_TABLE_H_

// A dashboard as a table for spreadsheets.

#include "absl/types/span.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "services/lib/base/phrase.h"
#include "services/lib/csv/table.h"

namespace mandat::objectives::dashboards {

// Template 1: a line for each row, a column for each thing that any row says, and notes on what
// proves it. A function of what was frozen alone: what became of the dashboard since is not in it.
// `rows` are all rows of the dashboard, in order.
csv::Table TableOf(const v1::Dashboard& dashboard, absl::Span<const v1::DashboardRow> rows,
                   base::Language language);

}  // namespace mandat::objectives::dashboards

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_ROWS_TABLE_H_
