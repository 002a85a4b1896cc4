#include "services/objectives/plans/commands.h"

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/names.h"
#include "services/objectives/plans/rules.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives {

using ledger::Change;
using ledger::Condition;
using ledger::Context;
using ledger::Decision;
using ledger::FindAll;
using ledger::Guard;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using ledger::Value;
using storage::v1::FormulaBook;
using v1::Objective;
using v1::Plan;

namespace {

absl::CivilDay Today(const Context& context) { return base::BrusselsDay(context.now); }

// The objectives at the top of a plan: few, and without them there are none at all.
std::vector<Condition> TopOf(const std::string& plan) {
  return {{Objectives().plan, Value(base::IdIn(plan))}, {Objectives().at_top, Value(int64_t{1})}};
}

// The plans that carry it out.
std::vector<Condition> PlansOf(const std::string& plan) {
  return {{Plans().parent, Value(base::IdIn(plan))}};
}

// A plan to change and what hangs on it: the plan's lock guards both look-ups, as whatever is hung
// on it relies on it.
Reads WithBelow(const std::string& plan) {
  return {Change<Plan>(plan), FindAll<Objective>(TopOf(plan)), FindAll<Plan>(PlansOf(plan))};
}

plans::Below BelowOf(const std::string& plan, const Snapshot& snapshot) {
  return {!snapshot.All<Objective>(TopOf(plan)).empty(),
          !snapshot.All<Plan>(PlansOf(plan)).empty()};
}

// The parent that an update names; empty where it names none.
std::string WantedParent(const v1::UpdatePlanRequest& request) {
  const bool taken = base::TakesOver(request.update_mask(), "parent");
  return taken ? request.plan().parent() : std::string();
}

// Formulas count by the period of the plan, so the book changes with it.
absl::StatusOr<Decision> WithTerm(absl::StatusOr<Decision> decision, const Snapshot& snapshot) {
  RETURN_IF_ERROR(decision.status());
  const auto* before = snapshot.Find<FormulaBook>(facts::kBook);
  if (before == nullptr) return decision;
  const auto& after = static_cast<const Plan&>(*decision->versions().front().after);
  FormulaBook book = *before;
  if (!facts::SetTerm(after.name(), after.period(), &book)) return decision;
  return std::move(*decision).Also(std::move(book), "termChanged");
}

}  // namespace

absl::Status CreatePlan::Check(const Request& request, const Context&) {
  return plans::CheckCreate(request);
}

Reads CreatePlan::Read(const Request& request, const Context&) {
  const std::string& parent = request.plan().parent();
  return parent.empty() ? Reads() : Reads{RelyOn<Plan>(parent).Checked()};
}

absl::StatusOr<Decision> CreatePlan::Decide(const Request& request, const Snapshot& snapshot,
                                            const Context& context) {
  return plans::Create(request, ledger::NewName(kPlans, request.plan_id(), context),
                       context.actor->organisation, snapshot.Find<Plan>(request.plan().parent()));
}

absl::Status UpdatePlan::Check(const Request& request, const Context&) {
  return plans::CheckUpdate(request);
}

Reads UpdatePlan::Read(const Request& request, const Context&) {
  Reads reads = WithBelow(request.plan().name());
  reads.Add(Guard<FormulaBook>(facts::kBook).IfExists());
  const std::string parent = WantedParent(request);
  if (!parent.empty()) reads.Add(RelyOn<Plan>(parent).Checked());
  return reads;
}

absl::StatusOr<Decision> UpdatePlan::Decide(const Request& request, const Snapshot& snapshot,
                                            const Context&) {
  const std::string& name = request.plan().name();
  return WithTerm(
      plans::Update(snapshot.Get<Plan>(name), request, snapshot.Find<Plan>(WantedParent(request)),
                    BelowOf(name, snapshot)),
      snapshot);
}

absl::Status DeletePlan::Check(const Request& request, const Context&) {
  return plans::CheckDelete(request);
}

Reads DeletePlan::Read(const Request& request, const Context&) { return WithBelow(request.name()); }

absl::StatusOr<Decision> DeletePlan::Decide(const Request& request, const Snapshot& snapshot,
                                            const Context&) {
  return plans::Delete(snapshot.Get<Plan>(request.name()), BelowOf(request.name(), snapshot));
}

absl::Status AdoptPlan::Check(const Request& request, const Context& context) {
  return plans::CheckAdopt(request, Today(context));
}

Reads AdoptPlan::Read(const Request& request, const Context&) { return WithBelow(request.name()); }

absl::StatusOr<Decision> AdoptPlan::Decide(const Request& request, const Snapshot& snapshot,
                                           const Context&) {
  return plans::Adopt(snapshot.Get<Plan>(request.name()), request,
                      BelowOf(request.name(), snapshot));
}

absl::Status StartPlan::Check(const Request& request, const Context&) {
  return plans::CheckStart(request);
}

Reads StartPlan::Read(const Request& request, const Context&) {
  return {Change<Plan>(request.name())};
}

absl::StatusOr<Decision> StartPlan::Decide(const Request& request, const Snapshot& snapshot,
                                           const Context& context) {
  return plans::Start(snapshot.Get<Plan>(request.name()), Today(context));
}

absl::Status AmendPlan::Check(const Request& request, const Context& context) {
  return plans::CheckAmend(request, Today(context));
}

Reads AmendPlan::Read(const Request& request, const Context&) {
  return {Change<Plan>(request.name()), Guard<FormulaBook>(facts::kBook).IfExists()};
}

absl::StatusOr<Decision> AmendPlan::Decide(const Request& request, const Snapshot& snapshot,
                                           const Context&) {
  return WithTerm(plans::Amend(snapshot.Get<Plan>(request.name()), request), snapshot);
}

absl::Status EvaluatePlan::Check(const Request& request, const Context& context) {
  return plans::CheckEvaluate(request, Today(context));
}

Reads EvaluatePlan::Read(const Request& request, const Context&) {
  return {Change<Plan>(request.name())};
}

absl::StatusOr<Decision> EvaluatePlan::Decide(const Request& request, const Snapshot& snapshot,
                                              const Context&) {
  return plans::Evaluate(snapshot.Get<Plan>(request.name()), request);
}

absl::Status ClosePlan::Check(const Request& request, const Context&) {
  return plans::CheckClose(request);
}

Reads ClosePlan::Read(const Request& request, const Context&) {
  return {Change<Plan>(request.name())};
}

absl::StatusOr<Decision> ClosePlan::Decide(const Request& request, const Snapshot& snapshot,
                                           const Context&) {
  return plans::Close(snapshot.Get<Plan>(request.name()));
}

}  // namespace mandat::objectives
