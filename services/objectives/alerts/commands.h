#ifndef SERVICES_OBJECTIVES_ALERTS_COMMANDS_H_
#define SERVICES_OBJECTIVES_ALERTS_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "services/lib/ledger/command.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives {

struct AcknowledgeAlert {
  using Request = v1::AcknowledgeAlertRequest;
  using Response = v1::Alert;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// Raises, escalates or clears an alert by what the clock found. Where a resource in which it was
// found is not as it was, nothing changes: nobody is reminded of what is done since, and that
// change brings the clock back.
struct SettleAlert {
  using Request = storage::v1::SettleAlertRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ALERTS_COMMANDS_H_
