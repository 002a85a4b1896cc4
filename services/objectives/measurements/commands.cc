#include "services/objectives/measurements/commands.h"

#include <string>
#include <utility>
#include <vector>

#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/measurements/names.h"
#include "services/objectives/measurements/rules.h"
#include "services/objectives/restatements/open.h"
#include "services/objectives/schema/dashboard_kinds.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

using ledger::Change;
using ledger::Condition;
using ledger::Context;
using ledger::Decision;
using ledger::FindAll;
using ledger::From;
using ledger::Guard;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using ledger::Value;
using v1::Dashboard;
using v1::DashboardRow;
using v1::Indicator;
using v1::Measurement;
using v1::Plan;
using v1::Restatement;

namespace {

measurements::By ByOf(const Context& context) { return {context.pseudonym, context.now}; }

// All measurements of an indicator that is named, or of that of a measurement.
std::vector<Condition> AllOf(const std::string& indicator) {
  return {{Measurements().indicator, Value(base::IdIn(indicator))}};
}
std::vector<Condition> AllBeside(const std::string& measurement) {
  return {{Measurements().indicator, From<Measurement>(measurement, Measurements().indicator)}};
}

// The dashboards of its plan, and what they say of its indicator.
std::vector<Condition> DashboardsBeside(const std::string& measurement) {
  return {{Dashboards().plan, From<Measurement>(measurement, Measurements().plan)}};
}
std::vector<Condition> RowsAbout(const std::string& measurement) {
  return {{DashboardRows().subject, From<Measurement>(measurement, Measurements().indicator)}};
}

// Those that findings compare with what is entered: of the same part of the whole. A file of values
// for a thousand offices would else read a thousand for each line. Of the whole itself all are
// read, as no condition says that there is no dimension.
std::vector<Condition> AllLike(const Measurement& entered) {
  std::vector<Condition> where = AllOf(entered.indicator());
  const std::string part = measurements::DimensionsText(entered);
  if (!part.empty()) where.emplace_back(Measurements().dimensions, Value(part));
  return where;
}

// What is entered for an indicator. The indicator need not be held: a measurement is, and the
// values that findings compare it with may be newer or older by one.
Reads ToEnter(const std::string& measurement, const std::string& indicator,
              std::vector<Condition> compared) {
  return {Change<Measurement>(measurement).IfExists(), RelyOn<Indicator>(indicator).Checked(),
          RelyOn<Plan>(From<Indicator>(indicator, Indicators().plan)),
          FindAll<Measurement>(std::move(compared))};
}

Reads WithPlan(const std::string& measurement) {
  return {Change<Measurement>(measurement),
          RelyOn<Plan>(From<Measurement>(measurement, Measurements().plan))};
}

Reads WithAll(const std::string& measurement) {
  Reads reads = WithPlan(measurement);
  reads.Add(RelyOn<Indicator>(From<Measurement>(measurement, Measurements().indicator)));
  reads.Add(FindAll<Measurement>(AllBeside(measurement)));
  return reads;
}

const Plan& PlanOf(const Measurement& measurement, const Snapshot& snapshot) {
  return snapshot.Get<Plan>(measurement.plan());
}

measurements::Subject SubjectOf(const Measurement& measurement, const Snapshot& snapshot) {
  return {PlanOf(measurement, snapshot), snapshot.Get<Indicator>(measurement.indicator()),
          snapshot.All<Measurement>(AllBeside(measurement.name()))};
}

measurements::Subject SubjectOf(const std::string& indicator,
                                const std::vector<Condition>& compared, const Snapshot& snapshot) {
  const auto& found = snapshot.Get<Indicator>(indicator);
  return {snapshot.Get<Plan>(found.plan()), found, snapshot.All<Measurement>(compared)};
}

}  // namespace

absl::Status EnterMeasurement::Check(const Request& request, const Context&) {
  return measurements::CheckEnter(request);
}

Reads EnterMeasurement::Read(const Request& request, const Context&) {
  const Measurement& entered = request.measurement();
  return ToEnter(measurements::NameOf(request), entered.indicator(), AllLike(entered));
}

absl::StatusOr<Decision> EnterMeasurement::Decide(const Request& request, const Snapshot& snapshot,
                                                  const Context& context) {
  const Measurement& entered = request.measurement();
  return measurements::Enter(request, snapshot.Find<Measurement>(measurements::NameOf(request)),
                             SubjectOf(entered.indicator(), AllLike(entered), snapshot),
                             ByOf(context));
}

absl::Status SubmitMeasurement::Check(const Request& request, const Context&) {
  return measurements::CheckSubmit(request);
}

