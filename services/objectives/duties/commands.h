#ifndef SERVICES_OBJECTIVES_DUTIES_COMMANDS_H_
#define SERVICES_OBJECTIVES_DUTIES_COMMANDS_H_

// What people and the clock do to duties. The clock's commands decide on what they find: where
// somebody else was faster, they change nothing.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "services/lib/ledger/command.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives {

struct KeepDuty {
  using Request = v1::KeepDutyRequest;
  using Response = v1::Duty;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// Raises the duties of a beat that are not there.
struct RaiseDuties {
  using Request = storage::v1::RaiseDutiesRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// Lets a duty be missed or lapse where that is due.
struct SettleDuty {
  using Request = storage::v1::SettleDutyRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// Keeps a duty by what a figure shows.
struct ProveDuty {
  using Request = storage::v1::ProveDutyRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_DUTIES_COMMANDS_H_
