#include "services/objectives/plan_files/commands.h"

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/indicators/booking.h"
#include "services/objectives/names.h"
#include "services/objectives/plan_files/rules.h"
#include "services/objectives/plan_files/rules_ids.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

using ledger::Consult;
using ledger::Context;
using ledger::Decision;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using plan_files::Names;
using plan_files::Surroundings;
using storage::v1::FormulaBook;
using v1::Action;
using v1::Indicator;
using v1::Objective;
using v1::Plan;
using v1::Target;

namespace {

// Calls `use(type)` with an empty resource of the type that has this name.
template <typename Use>
void WithTypeOf(const std::string& name, Use use) {
  const absl::string_view collection = base::CollectionIn(name);
  if (collection == kPlans) return use(Plan());
  if (collection == kObjectives) return use(Objective());
  if (collection == kActions) return use(Action());
  if (collection == kIndicators) return use(Indicator());
  if (collection == kTargets) return use(Target());
}

Surroundings SurroundingsIn(const Names& names, const Snapshot& snapshot, const Context& context) {
  Surroundings around;
  around.owner = context.actor->organisation;
  around.now = context.now;
  const auto* parent = names.parent.empty() ? nullptr : snapshot.Find<Plan>(names.parent);
  if (parent != nullptr) around.parent = *parent;
  for (const std::string& name : names.operands) {
    const auto* operand = snapshot.Find<Indicator>(name);
    if (operand != nullptr) around.operands.emplace(name, *operand);
  }
  for (const std::string& name : names.made) {
    WithTypeOf(name, [&](const auto& type) {
      if (snapshot.Find<std::decay_t<decltype(type)>>(name) != nullptr) around.taken.insert(name);
    });
  }
  return around;
}

// The book is large and read as often as it is named.
void AddBookOnce(const v1::PlanFile& file, Reads* reads) {
  for (const Indicator& indicator : file.indicators()) {
    for (const v1::FormulaVersion& version : indicator.formulas()) {
      if (facts::CountsFacts(version.formula())) return AddBook(version.formula(), reads);
    }
  }
}

// The formulas that the decision makes, entered in the book where they count facts.
absl::StatusOr<Decision> Entered(Decision decision, const Snapshot& snapshot) {
  const auto& plan = static_cast<const Plan&>(*decision.versions().front().after);
  std::optional<FormulaBook> book;
  for (const ledger::Version& version : decision.versions()) {
    const auto* indicator =
        google::protobuf::DynamicCastToGenerated<const Indicator>(version.after.get());
    if (indicator == nullptr) continue;
    for (const v1::FormulaVersion& formula : indicator->formulas()) {
      if (!facts::CountsFacts(formula.formula())) continue;
      if (!book.has_value()) {
        ASSIGN_OR_RETURN(book, BookIn(snapshot));
      }
      facts::Enter(*indicator, formula, plan.period(), &*book);
    }
  }
  if (!book.has_value()) return decision;
  return std::move(decision).Also(*std::move(book), kEntered);
}

}  // namespace

absl::Status ImportPlan::Check(const Request& request, const Context&) {
  return plan_files::CheckImport(request.file(), request.plan_id());
}

Reads ImportPlan::Read(const Request& request, const Context&) {
  const Names names = plan_files::NamesIn(plan_files::Renamed(request.file(), request.plan_id()));
  Reads reads;
  // What is missing, or another organisation's, is a finding among the others.
  if (!names.parent.empty()) reads.Add(RelyOn<Plan>(names.parent).IfExists());
  // Operands need not be held, as for CreateIndicator.
  for (const std::string& name : names.operands) reads.Add(Consult<Indicator>(name).IfExists());
  // Nor what is not there yet: the commit makes it once.
  for (const std::string& name : names.made) {
    WithTypeOf(name, [&](const auto& type) {
      reads.Add(Consult<std::decay_t<decltype(type)>>(name).IfExists());
    });
  }
  AddBookOnce(request.file(), &reads);
  return reads;
}

absl::StatusOr<Decision> ImportPlan::Decide(const Request& request, const Snapshot& snapshot,
                                            const Context& context) {
  const v1::PlanFile file = plan_files::Renamed(request.file(), request.plan_id());
  plan_files::Judgement judgement =
      plan_files::Judge(file, SurroundingsIn(plan_files::NamesIn(file), snapshot, context));
  RETURN_IF_ERROR(plan_files::RefusalOf(judgement.findings));
  return Entered(std::move(judgement.decision), snapshot);
}

}  // namespace mandat::objectives
