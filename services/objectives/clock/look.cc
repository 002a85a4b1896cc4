#include "services/objectives/clock/look.h"

#include <utility>

#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "services/lib/base/period.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/store.h"
#include "services/objectives/duties/rules.h"
#include "services/objectives/queries_of_plan.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives::clock {
namespace {

using ledger::Value;
using ledger::View;
using v1::Alert;
using v1::Objective;

template <typename T>
std::map<std::string, T> ByName(std::vector<T> all) {
  std::map<std::string, T> by_name;
  for (T& one : all) {
    std::string name = one.name();
    by_name.emplace(std::move(name), std::move(one));
  }
  return by_name;
}

// Its actions, and its indicators with their targets and values.
absl::Status AddWhatRuns(absl::CivilDay today, View& view, Look* look) {
  const std::string& plan = look->picture.plan.name();
  ASSIGN_OR_RETURN(const base::Period term,
                   base::ParsePeriod(look->picture.plan.period(), "period"));
  ASSIGN_OR_RETURN(look->picture.actions, AllOfPlan<v1::Action>(Actions().plan, plan, view));
  ASSIGN_OR_RETURN(std::vector<Objective> objectives,
                   AllOfPlan<Objective>(Objectives().plan, plan, view));
  const std::map<std::string, Objective> objective = ByName(std::move(objectives));
  ASSIGN_OR_RETURN(std::vector<v1::Indicator> indicators,
                   AllOfPlan<v1::Indicator>(Indicators().plan, plan, view));
  std::map<std::string, const v1::Target*> counting;
  for (const auto& [name, target] : look->targets) {
    if (target.replaced_by().empty()) counting[target.indicator()] = &target;
  }
  for (v1::Indicator& indicator : indicators) {
    look->is_computed |= indicator.source() == v1::VALUE_SOURCE_COMPUTED;
    absl::StatusOr<std::vector<IndicatorValue>> values = ValuesOf(indicator, term, today, view);
    // One indicator that is beyond exact arithmetic does not stop the clock of its plan.
    if (!values.ok() && !absl::IsOutOfRange(values.status())) return values.status();
    alerts::Measured& measured = look->picture.measured.emplace_back();
    measured.has_values = values.ok();
    if (values.ok()) {
      measured.values.assign(values->begin(), values->end());
      look->values.emplace(indicator.name(), *std::move(values));
    }
    if (const auto found = counting.find(indicator.name()); found != counting.end()) {
      measured.target = *found->second;
    }
    const auto served = objective.find(indicator.objective());
    measured.unit = duties::UnitOf(
        indicator, served == objective.end() ? Objective::default_instance() : served->second);
    measured.indicator = std::move(indicator);
  }
  return absl::OkStatus();
}

}  // namespace

const alerts::Measured* Look::Measured(absl::string_view indicator) const {
  for (const alerts::Measured& measured : picture.measured) {
    if (measured.indicator.name() == indicator) return &measured;
  }
  return nullptr;
}

const v1::Target* Look::Target(const std::string& name) const {
  const auto found = targets.find(name);
  return found == targets.end() ? nullptr : &found->second;
}

absl::StatusOr<Look> LookAt(const std::string& plan, absl::CivilDay today, View& view) {
  ASSIGN_OR_RETURN(const auto moment, ledger::Moment::Of(view.reader()));
  Look look;
  RETURN_IF_ERROR(view.Get(plan, &look.picture.plan));
  const Value id(base::IdIn(plan));
  ASSIGN_OR_RETURN(std::vector<v1::Target> targets,
                   AllOfPlan<v1::Target>(Targets().plan, plan, view));
  look.targets = ByName(std::move(targets));
  ASSIGN_OR_RETURN(look.picture.duties, AllOfPlan<v1::Duty>(Duties().plan, plan, view));
  Alert like;
  like.set_state(v1::ALERT_STATE_RAISED);
  ASSIGN_OR_RETURN(
      std::vector<Alert> raised,
      AllWhere<Alert>({{&Alerts().plan, id}, {&Alerts().state, Alerts().state.read(like)}}, view));
  look.raised = ByName(std::move(raised));
  if (look.picture.plan.state() == v1::PLAN_STATE_RUNNING) {
    RETURN_IF_ERROR(AddWhatRuns(today, view, &look));
  }
  return look;
}

}  // namespace mandat::objectives::clock
