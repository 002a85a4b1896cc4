#include "services/objectives/indicators/commands.h"

#include <string>
#include <vector>

#include "mandat/objectives/v1/objective.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/formulas/combination.h"
#include "services/objectives/indicators/booking.h"
#include "services/objectives/indicators/rules.h"
#include "services/objectives/names.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/storage.pb.h"
#include "services/objectives/targets/counting.h"

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
using storage::v1::FormulaBook;
using v1::Indicator;
using v1::Objective;
using v1::Plan;
using v1::Target;

namespace {

// Its state decides: it must stay as it is until the commit.
NamedRead PlanOf(const std::string& indicator) {
  return RelyOn<Plan>(From<Indicator>(indicator, Indicators().plan));
}

// What a formula combines never goes away, and of it only what is set once matters: it need not be
// held.
void AddOperands(const v1::Formula& formula, Reads* reads) {
  for (const std::string& operand : formulas::OperandsOf(formula)) {
    reads->Add(ledger::Consult<Indicator>(operand).Checked());
  }
}

std::vector<const Indicator*> OperandsIn(const v1::Formula& formula, const Snapshot& snapshot) {
  std::vector<const Indicator*> operands;
  for (const std::string& operand : formulas::OperandsOf(formula)) {
    operands.push_back(&snapshot.Get<Indicator>(operand));
  }
  return operands;
}

// The newest formula of an indicator that was decided on counts facts from this commit on, where it
// counts any.
absl::StatusOr<Decision> Entered(absl::StatusOr<Decision> decision, const Plan& plan,
                                 const Snapshot& snapshot) {
  RETURN_IF_ERROR(decision.status());
  const auto& indicator = static_cast<const Indicator&>(*decision->versions().front().after);
  if (indicator.formulas().empty()) return decision;
  const v1::FormulaVersion& newest = *indicator.formulas().rbegin();
  if (!facts::CountsFacts(newest.formula())) return decision;
  ASSIGN_OR_RETURN(FormulaBook book, BookIn(snapshot));
  facts::Enter(indicator, newest, plan.period(), &book);
  return std::move(*decision).Also(std::move(book), kEntered);
}

// Of one that is made; empty where it is not computed.
v1::Formula FirstFormula(const Indicator& indicator) {
  return indicator.formulas().empty() ? v1::Formula() : indicator.formulas(0).formula();
}

}  // namespace

absl::Status CreateIndicator::Check(const Request& request, const Context&) {
  return indicators::CheckCreate(request);
}

Reads CreateIndicator::Read(const Request& request, const Context&) {
  const std::string& objective = request.indicator().objective();
  Reads reads = {RelyOn<Objective>(objective).Checked(),
                 RelyOn<Plan>(From<Objective>(objective, Objectives().plan))};
  AddOperands(FirstFormula(request.indicator()), &reads);
  AddBook(FirstFormula(request.indicator()), &reads);
  return reads;
}

absl::StatusOr<Decision> CreateIndicator::Decide(const Request& request, const Snapshot& snapshot,
                                                 const Context& context) {
  const auto& objective = snapshot.Get<Objective>(request.indicator().objective());
  const auto& plan = snapshot.Get<Plan>(objective.plan());
  return Entered(
      indicators::Create(request, ledger::NewName(kIndicators, request.indicator_id(), context),
                         plan, objective, OperandsIn(FirstFormula(request.indicator()), snapshot)),
      plan, snapshot);
}

absl::Status UpdateIndicator::Check(const Request& request, const Context&) {
  return indicators::CheckUpdate(request);
}

Reads UpdateIndicator::Read(const Request& request, const Context&) {
  const std::string& name = request.indicator().name();
  return {Change<Indicator>(name), PlanOf(name), FindAll<Target>(CountingTargetOf(name))};
}

absl::StatusOr<Decision> UpdateIndicator::Decide(const Request& request, const Snapshot& snapshot,
                                                 const Context&) {
  const auto& before = snapshot.Get<Indicator>(request.indicator().name());
  return indicators::Update(before, request, snapshot.Get<Plan>(before.plan()),
                            CountingTargetIn(snapshot, before.name()));
}

absl::Status ReviseFormula::Check(const Request& request, const Context&) {
  return indicators::CheckRevise(request);
}

Reads ReviseFormula::Read(const Request& request, const Context&) {
  Reads reads = {Change<Indicator>(request.name()), PlanOf(request.name())};
  AddOperands(request.formula().formula(), &reads);
  AddBook(request.formula().formula(), &reads);
  return reads;
}

absl::StatusOr<Decision> ReviseFormula::Decide(const Request& request, const Snapshot& snapshot,
                                               const Context&) {
  const auto& before = snapshot.Get<Indicator>(request.name());
  const auto& plan = snapshot.Get<Plan>(before.plan());
  return Entered(
      indicators::Revise(before, request, plan, OperandsIn(request.formula().formula(), snapshot)),
      plan, snapshot);
}

}  // namespace mandat::objectives
