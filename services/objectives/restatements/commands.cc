#include "services/objectives/restatements/commands.h"

#include <string>
#include <vector>

#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/objectives/names.h"
#include "services/objectives/restatements/open.h"
#include "services/objectives/restatements/rules.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

using ledger::Change;
using ledger::Context;
using ledger::Decision;
using ledger::FindAll;
using ledger::From;
using ledger::Guard;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using v1::Indicator;
using v1::Measurement;
using v1::Plan;
using v1::Restatement;

namespace {

measurements::By ByOf(const Context& context) { return {context.pseudonym, context.now}; }

}  // namespace

absl::Status ProposeRestatement::Check(const Request& request, const Context&) {
  return restatements::CheckPropose(request);
}

Reads ProposeRestatement::Read(const Request& request, const Context&) {
  const std::string& measurement = request.restatement().measurement();
  // The measurement guards the look-up: one restatement of it waits at most.
  return {RelyOn<Measurement>(measurement).Checked(), Guard<Measurement>(measurement),
          RelyOn<Indicator>(From<Measurement>(measurement, Measurements().indicator)),
          RelyOn<Plan>(From<Measurement>(measurement, Measurements().plan)),
          FindAll<Restatement>(OpenRestatementOf(measurement))};
}

absl::StatusOr<Decision> ProposeRestatement::Decide(const Request& request,
                                                    const Snapshot& snapshot,
                                                    const Context& context) {
  const auto& measurement = snapshot.Get<Measurement>(request.restatement().measurement());
  const auto open = snapshot.All<Restatement>(OpenRestatementOf(measurement.name()));
  return restatements::Propose(request, ledger::NewName(kRestatements, "", context), measurement,
                               open.empty() ? nullptr : open.front(),
                               snapshot.Get<Indicator>(measurement.indicator()),
                               snapshot.Get<Plan>(measurement.plan()), ByOf(context));
}

absl::Status AcceptRestatement::Check(const Request& request, const Context&) {
  return restatements::CheckAccept(request);
}

Reads AcceptRestatement::Read(const Request& request, const Context&) {
  return {Change<Restatement>(request.name()),
          Change<Measurement>(From<Restatement>(request.name(), Restatements().measurement))};
}

absl::StatusOr<Decision> AcceptRestatement::Decide(const Request& request, const Snapshot& snapshot,
                                                   const Context& context) {
  const auto& before = snapshot.Get<Restatement>(request.name());
  return restatements::Accept(before, snapshot.Get<Measurement>(before.measurement()),
                              ByOf(context));
}

absl::Status RejectRestatement::Check(const Request& request, const Context&) {
  return restatements::CheckReject(request);
}

Reads RejectRestatement::Read(const Request& request, const Context&) {
  // The measurement guards all decisions about its restatements.
  return {Change<Restatement>(request.name()),
          Guard<Measurement>(From<Restatement>(request.name(), Restatements().measurement))};
}

absl::StatusOr<Decision> RejectRestatement::Decide(const Request& request, const Snapshot& snapshot,
                                                   const Context& context) {
  return restatements::Reject(snapshot.Get<Restatement>(request.name()), request, ByOf(context));
}

Reads RestateByFacts::Read(const Request& request, const Context&) {
  return {Guard<Measurement>(request.measurement()),
          FindAll<Restatement>(RestatementsOf(request.measurement()))};
}

absl::StatusOr<Decision> RestateByFacts::Decide(const Request& request, const Snapshot& snapshot,
                                                const Context& context) {
  measurements::TakenFigure figure;
  if (request.has_value()) figure.value = request.value();
  figure.provenance = request.provenance();
  return restatements::ByFacts(snapshot.Get<Measurement>(request.measurement()), figure,
                               snapshot.All<Restatement>(RestatementsOf(request.measurement())),
                               ledger::NewName(kRestatements, "", context), context.now);
}

}  // namespace mandat::objectives
