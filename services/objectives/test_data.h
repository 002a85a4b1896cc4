#ifndef SERVICES_OBJECTIVES_TEST_DATA_H_
#define SERVICES_OBJECTIVES_TEST_DATA_H_

// For tests: resources that are in order, to be spoiled one field at a time.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/decisions.h"
#include "services/lib/testing/messages.h"

namespace mandat::objectives {

using testing::After;
using testing::Parsed;
using testing::With;

inline constexpr char kAgency[] = "0136695962";
inline constexpr char kOtherAgency[] = "0403019261";
inline constexpr char kMinistry[] = "0428759497";

// 2024-02-01 10:00 in Brussels.
inline absl::Time TestNow() { return absl::FromUnixSeconds(1706778000); }
inline constexpr absl::CivilDay kToday(2024, 2, 1);

inline v1::Citation TestBasis() {
  return Parsed<v1::Citation>("reference: 'decisions/d1' date { year: 2024 month: 1 day: 31 }");
}

// A draft from 2024 to 2028.
inline v1::Plan TestPlan() {
  return Parsed<v1::Plan>(R"(name: "plans/p1" state: PLAN_STATE_DRAFT owner: "0136695962"
      kind: PLAN_KIND_MANDATE title { fr: "Mandat" } supervisor: "0428759497"
      period { start_date { year: 2024 month: 1 day: 1 } end_date { year: 2028 month: 12 day: 31 } })");
}

inline v1::Plan PlanIn(v1::PlanState state) {
  v1::Plan plan = TestPlan();
  plan.set_state(state);
  return plan;
}

inline v1::Objective TestObjective() {
  return Parsed<v1::Objective>(R"(name: "objectives/o1" owner: "0136695962" plan: "plans/p1"
      supervisor: "0428759497" level: OBJECTIVE_LEVEL_STRATEGIC number: "OS 1" title { fr: "But" })");
}

inline v1::Action TestAction() {
  return Parsed<v1::Action>(R"(name: "actions/a1" owner: "0136695962" plan: "plans/p1"
      supervisor: "0428759497" state: ACTION_STATE_PLANNED title { fr: "Action" } unit: "contact"
      serves { objective: "objectives/o1" budget_share_permille: 1000
               contribution_share_permille: 1000 })");
}

inline v1::Indicator TestIndicator() {
  return Parsed<v1::Indicator>(R"(name: "indicators/i1" owner: "0136695962" plan: "plans/p1"
      supervisor: "0428759497" objective: "objectives/o1" number: "1.1" title { fr: "Mesure" }
      unit: UNIT_SHARE direction: DIRECTION_UP aggregation: AGGREGATION_LAST
      frequency: FREQUENCY_QUARTER source: VALUE_SOURCE_ENTERED responsible_unit: "contact")");
}

// Counts requests that were sent.
inline v1::Formula TestFormula() {
  return Parsed<v1::Formula>(
      "tally { events { type: 'be.mandat.socialaid.v1.article60Request.notify.sent' } }");
}

inline v1::Indicator ComputedIndicator() {
  v1::Indicator indicator = With(TestIndicator(), "source: VALUE_SOURCE_COMPUTED");
  indicator.clear_responsible_unit();
  v1::FormulaVersion* version = indicator.add_formulas();
  version->set_version(1);
  *version->mutable_formula() = TestFormula();
  return indicator;
}

// 90 % by the end of 2026.
inline v1::Target TestTarget() {
  return Parsed<v1::Target>(R"(name: "targets/t1" owner: "0136695962" plan: "plans/p1"
      supervisor: "0428759497" indicator: "indicators/i1" words { fr: "90 %" }
      reach { value { numerator: 9 denominator: 10 } by { year: 2026 month: 12 day: 31 } })");
}

// 87/100 in the first quarter of 2024, a draft of `e1`.
inline v1::Measurement TestMeasurement() {
  return Parsed<v1::Measurement>(R"(name: "measurements/i1-2024-q1" state: MEASUREMENT_STATE_DRAFT
      owner: "0136695962" plan: "plans/p1" indicator: "indicators/i1" unit: "contact"
      period { start_date { year: 2024 month: 1 day: 1 } end_date { year: 2024 month: 3 day: 31 } }
      value { numerator: 87 denominator: 100 } evidence: "comptage du service"
      value_date { year: 2024 month: 4 day: 2 } enterer: "e1")");
}

// The same, published.
inline v1::Measurement AcceptedMeasurement() {
  return With(TestMeasurement(), R"(state: MEASUREMENT_STATE_ACCEPTED supervisor: "0428759497"
      submitter: "s1" validator: "v1" acceptor: "a1"
      accepted { value { numerator: 87 denominator: 100 }
                 value_date { year: 2024 month: 4 day: 2 } })");
}

// "TEXT_TOO_LONG plan.title.fr"; empty where nothing is wrong.
inline std::string Fault(const absl::Status& status) {
  if (status.ok()) return "";
  return absl::StrCat(base::ReasonOf(status), " ", base::MetadataOf(status)["field"]);
}

// A field of a text form and how often it is repeated.
inline std::string Times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text + " ";
  return all;
}

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_TEST_DATA_H_
