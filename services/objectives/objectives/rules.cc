#include "services/objectives/objectives/rules.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/text.h"
#include "services/objectives/checks.h"
#include "services/objectives/names.h"
#include "services/objectives/plans/rules.h"
#include "services/objectives/rules_tree.h"

namespace mandat::objectives::objective_tree {
namespace {

using base::Error;
using base::Fields;
using base::InvalidField;
using ledger::Decision;
using v1::Objective;
using v1::PriorityScore;

constexpr size_t kNumberBytes = 20;
constexpr size_t kTitleBytes = 500;
constexpr size_t kClauseBytes = 200;
constexpr size_t kJustificationBytes = 1000;
constexpr int kScores = 50;
constexpr int kWeightMost = 1000;
constexpr int kScoreMost = 5;

absl::Status CheckLevel(v1::ObjectiveLevel level, Fields fields) {
  if (level == v1::OBJECTIVE_LEVEL_UNSPECIFIED && fields == Fields::kAll) {
    return base::Required("objective.level");
  }
  if (v1::ObjectiveLevel_IsValid(level)) return absl::OkStatus();
  return InvalidField("LEVEL_UNKNOWN", "objective.level",
                      "Give STRATEGIC, TRANSVERSAL, PRIORITY or OPERATIONAL.");
}

absl::Status CheckMark(int mark, const std::string& field) {
  if (mark >= 1 && mark <= kScoreMost) return absl::OkStatus();
  return InvalidField("SCORE_INVALID", field, "Give 1 to 5.");
}

absl::Status CheckScore(const PriorityScore& score, const std::string& at) {
  RETURN_IF_ERROR(CheckMark(score.stake(), absl::StrCat(at, ".stake")));
  RETURN_IF_ERROR(CheckMark(score.urgency(), absl::StrCat(at, ".urgency")));
  RETURN_IF_ERROR(
      CheckMark(score.return_on_investment(), absl::StrCat(at, ".return_on_investment")));
  RETURN_IF_ERROR(base::CheckRequiredText(score.justification(), kJustificationBytes,
                                          absl::StrCat(at, ".justification")));
  return base::ParseDate(score.date(), absl::StrCat(at, ".date")).status();
}

absl::Status CheckScores(const Objective& objective) {
  const char* const field = "objective.scores";
  RETURN_IF_ERROR(base::CheckCount(objective.scores_size(), kScores, field));
  std::optional<absl::CivilDay> last;
  for (int i = 0; i < objective.scores_size(); ++i) {
    const std::string at = base::ElementOf(field, i);
    RETURN_IF_ERROR(CheckScore(objective.scores(i), at));
    const absl::CivilDay day = base::ToDay(objective.scores(i).date());
    if (last.has_value() && day < *last) {
      return InvalidField("SCORES_UNORDERED", absl::StrCat(at, ".date"),
                          "Give the scores oldest first: the last one gives the rank.");
    }
    last = day;
  }
  return absl::OkStatus();
}

absl::Status CheckObjective(const Objective& objective, Fields fields) {
  const bool all = fields == Fields::kAll;
  RETURN_IF_ERROR(all ? base::CheckName(objective.plan(), kPlans, "objective.plan")
                      : base::CheckNameIfSet(objective.plan(), kPlans, "objective.plan"));
  RETURN_IF_ERROR(base::CheckNameIfSet(objective.parent(), kObjectives, "objective.parent"));
  RETURN_IF_ERROR(CheckLevel(objective.level(), fields));
  if (all || !objective.number().empty()) {
    RETURN_IF_ERROR(base::CheckRequiredText(objective.number(), kNumberBytes, "objective.number"));
  }
  if (all || objective.has_title()) {
    RETURN_IF_ERROR(base::ValidateLocalizedText(objective.title(), kTitleBytes, "objective.title"));
  }
  RETURN_IF_ERROR(base::ValidateText(objective.clause(), kClauseBytes, "objective.clause"));
  RETURN_IF_ERROR(base::CheckIdIfSet(objective.unit(), "objective.unit"));
  RETURN_IF_ERROR(
      CheckResponsibilities(objective.responsibilities(), "objective.responsibilities"));
  if (objective.weight() < 0 || objective.weight() > kWeightMost) {
    return InvalidField("WEIGHT_INVALID", "objective.weight",
                        "Give 1 to 1000, or 0 for a weight of 1.");
  }
  return CheckScores(objective);
}

absl::Status NotEmpty(absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, "OBJECTIVE_NOT_EMPTY", message);
}

absl::Status CheckParentOf(const v1::Plan& plan, const Objective* parent) {
  if (parent == nullptr || parent->plan() == plan.name()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "PARENT_OF_ANOTHER_PLAN",
               "The parent belongs to another plan. Choose one of this plan.");
}

// Where it hangs after an update that gives it another parent.
absl::Status Move(const Objective& before, const Objective* parent, Below below, Objective* after) {
  if (parent != nullptr && IsAtOrBelow(*parent, before.name())) {
    return Error(absl::StatusCode::kFailedPrecondition, "OBJECTIVE_CIRCLE",
                 "The parent is the objective itself or part of it. Choose another parent.");
  }
  if (below.objectives) {
    return NotEmpty(
        "Objectives are part of it, and a branch moves from its leaves: give them "
        "another parent first.");
  }
  return HangOn(parent, after);
}

}  // namespace

