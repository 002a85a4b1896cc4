#ifndef SERVICES_OBJECTIVES_PLAN_FILES_QUERIES_H_
#define SERVICES_OBJECTIVES_PLAN_FILES_QUERIES_H_

#include "absl/status/status.h"
#include "mandat/objectives/v1/plan_file.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::objectives {

absl::Status ExportPlan(const v1::ExportPlanRequest& request, ledger::View& view,
                        v1::PlanFile* response);
// What ImportPlan would say now, and of names also whether they are of something that is gone.
absl::Status CheckPlanFile(const v1::CheckPlanFileRequest& request, ledger::View& view,
                           v1::CheckPlanFileResponse* response);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_PLAN_FILES_QUERIES_H_
