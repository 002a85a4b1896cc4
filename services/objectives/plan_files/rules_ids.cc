#include "services/objectives/plan_files/rules_ids.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/lib/base/digest.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/formulas/combination.h"
#include "services/objectives/names.h"

namespace mandat::objectives::plan_files {
namespace {

constexpr size_t kIdBytes = 63;
constexpr size_t kDigestDigits = 16;

bool IsName(absl::string_view name, absl::string_view collection) {
  return base::ParseName(name, collection, "").ok();
}

// The beginning of an id, and a digest of what it stands for.
std::string Digested(const std::string& id, absl::string_view what) {
  return absl::StrCat(id.substr(0, kIdBytes - 1 - kDigestDigits), "-",
                      base::Sha256Hex(what).substr(0, kDigestDigits));
}

// The new ids of one collection, by the old ones. No two are the same.
class Copies {
 public:
  Copies(std::string old_plan, std::string new_plan)
      : prefix_(absl::StrCat(old_plan, "-")), plan_(std::move(new_plan)) {}

  void Add(const std::string& collection, const std::string& name) {
    if (IsName(name, collection)) ids_[collection].insert(base::IdIn(name));
  }
  // Renames what `name` refers to, where that is one of them.
  void Rename(const std::string& collection, std::string* name) const {
    const auto ids = ids_.find(collection);
    if (ids == ids_.end() || !IsName(*name, collection)) return;
    const std::string id = base::IdIn(*name);
    if (ids->second.count(id) != 0) *name = base::MakeName(collection, IdOf(id, ids->second));
  }

 private:
  bool IsPrefixed(const std::string& id) const {
    return absl::StartsWith(id, prefix_) && id.size() > prefix_.size();
  }

  std::string IdOf(const std::string& id, const std::set<std::string>& all) const {
    const std::string rest = IsPrefixed(id) ? id.substr(prefix_.size()) : id;
    // Without the prefix it may be the id of something else.
    const bool ambiguous = IsPrefixed(id) && all.count(rest) != 0 && !IsPrefixed(rest);
    if (ambiguous) return Digested(absl::StrCat(plan_, "-", id), absl::StrCat(plan_, "/", id));
    const std::string copied = absl::StrCat(plan_, "-", rest);
    return copied.size() <= kIdBytes ? copied : Digested(copied, copied);
  }

  const std::string prefix_;
  const std::string plan_;
  std::map<std::string, std::set<std::string>> ids_;
};

template <typename T>
void AddAll(const std::string& collection, const T& items, Copies* copies) {
  for (const auto& item : items) copies->Add(collection, item.name());
}

template <typename T>
void RenameAll(const std::string& collection, const Copies& copies, T* items) {
  for (auto& item : *items) copies.Rename(collection, item.mutable_name());
}

void RenameReferences(const Copies& copies, v1::PlanFile* file) {
  for (v1::Objective& objective : *file->mutable_objectives()) {
    copies.Rename(kObjectives, objective.mutable_parent());
  }
  for (v1::Action& action : *file->mutable_actions()) {
    for (v1::ServedObjective& served : *action.mutable_serves()) {
      copies.Rename(kObjectives, served.mutable_objective());
    }
  }
  for (v1::Indicator& indicator : *file->mutable_indicators()) {
    copies.Rename(kObjectives, indicator.mutable_objective());
    for (v1::FormulaVersion& version : *indicator.mutable_formulas()) {
      if (!version.formula().has_combination()) continue;
      v1::Combination* combination = version.mutable_formula()->mutable_combination();
      for (std::string& operand : *combination->mutable_indicators()) {
        copies.Rename(kIndicators, &operand);
      }
    }
  }
  for (v1::Target& target : *file->mutable_targets()) {
    copies.Rename(kIndicators, target.mutable_indicator());
  }
}

// The plan, and what says that it belongs to it.
void RenamePlan(const std::string& plan_id, v1::PlanFile* file) {
  const std::string before = file->plan().name();
  const std::string after = base::MakeName(kPlans, plan_id);
  const auto rename = [&](std::string* name) {
    if (*name == before) *name = after;
  };
  rename(file->mutable_plan()->mutable_name());
  rename(file->mutable_plan()->mutable_parent());
  for (v1::Objective& objective : *file->mutable_objectives()) rename(objective.mutable_plan());
  for (v1::Action& action : *file->mutable_actions()) rename(action.mutable_plan());
}

template <typename T>
void AddNames(absl::string_view collection, const T& items, std::vector<std::string>* names) {
  for (const auto& item : items) {
    if (IsName(item.name(), collection)) names->push_back(item.name());
  }
}

}  // namespace

v1::PlanFile Renamed(v1::PlanFile file, const std::string& plan_id) {
  if (plan_id.empty() || !IsName(file.plan().name(), kPlans)) return file;
  Copies copies(base::IdIn(file.plan().name()), plan_id);
  AddAll(kObjectives, file.objectives(), &copies);
  AddAll(kActions, file.actions(), &copies);
  AddAll(kIndicators, file.indicators(), &copies);
  AddAll(kTargets, file.targets(), &copies);
  RenameReferences(copies, &file);
  RenameAll(kObjectives, copies, file.mutable_objectives());
  RenameAll(kActions, copies, file.mutable_actions());
  RenameAll(kIndicators, copies, file.mutable_indicators());
  RenameAll(kTargets, copies, file.mutable_targets());
  RenamePlan(plan_id, &file);
  return file;
}

Names NamesIn(const v1::PlanFile& file) {
  Names names;
  if (IsName(file.plan().name(), kPlans)) names.made.push_back(file.plan().name());
  AddNames(kObjectives, file.objectives(), &names.made);
  AddNames(kActions, file.actions(), &names.made);
  AddNames(kIndicators, file.indicators(), &names.made);
  for (const v1::Target& target : file.targets()) {
    if (IsMade(target) && IsName(target.name(), kTargets)) names.made.push_back(target.name());
  }
  if (IsName(file.plan().parent(), kPlans)) names.parent = file.plan().parent();
  for (const v1::Indicator& indicator : file.indicators()) {
    for (const v1::FormulaVersion& version : indicator.formulas()) {
      for (std::string& operand : formulas::OperandsOf(version.formula())) {
        if (IsName(operand, kIndicators)) names.operands.insert(std::move(operand));
      }
    }
  }
  for (const v1::Indicator& indicator : file.indicators()) names.operands.erase(indicator.name());
  return names;
}

}  // namespace mandat::objectives::plan_files
