#ifndef SERVICES_OBJECTIVES_DASHBOARDS_ROWS_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_ROWS_H_

// From what a plan holds at a moment to the rows of its dashboard. Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/period.h"

namespace mandat::objectives::dashboards {

// More is no picture any more.
inline constexpr size_t kRowsMax = 1000;

struct MeasuredIndicator {
  v1::Indicator indicator;
  // The one that counts.
  std::optional<v1::Target> target;
  // Each period once, oldest first.
  std::vector<v1::DashboardValue> values;
};

// All that a picture is made of, of one moment.
struct PlanContent {
  v1::Plan plan;
  // That the picture is of.
  base::Period period;
  std::vector<v1::Objective> objectives;
  std::vector<MeasuredIndicator> indicators;
  std::vector<v1::Action> actions;

  size_t size() const { return objectives.size() + indicators.size() + actions.size(); }
};

// The day as of which a picture of `period` that is frozen `today` is assessed: the last of the
// period, or today where that is earlier.
absl::CivilDay AssessDay(const base::Period& period, absl::CivilDay today);

// The rows in the order in which the board reads them (DashboardRow), a row for each objective,
// indicator and action, without what belongs to a dashboard (see Stamp). Values of periods that
// begin after `assess_day` are left out; of the others all count, as known on that day at the
// latest: figures of a quarter are entered and accepted when it is over.
std::vector<v1::DashboardRow> RowsOf(const PlanContent& content, absl::CivilDay assess_day);

// Gives rows their dashboard, names and places.
void Stamp(const v1::Dashboard& dashboard, std::vector<v1::DashboardRow>* rows);

// The digest that Dashboard.digest describes. Where the rows lie and what they are called is not in
// it: dashboards that say the same have the same.
std::string DigestOf(absl::Span<const v1::DashboardRow> rows);

}  // namespace mandat::objectives::dashboards

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_ROWS_H_
