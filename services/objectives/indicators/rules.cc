#include "services/objectives/indicators/rules.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/timestamp.h"
#include "services/objectives/formulas/terms.h"
#include "services/objectives/formulas/words.h"
#include "services/objectives/indicators/checks.h"
#include "services/objectives/names.h"
#include "services/objectives/plans/rules.h"
#include "services/objectives/targets/rules.h"

namespace mandat::objectives::indicators {
namespace {

using base::Error;
using base::Fields;
using ledger::Decision;
using v1::Indicator;

constexpr size_t kReasonBytes = 1000;
constexpr int kFormulas = 50;

absl::Status Precondition(absl::string_view reason, absl::string_view message,
                          base::Metadata metadata = {}) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message, std::move(metadata));
}

// What is combined has figures for the same periods. The term of a plan is that of this plan alone.
absl::Status CheckOperands(const std::vector<const Indicator*>& operands, v1::Frequency frequency,
                           absl::string_view plan) {
  for (const Indicator* operand : operands) {
    if (operand->source() != v1::VALUE_SOURCE_COMPUTED) {
      return Precondition("OPERAND_NOT_COMPUTED",
                          absl::StrCat(operand->name(), " is not computed. Combine others."),
                          {{"indicator", operand->name()}});
    }
    const bool same_term = frequency != v1::FREQUENCY_TERM || operand->plan() == plan;
    if (operand->frequency() != frequency || !same_term) {
      return Precondition(
          "OPERAND_FREQUENCY",
          absl::StrCat(operand->name(), " has other periods. Combine those of the same frequency."),
          {{"indicator", operand->name()}});
    }
  }
  return absl::OkStatus();
}

// Whether a version of the indicator combines the other one.
bool Combines(const Indicator& indicator, const std::string& other) {
  for (const v1::FormulaVersion& version : indicator.formulas()) {
    const auto& combined = version.formula().combination().indicators();
    if (std::find(combined.begin(), combined.end(), other) != combined.end()) return true;
  }
  return false;
}

// Whatever was made first combines nothing that was made later, so no way leads back to it. What
// came in one file was made at one time; there no way led back either, so whatever is combined may
// be combined again.
absl::Status CheckMadeBefore(const std::vector<const Indicator*>& operands,
                             const Indicator& indicator) {
  for (const Indicator* operand : operands) {
    if (base::ToTime(operand->create_time()) < base::ToTime(indicator.create_time())) continue;
    if (Combines(indicator, operand->name())) continue;
    return Precondition("FORMULA_CIRCLE",
                        absl::StrCat(operand->name(),
                                     " was not made before this one: only such can be combined, so "
                                     "that no formula comes back to itself. Make a new indicator."),
                        {{"indicator", operand->name()}});
  }
  return absl::OkStatus();
}

void AddVersion(const v1::FormulaVersion& wanted, const std::vector<const Indicator*>& operands,
                Indicator* indicator) {
  formulas::Titles titles;
  for (const Indicator* operand : operands) titles.emplace(operand->name(), operand->title());
  v1::FormulaVersion* version = indicator->add_formulas();
  *version = wanted;
  version->set_version(indicator->formulas_size());
  *version->mutable_words() = formulas::WordsOf(version->formula(), titles);
}

}  // namespace

absl::Status CheckCreate(const v1::CreateIndicatorRequest& request) {
  RETURN_IF_ERROR(CheckIndicator(request.indicator(), Fields::kAll));
  RETURN_IF_ERROR(CheckFirstFormula(request.indicator()));
  return base::CheckIdIfSet(request.indicator_id(), "indicator_id");
}

absl::Status CheckUpdate(const v1::UpdateIndicatorRequest& request) {
  RETURN_IF_ERROR(base::CheckName(request.indicator().name(), kIndicators, "indicator.name"));
  ASSIGN_OR_RETURN(const Indicator wanted,
                   base::Masked(request.update_mask(), request.indicator()));
  return CheckIndicator(wanted, Fields::kSet);
}

