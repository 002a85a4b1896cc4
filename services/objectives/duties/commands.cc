#include "services/objectives/duties/commands.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/duties/rules.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

using ledger::Change;
using ledger::Consult;
using ledger::Context;
using ledger::Decision;
using ledger::From;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using v1::Duty;
using v1::Indicator;
using v1::Objective;
using v1::Plan;
using v1::Target;

absl::Status KeepDuty::Check(const Request& request, const Context& context) {
  return duties::CheckKeep(request, base::BrusselsDay(context.now));
}

Reads KeepDuty::Read(const Request& request, const Context&) {
  return {Change<Duty>(request.name()), RelyOn<Plan>(From<Duty>(request.name(), Duties().plan))};
}

absl::StatusOr<Decision> KeepDuty::Decide(const Request& request, const Snapshot& snapshot,
                                          const Context& context) {
  const auto& before = snapshot.Get<Duty>(request.name());
  return duties::Keep(before, snapshot.Get<Plan>(before.plan()), request, context.pseudonym,
                      context.now);
}

Reads RaiseDuties::Read(const Request& request, const Context&) {
  const std::string& indicator = request.indicator();
  // Targets are set under the lock of their indicator: this one goes on counting until the commit.
  Reads reads = {RelyOn<Indicator>(indicator), RelyOn<Target>(request.target()),
                 RelyOn<Plan>(From<Indicator>(indicator, Indicators().plan)),
                 RelyOn<Objective>(From<Indicator>(indicator, Indicators().objective))};
  for (const std::string& duty : request.duties()) reads.Add(Consult<Duty>(duty).IfExists());
  return reads;
}

absl::StatusOr<Decision> RaiseDuties::Decide(const Request& request, const Snapshot& snapshot,
                                             const Context& context) {
  const auto& target = snapshot.Get<Target>(request.target());
  const auto& indicator = snapshot.Get<Indicator>(request.indicator());
  const auto& plan = snapshot.Get<Plan>(indicator.plan());
  const absl::CivilDay first_day = base::ToDay(request.first_day());
  const std::vector<duties::AskedBeat> asked =
      duties::AskedBy(plan, indicator, target, base::BrusselsDay(context.now));
  const auto found = std::find_if(asked.begin(), asked.end(), [first_day](const auto& one) {
    return one.beat.period.start == first_day;
  });
  std::optional<Decision> decision;
  for (int i = 0; found != asked.end() && i < request.duties_size(); ++i) {
    if (snapshot.Find<Duty>(request.duties(i)) != nullptr) continue;
    ASSIGN_OR_RETURN(Duty duty,
                     duties::DutyOf(*found, i + 1, plan, indicator,
                                    snapshot.Get<Objective>(indicator.objective()), target));
    decision = decision.has_value() ? (*std::move(decision)).AlsoCreate(std::move(duty), "raised")
                                    : Decision::Create(std::move(duty), "raised");
  }
  return decision.has_value() ? *std::move(decision) : Decision::Unchanged(target);
}

Reads SettleDuty::Read(const Request& request, const Context&) {
  Reads reads = {Change<Duty>(request.name()), RelyOn<Plan>(request.plan()),
                 RelyOn<Target>(request.target())};
  if (!request.replaced_by().empty()) reads.Add(RelyOn<Target>(request.replaced_by()));
  return reads;
}

absl::StatusOr<Decision> SettleDuty::Decide(const Request& request, const Snapshot& snapshot,
                                            const Context& context) {
  const auto& before = snapshot.Get<Duty>(request.name());
  const auto& target = snapshot.Get<Target>(request.target());
  // Replaced meanwhile: whoever looks again sees by what.
  if (target.replaced_by() != request.replaced_by()) return Decision::Unchanged(before);
  const auto& plan = snapshot.Get<Plan>(request.plan());
  const Target* successor = snapshot.Find<Target>(request.replaced_by());
  return duties::Settle(before, plan, duties::AskedUntil(plan, target, successor), context.now);
}

Reads ProveDuty::Read(const Request& request, const Context&) {
  return {Change<Duty>(request.name()), RelyOn<Plan>(request.plan())};
}

absl::StatusOr<Decision> ProveDuty::Decide(const Request& request, const Snapshot& snapshot,
                                           const Context& context) {
  return duties::Prove(snapshot.Get<Duty>(request.name()), snapshot.Get<Plan>(request.plan()),
                       base::ToDay(request.date()), request.evidence(), context.now);
}

}  // namespace mandat::objectives
