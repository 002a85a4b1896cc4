#include "services/objectives/measurements/rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/digest.h"
#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/period.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/text.h"
#include "services/lib/base/timestamp.h"
#include "services/objectives/assessment/findings.h"
#include "services/objectives/formulas/periods.h"
#include "services/objectives/measurements/guards.h"
#include "services/objectives/measurements/names.h"
#include "services/objectives/measurements/rules_official.h"
#include "services/objectives/measurements/states.h"
#include "services/objectives/names.h"
#include "services/objectives/plans/rules.h"

namespace mandat::objectives::measurements {
namespace {

using base::Error;
using base::InvalidField;
using ledger::Decision;
using v1::Measurement;

constexpr size_t kEvidenceBytes = 2000;
constexpr size_t kReasonBytes = 1000;
constexpr int kDimensionsMost = 4;

absl::Status CheckDimensions(const Measurement& measurement) {
  const std::string list = "measurement.dimensions";
  RETURN_IF_ERROR(base::CheckCount(measurement.dimensions_size(), kDimensionsMost, list));
  std::set<std::string> keys;
  for (int i = 0; i < measurement.dimensions_size(); ++i) {
    const v1::DimensionValue& dimension = measurement.dimensions(i);
    const std::string field = base::ElementOf(list, i);
    if (dimension.key().empty()) return base::Required(field + ".key");
    if (dimension.value().empty()) return base::Required(field + ".value");
    RETURN_IF_ERROR(base::CheckIdIfSet(dimension.key(), field + ".key"));
    RETURN_IF_ERROR(base::CheckIdIfSet(dimension.value(), field + ".value"));
    if (keys.insert(dimension.key()).second) continue;
    return InvalidField("DIMENSION_REPEATED", field + ".key", "Give each dimension once.");
  }
  return absl::OkStatus();
}

// Of a period that is closed: what one that is open would be a value of nobody can say.
absl::Status CheckClosed(const common::v1::Period& period, absl::string_view field) {
  ASSIGN_OR_RETURN(const base::Period parsed, base::ParsePeriod(period, field));
  if (!parsed.open()) return absl::OkStatus();
  return InvalidField("PERIOD_INVALID", field, "Give the last day of the period too.");
}

absl::Status CheckNamed(absl::string_view name) {
  return base::CheckName(name, kMeasurements, "name");
}

// A draft of a plan has no values yet, and nobody changes those of one that was judged.
absl::Status CheckMeasurable(const v1::Plan& plan) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  if (plan.state() != v1::PLAN_STATE_DRAFT) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "PLAN_NOT_ADOPTED",
               "The plan is a draft. Enter values once it is adopted.");
}

absl::Status CheckPeriod(const common::v1::Period& period, const Subject& subject,
                         absl::CivilDay today, absl::string_view field) {
  ASSIGN_OR_RETURN(const base::Period term, base::ParsePeriod(subject.plan.period(), "period"));
  const formulas::Periods periods(subject.indicator.frequency(), term);
  ASSIGN_OR_RETURN(const base::Period parsed, periods.Parse(period, field));
  if (parsed.start <= today) return absl::OkStatus();
  return InvalidField(
      "PERIOD_NOT_BEGUN", field,
      absl::StrCat("It begins on ", base::ToIso(parsed.start), ". Give a period that has begun."));
}

absl::Status CheckDimensionsKnown(const Measurement& measurement, const v1::Indicator& indicator) {
  std::set<std::string> known;
  for (const v1::Dimension& dimension : indicator.dimensions()) known.insert(dimension.key());
  for (int i = 0; i < measurement.dimensions_size(); ++i) {
    const std::string& key = measurement.dimensions(i).key();
    if (known.count(key) != 0) continue;
    return base::WithMetadata(
        InvalidField("DIMENSION_UNKNOWN", base::ElementOf("measurement.dimensions", i) + ".key",
                     absl::StrCat("The indicator has no dimension ", key, "; it has ",
                                  known.empty() ? "none" : absl::StrJoin(known, ", "), ".")),
        "known", absl::StrJoin(known, ", "));
  }
  return absl::OkStatus();
}

// What is there before anything is.
Measurement Begun(const std::string& name, const Subject& subject) {
  Measurement measurement;
  measurement.set_name(name);
  measurement.set_owner(subject.plan.owner());
  measurement.set_plan(subject.plan.name());
  measurement.set_indicator(subject.indicator.name());
  return measurement;
}

