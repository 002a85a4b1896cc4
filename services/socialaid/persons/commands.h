#ifndef SERVICES_SOCIALAID_PERSONS_COMMANDS_H_
#define SERVICES_SOCIALAID_PERSONS_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::socialaid {

// Two that run at once end as one person: the later one of a batch sees what the earlier one made,
// and of two processes the one that runs into the unique hash runs again.
struct RegisterPerson {
  using Request = v1::RegisterPersonRequest;
  using Response = v1::RegisterPersonResponse;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
  // The name alone, whether the person was known or not; of a person or of a number that they had.
  static Response Reply(const google::protobuf::Message& known);
};

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_PERSONS_COMMANDS_H_
