#include "services/objectives/queries_assessment.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/number_order.h"
#include "services/lib/base/period.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/store.h"
#include "services/objectives/assessment/assess.h"
#include "services/objectives/assessment/budgets.h"
#include "services/objectives/assessment/calibration.h"
#include "services/objectives/assessment/findings.h"
#include "services/objectives/assessment/forecast.h"
#include "services/objectives/assessment/health.h"
#include "services/objectives/assessment/objective_progress.h"
#include "services/objectives/assessment/progress.h"
#include "services/objectives/formulas/periods.h"
#include "services/objectives/measurements/values.h"
#include "services/objectives/names.h"
#include "services/objectives/queries_of_plan.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/targets/counting.h"

namespace mandat::objectives {
namespace {

using base::Period;
using ledger::View;
using v1::Indicator;

constexpr size_t kOfAPlan = 1000;

// On which day, and from which values, something is assessed.
struct Asked {
  absl::CivilDay day;
  bool official_only = false;
};

absl::StatusOr<Asked> AskedOf(bool has_date, const google::type::Date& date, bool official_only,
                              const View& view) {
  const absl::CivilDay today = base::BrusselsDay(view.call().now);
  if (!has_date) return Asked{today, official_only};
  ASSIGN_OR_RETURN(const absl::CivilDay day, base::ParseDate(date, "date"));
  if (day <= today) return Asked{day, official_only};
  return base::InvalidField("DATE_OUT_OF_RANGE", "date",
                            absl::StrCat("Nobody knows yet how it does on ", base::ToIso(day),
                                         ". Give a day up to today."));
}

v1::IndicatorValue ToValue(const IndicatorValue& value) {
  v1::IndicatorValue told;
  *told.mutable_period() = base::ToPeriod(value.period);
  if (value.value.has_value()) *told.mutable_value() = base::ToRational(*value.value);
  told.set_official(value.official);
  told.set_measurement(value.measurement);
  told.set_restatement(value.restatement);
  return told;
}

// What is foreseen for the period after the last value.
std::optional<v1::Forecast> NextOf(const Indicator& indicator, const Period& plan,
                                   const std::vector<PeriodValue>& values, absl::CivilDay day) {
  const PeriodValue* last = LastKnown(values, day, base::kOpenEnd);
  if (last == nullptr) return std::nullopt;
  const formulas::Periods periods(indicator.frequency(), plan);
  const std::vector<Period> next =
      periods.BeginningIn({last->period.end, last->period.end + 1}, /*most=*/1);
  if (next.empty()) return std::nullopt;
  return ForecastOf(indicator, values, next.front(), day);
}

absl::StatusOr<v1::IndicatorAssessment> AssessmentOf(const Indicator& indicator,
                                                     const v1::Target* target, const Period& plan,
                                                     const Asked& asked, View& view) {
  ASSIGN_OR_RETURN(std::vector<IndicatorValue> shown, ValuesOf(indicator, plan, asked.day, view));
  std::erase_if(shown, [&asked](const IndicatorValue& value) {
    return value.known_on > asked.day || (asked.official_only && !value.official);
  });
  const std::vector<PeriodValue> values(shown.begin(), shown.end());
  v1::IndicatorAssessment response;
  response.set_indicator(indicator.name());
  response.set_number(indicator.number());
  if (target != nullptr) response.set_target(target->name());
  *response.mutable_assessment() =
      Assess(indicator, target == nullptr ? v1::Target() : *target, values, plan, asked.day);
  for (const IndicatorValue& value : shown) *response.add_values() = ToValue(value);
  if (auto forecast = NextOf(indicator, plan, values, asked.day); forecast.has_value()) {
    *response.mutable_forecast() = *std::move(forecast);
  }
  for (v1::Finding& finding : FindingsIn(indicator, values)) {
    *response.add_findings() = std::move(finding);
  }
  return response;
}

// All of a plan; FAILED_PRECONDITION `PLAN_TOO_LARGE`.
template <typename T>
absl::StatusOr<std::vector<T>> AssessedOf(const ledger::Column& of, const std::string& plan,
                                          View& view) {
  ASSIGN_OR_RETURN(std::vector<T> all, AllOfPlan<T>(of, plan, view, kOfAPlan + 1));
  if (all.size() <= kOfAPlan) return all;
  return base::Error(
      absl::StatusCode::kFailedPrecondition, "PLAN_TOO_LARGE",
      absl::StrCat("It has more than ", kOfAPlan, " of a kind. Assess its indicators one by one."));
}

// Part of an objective that an indicator is.
Part PartOf(const v1::IndicatorAssessment& assessed) {
  Part part;
  part.name = assessed.indicator();
  if (assessed.assessment().has_achievement_permille()) {
    part.progress_permille = assessed.assessment().achievement_permille();
  }
  return part;
}

template <typename Assessments>
void SortByNumber(Assessments* assessments) {
  std::stable_sort(assessments->begin(), assessments->end(), [](const auto& a, const auto& b) {
    return base::NumberComesBefore(a.number(), b.number());
  });
}

}  // namespace

absl::Status AssessIndicator(const v1::AssessIndicatorRequest& request, View& view,
                             v1::IndicatorAssessment* response) {
  RETURN_IF_ERROR(base::CheckName(request.indicator(), kIndicators, "indicator"));
  ASSIGN_OR_RETURN(const Asked asked,
                   AskedOf(request.has_date(), request.date(), request.official_only(), view));
  ASSIGN_OR_RETURN(const auto moment, ledger::Moment::Of(view.reader()));
  Indicator indicator;
  RETURN_IF_ERROR(view.Get(request.indicator(), &indicator));
  ASSIGN_OR_RETURN(const auto plan, view.GetUnchecked<v1::Plan>(indicator.plan()));
  if (!plan.has_value()) return absl::InternalError("an indicator without a plan");
  ASSIGN_OR_RETURN(const Period term, base::ParsePeriod(plan->period(), "period"));
  ASSIGN_OR_RETURN(
      const std::vector<v1::Target> targets,
      view.FindUnchecked<v1::Target>(
          {{&Targets().indicator, base::IdIn(indicator.name())}, {&Targets().counts, int64_t{1}}},
          /*limit=*/1));
  ASSIGN_OR_RETURN(*response, AssessmentOf(indicator, targets.empty() ? nullptr : &targets.front(),
                                           term, asked, view));
  return absl::OkStatus();
}

absl::Status AssessPlan(const v1::AssessPlanRequest& request, View& view,
                        v1::AssessPlanResponse* response) {
  RETURN_IF_ERROR(base::CheckName(request.plan(), kPlans, "plan"));
  ASSIGN_OR_RETURN(const Asked asked,
                   AskedOf(request.has_date(), request.date(), request.official_only(), view));
  ASSIGN_OR_RETURN(const auto moment, ledger::Moment::Of(view.reader()));
  v1::Plan plan;
  RETURN_IF_ERROR(view.Get(request.plan(), &plan));
  ASSIGN_OR_RETURN(const Period term, base::ParsePeriod(plan.period(), "period"));
  ASSIGN_OR_RETURN(const auto objectives,
                   AssessedOf<v1::Objective>(Objectives().plan, plan.name(), view));
  ASSIGN_OR_RETURN(const auto actions, AssessedOf<v1::Action>(Actions().plan, plan.name(), view));
  ASSIGN_OR_RETURN(const auto indicators,
                   AssessedOf<Indicator>(Indicators().plan, plan.name(), view));
  ASSIGN_OR_RETURN(const auto targets, CountingTargets(plan.name(), view));
  std::map<std::string, std::vector<Part>> parts;
  for (const Indicator& indicator : indicators) {
    const auto target = targets.find(indicator.name());
    ASSIGN_OR_RETURN(v1::IndicatorAssessment assessed,
                     AssessmentOf(indicator, target == targets.end() ? nullptr : &target->second,
                                  term, asked, view));
    parts[indicator.objective()].push_back(PartOf(assessed));
    if (assessed.values_size() > 1) {
      assessed.mutable_values()->DeleteSubrange(0, assessed.values_size() - 1);
    }
    *response->add_indicators() = std::move(assessed);
  }
  const auto progress = ProgressOfTree(objectives, parts);
  const auto budgets = BudgetsOfTree(objectives, actions);
  for (const v1::Objective& objective : objectives) {
    v1::ObjectiveAssessment* assessed = response->add_objectives();
    assessed->set_objective(objective.name());
    assessed->set_number(objective.number());
    *assessed->mutable_progress() = progress.at(objective.name());
    if (const auto found = budgets.find(objective.name()); found != budgets.end()) {
      for (const v1::BudgetLine& line : found->second) *assessed->add_budget() = line;
    }
  }
  for (const v1::Action& action : actions) {
    v1::ActionAssessment* assessed = response->add_actions();
    assessed->set_action(action.name());
    *assessed->mutable_health() = HealthOf(action, asked.day);
  }
  *response->mutable_calibration() = CalibrationOf(actions);
  SortByNumber(response->mutable_indicators());
  SortByNumber(response->mutable_objectives());
  return absl::OkStatus();
}

}  // namespace mandat::objectives
