#ifndef SERVICES_OBJECTIVES_RESTATEMENTS_COMMANDS_H_
#define SERVICES_OBJECTIVES_RESTATEMENTS_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/restatement.pb.h"
#include "services/lib/ledger/command.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives {

struct ProposeRestatement {
  using Request = v1::ProposeRestatementRequest;
  using Response = v1::Restatement;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct AcceptRestatement {
  using Request = v1::AcceptRestatementRequest;
  using Response = v1::Restatement;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct RejectRestatement {
  using Request = v1::RejectRestatementRequest;
  using Response = v1::Restatement;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// Of the service itself: restates a published figure that facts give otherwise by now.
struct RestateByFacts {
  using Request = storage::v1::RestateByFactsRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context&);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_RESTATEMENTS_COMMANDS_H_
