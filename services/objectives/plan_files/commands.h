#ifndef SERVICES_OBJECTIVES_PLAN_FILES_COMMANDS_H_
#define SERVICES_OBJECTIVES_PLAN_FILES_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/plan_file.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::objectives {

struct ImportPlan {
  using Request = v1::ImportPlanRequest;
  using Response = v1::Plan;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_PLAN_FILES_COMMANDS_H_
