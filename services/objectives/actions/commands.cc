#include "services/objectives/actions/commands.h"

#include <string>
#include <vector>

#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/actions/rules.h"
#include "services/objectives/names.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

using ledger::Change;
using ledger::Context;
using ledger::Decision;
using ledger::From;
using ledger::NamedRead;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using v1::Action;
using v1::Objective;
using v1::Plan;

namespace {

// Its state decides: it must stay as it is until the commit.
NamedRead PlanOf(const std::string& action) {
  return RelyOn<Plan>(From<Action>(action, Actions().plan));
}

// The objectives that an action of a request names, which must not go meanwhile.
void AddServed(const Action& action, Reads* reads) {
  for (const v1::ServedObjective& served : action.serves()) {
    reads->Add(RelyOn<Objective>(served.objective()));
  }
}

// OBJECTIVE_NOT_FOUND for one of another organisation, too. Whether the caller is a party of each
// is not asked: the head of a unit is none of its objectives.
absl::StatusOr<std::vector<const Objective*>> ServedBy(const Action& action, const Plan& plan,
                                                       const Snapshot& snapshot) {
  std::vector<const Objective*> objectives;
  for (const v1::ServedObjective& served : action.serves()) {
    objectives.push_back(&snapshot.Get<Objective>(served.objective()));
    if (objectives.back()->owner() != plan.owner()) {
      return ledger::NotFound(Objectives().kind, served.objective());
    }
  }
  return objectives;
}

// The part of an update that its mask takes over.
Action Wanted(const v1::UpdateActionRequest& request) {
  Action wanted = request.action();
  base::KeepMasked(request.update_mask(), &wanted);
  return wanted;
}

}  // namespace

absl::Status CreateAction::Check(const Request& request, const Context&) {
  return actions::CheckCreate(request);
}

Reads CreateAction::Read(const Request& request, const Context&) {
  Reads reads = {RelyOn<Plan>(request.action().plan()).Checked()};
  AddServed(request.action(), &reads);
  return reads;
}

absl::StatusOr<Decision> CreateAction::Decide(const Request& request, const Snapshot& snapshot,
                                              const Context& context) {
  const auto& plan = snapshot.Get<Plan>(request.action().plan());
  ASSIGN_OR_RETURN(const auto served, ServedBy(request.action(), plan, snapshot));
  return actions::Create(request, ledger::NewName(kActions, request.action_id(), context), plan,
                         served);
}

absl::Status UpdateAction::Check(const Request& request, const Context&) {
  return actions::CheckUpdate(request);
}

Reads UpdateAction::Read(const Request& request, const Context&) {
  const std::string& name = request.action().name();
  Reads reads = {Change<Action>(name), PlanOf(name)};
  AddServed(Wanted(request), &reads);
  return reads;
}

absl::StatusOr<Decision> UpdateAction::Decide(const Request& request, const Snapshot& snapshot,
                                              const Context&) {
  const auto& before = snapshot.Get<Action>(request.action().name());
  const auto& plan = snapshot.Get<Plan>(before.plan());
  ASSIGN_OR_RETURN(const auto served, ServedBy(Wanted(request), plan, snapshot));
  return actions::Update(before, request, plan, served);
}

absl::Status DeleteAction::Check(const Request& request, const Context&) {
  return actions::CheckDelete(request);
}

Reads DeleteAction::Read(const Request& request, const Context&) {
  return {Change<Action>(request.name()), PlanOf(request.name())};
}

absl::StatusOr<Decision> DeleteAction::Decide(const Request& request, const Snapshot& snapshot,
                                              const Context&) {
  const auto& before = snapshot.Get<Action>(request.name());
  return actions::Delete(before, snapshot.Get<Plan>(before.plan()));
}

}  // namespace mandat::objectives
