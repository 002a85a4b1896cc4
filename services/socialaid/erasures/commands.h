#ifndef SERVICES_SOCIALAID_ERASURES_COMMANDS_H_
#define SERVICES_SOCIALAID_ERASURES_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::socialaid {

struct ProposeErasure {
  using Request = v1::ProposeErasureRequest;
  using Response = v1::Erasure;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// Holds the person: whoever makes, sends or answers a request relies on the person, and so waits or
// is waited for.
struct ErasePerson {
  using Request = v1::ErasePersonRequest;
  using Response = v1::Erasure;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_ERASURES_COMMANDS_H_
