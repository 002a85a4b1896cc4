#include "services/objectives/objectives/commands.h"

#include <string>
#include <vector>

#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/names.h"
#include "services/objectives/objectives/rules.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

using ledger::Change;
using ledger::Condition;
using ledger::Context;
using ledger::Decision;
using ledger::FindAll;
using ledger::From;
using ledger::NamedRead;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using ledger::Value;
using v1::Action;
using v1::Indicator;
using v1::Objective;
using v1::Plan;

namespace {

// Its state decides: it must stay as it is until the commit.
NamedRead PlanOf(const std::string& objective) {
  return RelyOn<Plan>(From<Objective>(objective, Objectives().plan));
}

// What hangs on an objective is guarded by its lock, as whatever is hung on it relies on it.
std::vector<Condition> PartsOf(const std::string& objective) {
  return {{Objectives().parent, Value(base::IdIn(objective))}};
}

std::vector<Condition> IndicatorsOf(const std::string& objective) {
  return {{Indicators().objective, Value(base::IdIn(objective))}};
}

// All actions of the plan: which objectives one serves is no column. Objectives are deleted seldom.
std::vector<Condition> ActionsBeside(const std::string& objective) {
  return {{Actions().plan, From<Objective>(objective, Objectives().plan)}};
}

bool Serves(const Action& action, const std::string& objective) {
  for (const v1::ServedObjective& served : action.serves()) {
    if (served.objective() == objective) return true;
  }
  return false;
}

// The parent that an update names; empty where it names none.
std::string WantedParent(const v1::UpdateObjectiveRequest& request) {
  const bool taken = base::TakesOver(request.update_mask(), "parent");
  return taken ? request.objective().parent() : std::string();
}

}  // namespace

absl::Status CreateObjective::Check(const Request& request, const Context&) {
  return objective_tree::CheckCreate(request);
}

Reads CreateObjective::Read(const Request& request, const Context&) {
  Reads reads = {RelyOn<Plan>(request.objective().plan()).Checked()};
  const std::string& parent = request.objective().parent();
  if (!parent.empty()) reads.Add(RelyOn<Objective>(parent).Checked());
  return reads;
}

absl::StatusOr<Decision> CreateObjective::Decide(const Request& request, const Snapshot& snapshot,
                                                 const Context& context) {
  return objective_tree::Create(request,
                                ledger::NewName(kObjectives, request.objective_id(), context),
                                snapshot.Get<Plan>(request.objective().plan()),
                                snapshot.Find<Objective>(request.objective().parent()));
}

absl::Status UpdateObjective::Check(const Request& request, const Context&) {
  return objective_tree::CheckUpdate(request);
}

Reads UpdateObjective::Read(const Request& request, const Context&) {
  const std::string& name = request.objective().name();
  Reads reads = {Change<Objective>(name), PlanOf(name)};
  const bool moves = base::TakesOver(request.update_mask(), "parent");
  if (moves) reads.Add(FindAll<Objective>(PartsOf(name)));
  const std::string parent = WantedParent(request);
  if (!parent.empty()) reads.Add(RelyOn<Objective>(parent).Checked());
  return reads;
}

absl::StatusOr<Decision> UpdateObjective::Decide(const Request& request, const Snapshot& snapshot,
                                                 const Context&) {
  const auto& before = snapshot.Get<Objective>(request.objective().name());
  objective_tree::Below below;
  if (base::TakesOver(request.update_mask(), "parent")) {
    below.objectives = !snapshot.All<Objective>(PartsOf(before.name())).empty();
  }
  return objective_tree::Update(before, request, snapshot.Get<Plan>(before.plan()),
                                snapshot.Find<Objective>(WantedParent(request)), below);
}

absl::Status DeleteObjective::Check(const Request& request, const Context&) {
  return objective_tree::CheckDelete(request);
}

Reads DeleteObjective::Read(const Request& request, const Context&) {
  const std::string& name = request.name();
  return {Change<Objective>(name), PlanOf(name), FindAll<Objective>(PartsOf(name)),
          FindAll<Indicator>(IndicatorsOf(name)), FindAll<Action>(ActionsBeside(name))};
}

absl::StatusOr<Decision> DeleteObjective::Decide(const Request& request, const Snapshot& snapshot,
                                                 const Context&) {
  const auto& before = snapshot.Get<Objective>(request.name());
  objective_tree::Below below;
  below.objectives = !snapshot.All<Objective>(PartsOf(before.name())).empty();
  below.indicators = !snapshot.All<Indicator>(IndicatorsOf(before.name())).empty();
  for (const Action* action : snapshot.All<Action>(ActionsBeside(before.name()))) {
    below.actions |= Serves(*action, before.name());
  }
  return objective_tree::Delete(before, snapshot.Get<Plan>(before.plan()), below);
}

}  // namespace mandat::objectives
