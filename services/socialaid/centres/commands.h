#ifndef SERVICES_SOCIALAID_CENTRES_COMMANDS_H_
#define SERVICES_SOCIALAID_CENTRES_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::socialaid {

struct CreateCentre {
  using Request = v1::CreateCentreRequest;
  using Response = v1::Centre;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct UpdateCentre {
  using Request = v1::UpdateCentreRequest;
  using Response = v1::Centre;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct MergeCentre {
  using Request = v1::MergeCentreRequest;
  using Response = v1::Centre;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_CENTRES_COMMANDS_H_
