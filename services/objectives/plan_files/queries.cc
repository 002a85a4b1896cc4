#include "services/objectives/plan_files/queries.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/ledger/store.h"
#include "services/objectives/plan_files/rules.h"
#include "services/objectives/plan_files/rules_ids.h"
#include "services/objectives/queries_of_plan.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {
namespace {

using ledger::View;
using plan_files::Surroundings;
using v1::Indicator;
using v1::Plan;
using v1::PlanFile;
using v1::Target;

// Everything of a plan that the caller may see; of more than a file holds, as much as shows that it
// is more.
template <typename T>
absl::Status ReadAll(const ledger::Column& plan, const std::string& name, View& view,
                     google::protobuf::RepeatedPtrField<T>* all) {
  ASSIGN_OR_RETURN(std::vector<T> found, AllOfPlan<T>(plan, name, view, plan_files::kItemsMax + 1));
  for (T& item : found) *all->Add() = std::move(item);
  return absl::OkStatus();
}

absl::Status ReadPlan(const std::string& name, View& view, PlanFile* file) {
  RETURN_IF_ERROR(view.Get(name, file->mutable_plan()));
  RETURN_IF_ERROR(ReadAll(Objectives().plan, name, view, file->mutable_objectives()));
  RETURN_IF_ERROR(ReadAll(Actions().plan, name, view, file->mutable_actions()));
  RETURN_IF_ERROR(ReadAll(Indicators().plan, name, view, file->mutable_indicators()));
  RETURN_IF_ERROR(ReadAll(Targets().plan, name, view, file->mutable_targets()));
  std::stable_sort(file->mutable_targets()->begin(), file->mutable_targets()->end(),
                   [](const Target& a, const Target& b) {
                     return base::ToTime(a.create_time()) < base::ToTime(b.create_time());
                   });
  return plan_files::CheckSize(*file, absl::StatusCode::kFailedPrecondition);
}

absl::StatusOr<Surroundings> SurroundingsIn(const PlanFile& file, View& view) {
  const plan_files::Names names = plan_files::NamesIn(file);
  Surroundings around;
  around.owner = view.call().actor->organisation;
  around.now = view.call().now;
  if (!names.parent.empty()) {
    ASSIGN_OR_RETURN(around.parent, view.GetUnchecked<Plan>(names.parent));
  }
  for (const std::string& name : names.operands) {
    ASSIGN_OR_RETURN(std::optional<Indicator> operand, view.GetUnchecked<Indicator>(name));
    if (operand.has_value()) around.operands.emplace(name, *std::move(operand));
  }
  for (const std::string& name : names.made) {
    const ledger::Kind& kind = *Kinds().Find(base::CollectionIn(name));
    ASSIGN_OR_RETURN(const auto first, view.reader().EventAt(kind, base::IdIn(name), 1));
    if (first.has_value()) around.taken.insert(name);
  }
  return around;
}

}  // namespace

absl::Status ExportPlan(const v1::ExportPlanRequest& request, View& view, PlanFile* response) {
  RETURN_IF_ERROR(plan_files::CheckExport(request));
  ASSIGN_OR_RETURN(const auto moment, ledger::Moment::Of(view.reader()));
  RETURN_IF_ERROR(ReadPlan(request.name(), view, response));
  ASSIGN_OR_RETURN(const int64_t position, view.reader().Head());
  response->set_format(plan_files::kFormat);
  response->set_position(position);
  *response->mutable_export_time() = base::ToTimestamp(view.call().now);
  return absl::OkStatus();
}

absl::Status CheckPlanFile(const v1::CheckPlanFileRequest& request, View& view,
                           v1::CheckPlanFileResponse* response) {
  RETURN_IF_ERROR(plan_files::CheckImport(request.file(), request.plan_id()));
  const PlanFile file = plan_files::Renamed(request.file(), request.plan_id());
  ASSIGN_OR_RETURN(const Surroundings around, SurroundingsIn(file, view));
  *response = plan_files::ReportOf(file, plan_files::Judge(file, around).findings);
  return absl::OkStatus();
}

}  // namespace mandat::objectives
