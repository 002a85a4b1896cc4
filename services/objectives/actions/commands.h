#ifndef SERVICES_OBJECTIVES_ACTIONS_COMMANDS_H_
#define SERVICES_OBJECTIVES_ACTIONS_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/empty.pb.h"
#include "mandat/objectives/v1/action.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::objectives {

struct CreateAction {
  using Request = v1::CreateActionRequest;
  using Response = v1::Action;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct UpdateAction {
  using Request = v1::UpdateActionRequest;
  using Response = v1::Action;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct DeleteAction {
  using Request = v1::DeleteActionRequest;
  using Response = google::protobuf::Empty;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ACTIONS_COMMANDS_H_
