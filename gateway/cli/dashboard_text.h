#ifndef GATEWAY_CLI_DASHBOARD_TEXT_H_
#define GATEWAY_CLI_DASHBOARD_TEXT_H_

// Dashboards as people read them.

#include <string>
#include <vector>

#include "gateway/cli/table.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"

namespace mandat::cli {

// What it shows and when it was frozen, then a line a row: objectives with how much of them is
// reached, indented what measures them (a value with `*` where nobody has accepted it) and what is
// done for them.
std::string DashboardText(const objectives::v1::Dashboard& dashboard,
                          const std::vector<objectives::v1::DashboardRow>& rows,
                          const Reading& reading);

// A line for each thing that differs, with what both say of it.
std::string ComparisonText(const objectives::v1::DashboardComparison& comparison,
                           const Reading& reading);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_DASHBOARD_TEXT_H_
