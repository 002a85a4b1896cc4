#ifndef SERVICES_SOCIALAID_OFFICES_COMMANDS_H_
#define SERVICES_SOCIALAID_OFFICES_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::socialaid {

struct CreateOffice {
  using Request = v1::CreateOfficeRequest;
  using Response = v1::Office;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct UpdateOffice {
  using Request = v1::UpdateOfficeRequest;
  using Response = v1::Office;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct MergeOffice {
  using Request = v1::MergeOfficeRequest;
  using Response = v1::Office;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_OFFICES_COMMANDS_H_
