#include "services/objectives/plan_files/rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/error.h"
#include "services/lib/base/request_checks.h"
#include "services/lib/base/resource_name.h"
#include "services/objectives/names.h"
#include "services/objectives/plan_files/rules_ids.h"
#include "services/objectives/plan_files/rules_judge.h"

namespace mandat::objectives::plan_files {
namespace {

constexpr size_t kFindingsShown = 1000;
constexpr size_t kFindingsTold = 3;

std::string PlaceOf(const v1::PlanFileFinding& finding) {
  return finding.field().empty() ? finding.line()
                                 : absl::StrCat(finding.line(), ".", finding.field());
}

}  // namespace

absl::Status CheckExport(const v1::ExportPlanRequest& request) {
  return base::CheckName(request.name(), kPlans, "name");
}

absl::Status CheckImport(const v1::PlanFile& file, const std::string& plan_id) {
  if (file.format() == 0) return base::Required("file.format");
  if (file.format() != kFormat) {
    return base::InvalidField("FORMAT_UNKNOWN", "file.format",
                              absl::StrCat("Give ", kFormat, ", or export the plan anew."));
  }
  if (!file.has_plan()) return base::Required("file.plan");
  RETURN_IF_ERROR(CheckSize(file, absl::StatusCode::kInvalidArgument));
  return base::CheckIdIfSet(plan_id, "plan_id");
}

absl::Status CheckSize(const v1::PlanFile& file, absl::StatusCode code) {
  const auto refused = [code](auto limit, absl::string_view of) {
    return base::Error(code, "PLAN_TOO_LARGE",
                       absl::StrCat("A plan file holds at most ", limit, " ", of,
                                    ". Make several plans of it, one below the other."),
                       {{"limit", absl::StrCat(limit)}});
  };
  const int items =
      file.objectives_size() + file.actions_size() + file.indicators_size() + file.targets_size();
  if (items > kItemsMax) return refused(kItemsMax, "objectives, actions, indicators and targets");
  if (file.ByteSizeLong() > kBytesMax) return refused(kBytesMax, "bytes");
  return absl::OkStatus();
}

Judgement Judge(const v1::PlanFile& file, const Surroundings& around) {
  return FileJudge(file, around).Run();
}

v1::CheckPlanFileResponse ReportOf(const v1::PlanFile& file,
                                   std::vector<v1::PlanFileFinding> findings) {
  v1::CheckPlanFileResponse report;
  report.set_findings_count(static_cast<int32_t>(findings.size()));
  if (findings.size() > kFindingsShown) findings.resize(kFindingsShown);
  for (v1::PlanFileFinding& finding : findings) *report.add_findings() = std::move(finding);
  report.set_plan(file.plan().name());
  report.set_objectives(file.objectives_size());
  report.set_actions(file.actions_size());
  report.set_indicators(file.indicators_size());
  const auto made = std::count_if(file.targets().begin(), file.targets().end(), IsMade);
  report.set_targets(static_cast<int32_t>(made));
  report.set_targets_left_out(file.targets_size() - report.targets());
  return report;
}

absl::Status RefusalOf(const std::vector<v1::PlanFileFinding>& findings) {
  if (findings.empty()) return absl::OkStatus();
  std::string message = absl::StrCat(
      "Nothing was made, as the file cannot be imported as it is; CheckPlanFile tells all of its ",
      findings.size(), " findings:");
  for (size_t i = 0; i < findings.size() && i < kFindingsTold; ++i) {
    absl::StrAppend(&message, i == 0 ? " " : "; ", PlaceOf(findings[i]), ": ",
                    findings[i].reason());
  }
  absl::StrAppend(&message, findings.size() > kFindingsTold ? "; …" : ".");
  const v1::PlanFileFinding& first = findings.front();
  return base::Error(absl::StatusCode::kInvalidArgument, "PLAN_FILE_INVALID", message,
                     {{"line", first.line()},
                      {"field", first.field()},
                      {"fault", first.reason()},
                      {"count", absl::StrCat(findings.size())}});
}

}  // namespace mandat::objectives::plan_files
