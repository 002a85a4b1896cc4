#include "services/objectives/indicators/rules_formula.h"

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/request_checks.h"
#include "services/objectives/names.h"

namespace mandat::objectives::indicators {
namespace {

// The operands are read by their names, so these must be right and not too many.
absl::Status CheckOperands(const v1::Combination& combination, absl::string_view field) {
  constexpr int kOperands = 20;
  const std::string at = absl::StrCat(field, ".combination.indicators");
  if (combination.indicators().empty()) return base::Required(at);
  RETURN_IF_ERROR(base::CheckCount(combination.indicators_size(), kOperands, at));
  for (int i = 0; i < combination.indicators_size(); ++i) {
    RETURN_IF_ERROR(
        base::CheckName(combination.indicators(i), kIndicators, base::ElementOf(at, i)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckFormula(const v1::Formula& formula, absl::string_view field) {
  switch (formula.shape_case()) {
    case v1::Formula::kTally:
    case v1::Formula::kShare:
      return absl::OkStatus();
    case v1::Formula::kCombination:
      return CheckOperands(formula.combination(), field);
    case v1::Formula::SHAPE_NOT_SET:
      break;
  }
  return base::InvalidField("FORMULA_EMPTY", field, "Give a tally, a share or a combination.");
}

}  // namespace mandat::objectives::indicators