Move MoveOf(Verb verb, const Measurement& before, const By& by) {
  return {verb, before, by.person, base::BrusselsDay(by.now)};
}

// Takes what `value` says of value and evidence over, as this person's.
void TakeValue(const Measurement& value, const By& by, Measurement* after) {
  after->clear_value();
  if (value.has_value()) *after->mutable_value() = value.value();
  after->set_evidence(value.evidence());
  *after->mutable_value_date() = base::ToDate(base::BrusselsDay(by.now));
  after->set_enterer(std::string(by.person));
}

// Of what was decided on before, nothing holds for another value.
void ForgetDecisions(Measurement* measurement) {
  measurement->clear_findings();
  measurement->clear_findings_note();
  measurement->clear_submitter();
  measurement->clear_validator();
  measurement->clear_acceptor();
}

// What is odd about the value beside those that were accepted.
void FindIn(const Subject& subject, Measurement* measurement) {
  measurement->clear_findings();
  std::vector<PeriodValue> values = OfficialValues(subject.all, *measurement);
  const PeriodValue own = ValueOf(*measurement);
  std::erase_if(values, [&own](const PeriodValue& value) { return value.period == own.period; });
  values.push_back(own);
  for (v1::Finding& finding : FindingsIn(subject.indicator, values)) {
    if (base::ToDay(finding.period().start_date()) != own.period.start) continue;
    *measurement->add_findings() = std::move(finding);
  }
}

void SetSubmitted(v1::MeasurementState state, const Subject& subject, const By& by,
                  Measurement* after) {
  after->set_state(state);
  after->set_submitter(std::string(by.person));
  FindIn(subject, after);
}

Decision Made(const Measurement* before, Measurement after, Verb verb) {
  return before == nullptr ? Decision::Create(std::move(after), EventOf(verb))
                           : Decision::Of(std::move(after), EventOf(verb));
}

absl::StatusOr<Measurement> Moved(const Move& move) {
  ASSIGN_OR_RETURN(const v1::MeasurementState state, Admit(move));
  Measurement after = move.before;
  after.set_state(state);
  return after;
}

}  // namespace

absl::Status CheckEnter(const v1::EnterMeasurementRequest& request) {
  const Measurement& measurement = request.measurement();
  RETURN_IF_ERROR(base::CheckName(measurement.indicator(), kIndicators, "measurement.indicator"));
  if (!measurement.has_period()) return base::Required("measurement.period");
  RETURN_IF_ERROR(CheckClosed(measurement.period(), "measurement.period"));
  RETURN_IF_ERROR(CheckDimensions(measurement));
  if (measurement.has_value()) {
    RETURN_IF_ERROR(base::ParseRational(measurement.value(), "measurement.value").status());
  }
  return base::ValidateText(measurement.evidence(), kEvidenceBytes, "measurement.evidence");
}

absl::Status CheckSubmit(const v1::SubmitMeasurementRequest& request) {
  return CheckNamed(request.name());
}

absl::Status CheckSubmitFigure(const v1::SubmitFigureRequest& request) {
  RETURN_IF_ERROR(base::CheckName(request.indicator(), kIndicators, "indicator"));
  if (!request.has_period()) return base::Required("period");
  return CheckClosed(request.period(), "period");
}

absl::Status CheckValidate(const v1::ValidateMeasurementRequest& request) {
  RETURN_IF_ERROR(CheckNamed(request.name()));
  return base::ValidateText(request.findings_note(), kReasonBytes, "findings_note");
}

absl::Status CheckAccept(const v1::AcceptMeasurementRequest& request) {
  return CheckNamed(request.name());
}

absl::Status CheckReturn(const v1::ReturnMeasurementRequest& request) {
  RETURN_IF_ERROR(CheckNamed(request.name()));
  return base::CheckRequiredText(request.reason(), kReasonBytes, "reason");
}

absl::Status CheckReopen(const v1::ReopenMeasurementRequest& request) {
  RETURN_IF_ERROR(CheckNamed(request.name()));
  return base::CheckRequiredText(request.reason(), kReasonBytes, "reason");
}