Reads SubmitMeasurement::Read(const Request& request, const Context&) {
  return WithAll(request.name());
}

absl::StatusOr<Decision> SubmitMeasurement::Decide(const Request& request, const Snapshot& snapshot,
                                                   const Context& context) {
  const auto& before = snapshot.Get<Measurement>(request.name());
  return measurements::Submit(before, SubjectOf(before, snapshot), ByOf(context));
}

absl::Status ValidateMeasurement::Check(const Request& request, const Context&) {
  return measurements::CheckValidate(request);
}

Reads ValidateMeasurement::Read(const Request& request, const Context&) {
  return WithPlan(request.name());
}

absl::StatusOr<Decision> ValidateMeasurement::Decide(const Request& request,
                                                     const Snapshot& snapshot,
                                                     const Context& context) {
  const auto& before = snapshot.Get<Measurement>(request.name());
  return measurements::Validate(before, request, PlanOf(before, snapshot), ByOf(context));
}

absl::Status AcceptMeasurement::Check(const Request& request, const Context&) {
  return measurements::CheckAccept(request);
}

Reads AcceptMeasurement::Read(const Request& request, const Context&) {
  Reads reads = WithAll(request.name());
  // Of a cumulative indicator, values are accepted one after the other.
  reads.Add(Guard<Indicator>(From<Measurement>(request.name(), Measurements().indicator)));
  return reads;
}

absl::StatusOr<Decision> AcceptMeasurement::Decide(const Request& request, const Snapshot& snapshot,
                                                   const Context& context) {
  const auto& before = snapshot.Get<Measurement>(request.name());
  return measurements::Accept(before, SubjectOf(before, snapshot), ByOf(context));
}

absl::Status ReturnMeasurement::Check(const Request& request, const Context&) {
  return measurements::CheckReturn(request);
}

Reads ReturnMeasurement::Read(const Request& request, const Context&) {
  return WithPlan(request.name());
}

absl::StatusOr<Decision> ReturnMeasurement::Decide(const Request& request, const Snapshot& snapshot,
                                                   const Context&) {
  const auto& before = snapshot.Get<Measurement>(request.name());
  return measurements::Return(before, request, PlanOf(before, snapshot));
}

absl::Status ReopenMeasurement::Check(const Request& request, const Context&) {
  return measurements::CheckReopen(request);
}

Reads ReopenMeasurement::Read(const Request& request, const Context&) {
  Reads reads = WithPlan(request.name());
  reads.Add(FindAll<Restatement>(OpenRestatementOf(request.name())));
  // The plan, which whoever validates a dashboard holds, guards these look-ups.
  reads.Add(FindAll<Dashboard>(DashboardsBeside(request.name())));
  reads.Add(FindAll<DashboardRow>(RowsAbout(request.name())));
  return reads;
}

absl::StatusOr<Decision> ReopenMeasurement::Decide(const Request& request, const Snapshot& snapshot,
                                                   const Context&) {
  const auto& before = snapshot.Get<Measurement>(request.name());
  measurements::Above above;
  for (const Restatement* open : snapshot.All<Restatement>(OpenRestatementOf(before.name()))) {
    above.restatement = open->name();
  }
  above.dashboard =
      measurements::ValidatedWith(before, snapshot.All<Dashboard>(DashboardsBeside(before.name())),
                                  snapshot.All<DashboardRow>(RowsAbout(before.name())));
  return measurements::Reopen(before, request, PlanOf(before, snapshot), above);
}

ledger::Command SubmitFigureCommand(measurements::TakenFigure figure) {
  using google::protobuf::Message;
  const auto typed = [](const Message& request) -> const v1::SubmitFigureRequest& {
    return static_cast<const v1::SubmitFigureRequest&>(request);
  };
  ledger::Command command;
  command.check = [typed](const Message& request, const Context&) {
    return measurements::CheckSubmitFigure(typed(request));
  };
  command.read = [typed](const Message& request, const Context&) {
    const std::string& indicator = typed(request).indicator();
    return ToEnter(measurements::NameOf(typed(request)), indicator, AllOf(indicator));
  };
  command.decide = [typed, figure = std::move(figure)](
                       const Message& request, const Snapshot& snapshot, const Context& context) {
    const v1::SubmitFigureRequest& asked = typed(request);
    return measurements::SubmitFigure(
        asked, figure, snapshot.Find<Measurement>(measurements::NameOf(asked)),
        SubjectOf(asked.indicator(), AllOf(asked.indicator()), snapshot), ByOf(context));
  };
  return command;
}

}  // namespace mandat::objectives
