// Commands on whole plans as files.

#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/cli/command.h"
#include "gateway/cli/files.h"
#include "gateway/cli/objectives_calls.h"
#include "gateway/cli/plan_file_text.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/plan_file.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/json/message.h"
#include "services/lib/json/parse.h"

namespace mandat::cli {
namespace {

using objectives::v1::CheckPlanFileResponse;
using objectives::v1::PlanFile;

// Above all that a service takes, indented as it may be.
constexpr size_t kFileBytesMax = 64 << 20;

absl::Status RunExportPlan(Session& session, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  const std::string path = arguments.words().size() > 1 ? arguments.words()[1] : "-";
  // First of all: what cannot be kept is not fetched. A file that is there stays as it is until
  // something takes its place.
  if (path != "-") RETURN_IF_ERROR(AppendToFile(path, ""));
  objectives::v1::ExportPlanRequest request;
  request.set_name(arguments.words()[0]);
  ASSIGN_OR_RETURN(const auto file, CallObjectives<PlanFile>(session, "ExportPlan", &request));
  // To be read and changed by people: indented, in the order of the proto.
  const std::string text =
      nlohmann::ordered_json::parse(json::ToJson(file)).dump(/*indent=*/2) + "\n";
  if (path != "-") return WriteFile(path, text);
  std::cout << text;
  return absl::OkStatus();
}

absl::StatusOr<PlanFile> ReadPlanFile(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  PlanFile file;
  json::ParseOptions options;
  options.bytes_max = kFileBytesMax;
  const absl::Status read = json::ParseJson(text, &file, options);
  if (read.ok()) return file;
  return WrongUse(absl::StrCat(path, ": ", base::ReasonOf(read), ": ", read.message()));
}

absl::StatusOr<CheckPlanFileResponse> Check(Session& session, const PlanFile& file,
                                            const std::string& plan_id) {
  objectives::v1::CheckPlanFileRequest request;
  *request.mutable_file() = file;
  request.set_plan_id(plan_id);
  return CallObjectives<CheckPlanFileResponse>(session, "CheckPlanFile", &request);
}

absl::Status RunCheck(Session& session, const PlanFile& file, const std::string& plan_id) {
  ASSIGN_OR_RETURN(const CheckPlanFileResponse report, Check(session, file, plan_id));
  if (session.options().json) {
    session.Print(report);
  } else {
    std::cout << ReportText(report);
  }
  if (report.findings_count() == 0) return absl::OkStatus();
  return base::Error(absl::StatusCode::kInvalidArgument, "PLAN_FILE_INVALID",
                     "The file cannot be imported as it is.");
}

absl::Status RunImportPlan(Session& session, Arguments& arguments) {
  const std::string plan_id = arguments.Take("plan-id").value_or("");
  ASSIGN_OR_RETURN(const bool check, arguments.TakeSwitch("check"));
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const PlanFile file, ReadPlanFile(arguments.words()[0]));
  if (check) return RunCheck(session, file, plan_id);
  objectives::v1::ImportPlanRequest request;
  *request.mutable_file() = file;
  request.set_plan_id(plan_id);
  const auto plan = CallObjectives<objectives::v1::Plan>(session, "ImportPlan", &request);
  if (plan.ok()) {
    session.Print(*plan);
    return absl::OkStatus();
  }
  const std::string reason = base::ReasonOf(plan.status());
  if (reason == "PLAN_FILE_INVALID" || reason == "PLAN_EXISTS") {
    const auto report = Check(session, file, plan_id);
    if (report.ok()) std::cerr << ReportText(*report);
  }
  return plan.status();
}

}  // namespace

std::vector<Command> PlanFileCommands() {
  return {{"export-plan",
           "PLAN [FILE]",
           1,
           2,
           "Writes a plan with all that belongs to it into a file, as JSON.",
           {},
           false,
           RunExportPlan},
          {"import-plan",
           "FILE",
           1,
           1,
           "Makes a plan out of such a file, a draft of your organisation: all of it or nothing.",
           {{"plan-id=ID", "of a copy; without it everything keeps the id that it has in the file"},
            {"check", "only says, line by line, what is wrong with the file"}},
           false,
           RunImportPlan,
           R"(The next mandate out of the last:
  mandat export-plan plans/mandate-2024 next.json
  …                  change in next.json the period, and what shall be different: states and
                     notes of actions, days of targets, the decisions that they cite
  mandat import-plan next.json --plan-id=mandate-2029 --check
  mandat import-plan next.json --plan-id=mandate-2029
)"}};
}

}  // namespace mandat::cli