absl::Status CheckCreate(const v1::CreateObjectiveRequest& request) {
  RETURN_IF_ERROR(CheckObjective(request.objective(), Fields::kAll));
  return base::CheckIdIfSet(request.objective_id(), "objective_id");
}

absl::Status CheckUpdate(const v1::UpdateObjectiveRequest& request) {
  RETURN_IF_ERROR(base::CheckName(request.objective().name(), kObjectives, "objective.name"));
  ASSIGN_OR_RETURN(const Objective wanted,
                   base::Masked(request.update_mask(), request.objective()));
  return CheckObjective(wanted, Fields::kSet);
}

absl::Status CheckDelete(const v1::DeleteObjectiveRequest& request) {
  return base::CheckName(request.name(), kObjectives, "name");
}

absl::Status CheckList(const v1::ListObjectivesRequest& request) {
  RETURN_IF_ERROR(base::CheckNameIfSet(request.plan(), kPlans, "plan"));
  return base::CheckNameIfSet(request.parent(), kObjectives, "parent");
}

absl::StatusOr<Decision> Create(const v1::CreateObjectiveRequest& request, absl::string_view name,
                                const v1::Plan& plan, const Objective* parent) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  RETURN_IF_ERROR(CheckParentOf(plan, parent));
  Objective objective = request.objective();
  base::KeepSettable(&objective);
  RETURN_IF_ERROR(HangOn(parent, &objective));
  objective.set_name(std::string(name));
  objective.set_owner(plan.owner());
  objective.set_supervisor(plan.supervisor());
  return Decision::Create(std::move(objective));
}

absl::StatusOr<Decision> Update(const Objective& before, const v1::UpdateObjectiveRequest& request,
                                const v1::Plan& plan, const Objective* parent, Below below) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  ASSIGN_OR_RETURN(Objective after,
                   base::Updated(before, request.update_mask(), request.objective()));
  RETURN_IF_ERROR(CheckObjective(after, Fields::kAll));
  RETURN_IF_ERROR(CheckParentOf(plan, parent));
  if (after.parent() != before.parent()) {
    RETURN_IF_ERROR(Move(before, parent, below, &after));
  }
  return Decision::Of(std::move(after), "updated");
}

absl::StatusOr<Decision> Delete(const Objective& before, const v1::Plan& plan, Below below) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  if (below.objectives) return NotEmpty("Objectives are part of it. Delete them first.");
  if (below.indicators) {
    return NotEmpty("Indicators measure it, and what was measured stays. Change it instead.");
  }
  if (below.actions) return NotEmpty("Actions serve it. Take it off them first.");
  return Decision::Delete(before);
}

}  // namespace mandat::objectives::objective_tree
