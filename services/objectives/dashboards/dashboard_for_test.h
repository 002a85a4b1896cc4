#ifndef SERVICES_OBJECTIVES_DASHBOARDS_DASHBOARD_FOR_TEST_H_
#define SERVICES_OBJECTIVES_DASHBOARDS_DASHBOARD_FOR_TEST_H_

// For tests: a plan with a tree, measured and acted upon, as pictures are made of it.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/period.h"
#include "services/objectives/dashboards/rows.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::dashboards {

// The first quarter of 2026, and the day on which it is assessed.
inline base::Period FirstQuarter() {
  return {absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 4, 1)};
}
inline constexpr absl::CivilDay kLastOfQuarter(2026, 3, 31);

// A value of a quarter of 2026 in hundredths, known on a day.
inline v1::DashboardValue QuarterValue(int quarter, int hundredths, absl::CivilDay known,
                                       bool official = true) {
  const absl::CivilMonth first(2026, 3 * quarter - 2);
  v1::DashboardValue value;
  *value.mutable_period() = base::ToPeriod({absl::CivilDay(first), absl::CivilDay(first + 3)});
  value.mutable_value()->set_numerator(hundredths);
  value.mutable_value()->set_denominator(100);
  value.set_official(official);
  *value.mutable_known_date() = base::ToDate(known);
  return value;
}

// A value of a month of 2026 (0 = December 2025): a part of a hundred.
inline v1::DashboardValue MonthValue(int month, int part, bool official = true) {
  const absl::CivilMonth first = absl::CivilMonth(2025, 12) + month;
  v1::DashboardValue value;
  *value.mutable_period() = base::ToPeriod({absl::CivilDay(first), absl::CivilDay(first + 1)});
  value.mutable_value()->set_numerator(part);
  value.mutable_value()->set_denominator(100);
  value.set_numerator(part);
  value.set_denominator(100);
  value.set_official(official);
  *value.mutable_known_date() = base::ToDate(absl::CivilDay(first + 1));
  return value;
}

inline v1::Objective ObjectiveCalled(const std::string& id, const std::string& number,
                                     const std::string& text = "") {
  return With(TestObjective(),
              absl::StrCat("name: 'objectives/", id, "' number: '", number, "' ", text));
}

// `targets/{id}` wants 90 % by the end of 2026 from 50 % at the beginning of 2024.
inline MeasuredIndicator IndicatorCalled(const std::string& id, const std::string& number,
                                         const std::string& objective) {
  MeasuredIndicator measured;
  measured.indicator = With(
      TestIndicator(), absl::StrCat("name: 'indicators/", id, "' number: '", number,
                                    "' objective: 'objectives/", objective,
                                    "' baseline { numerator: 1 denominator: 2 } baseline_date { "
                                    "year: 2024 month: 1 day: 1 }"));
  measured.target =
      With(TestTarget(), absl::StrCat("name: 'targets/", id, "' indicator: 'indicators/", id, "'"));
  return measured;
}

// Two objectives at the top, `OS 2` with a part `2.1`, and `OS 10`; an indicator each, and an
// action for the part and a little for OS 10.
inline PlanContent SmallContent() {
  PlanContent content;
  content.plan = PlanIn(v1::PLAN_STATE_RUNNING);
  content.period = FirstQuarter();
  content.objectives = {
      ObjectiveCalled("ten", "OS 10"), ObjectiveCalled("two", "OS 2"),
      ObjectiveCalled("part", "2.1",
                      "parent: 'objectives/two' ancestors: 'objectives/two' level: "
                      "OBJECTIVE_LEVEL_OPERATIONAL weight: 3")};
  content.indicators = {IndicatorCalled("i10", "10.1", "ten"), IndicatorCalled("i2", "2.2", "two"),
                        IndicatorCalled("ip", "2.1.1", "part")};
  v1::Action action = With(TestAction(), R"(state: ACTION_STATE_RUNNING done_so_far { fr: "plan" }
      remaining { fr: "tout" } contributors: "IT" contributors: "RH"
      planned_period { start_date { year: 2026 month: 1 day: 15 } end_date { year: 2026 month: 3 day: 15 } }
      effective_period { start_date { year: 2026 month: 1 day: 20 } }
      budget { type: "ordinary" year: 2026 amount { currency_code: "EUR" units: 1200 } }
      responsibilities { role: RESPONSIBILITY_ROLE_POLITICAL holder: "alderman A"
                         period { start_date { year: 2024 month: 1 day: 1 }
                                  end_date { year: 2026 month: 3 day: 30 } } }
      responsibilities { role: RESPONSIBILITY_ROLE_POLITICAL holder: "alderman B"
                         period { start_date { year: 2026 month: 3 day: 31 } } })");
  action.clear_serves();
  v1::ServedObjective* little = action.add_serves();
  little->set_objective("objectives/ten");
  little->set_budget_share_permille(400);
  little->set_contribution_share_permille(400);
  v1::ServedObjective* much = action.add_serves();
  much->set_objective("objectives/part");
  much->set_budget_share_permille(600);
  much->set_contribution_share_permille(600);
  content.actions = {action};
  return content;
}

// "OS 2|two", "  2.2|i2": depth, number and subject of each row.
inline std::vector<std::string> Outline(const std::vector<v1::DashboardRow>& rows) {
  std::vector<std::string> lines;
  for (const v1::DashboardRow& row : rows) {
    std::string line(static_cast<size_t>(row.depth()) * 2, ' ');
    if (row.has_objective()) {
      absl::StrAppend(&line, row.objective().number(), "|", row.objective().objective());
    } else if (row.has_indicator()) {
      absl::StrAppend(&line, row.indicator().number(), "|", row.indicator().indicator());
    } else {
      absl::StrAppend(&line, "|", row.action().action());
    }
    lines.push_back(line);
  }
  return lines;
}

// A dashboard of these rows, frozen and stamped.
inline v1::Dashboard DashboardOf(std::vector<v1::DashboardRow>* rows) {
  v1::Dashboard dashboard = Parsed<v1::Dashboard>(R"(name: "dashboards/d1" owner: "0136695962"
      supervisor: "0428759497" plan: "plans/p1" plan_title { fr: "Mandat" } state: DASHBOARD_STATE_FROZEN
      create_time { seconds: 1775030400 } assess_date { year: 2026 month: 3 day: 31 } position: 42
      period { start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 3 day: 31 } }
      sources { service: "socialaid" epoch: "e" position: 7 } template_version: 1 freezer: "aa")");
  Stamp(dashboard, rows);
  dashboard.set_rows_count(static_cast<int32_t>(rows->size()));
  dashboard.set_digest(DigestOf(*rows));
  return dashboard;
}

}  // namespace mandat::objectives::dashboards

#endif  // SERVICES_OBJECTIVES_DASHBOARDS_DASHBOARD_FOR_TEST_H_
