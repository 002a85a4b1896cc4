#include "services/objectives/dashboards/picture.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/store.h"
#include "services/objectives/dashboards/rows.h"
#include "services/objectives/facts/figures.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/formulas/combination.h"
#include "services/objectives/measurements/values.h"
#include "services/objectives/queries_of_plan.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::dashboards {
namespace {

using ledger::View;
using storage::v1::FactLog;
using storage::v1::FormulaBook;
using v1::DashboardValue;
using v1::Indicator;

// More services than there are.
constexpr int kServicesMax = 100;

DashboardValue ToProto(const IndicatorValue& value) {
  DashboardValue proto;
  *proto.mutable_period() = base::ToPeriod(value.period);
  if (value.value.has_value()) *proto.mutable_value() = base::ToRational(*value.value);
  proto.set_official(value.official);
  *proto.mutable_known_date() = base::ToDate(value.known_on);
  proto.set_measurement(value.measurement);
  proto.set_restatement(value.restatement);
  proto.set_formula_version(value.formula_version);
  proto.set_numerator(value.numerator);
  if (value.denominator.has_value()) proto.set_denominator(*value.denominator);
  return proto;
}

// Indicators with a formula for which earlier events are still being counted.
absl::StatusOr<std::set<std::string>> CatchingUp(View& view) {
  std::set<std::string> names;
  ASSIGN_OR_RETURN(const auto book, view.GetUnchecked<FormulaBook>(facts::kBook));
  if (!book.has_value()) return names;
  for (const storage::v1::BookedFormula& formula : book->formulas()) {
    if (formula.catching_up()) names.insert(formula.indicator());
  }
  return names;
}

// Figures that are not all yet are not frozen: those of the plan, and those that they combine.
absl::Status CheckCounted(const std::vector<MeasuredIndicator>& measured, View& view) {
  ASSIGN_OR_RETURN(const std::set<std::string> catching_up, CatchingUp(view));
  if (catching_up.empty()) return absl::OkStatus();
  std::vector<Indicator> wanted;
  std::set<std::string> seen;
  for (const MeasuredIndicator& one : measured) {
    if (seen.insert(one.indicator.name()).second) wanted.push_back(one.indicator);
  }
  while (!wanted.empty()) {
    const Indicator next = std::move(wanted.back());
    wanted.pop_back();
    if (catching_up.count(next.name()) != 0) {
      return base::Error(
          absl::StatusCode::kUnavailable, "FIGURES_CATCHING_UP",
          "Earlier events are still being counted for a formula. Repeat in a moment.",
          {{"indicator", next.name()}});
    }
    for (const v1::FormulaVersion& version : next.formulas()) {
      for (const std::string& operand : formulas::OperandsOf(version.formula())) {
        if (!seen.insert(operand).second) continue;
        ASSIGN_OR_RETURN(auto found, view.GetUnchecked<Indicator>(operand));
        if (found.has_value()) wanted.push_back(*std::move(found));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status ReadIndicators(absl::CivilDay today, View& view, PlanContent* content) {
  RETURN_IF_ERROR(CheckCounted(content->indicators, view));
  ASSIGN_OR_RETURN(const base::Period term, base::ParsePeriod(content->plan.period(), "period"));
  ASSIGN_OR_RETURN(auto targets, CountingTargets(content->plan.name(), view));
  for (MeasuredIndicator& one : content->indicators) {
    const auto found = targets.find(one.indicator.name());
    if (found != targets.end()) one.target = std::move(found->second);
    ASSIGN_OR_RETURN(const auto values, ValuesOf(one.indicator, term, today, view));
    for (const IndicatorValue& value : values) one.values.push_back(ToProto(value));
  }
  return absl::OkStatus();
}

// The plan with what belongs to it, by id; no more than makes one row too many. Whoever may see the
// plan may see that.
absl::Status ReadContent(const std::string& plan, absl::CivilDay today, View& view,
                         PlanContent* content) {
  RETURN_IF_ERROR(view.Get(plan, &content->plan));
  const ledger::Value id = base::IdIn(plan);
  const auto left = [content] { return static_cast<int>(kRowsMax + 1 - content->size()); };
  ASSIGN_OR_RETURN(content->objectives,
                   view.FindUnchecked<v1::Objective>({{&Objectives().plan, id}}, left()));
  ASSIGN_OR_RETURN(auto indicators,
                   view.FindUnchecked<Indicator>({{&Indicators().plan, id}}, left()));
  for (Indicator& one : indicators) content->indicators.emplace_back().indicator = std::move(one);
  ASSIGN_OR_RETURN(content->actions,
                   view.FindUnchecked<v1::Action>({{&Actions().plan, id}}, left()));
  RETURN_IF_ERROR(CheckSize(content->size()));
  return ReadIndicators(today, view, content);
}

}  // namespace

absl::StatusOr<Frozen> TakePicture(const v1::FreezeDashboardRequest& request, View& view) {
  ASSIGN_OR_RETURN(const auto moment, ledger::Moment::Of(view.reader()));
  ASSIGN_OR_RETURN(const base::Period period, base::ParsePeriod(request.period(), "period"));
  const absl::CivilDay today = base::BrusselsDay(view.call().now);
  Frozen frozen;
  frozen.assess_day = AssessDay(period, today);
  ASSIGN_OR_RETURN(frozen.position, view.reader().Head());
  ASSIGN_OR_RETURN(const auto logs, view.FindUnchecked<FactLog>({}, kServicesMax));
  frozen.sources = facts::SourcesOf(logs);
  PlanContent content;
  content.period = period;
  RETURN_IF_ERROR(ReadContent(request.plan(), today, view, &content));
  frozen.rows = RowsOf(content, frozen.assess_day);
  frozen.plan = std::move(content.plan);
  return frozen;
}

}  // namespace mandat::objectives::dashboards
