#include "services/objectives/plan_files/rules_judge.h"

#include <algorithm>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/timestamp.h"
#include "services/objectives/actions/rules.h"
#include "services/objectives/indicators/rules.h"
#include "services/objectives/names.h"
#include "services/objectives/objectives/rules.h"
#include "services/objectives/plan_files/rules_examples.h"
#include "services/objectives/plan_files/rules_ids.h"
#include "services/objectives/plans/rules.h"
#include "services/objectives/targets/rules.h"

namespace mandat::objectives::plan_files {
namespace {

using absl::StatusCode;
using base::Error;
using ledger::Decision;
using v1::Action;
using v1::Indicator;
using v1::Objective;
using v1::Plan;
using v1::Target;

// Under which a plan without a name is looked at.
constexpr char kNameless[] = "plans/x";

template <typename T>
const T& AfterOf(const Decision& decision) {
  return static_cast<const T&>(*decision.versions().front().after);
}

// Whether it is known how an indicator is computed.
bool Counts(const Repair& repair) { return repair.Left({"source", "frequency", "formulas"}); }

absl::Status NoObjective(const std::string& name) {
  return Error(StatusCode::kNotFound, "OBJECTIVE_NOT_FOUND",
               absl::StrCat("The file has no ", name, ". Name one of its objectives."));
}

}  // namespace

Judgement FileJudge::Run() {
  LookAtPlan();
  LookAtObjectives();
  for (int i = 0; i < file_.actions_size(); ++i) LookAtAction(i);
  LookAtIndicators();
  for (int i = 0; i < file_.targets_size(); ++i) LookAtTarget(i);
  return {std::move(findings_).Take(), std::move(decision_)};
}

void FileJudge::LookAtPlan() {
  const Line line{Line::Of::kPlan, 0};
  v1::CreatePlanRequest request;
  Plan* plan = request.mutable_plan();
  *plan = file_.plan();
  CheckOwnName(line, plan->name(), kPlans);
  plan_is_named_ = base::CheckName(plan->name(), kPlans, "").ok();
  RepairLine(
      ExamplePlan(), "plan.", [&] { return plans::CheckCreate(request); },
      [&](absl::string_view field, const absl::Status& fault) { Note(line, field, fault); }, plan);
  const std::string name = plan_is_named_ ? plan->name() : kNameless;
  const bool has_parent = around_.parent.has_value() && around_.parent->owner() == around_.owner;
  const Plan* parent = has_parent ? &*around_.parent : nullptr;
  if (!plan->parent().empty() && plan->parent() == name) {
    Note(line, "parent",
         Error(StatusCode::kFailedPrecondition, "PLAN_CIRCLE",
               "The parent is the plan itself. Choose another parent."));
    parent = nullptr;
  } else if (!plan->parent().empty() && parent == nullptr) {
    Note(line, "parent",
         Error(StatusCode::kNotFound, "PLAN_NOT_FOUND",
               absl::StrCat("There is no ", plan->parent(), ". Choose another parent, or none.")));
  }
  plan->set_state(v1::PLAN_STATE_DRAFT);
  plan_ = Keep(line, "parent", plans::Create(request, name, around_.owner, parent), *plan);
  plan_.set_name(name);
}

void FileJudge::LookAtObjectives() {
  const std::map<std::string, int> places = PlacesOf(file_.objectives());
  std::vector<std::vector<int>> needs(static_cast<size_t>(file_.objectives_size()));
  for (int i = 0; i < file_.objectives_size(); ++i) {
    const auto parent = places.find(file_.objectives(i).parent());
    if (parent != places.end()) needs[static_cast<size_t>(i)].push_back(parent->second);
  }
  for (const int i : InOrder(needs)) LookAtObjective(i, places);
}

void FileJudge::LookAtObjective(int at, const std::map<std::string, int>& places) {
  const Line line{Line::Of::kObjectives, at};
  v1::CreateObjectiveRequest request;
  Objective* objective = request.mutable_objective();
  *objective = file_.objectives(at);
  CheckOwnName(line, objective->name(), kObjectives);
  SetPlan(line, objective->mutable_plan());
  const Repair repair = RepairLine(
      ExampleObjective(), "objective.", [&] { return objective_tree::CheckCreate(request); },
      [&](absl::string_view field, const absl::Status& fault) { Note(line, field, fault); },
      objective);
  if (repair.fields.count("number") == 0)
    CheckNumber(line, objective->number(), &objective_numbers_);
  const std::string parent_name = objective->parent();
  const auto parent = objectives_.find(parent_name);
  const bool found = parent != objectives_.end();
  if (!parent_name.empty() && !found && places.count(parent_name) != 0) {
    Note(line, "parent",
         Error(StatusCode::kFailedPrecondition, "OBJECTIVE_CIRCLE",
               "The parent is the objective itself or part of it. Choose another parent."));
  } else if (!parent_name.empty() && !found) {
    Note(line, "parent", NoObjective(parent_name));
  }
  objectives_.emplace(objective->name(),
                      Keep(line, "parent",
                           objective_tree::Create(request, objective->name(), plan_,
                                                  found ? &parent->second : nullptr),
                           *objective));
}

void FileJudge::LookAtAction(int at) {
  const Line line{Line::Of::kActions, at};
  v1::CreateActionRequest request;
  Action* action = request.mutable_action();
  *action = file_.actions(at);
  CheckOwnName(line, action->name(), kActions);
  SetPlan(line, action->mutable_plan());
  const Repair repair = RepairLine(
      ExampleAction(), "action.", [&] { return actions::CheckCreate(request); },
      [&](absl::string_view field, const absl::Status& fault) { Note(line, field, fault); },
      action);
  std::vector<const Objective*> served;
  for (int i = 0; i < action->serves_size() && repair.fields.count("serves") == 0; ++i) {
    const std::string& name = action->serves(i).objective();
    const auto objective = objectives_.find(name);
    if (objective != objectives_.end()) {
      served.push_back(&objective->second);
    } else {
      Note(line, absl::StrCat(base::ElementOf("serves", i), ".objective"), NoObjective(name));
    }
  }
  Keep(line, "serves", actions::Create(request, action->name(), plan_, served), *action);
}

void FileJudge::LookAtIndicators() {
  indicator_places_ = PlacesOf(file_.indicators());
  std::vector<std::vector<int>> needs(static_cast<size_t>(file_.indicators_size()));
  for (int i = 0; i < file_.indicators_size(); ++i) {
    for (const v1::FormulaVersion& version : file_.indicators(i).formulas()) {
      for (const std::string& operand : version.formula().combination().indicators()) {
        const auto place = indicator_places_.find(operand);
        if (place != indicator_places_.end())
          needs[static_cast<size_t>(i)].push_back(place->second);
      }
    }
  }
  for (const int i : InOrder(needs)) LookAtIndicator(i);
}

void FileJudge::LookAtIndicator(int at) {
  const Line line{Line::Of::kIndicators, at};
  v1::CreateIndicatorRequest request;
  Indicator* indicator = request.mutable_indicator();
  *indicator = file_.indicators(at);
  // The first version is made with it; the others revise it, as they did where the file is from.
  while (indicator->formulas_size() > 1) indicator->mutable_formulas()->RemoveLast();
  CheckOwnName(line, indicator->name(), kIndicators);
  const Repair repair = RepairLine(
      ExampleIndicator(!indicator->formulas().empty()), "indicator.",
      [&] { return indicators::CheckCreate(request); },
      [&](absl::string_view field, const absl::Status& fault) { Note(line, field, fault); },
      indicator);
  if (repair.fields.count("number") == 0)
    CheckNumber(line, indicator->number(), &indicator_numbers_);
  Objective objective = ExampleObjective();
  objective.set_plan(plan_.name());
  const auto measured = objectives_.find(indicator->objective());
  if (measured != objectives_.end()) {
    objective = measured->second;
  } else if (repair.fields.count("objective") == 0) {
    Note(line, "objective", NoObjective(indicator->objective()));
  }
  std::vector<const Indicator*> operands;
  const bool counts = Counts(repair);
  if (counts && !indicator->formulas().empty()) {
    operands = OperandsOf(line, 0, [&](const Indicator* operand) {
      return indicators::Create(request, indicator->name(), plan_, objective, {operand}).status();
    });
  }
  const auto created = indicators::Create(request, indicator->name(), plan_, objective, operands);
  Looked looked = {created.ok() ? AfterOf<Indicator>(*created) : *indicator, repair};
  if (!created.ok()) Note(line, "formulas", created.status());
  // What is made before something else in the file was made before it: so ReviseFormula sees it.
  // The time that stays is the ledger's.
  *looked.resource.mutable_create_time() =
      base::ToTimestamp(around_.now + absl::Microseconds(static_cast<int64_t>(indicators_.size())));
  for (int i = 1; counts && i < file_.indicators(at).formulas_size(); ++i) {
    Revise(line, i, &looked.resource);
  }
  decision_ = std::move(decision_).AlsoCreate(looked.resource);
  indicators_.emplace(indicator->name(), std::move(looked));
}

void FileJudge::Revise(const Line& line, int version, Indicator* indicator) {
  const std::string field = base::ElementOf("formulas", version);
  v1::ReviseFormulaRequest request;
  request.set_name(indicator->name());
  *request.mutable_formula() = file_.indicators(line.at).formulas(version);
  // The indicator's name was looked at.
  if (!base::CheckName(request.name(), kIndicators, "").ok()) request.set_name("indicators/x");
  const Repair repair = RepairLine(
      ExampleVersion(), "formula.", [&] { return indicators::CheckRevise(request); },
      [&](absl::string_view path, const absl::Status& fault) {
        Note(line, absl::StrCat(field, ".", path), fault);
      },
      request.mutable_formula());
  if (!repair.ok || !repair.fields.empty()) return;
  const auto revised = [&](const std::vector<const Indicator*>& operands) {
    return indicators::Revise(*indicator, request, plan_, operands);
  };
  if (const auto alone = revised({}); !alone.ok()) return Note(line, field, alone.status());
  const auto operands = OperandsOf(
      line, version, [&](const Indicator* operand) { return revised({operand}).status(); });
  const auto all = revised(operands);
  if (!all.ok()) return Note(line, field, all.status());
  const Indicator after = AfterOf<Indicator>(*all);
  *indicator = after;
}

std::vector<const Indicator*> FileJudge::OperandsOf(
    const Line& line, int version, absl::FunctionRef<absl::Status(const Indicator*)> check) {
  std::vector<const Indicator*> operands;
  const auto& names =
      file_.indicators(line.at).formulas(version).formula().combination().indicators();
  for (int i = 0; i < names.size(); ++i) {
    const std::string field = absl::StrCat(base::ElementOf("formulas", version), ".formula.",
                                           base::ElementOf("combination.indicators", i));
    const std::string& name = names[i];
    const Indicator* operand = nullptr;
    if (const auto inside = indicators_.find(name); inside != indicators_.end()) {
      if (!Counts(inside->second.repair)) continue;
      operand = &inside->second.resource;
    } else if (const auto outside = around_.operands.find(name);
               outside != around_.operands.end() && outside->second.owner() == around_.owner) {
      operand = &outside->second;
    } else if (indicator_places_.count(name) != 0) {
      Note(line, field,
           Error(StatusCode::kFailedPrecondition, "FORMULA_CIRCLE",
                 absl::StrCat(name, " combines this one, or is it. Combine others.")));
      continue;
    } else {
      Note(line, field,
           Error(StatusCode::kNotFound, "INDICATOR_NOT_FOUND",
                 absl::StrCat("Neither the file nor another plan of yours has ", name, ".")));
      continue;
    }
    const absl::Status fault = check(operand);
    if (fault.ok()) operands.push_back(operand);
    if (!fault.ok()) Note(line, field, fault);
  }
  return operands;
}

void FileJudge::LookAtTarget(int at) {
  if (!IsMade(file_.targets(at))) return;
  const Line line{Line::Of::kTargets, at};
  v1::SetTargetRequest request;
  Target* target = request.mutable_target();
  *target = file_.targets(at);
  CheckOwnName(line, target->name(), kTargets);
  const Repair repair = RepairLine(
      ExampleTarget(), "target.",
      [&] { return targets::CheckSet(request, base::BrusselsDay(around_.now)); },
      [&](absl::string_view field, const absl::Status& fault) { Note(line, field, fault); },
      target);
  if (repair.fields.count("indicator") != 0) return;
  const auto indicator = indicators_.find(target->indicator());
  if (indicator == indicators_.end()) {
    return Note(line, "indicator",
                Error(StatusCode::kNotFound, "INDICATOR_NOT_FOUND",
                      absl::StrCat("The file has no ", target->indicator(),
                                   ". Name one of its indicators.")));
  }
  if (!with_target_.insert(target->indicator()).second) {
    return Note(line, "indicator",
                Error(StatusCode::kFailedPrecondition, "TARGET_REPEATED",
                      "Another target of the file counts for this indicator. Keep one of them, or "
                      "say in `replaced_by` which one took its place."));
  }
  const google::protobuf::OneofDescriptor& shape = *Target::descriptor()->FindOneofByName("shape");
  const auto* shown = target->GetReflection()->GetOneofFieldDescriptor(*target, &shape);
  Keep(line, shown == nullptr ? shape.name() : shown->name(),
       targets::Set(request, target->name(), plan_, indicator->second.resource, nullptr), *target);
}

template <typename T>
std::map<std::string, int> FileJudge::PlacesOf(const T& items) {
  std::map<std::string, int> places;
  for (int i = 0; i < items.size(); ++i) places.emplace(items[i].name(), i);
  return places;
}

void FileJudge::CheckOwnName(const Line& line, const std::string& name,
                             absl::string_view collection) {
  if (const absl::Status fault = base::CheckName(name, collection, "name"); !fault.ok()) {
    return Note(line, "name", fault);
  }
  const bool repeated = !names_.insert(name).second;
  if (!repeated && around_.taken.count(name) == 0) return;
  // "OBJECTIVE_EXISTS" of "objectives".
  const std::string kind = absl::AsciiStrToUpper(collection.substr(0, collection.size() - 1));
  Note(line, "name",
       Error(StatusCode::kAlreadyExists, absl::StrCat(kind, "_EXISTS"),
             repeated ? absl::StrCat("Another line of the file is called ", name, ".")
                      : absl::StrCat(name, " is there, or was. Import with another `plan_id`.")));
}

void FileJudge::CheckNumber(const Line& line, const std::string& number,
                            std::set<std::string>* numbers) {
  if (numbers->insert(number).second) return;
  Note(line, "number",
       Error(StatusCode::kAlreadyExists, "NUMBER_TAKEN",
             "Another line of the file has this number. Choose another one."));
}

void FileJudge::SetPlan(const Line& line, std::string* plan) {
  if (plan_is_named_ && !plan->empty() && *plan != plan_.name()) {
    Note(line, "plan",
         Error(StatusCode::kFailedPrecondition, "PLAN_MISMATCH",
               absl::StrCat("It says ", *plan, ". Leave it empty, or give the plan of the file.")));
  }
  *plan = plan_.name();
}

void FileJudge::Note(const Line& line, absl::string_view field, const absl::Status& fault) {
  findings_.Add(line, field, fault);
}

template <typename T>
T FileJudge::Keep(const Line& line, absl::string_view field, const absl::StatusOr<Decision>& made,
                  T wanted) {
  if (!made.ok()) {
    Note(line, field, made.status());
    return wanted;
  }
  const T& after = AfterOf<T>(*made);
  decision_ = std::move(decision_).AlsoCreate(after, made->versions().front().verb);
  return after;
}

}  // namespace mandat::objectives::plan_files