absl::Status CheckList(const v1::ListMeasurementsRequest& request) {
  RETURN_IF_ERROR(base::CheckNameIfSet(request.plan(), kPlans, "plan"));
  RETURN_IF_ERROR(base::CheckNameIfSet(request.indicator(), kIndicators, "indicator"));
  if (v1::MeasurementState_IsValid(request.state())) return absl::OkStatus();
  return InvalidField("STATE_UNKNOWN", "state", "Give one of the states of the proto, or none.");
}

absl::StatusOr<Decision> Enter(const v1::EnterMeasurementRequest& request,
                               const Measurement* before, const Subject& subject, const By& by) {
  RETURN_IF_ERROR(CheckMeasurable(subject.plan));
  if (subject.indicator.source() == v1::VALUE_SOURCE_COMPUTED) {
    return Error(absl::StatusCode::kFailedPrecondition, "INDICATOR_COMPUTED",
                 "A formula gives its values. Submit its figure instead.");
  }
  const Measurement& wanted = request.measurement();
  RETURN_IF_ERROR(
      CheckPeriod(wanted.period(), subject, base::BrusselsDay(by.now), "measurement.period"));
  RETURN_IF_ERROR(CheckDimensionsKnown(wanted, subject.indicator));
  const Measurement base = before == nullptr ? Begun(NameOf(request), subject) : *before;
  ASSIGN_OR_RETURN(Measurement after, Moved(MoveOf(Verb::kEnter, base, by)));
  *after.mutable_period() = wanted.period();
  *after.mutable_dimensions() = wanted.dimensions();
  SortDimensions(&after);
  after.set_unit(subject.indicator.responsible_unit());
  ForgetDecisions(&after);
  TakeValue(wanted, by, &after);
  if (!request.submit()) return Made(before, std::move(after), Verb::kEnter);
  ASSIGN_OR_RETURN(const v1::MeasurementState state, Admit(MoveOf(Verb::kSubmit, after, by)));
  SetSubmitted(state, subject, by, &after);
  return Made(before, std::move(after), Verb::kSubmit);
}

absl::StatusOr<Decision> Submit(const Measurement& before, const Subject& subject, const By& by) {
  RETURN_IF_ERROR(CheckMeasurable(subject.plan));
  ASSIGN_OR_RETURN(const v1::MeasurementState state, Admit(MoveOf(Verb::kSubmit, before, by)));
  Measurement after = before;
  ForgetDecisions(&after);
  SetSubmitted(state, subject, by, &after);
  return Decision::Of(std::move(after), EventOf(Verb::kSubmit));
}

absl::StatusOr<Decision> SubmitFigure(const v1::SubmitFigureRequest& request,
                                      const TakenFigure& figure, const Measurement* before,
                                      const Subject& subject, const By& by) {
  RETURN_IF_ERROR(CheckMeasurable(subject.plan));
  RETURN_IF_ERROR(CheckPeriod(request.period(), subject, base::BrusselsDay(by.now), "period"));
  const Measurement base = before == nullptr ? Begun(NameOf(request), subject) : *before;
  ASSIGN_OR_RETURN(const v1::MeasurementState state, Admit(MoveOf(Verb::kSubmitFigure, base, by)));
  if (figure.catching_up) {
    return Error(absl::StatusCode::kFailedPrecondition, "FIGURE_CATCHING_UP",
                 "Its formula is still counting facts that arrived earlier. Repeat in a while.");
  }
  Measurement value;
  if (figure.value.has_value()) *value.mutable_value() = *figure.value;
  Measurement after = base;
  *after.mutable_period() = request.period();
  ForgetDecisions(&after);
  TakeValue(value, by, &after);
  *after.mutable_provenance() = figure.provenance;
  SetSubmitted(state, subject, by, &after);
  return Made(before, std::move(after), Verb::kSubmitFigure);
}

absl::StatusOr<Decision> Validate(const Measurement& before,
                                  const v1::ValidateMeasurementRequest& request,
                                  const v1::Plan& plan, const By& by) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  Move move = MoveOf(Verb::kValidate, before, by);
  move.findings_note = request.findings_note();
  ASSIGN_OR_RETURN(Measurement after, Moved(move));
  after.set_validator(std::string(by.person));
  after.set_findings_note(request.findings_note());
  return Decision::Of(std::move(after), EventOf(Verb::kValidate));
}

