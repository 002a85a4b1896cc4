#include "services/objectives/targets/commands.h"

#include <string>
#include <vector>

#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/names.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/targets/counting.h"
#include "services/objectives/targets/rules.h"

namespace mandat::objectives {

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
using v1::Indicator;
using v1::Plan;
using v1::Target;

absl::Status SetTarget::Check(const Request& request, const Context& context) {
  return targets::CheckSet(request, base::BrusselsDay(context.now));
}

Reads SetTarget::Read(const Request& request, const Context&) {
  const std::string& indicator = request.target().indicator();
  // The indicator guards the look-up: its targets are set one after the other.
  return {RelyOn<Indicator>(indicator).Checked(), Guard<Indicator>(indicator),
          RelyOn<Plan>(From<Indicator>(indicator, Indicators().plan)),
          FindAll<Target>(CountingTargetOf(indicator))};
}

absl::StatusOr<Decision> SetTarget::Decide(const Request& request, const Snapshot& snapshot,
                                           const Context& context) {
  const auto& indicator = snapshot.Get<Indicator>(request.target().indicator());
  return targets::Set(request, ledger::NewName(kTargets, request.target_id(), context),
                      snapshot.Get<Plan>(indicator.plan()), indicator,
                      CountingTargetIn(snapshot, indicator.name()));
}

}  // namespace mandat::objectives
