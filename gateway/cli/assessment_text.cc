#include "gateway/cli/assessment_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "gateway/cli/figure_text.h"
#include "services/lib/base/localized_text.h"

namespace mandat::cli {
namespace {

using objectives::v1::Indicator;
using objectives::v1::IndicatorAssessment;
using objectives::v1::IndicatorValue;

std::string ShownText(const Indicator& indicator, const IndicatorValue& value) {
  const std::string text =
      ValueText(indicator.unit(), value.has_value() ? &value.value() : nullptr);
  return absl::StrCat(text, value.official() ? "" : " *");
}

// The one of this name; null where there is none.
template <typename T>
const T* Find(const std::vector<T>& all, const std::string& name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&name](const T& one) { return one.name() == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::string CodeText(absl::string_view name, absl::string_view prefix) {
  std::string text(absl::StripPrefix(name, prefix));
  absl::AsciiStrToLower(&text);
  return absl::StrReplaceAll(text, {{"_", " "}});
}

std::string StatusText(objectives::v1::AssessmentStatus status) {
  return CodeText(objectives::v1::AssessmentStatus_Name(status), "ASSESSMENT_STATUS_");
}

std::string PlanAssessmentText(const objectives::v1::AssessPlanResponse& assessment,
                               const AssessedParts& parts, const Reading& reading) {
  std::vector<std::vector<std::string>> rows;
  bool provisional = false;
  for (const IndicatorAssessment& one : assessment.indicators()) {
    const Indicator* indicator = Find(parts.indicators, one.indicator());
    if (indicator == nullptr) continue;
    const objectives::v1::Target* target = Find(parts.targets, one.target());
    std::string value = "-";
    if (!one.values().empty()) {
      value = ShownText(*indicator, *one.values().rbegin());
      provisional = provisional || !one.values().rbegin()->official();
    }
    const bool known = one.assessment().has_achievement_permille();
    rows.push_back(
        {one.number(), std::string(base::Pick(indicator->title(), reading.language)), value,
         StatusText(one.assessment().status()),
         known ? PermilleText(one.assessment().achievement_permille()) : "",
         target == nullptr ? "" : std::string(base::Pick(target->words(), reading.language))});
  }
  return absl::StrCat(
      Table({"number", "indicator", "value", "status", "reached", "target"}, rows, reading.width),
      provisional ? kProvisional : "");
}

std::string IndicatorAssessmentText(const IndicatorAssessment& assessment,
                                    const Indicator& indicator, const Reading& reading) {
  const auto said = [&reading](const common::v1::LocalizedText& text) {
    return absl::StrCat(base::Pick(text, reading.language), "\n");
  };
  std::vector<std::vector<std::string>> rows;
  bool provisional = false;
  for (const IndicatorValue& value : assessment.values()) {
    provisional = provisional || !value.official();
    rows.push_back({PeriodText(value.period()), ShownText(indicator, value), value.measurement(),
                    value.restatement().empty() ? "" : "restatement waits"});
  }
  std::string text = absl::StrCat(indicator.number(), " ", said(indicator.title()));
  if (!rows.empty()) {
    absl::StrAppend(&text, Table({"period", "value", "measurement", ""}, rows, reading.width),
                    provisional ? kProvisional : "");
  }
  absl::StrAppend(&text, StatusText(assessment.assessment().status()), ": ",
                  said(assessment.assessment().words()));
  if (assessment.has_forecast()) absl::StrAppend(&text, said(assessment.forecast().words()));
  for (const objectives::v1::Finding& finding : assessment.findings()) {
    absl::StrAppend(&text, PeriodText(finding.period()), ": ", said(finding.words()));
  }
  return text;
}

}  // namespace mandat::cli
