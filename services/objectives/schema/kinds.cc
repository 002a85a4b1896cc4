#include "services/objectives/schema/kinds.h"

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/restatement.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/ledger/column_values.h"
#include "services/objectives/actions/checks.h"
#include "services/objectives/measurements/names.h"
#include "services/objectives/names.h"
#include "services/objectives/schema/dashboard_kinds.h"
#include "services/objectives/schema/fact_kinds.h"

namespace mandat::objectives {
namespace {

using base::Error;
using base::IdIn;
using common::v1::Period;
using ledger::Column;
using ledger::ColumnOf;
using ledger::ColumnType;
using ledger::DateOr;
using ledger::TextColumn;
using ledger::Value;
using ledger::Word;
using v1::Action;
using v1::Alert;
using v1::Duty;
using v1::Indicator;
using v1::Measurement;
using v1::Objective;
using v1::Plan;
using v1::Restatement;
using v1::Target;

// What every kind says of the agency whose plan it is, and of who stands above it.
template <typename T, typename K>
void AddParties(K* kind) {
  kind->owner = TextColumn<T>("owner", [](const T& t) { return t.owner(); });
  kind->supervisor = TextColumn<T>("supervisor", [](const T& t) { return t.supervisor(); });
  kind->kind.prototype = &T::default_instance();
  kind->kind.owner = &kind->owner;
  kind->kind.supervisor = &kind->supervisor;
}

// A unit of the agency keeps it up to date.
template <typename K>
void KeptByUnit(const Column* unit, K* kind) {
  kind->kind.unit = unit;
  kind->kind.agency = &kind->owner;
}

template <typename T>
Column FirstDay(absl::string_view name, const Period& (T::*period)() const) {
  return ColumnOf<T>(name, ColumnType::kDate, [period](const T& t) {
    return DateOr((t.*period)().has_start_date(), (t.*period)().start_date());
  });
}

template <typename T>
Column LastDay(absl::string_view name, const Period& (T::*period)() const) {
  return ColumnOf<T>(name, ColumnType::kDate, [period](const T& t) {
    return DateOr((t.*period)().has_end_date(), (t.*period)().end_date());
  });
}

// Above and below the line of a fraction that may be absent.
template <typename T, typename Has, typename Get>
Column Numerator(absl::string_view name, Has has, Get get) {
  return ColumnOf<T>(name, ColumnType::kInt, [has, get](const T& t) -> Value {
    if (!has(t)) return {};
    return int64_t{get(t).numerator()};
  });
}

template <typename T, typename Has, typename Get>
Column Denominator(absl::string_view name, Has has, Get get) {
  return ColumnOf<T>(name, ColumnType::kInt, [has, get](const T& t) -> Value {
    if (!has(t)) return {};
    return int64_t{get(t).denominator()};
  });
}

absl::Status NumberTaken() {
  return Error(absl::StatusCode::kAlreadyExists, "NUMBER_TAKEN",
               "Something else in the plan has this number. Choose another one.");
}

std::string ShapeWord(const Target& target) {
  switch (target.shape_case()) {
    case Target::kReach:
      return "REACH";
    case Target::kKeep:
      return "KEEP";
    case Target::kFullCoverage:
      return "FULL_COVERAGE";
    case Target::kMultiply:
      return "MULTIPLY";
    case Target::kReduce:
      return "REDUCE";
    case Target::kEvery:
      return "EVERY";
    case Target::kMilestone:
      return "MILESTONE";
    case Target::kContinuous:
      return "CONTINUOUS";
    case Target::SHAPE_NOT_SET:
      break;
  }
  return "";
}

Value DueDate(const Target& target) {
  switch (target.shape_case()) {
    case Target::kReach:
      return DateOr(true, target.reach().by());
    case Target::kFullCoverage:
      return DateOr(target.full_coverage().has_by(), target.full_coverage().by());
    case Target::kMultiply:
      return DateOr(true, target.multiply().by());
    case Target::kReduce:
      return DateOr(target.reduce().has_until(), target.reduce().until());
    case Target::kMilestone:
      return DateOr(true, target.milestone().by());
    case Target::kKeep:
    case Target::kEvery:
    case Target::kContinuous:
    case Target::SHAPE_NOT_SET:
      break;
  }
  return {};
}

}  // namespace

PlanKind::PlanKind() {
  AddParties<Plan>(this);
  kind_of_plan = TextColumn<Plan>(
      "kind", [](const Plan& p) { return Word(v1::PlanKind_Name(p.kind()), "PLAN_KIND_"); });
  state = TextColumn<Plan>(
      "state", [](const Plan& p) { return Word(v1::PlanState_Name(p.state()), "PLAN_STATE_"); });
  parent = TextColumn<Plan>("parent", [](const Plan& p) { return IdIn(p.parent()); });
  start_date = FirstDay("start_date", &Plan::period);
  end_date = LastDay("end_date", &Plan::period);
  adoption_date = ColumnOf<Plan>("adoption_date", ColumnType::kDate, [](const Plan& p) {
    return DateOr(p.has_adoption(), p.adoption().date());
  });
  mark = TextColumn<Plan>("mark", [](const Plan& p) -> std::string {
    if (!p.has_evaluation()) return "";
    return Word(v1::EvaluationMark_Name(p.evaluation().mark()), "EVALUATION_MARK_");
  });

  kind.collection = kPlans;
  kind.table = "plan";
  kind.event = "plan";
  kind.columns = {&owner,      &supervisor, &kind_of_plan,  &state, &parent,
                  &start_date, &end_date,   &adoption_date, &mark};
}

ObjectiveKind::ObjectiveKind() {
  using O = Objective;
  AddParties<O>(this);
  plan = TextColumn<O>("plan", [](const O& o) { return IdIn(o.plan()); });
  parent = TextColumn<O>("parent", [](const O& o) { return IdIn(o.parent()); });
  at_top = ColumnOf<O>("at_top", ColumnType::kBool,
                       [](const O& o) -> Value { return int64_t{o.parent().empty()}; });
  level = TextColumn<O>("level", [](const O& o) {
    return Word(v1::ObjectiveLevel_Name(o.level()), "OBJECTIVE_LEVEL_");
  });
  number = TextColumn<O>("number", [](const O& o) { return o.number(); });
  unit = TextColumn<O>("unit", [](const O& o) { return o.unit(); });
  weight = ColumnOf<O>("weight", ColumnType::kInt,
                       [](const O& o) -> Value { return int64_t{o.weight()}; });

  kind.collection = kObjectives;
  kind.table = "objective";
  kind.event = "objective";
  kind.columns = {&owner, &supervisor, &plan, &parent, &at_top, &level, &number, &unit, &weight};
  kind.unique = {{{&plan, &number}, NumberTaken()}};
}

ActionKind::ActionKind() {
  using A = Action;
  AddParties<A>(this);
  plan = TextColumn<A>("plan", [](const A& a) { return IdIn(a.plan()); });
  state = TextColumn<A>(
      "state", [](const A& a) { return Word(v1::ActionState_Name(a.state()), "ACTION_STATE_"); });
  unit = TextColumn<A>("unit", [](const A& a) { return a.unit(); });
  planned_start = FirstDay("planned_start", &A::planned_period);
  planned_end = LastDay("planned_end", &A::planned_period);
  effective_start = FirstDay("effective_start", &A::effective_period);
  effective_end = LastDay("effective_end", &A::effective_period);
  budget_cents = ColumnOf<A>("budget_cents", ColumnType::kInt,
                             [](const A& a) -> Value { return actions::BudgetCents(a.budget()); });

  kind.collection = kActions;
  kind.table = "action";
  kind.event = "action";
  kind.columns = {&owner,         &supervisor,    &plan,        &state,
                  &unit,          &planned_start, &planned_end, &effective_start,
                  &effective_end, &budget_cents};
  KeptByUnit(&unit, this);
}

IndicatorKind::IndicatorKind() {
  using I = Indicator;
  AddParties<I>(this);
  plan = TextColumn<I>("plan", [](const I& i) { return IdIn(i.plan()); });
  objective = TextColumn<I>("objective", [](const I& i) { return IdIn(i.objective()); });
  number = TextColumn<I>("number", [](const I& i) { return i.number(); });
  counts_in =
      TextColumn<I>("counts_in", [](const I& i) { return Word(v1::Unit_Name(i.unit()), "UNIT_"); });
  direction = TextColumn<I>("direction", [](const I& i) {
    return Word(v1::Direction_Name(i.direction()), "DIRECTION_");
  });
  frequency = TextColumn<I>("frequency", [](const I& i) {
    return Word(v1::Frequency_Name(i.frequency()), "FREQUENCY_");
  });
  source = TextColumn<I>(
      "source", [](const I& i) { return Word(v1::ValueSource_Name(i.source()), "VALUE_SOURCE_"); });
  responsible_unit =
      TextColumn<I>("responsible_unit", [](const I& i) { return i.responsible_unit(); });
  formula_version = ColumnOf<I>("formula_version", ColumnType::kInt, [](const I& i) -> Value {
    if (i.formulas().empty()) return {};
    return int64_t{i.formulas_size()};
  });

  kind.collection = kIndicators;
  kind.table = "indicator";
  kind.event = "indicator";
  kind.columns = {&owner,     &supervisor, &plan,   &objective,        &number,         &counts_in,
                  &direction, &frequency,  &source, &responsible_unit, &formula_version};
  kind.unique = {{{&plan, &number}, NumberTaken()}};
  KeptByUnit(&responsible_unit, this);
}

TargetKind::TargetKind() {
  using T = Target;
  AddParties<T>(this);
  plan = TextColumn<T>("plan", [](const T& t) { return IdIn(t.plan()); });
  indicator = TextColumn<T>("indicator", [](const T& t) { return IdIn(t.indicator()); });
  counts = ColumnOf<T>("counts", ColumnType::kBool,
                       [](const T& t) -> Value { return int64_t{t.replaced_by().empty()}; });
  shape = TextColumn<T>("shape", ShapeWord);
  due_date = ColumnOf<T>("due_date", ColumnType::kDate, DueDate);
  valid_from = ColumnOf<T>("valid_from", ColumnType::kDate,
                           [](const T& t) { return DateOr(t.has_valid_from(), t.valid_from()); });
  basis_date = ColumnOf<T>("basis_date", ColumnType::kDate,
                           [](const T& t) { return DateOr(t.has_basis(), t.basis().date()); });

  kind.collection = kTargets;
  kind.table = "target";
  kind.event = "target";
  kind.columns = {&owner, &supervisor, &plan,       &indicator, &counts,
                  &shape, &due_date,   &valid_from, &basis_date};
}

MeasurementKind::MeasurementKind() {
  using M = Measurement;
  AddParties<M>(this);
  plan = TextColumn<M>("plan", [](const M& m) { return IdIn(m.plan()); });
  indicator = TextColumn<M>("indicator", [](const M& m) { return IdIn(m.indicator()); });
  unit = TextColumn<M>("unit", [](const M& m) { return m.unit(); });
  state = TextColumn<M>("state", [](const M& m) {
    return Word(v1::MeasurementState_Name(m.state()), "MEASUREMENT_STATE_");
  });
  start_date = FirstDay("start_date", &M::period);
  end_date = LastDay("end_date", &M::period);
  dimensions = TextColumn<M>("dimensions", measurements::DimensionsText);
  const auto has_value = [](const M& m) { return m.has_value(); };
  const auto value = [](const M& m) { return m.value(); };
  numerator = Numerator<M>("numerator", has_value, value);
  denominator = Denominator<M>("denominator", has_value, value);
  const auto has_accepted = [](const M& m) { return m.accepted().has_value(); };
  const auto accepted = [](const M& m) { return m.accepted().value(); };
  accepted_numerator = Numerator<M>("accepted_numerator", has_accepted, accepted);
  accepted_denominator = Denominator<M>("accepted_denominator", has_accepted, accepted);
  has_findings = ColumnOf<M>("has_findings", ColumnType::kBool,
                             [](const M& m) -> Value { return int64_t{!m.findings().empty()}; });
  figure_published = ColumnOf<M>("figure_published", ColumnType::kBool, [](const M& m) -> Value {
    const bool published = m.state() == v1::MEASUREMENT_STATE_ACCEPTED;
    return int64_t{published && m.accepted().has_provenance()};
  });

  kind.collection = kMeasurements;
  kind.table = "measurement";
  kind.event = "measurement";
  kind.columns = {&owner,
                  &supervisor,
                  &plan,
                  &indicator,
                  &unit,
                  &state,
                  &start_date,
                  &end_date,
                  &dimensions,
                  &numerator,
                  &denominator,
                  &accepted_numerator,
                  &accepted_denominator,
                  &has_findings,
                  &figure_published};
  KeptByUnit(&unit, this);
}

RestatementKind::RestatementKind() {
  using R = Restatement;
  AddParties<R>(this);
  plan = TextColumn<R>("plan", [](const R& r) { return IdIn(r.plan()); });
  indicator = TextColumn<R>("indicator", [](const R& r) { return IdIn(r.indicator()); });
  measurement = TextColumn<R>("measurement", [](const R& r) { return IdIn(r.measurement()); });
  state = TextColumn<R>("state", [](const R& r) {
    return Word(v1::RestatementState_Name(r.state()), "RESTATEMENT_STATE_");
  });
  cause = TextColumn<R>("cause", [](const R& r) {
    return Word(v1::RestatementCause_Name(r.cause()), "RESTATEMENT_CAUSE_");
  });
  const auto has_old = [](const R& r) { return r.has_old_value(); };
  const auto old_value = [](const R& r) { return r.old_value(); };
  old_numerator = Numerator<R>("old_numerator", has_old, old_value);
  old_denominator = Denominator<R>("old_denominator", has_old, old_value);
  const auto has_new = [](const R& r) { return r.has_new_value(); };
  const auto new_value = [](const R& r) { return r.new_value(); };
  new_numerator = Numerator<R>("new_numerator", has_new, new_value);
  new_denominator = Denominator<R>("new_denominator", has_new, new_value);

  kind.collection = kRestatements;
  kind.table = "restatement";
  kind.event = "restatement";
  kind.columns = {&owner,           &supervisor,    &plan,           &indicator,
                  &measurement,     &state,         &cause,          &old_numerator,
                  &old_denominator, &new_numerator, &new_denominator};
}

DutyKind::DutyKind() {
  using D = Duty;
  AddParties<D>(this);
  plan = TextColumn<D>("plan", [](const D& d) { return IdIn(d.plan()); });
  indicator = TextColumn<D>("indicator", [](const D& d) { return IdIn(d.indicator()); });
  target = TextColumn<D>("target", [](const D& d) { return IdIn(d.target()); });
  unit = TextColumn<D>("unit", [](const D& d) { return d.unit(); });
  state = TextColumn<D>(
      "state", [](const D& d) { return Word(v1::DutyState_Name(d.state()), "DUTY_STATE_"); });
  start_date = FirstDay("start_date", &D::span);
  due_date = ColumnOf<D>("due_date", ColumnType::kDate,
                         [](const D& d) { return DateOr(d.has_due_date(), d.due_date()); });
  kept_date = ColumnOf<D>("kept_date", ColumnType::kDate,
                          [](const D& d) { return DateOr(d.has_kept_date(), d.kept_date()); });

  kind.collection = kDuties;
  kind.table = "duty";
  kind.event = "duty";
  kind.columns = {&owner, &supervisor, &plan,       &indicator, &target,
                  &unit,  &state,      &start_date, &due_date,  &kept_date};
  KeptByUnit(&unit, this);
}

AlertKind::AlertKind() {
  using A = Alert;
  AddParties<A>(this);
  plan = TextColumn<A>("plan", [](const A& a) { return IdIn(a.plan()); });
  kind_of_alert = TextColumn<A>(
      "kind", [](const A& a) { return Word(v1::AlertKind_Name(a.kind()), "ALERT_KIND_"); });
  subject = TextColumn<A>("subject", [](const A& a) { return a.subject(); });
  unit = TextColumn<A>("unit", [](const A& a) { return a.unit(); });
  state = TextColumn<A>(
      "state", [](const A& a) { return Word(v1::AlertState_Name(a.state()), "ALERT_STATE_"); });
  due_date = ColumnOf<A>("due_date", ColumnType::kDate,
                         [](const A& a) { return DateOr(a.has_due_date(), a.due_date()); });
  rung =
      ColumnOf<A>("rung", ColumnType::kInt, [](const A& a) -> Value { return int64_t{a.rung()}; });
  addressee = TextColumn<A>("addressee", [](const A& a) {
    return Word(v1::ResponsibilityRole_Name(a.addressee()), "RESPONSIBILITY_ROLE_");
  });

  kind.collection = kAlerts;
  kind.table = "alert";
  kind.event = "alert";
  kind.columns = {&owner, &supervisor, &plan,     &kind_of_alert, &subject,
                  &unit,  &state,      &due_date, &rung,          &addressee};
  KeptByUnit(&unit, this);
}

const PlanKind& Plans() {
  static const auto& plans = *new PlanKind();
  return plans;
}

const ObjectiveKind& Objectives() {
  static const auto& objectives = *new ObjectiveKind();
  return objectives;
}

const ActionKind& Actions() {
  static const auto& actions = *new ActionKind();
  return actions;
}

const IndicatorKind& Indicators() {
  static const auto& indicators = *new IndicatorKind();
  return indicators;
}

const TargetKind& Targets() {
  static const auto& targets = *new TargetKind();
  return targets;
}

const MeasurementKind& Measurements() {
  static const auto& measurements = *new MeasurementKind();
  return measurements;
}

const RestatementKind& Restatements() {
  static const auto& restatements = *new RestatementKind();
  return restatements;
}

const DutyKind& Duties() {
  static const auto& duties = *new DutyKind();
  return duties;
}

const AlertKind& Alerts() {
  static const auto& alerts = *new AlertKind();
  return alerts;
}

const ledger::Catalog& Kinds() {
  static const auto& kinds = *new ledger::Catalog(
      {&Plans().kind, &Objectives().kind, &Actions().kind, &Indicators().kind, &Targets().kind,
       &Measurements().kind, &Restatements().kind, &Dashboards().kind, &DashboardRows().kind,
       &Duties().kind, &Alerts().kind, &Facts().kind, &MarkPages().kind, &FactLogs(),
       &FormulaBooks()});
  return kinds;
}

}  // namespace mandat::objectives