absl::StatusOr<Decision> Accept(const Measurement& before, const Subject& subject, const By& by) {
  RETURN_IF_ERROR(plans::CheckOpen(subject.plan));
  Move move = MoveOf(Verb::kAccept, before, by);
  move.indicator = &subject.indicator;
  move.all = subject.all;
  ASSIGN_OR_RETURN(Measurement after, Moved(move));
  after.set_acceptor(std::string(by.person));
  after.set_supervisor(subject.plan.supervisor());
  v1::AcceptedValue accepted;
  if (after.has_value()) *accepted.mutable_value() = after.value();
  *accepted.mutable_value_date() = after.value_date();
  if (after.has_provenance()) *accepted.mutable_provenance() = after.provenance();
  Publish(std::move(accepted), by.now, &after);
  return Decision::Of(std::move(after), EventOf(Verb::kAccept));
}

absl::StatusOr<Decision> Return(const Measurement& before,
                                const v1::ReturnMeasurementRequest& request, const v1::Plan& plan) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  ASSIGN_OR_RETURN(Measurement after, Moved(MoveOf(Verb::kReturn, before, {})));
  after.set_return_reason(request.reason());
  return Decision::Of(std::move(after), EventOf(Verb::kReturn)).Because(request.reason());
}

std::string ValidatedWith(const Measurement& measurement,
                          const std::vector<const v1::Dashboard*>& dashboards,
                          const std::vector<const v1::DashboardRow*>& rows) {
  const auto shows = [&measurement](const v1::DashboardRow* row) {
    const v1::DashboardIndicator& said = row->indicator();
    const auto is_it = [&measurement](const v1::DashboardValue& value) {
      return value.official() && value.measurement() == measurement.name();
    };
    return is_it(said.value()) || std::any_of(said.parts().begin(), said.parts().end(), is_it);
  };
  for (const v1::Dashboard* dashboard : dashboards) {
    if (dashboard->state() == v1::DASHBOARD_STATE_FROZEN) continue;
    const bool in_it = std::any_of(rows.begin(), rows.end(), [&](const v1::DashboardRow* row) {
      return row->dashboard() == dashboard->name() && shows(row);
    });
    if (in_it) return dashboard->name();
  }
  return "";
}

absl::StatusOr<Decision> Reopen(const Measurement& before,
                                const v1::ReopenMeasurementRequest& request, const v1::Plan& plan,
                                const Above& above) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  Move move = MoveOf(Verb::kReopen, before, {});
  move.dashboard = above.dashboard;
  move.restatement = above.restatement;
  ASSIGN_OR_RETURN(Measurement after, Moved(move));
  after.clear_supervisor();
  after.set_return_reason(request.reason());
  return Decision::Of(std::move(after), EventOf(Verb::kReopen)).Because(request.reason());
}

std::string NameOf(const v1::EnterMeasurementRequest& request) {
  return NameOf(request.measurement());
}

std::string NameOf(const v1::SubmitFigureRequest& request) {
  Measurement measurement;
  measurement.set_indicator(request.indicator());
  *measurement.mutable_period() = request.period();
  return NameOf(measurement);
}

void Publish(v1::AcceptedValue accepted, absl::Time now, Measurement* measurement) {
  *accepted.mutable_accept_time() = base::ToTimestamp(now);
  accepted.set_digest(DigestOf(measurement->name(), accepted));
  *measurement->mutable_accepted() = std::move(accepted);
}

std::string DigestOf(const std::string& measurement, const v1::AcceptedValue& accepted) {
  const std::string value = accepted.has_value() ? absl::StrCat(accepted.value().numerator(), "/",
                                                                accepted.value().denominator())
                                                 : "-";
  const std::string sources = absl::StrJoin(
      accepted.provenance().sources(), ",", [](std::string* out, const v1::FactSource& source) {
        absl::StrAppend(out, source.service(), ":", source.epoch(), ":", source.position());
      });
  return base::Sha256Hex(
      absl::StrJoin({measurement, value, absl::StrCat(accepted.provenance().formula_version()),
                     sources, accepted.provenance().facts_digest()},
                    "|"));
}

bool SameValue(bool has_a, const common::v1::Rational& a, bool has_b,
               const common::v1::Rational& b) {
  if (!has_a || !has_b) return has_a == has_b;
  const auto one = base::ParseRational(a, "");
  const auto other = base::ParseRational(b, "");
  return one.ok() && other.ok() && *one == *other;
}

}  // namespace mandat::objectives::measurements
