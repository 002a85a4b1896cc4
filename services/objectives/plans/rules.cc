#include "services/objectives/plans/rules.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/enterprise_number.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/period.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/text.h"
#include "services/objectives/checks.h"
#include "services/objectives/names.h"
#include "services/objectives/plans/guards.h"
#include "services/objectives/plans/states.h"
#include "services/objectives/rules_tree.h"

namespace mandat::objectives::plans {
namespace {

using base::Fields;
using base::InvalidField;
using ledger::Decision;
using v1::Plan;

constexpr size_t kTitleBytes = 200;
constexpr size_t kAuthorityBytes = 200;
constexpr size_t kLongTextBytes = 2000;
constexpr size_t kTextBytes = 1000;
constexpr size_t kValueBytes = 100;
constexpr int kValues = 20;
constexpr int kLevers = 50;
constexpr int kSynergyFields = 50;

absl::Status CheckKind(v1::PlanKind kind, Fields fields) {
  if (kind == v1::PLAN_KIND_UNSPECIFIED && fields == Fields::kAll) {
    return base::Required("plan.kind");
  }
  if (v1::PlanKind_IsValid(kind)) return absl::OkStatus();
  return InvalidField("PLAN_KIND_UNKNOWN", "plan.kind", "Give one of the kinds of the proto.");
}

absl::Status CheckPeriod(const common::v1::Period& period) {
  RETURN_IF_ERROR(base::ParsePeriod(period, "plan.period").status());
  if (!period.has_end_date()) {
    return InvalidField("PERIOD_INVALID", "plan.period", "Give the last day too.");
  }
  RETURN_IF_ERROR(base::CheckDayOfCentury(period.start_date(), "plan.period.start_date"));
  return base::CheckDayOfCentury(period.end_date(), "plan.period.end_date");
}

absl::Status CheckValues(const Plan& plan) {
  RETURN_IF_ERROR(base::CheckCount(plan.values_size(), kValues, "plan.values"));
  for (int i = 0; i < plan.values_size(); ++i) {
    const std::string at = base::ElementOf("plan.values", i);
    RETURN_IF_ERROR(base::ValidateLocalizedText(plan.values(i).title(), kValueBytes,
                                                absl::StrCat(at, ".title")));
    RETURN_IF_ERROR(
        base::CheckTextIfSet(plan.values(i).meaning(), kTextBytes, absl::StrCat(at, ".meaning")));
  }
  return absl::OkStatus();
}

absl::Status CheckLevers(const Plan& plan) {
  RETURN_IF_ERROR(base::CheckCount(plan.levers_size(), kLevers, "plan.levers"));
  for (int i = 0; i < plan.levers_size(); ++i) {
    const v1::ProgressLever& lever = plan.levers(i);
    const std::string at = base::ElementOf("plan.levers", i);
    RETURN_IF_ERROR(
        base::ValidateLocalizedText(lever.title(), kTitleBytes, absl::StrCat(at, ".title")));
    RETURN_IF_ERROR(base::CheckTextIfSet(lever.today(), kTextBytes, absl::StrCat(at, ".today")));
    RETURN_IF_ERROR(base::CheckTextIfSet(lever.goal(), kTextBytes, absl::StrCat(at, ".goal")));
    RETURN_IF_ERROR(base::CheckTextIfSet(lever.means(), kTextBytes, absl::StrCat(at, ".means")));
  }
  return absl::OkStatus();
}

absl::Status CheckSynergyFields(const Plan& plan) {
  RETURN_IF_ERROR(
      base::CheckCount(plan.synergy_fields_size(), kSynergyFields, "plan.synergy_fields"));
  for (int i = 0; i < plan.synergy_fields_size(); ++i) {
    RETURN_IF_ERROR(base::ValidateLocalizedText(plan.synergy_fields(i), kTitleBytes,
                                                base::ElementOf("plan.synergy_fields", i)));
  }
  return absl::OkStatus();
}

absl::Status CheckPlan(const Plan& plan, Fields fields) {
  const bool all = fields == Fields::kAll;
  RETURN_IF_ERROR(CheckKind(plan.kind(), fields));
  if (all || plan.has_title()) {
    RETURN_IF_ERROR(base::ValidateLocalizedText(plan.title(), kTitleBytes, "plan.title"));
  }
  RETURN_IF_ERROR(base::ValidateText(plan.authority(), kAuthorityBytes, "plan.authority"));
  if (all || plan.has_period()) RETURN_IF_ERROR(CheckPeriod(plan.period()));
  RETURN_IF_ERROR(base::CheckTextIfSet(plan.purpose(), kLongTextBytes, "plan.purpose"));
  RETURN_IF_ERROR(base::CheckTextIfSet(plan.mission(), kLongTextBytes, "plan.mission"));
  RETURN_IF_ERROR(base::CheckTextIfSet(plan.vision(), kLongTextBytes, "plan.vision"));
  RETURN_IF_ERROR(CheckValues(plan));
  RETURN_IF_ERROR(CheckLevers(plan));
  RETURN_IF_ERROR(CheckSynergyFields(plan));
  RETURN_IF_ERROR(base::CheckNameIfSet(plan.parent(), kPlans, "plan.parent"));
  if (plan.supervisor().empty()) return absl::OkStatus();
  return base::ParseEnterpriseNumber(plan.supervisor(), "plan.supervisor").status();
}

// The number in its one form.
absl::Status KeepDigits(Plan* plan) {
  if (plan->supervisor().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*plan->mutable_supervisor(),
                   base::ParseEnterpriseNumber(plan->supervisor(), "plan.supervisor"));
  return absl::OkStatus();
}

Move MoveOf(Verb verb, const Plan& before, Below below = {}) {
  Move move{verb, before, absl::CivilDay()};
  move.has_objectives = below.objectives;
  move.has_plans = below.plans;
  return move;
}

// The plan after an admitted move, as far as its state goes.
absl::StatusOr<Plan> Moved(const Move& move) {
  ASSIGN_OR_RETURN(const v1::PlanState state, Admit(move));
  Plan after = move.before;
  after.set_state(state);
  return after;
}

}  // namespace

absl::Status CheckCreate(const v1::CreatePlanRequest& request) {
  RETURN_IF_ERROR(CheckPlan(request.plan(), Fields::kAll));
  return base::CheckIdIfSet(request.plan_id(), "plan_id");
}

absl::Status CheckUpdate(const v1::UpdatePlanRequest& request) {
  RETURN_IF_ERROR(base::CheckName(request.plan().name(), kPlans, "plan.name"));
  ASSIGN_OR_RETURN(const Plan wanted, base::Masked(request.update_mask(), request.plan()));
  return CheckPlan(wanted, Fields::kSet);
}

absl::Status CheckDelete(const v1::DeletePlanRequest& request) {
  return base::CheckName(request.name(), kPlans, "name");
}

absl::Status CheckAdopt(const v1::AdoptPlanRequest& request, absl::CivilDay today) {
  RETURN_IF_ERROR(base::CheckName(request.name(), kPlans, "name"));
  return CheckCitation(request.basis(), "basis", today);
}

absl::Status CheckStart(const v1::StartPlanRequest& request) {
  return base::CheckName(request.name(), kPlans, "name");
}

absl::Status CheckAmend(const v1::AmendPlanRequest& request, absl::CivilDay today) {
  RETURN_IF_ERROR(base::CheckName(request.name(), kPlans, "name"));
  const v1::PlanAmendment& amendment = request.amendment();
  RETURN_IF_ERROR(CheckCitation(amendment.basis(), "amendment.basis", today));
  RETURN_IF_ERROR(
      base::ValidateLocalizedText(amendment.summary(), kTextBytes, "amendment.summary"));
  if (!amendment.has_end_date()) return absl::OkStatus();
  return base::CheckDayOfCentury(amendment.end_date(), "amendment.end_date");
}

absl::Status CheckEvaluate(const v1::EvaluatePlanRequest& request, absl::CivilDay today) {
  RETURN_IF_ERROR(base::CheckName(request.name(), kPlans, "name"));
  const v1::PlanEvaluation& evaluation = request.evaluation();
  if (evaluation.mark() == v1::EVALUATION_MARK_UNSPECIFIED) {
    return base::Required("evaluation.mark");
  }
  if (!v1::EvaluationMark_IsValid(evaluation.mark())) {
    return InvalidField("MARK_UNKNOWN", "evaluation.mark",
                        "Give FAVOURABLE, RESERVED or UNFAVOURABLE.");
  }
  RETURN_IF_ERROR(
      base::ValidateLocalizedText(evaluation.grounds(), kLongTextBytes, "evaluation.grounds"));
  return CheckCitation(evaluation.basis(), "evaluation.basis", today);
}

absl::Status CheckClose(const v1::ClosePlanRequest& request) {
  return base::CheckName(request.name(), kPlans, "name");
}

absl::Status CheckList(const v1::ListPlansRequest& request) {
  if (!v1::PlanKind_IsValid(request.kind())) {
    return InvalidField("PLAN_KIND_UNKNOWN", "kind",
                        "Give one of the kinds of the proto, or none.");
  }
  if (v1::PlanState_IsValid(request.state())) return absl::OkStatus();
  return InvalidField("STATE_UNKNOWN", "state", "Give one of the states of the proto, or none.");
}

absl::StatusOr<Decision> Create(const v1::CreatePlanRequest& request, absl::string_view name,
                                absl::string_view owner, const Plan* parent) {
  Plan plan = request.plan();
  base::KeepSettable(&plan);
  RETURN_IF_ERROR(KeepDigits(&plan));
  RETURN_IF_ERROR(HangOn(parent, &plan));
  plan.set_name(std::string(name));
  plan.set_owner(std::string(owner));
  plan.set_state(v1::PLAN_STATE_DRAFT);
  return Decision::Create(std::move(plan));
}

absl::StatusOr<Decision> Update(const Plan& before, const v1::UpdatePlanRequest& request,
                                const Plan* parent, Below below) {
  ASSIGN_OR_RETURN(Plan after, base::Updated(before, request.update_mask(), request.plan()));
  RETURN_IF_ERROR(CheckPlan(after, Fields::kAll));
  RETURN_IF_ERROR(KeepDigits(&after));
  Move move = MoveOf(Verb::kUpdate, before, below);
  move.after = &after;
  move.parent = parent;
  ASSIGN_OR_RETURN(const v1::PlanState state, Admit(move));
  if (after.parent() != before.parent()) RETURN_IF_ERROR(HangOn(parent, &after));
  after.set_state(state);
  return Decision::Of(std::move(after), EventOf(Verb::kUpdate));
}

absl::StatusOr<Decision> Delete(const Plan& before, Below below) {
  RETURN_IF_ERROR(Admit(MoveOf(Verb::kDelete, before, below)).status());
  return Decision::Delete(before);
}

absl::StatusOr<Decision> Adopt(const Plan& before, const v1::AdoptPlanRequest& request,
                               Below below) {
  ASSIGN_OR_RETURN(Plan after, Moved(MoveOf(Verb::kAdopt, before, below)));
  *after.mutable_adoption() = request.basis();
  return Decision::Of(std::move(after), EventOf(Verb::kAdopt));
}

absl::StatusOr<Decision> Start(const Plan& before, absl::CivilDay today) {
  Move move = MoveOf(Verb::kStart, before);
  move.today = today;
  ASSIGN_OR_RETURN(Plan after, Moved(move));
  return Decision::Of(std::move(after), EventOf(Verb::kStart));
}

absl::StatusOr<Decision> Amend(const Plan& before, const v1::AmendPlanRequest& request) {
  Move move = MoveOf(Verb::kAmend, before);
  move.amendment = &request.amendment();
  ASSIGN_OR_RETURN(Plan after, Moved(move));
  v1::PlanAmendment* amendment = after.add_amendments();
  *amendment = request.amendment();
  *amendment->mutable_end_date_before() = before.period().end_date();
  if (amendment->has_end_date()) {
    *after.mutable_period()->mutable_end_date() = amendment->end_date();
  }
  return Decision::Of(std::move(after), EventOf(Verb::kAmend));
}

absl::StatusOr<Decision> Evaluate(const Plan& before, const v1::EvaluatePlanRequest& request) {
  ASSIGN_OR_RETURN(Plan after, Moved(MoveOf(Verb::kEvaluate, before)));
  *after.mutable_evaluation() = request.evaluation();
  return Decision::Of(std::move(after), EventOf(Verb::kEvaluate));
}

absl::StatusOr<Decision> Close(const Plan& before) {
  ASSIGN_OR_RETURN(Plan after, Moved(MoveOf(Verb::kClose, before)));
  return Decision::Of(std::move(after), EventOf(Verb::kClose));
}

absl::Status CheckOpen(const Plan& plan) {
  if (IsOpen(plan.state())) return absl::OkStatus();
  const std::string state(CodeOf(plan.state()));
  return base::Error(absl::StatusCode::kFailedPrecondition, "PLAN_OVER",
                     absl::StrCat("The plan is ", state,
                                  ": it was judged, and what belongs to it stays as it is. Make a "
                                  "new plan."),
                     {{"state", state}});
}

}  // namespace mandat::objectives::plans
