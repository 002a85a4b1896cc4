#include "gateway/cli/plan_file_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gateway/cli/table.h"
#include "services/lib/json/names.h"

namespace mandat::cli {
namespace {

using objectives::v1::CheckPlanFileResponse;
using objectives::v1::PlanFileFinding;

std::string Counted(int count, const char* one, const char* many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

}  // namespace

std::string PlaceInJson(const PlanFileFinding& finding) {
  std::vector<std::string> parts = {finding.line()};
  if (!finding.field().empty()) {
    for (absl::string_view part : absl::StrSplit(finding.field(), '.')) {
      const size_t bracket = part.find('[');
      const absl::string_view place =
          bracket == absl::string_view::npos ? absl::string_view() : part.substr(bracket);
      parts.push_back(absl::StrCat(json::LowerCamelCase(part.substr(0, bracket)), place));
    }
  }
  return absl::StrJoin(parts, ".");
}

std::string ReportText(const CheckPlanFileResponse& report) {
  if (report.findings_count() == 0) {
    std::string text = absl::StrCat(report.plan(), " can be made of it, with ",
                                    Counted(report.objectives(), "objective", "objectives"), ", ",
                                    Counted(report.actions(), "action", "actions"), ", ",
                                    Counted(report.indicators(), "indicator", "indicators"),
                                    " and ", Counted(report.targets(), "target", "targets"), ".");
    if (report.targets_left_out() > 0) {
      absl::StrAppend(&text, " Left out: ",
                      Counted(report.targets_left_out(), "target that was replaced.",
                              "targets that were replaced."));
    }
    return text + "\n";
  }
  std::vector<std::vector<std::string>> rows;
  for (const PlanFileFinding& finding : report.findings()) {
    rows.push_back({PlaceInJson(finding), finding.reason(), finding.message()});
  }
  // A table leaves columns out where the screen is narrow; what to do is what one reads it for.
  std::string text = Table({"where", "reason", "what to do"}, rows, /*width=*/0);
  if (report.findings_count() > report.findings_size()) absl::StrAppend(&text, "…\n");
  return absl::StrCat(text, Counted(report.findings_count(), "finding", "findings"), ".\n");
}

}  // namespace mandat::cli
