#include "services/objectives/indicators/checks.h"

#include <cstddef>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/localized_text.h"
#include "services/lib/base/rational.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/text.h"
#include "services/objectives/formulas/terms.h"
#include "services/objectives/names.h"

namespace mandat::objectives::indicators {
namespace {

using base::Fields;
using base::InvalidField;
using v1::Indicator;

constexpr size_t kNumberBytes = 20;
constexpr size_t kTitleBytes = 500;
constexpr size_t kReasonBytes = 1000;
constexpr size_t kDimensionBytes = 100;
constexpr int kDimensionsMost = 4;
constexpr int kWholePermille = 1000;

// A required code of an enumeration: FIELD_REQUIRED, else `reason` where this build knows no such.
absl::Status CheckCode(int code, bool known, Fields fields, absl::string_view reason,
                       absl::string_view field) {
  if (code == 0 && fields == Fields::kAll) return base::Required(field);
  return known ? absl::OkStatus()
               : InvalidField(reason, field, "Give one of the codes of the proto.");
}

absl::Status CheckCodes(const Indicator& indicator, Fields fields) {
  RETURN_IF_ERROR(CheckCode(indicator.unit(), v1::Unit_IsValid(indicator.unit()), fields,
                            "UNIT_UNKNOWN", "indicator.unit"));
  RETURN_IF_ERROR(CheckCode(indicator.direction(), v1::Direction_IsValid(indicator.direction()),
                            fields, "DIRECTION_UNKNOWN", "indicator.direction"));
  return CheckCode(indicator.aggregation(), v1::Aggregation_IsValid(indicator.aggregation()),
                   fields, "AGGREGATION_UNKNOWN", "indicator.aggregation");
}

absl::Status CheckBaseline(const Indicator& indicator, Fields fields) {
  if (indicator.has_baseline()) {
    RETURN_IF_ERROR(base::ParseRational(indicator.baseline(), "indicator.baseline").status());
  }
  if (indicator.has_baseline_date()) {
    RETURN_IF_ERROR(base::ParseDate(indicator.baseline_date(), "indicator.baseline_date").status());
  }
  if (fields == Fields::kSet || indicator.has_baseline() == indicator.has_baseline_date()) {
    return absl::OkStatus();
  }
  return InvalidField("BASELINE_INCOMPLETE",
                      indicator.has_baseline() ? "indicator.baseline_date" : "indicator.baseline",
                      "Give the baseline and the day on which it was measured, or neither.");
}

absl::Status CheckThresholds(const Indicator& indicator, Fields fields) {
  const auto check = [](int permille, absl::string_view field) {
    if (permille >= 0 && permille <= kWholePermille) return absl::OkStatus();
    return InvalidField("THRESHOLD_INVALID", field, "Give 0 to 1000 permille.");
  };
  RETURN_IF_ERROR(check(indicator.on_track_permille(), "indicator.on_track_permille"));
  RETURN_IF_ERROR(check(indicator.at_risk_permille(), "indicator.at_risk_permille"));
  if (fields == Fields::kSet || indicator.at_risk_permille() <= indicator.on_track_permille()) {
    return absl::OkStatus();
  }
  return InvalidField("THRESHOLD_INVALID", "indicator.at_risk_permille",
                      "It is at risk below what is on track: give no more than that.");
}

absl::Status CheckSource(const Indicator& indicator, Fields fields) {
  RETURN_IF_ERROR(CheckCode(indicator.frequency(), v1::Frequency_IsValid(indicator.frequency()),
                            fields, "FREQUENCY_UNKNOWN", "indicator.frequency"));
  RETURN_IF_ERROR(CheckThresholds(indicator, fields));
  RETURN_IF_ERROR(CheckCode(indicator.source(), v1::ValueSource_IsValid(indicator.source()), fields,
                            "SOURCE_UNKNOWN", "indicator.source"));
  const std::string& unit = indicator.responsible_unit();
  const bool entered = indicator.source() == v1::VALUE_SOURCE_ENTERED;
  if (unit.empty() && entered && fields == Fields::kAll) {
    return base::Required("indicator.responsible_unit");
  }
  return base::CheckIdIfSet(unit, "indicator.responsible_unit");
}

absl::Status CheckDimensions(const Indicator& indicator) {
  const std::string list = "indicator.dimensions";
  RETURN_IF_ERROR(base::CheckCount(indicator.dimensions_size(), kDimensionsMost, list));
  std::set<std::string> keys;
  for (int i = 0; i < indicator.dimensions_size(); ++i) {
    const v1::Dimension& dimension = indicator.dimensions(i);
    const std::string field = base::ElementOf(list, i);
    if (dimension.key().empty()) return base::Required(field + ".key");
    RETURN_IF_ERROR(base::CheckIdIfSet(dimension.key(), field + ".key"));
    if (!keys.insert(dimension.key()).second) {
      return InvalidField("DIMENSION_REPEATED", field + ".key", "Give each dimension once.");
    }
    RETURN_IF_ERROR(
        base::ValidateLocalizedText(dimension.title(), kDimensionBytes, field + ".title"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckIndicator(const Indicator& indicator, Fields fields) {
  const bool all = fields == Fields::kAll;
  const std::string& objective = indicator.objective();
  RETURN_IF_ERROR(all ? base::CheckName(objective, kObjectives, "indicator.objective")
                      : base::CheckNameIfSet(objective, kObjectives, "indicator.objective"));
  if (all || !indicator.number().empty()) {
    RETURN_IF_ERROR(base::CheckRequiredText(indicator.number(), kNumberBytes, "indicator.number"));
  }
  if (all || indicator.has_title()) {
    RETURN_IF_ERROR(base::ValidateLocalizedText(indicator.title(), kTitleBytes, "indicator.title"));
  }
  RETURN_IF_ERROR(CheckCodes(indicator, fields));
  RETURN_IF_ERROR(CheckBaseline(indicator, fields));
  RETURN_IF_ERROR(CheckSource(indicator, fields));
  return CheckDimensions(indicator);
}

absl::Status CheckFirstFormula(const Indicator& indicator) {
  const char* const field = "indicator.formulas";
  const bool computed = indicator.source() == v1::VALUE_SOURCE_COMPUTED;
  if (!computed && !indicator.formulas().empty()) {
    return InvalidField("FORMULA_UNEXPECTED", field, "Only a computed indicator has a formula.");
  }
  if (!computed) return absl::OkStatus();
  if (indicator.formulas().empty()) {
    return InvalidField("FORMULA_EMPTY", field, "A computed indicator needs a formula.");
  }
  RETURN_IF_ERROR(base::CheckCount(indicator.formulas_size(), 1, field));
  const v1::FormulaVersion& first = indicator.formulas(0);
  const std::string at = base::ElementOf(field, 0);
  if (first.has_valid_from()) {
    return InvalidField("DATE_INVALID", absl::StrCat(at, ".valid_from"),
                        "The first version holds for all periods: leave the day out.");
  }
  RETURN_IF_ERROR(formulas::CheckFormula(first.formula(), absl::StrCat(at, ".formula")));
  return base::ValidateText(first.reason(), kReasonBytes, absl::StrCat(at, ".reason"));
}

}  // namespace mandat::objectives::indicators