absl::Status CheckRevise(const v1::ReviseFormulaRequest& request) {
  RETURN_IF_ERROR(base::CheckName(request.name(), kIndicators, "name"));
  const v1::FormulaVersion& version = request.formula();
  if (!version.has_valid_from()) return base::Required("formula.valid_from");
  RETURN_IF_ERROR(base::ParseDate(version.valid_from(), "formula.valid_from").status());
  RETURN_IF_ERROR(formulas::CheckFormula(version.formula(), "formula.formula"));
  return base::CheckRequiredText(version.reason(), kReasonBytes, "formula.reason");
}

absl::Status CheckList(const v1::ListIndicatorsRequest& request) {
  RETURN_IF_ERROR(base::CheckNameIfSet(request.plan(), kPlans, "plan"));
  return base::CheckNameIfSet(request.objective(), kObjectives, "objective");
}

absl::StatusOr<Decision> Create(const v1::CreateIndicatorRequest& request, absl::string_view name,
                                const v1::Plan& plan, const v1::Objective& objective,
                                const std::vector<const Indicator*>& operands) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  RETURN_IF_ERROR(CheckOperands(operands, request.indicator().frequency(), plan.name()));
  Indicator indicator = request.indicator();
  base::KeepSettable(&indicator);
  indicator.clear_formulas();
  for (const v1::FormulaVersion& version : request.indicator().formulas()) {
    AddVersion(version, operands, &indicator);
  }
  indicator.set_name(std::string(name));
  indicator.set_owner(plan.owner());
  indicator.set_supervisor(plan.supervisor());
  indicator.set_plan(objective.plan());
  return Decision::Create(std::move(indicator));
}

absl::StatusOr<Decision> Update(const Indicator& before, const v1::UpdateIndicatorRequest& request,
                                const v1::Plan& plan, const v1::Target* target) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  ASSIGN_OR_RETURN(Indicator after,
                   base::Updated(before, request.update_mask(), request.indicator()));
  RETURN_IF_ERROR(CheckIndicator(after, Fields::kAll));
  if (target != nullptr && targets::NeedsBaseline(*target) && !after.has_baseline()) {
    return Precondition("BASELINE_MISSING",
                        "Its target counts from the baseline. Set another target first.",
                        {{"target", target->name()}});
  }
  return Decision::Of(std::move(after), "updated");
}

absl::StatusOr<Decision> Revise(const Indicator& before, const v1::ReviseFormulaRequest& request,
                                const v1::Plan& plan,
                                const std::vector<const Indicator*>& operands) {
  RETURN_IF_ERROR(plans::CheckOpen(plan));
  if (before.formulas().empty()) {
    return Precondition("INDICATOR_NOT_COMPUTED",
                        "Its values do not come from a formula. Make a computed indicator.");
  }
  const v1::FormulaVersion& last = before.formulas(before.formulas_size() - 1);
  const absl::CivilDay first_day = base::ToDay(request.formula().valid_from());
  if (last.has_valid_from() && first_day <= base::ToDay(last.valid_from())) {
    return Precondition(
        "FORMULA_UNORDERED",
        absl::StrCat("The version before holds from ", base::ToIso(base::ToDay(last.valid_from())),
                     " on. Give a later day."));
  }
  if (before.formulas_size() >= kFormulas) {
    return Precondition(
        "FORMULA_REVISED_TOO_OFTEN",
        absl::StrCat("It has ", kFormulas, " versions already. Make a new indicator."));
  }
  RETURN_IF_ERROR(CheckOperands(operands, before.frequency(), plan.name()));
  RETURN_IF_ERROR(CheckMadeBefore(operands, before));
  Indicator after = before;
  AddVersion(request.formula(), operands, &after);
  return Decision::Of(std::move(after), "formulaRevised");
}

}  // namespace mandat::objectives::indicators
