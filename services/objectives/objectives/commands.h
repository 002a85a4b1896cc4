#ifndef SERVICES_OBJECTIVES_OBJECTIVES_COMMANDS_H_
#define SERVICES_OBJECTIVES_OBJECTIVES_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/empty.pb.h"
#include "mandat/objectives/v1/objective.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::objectives {

struct CreateObjective {
  using Request = v1::CreateObjectiveRequest;
  using Response = v1::Objective;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct UpdateObjective {
  using Request = v1::UpdateObjectiveRequest;
  using Response = v1::Objective;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct DeleteObjective {
  using Request = v1::DeleteObjectiveRequest;
  using Response = google::protobuf::Empty;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_OBJECTIVES_COMMANDS_H_
