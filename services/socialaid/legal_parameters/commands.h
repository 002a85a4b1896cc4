#ifndef SERVICES_SOCIALAID_LEGAL_PARAMETERS_COMMANDS_H_
#define SERVICES_SOCIALAID_LEGAL_PARAMETERS_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/socialaid/v1/legal_parameter.pb.h"
#include "services/lib/ledger/command.h"
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid {

struct ProposeLegalParameter {
  using Request = v1::ProposeLegalParameterRequest;
  using Response = v1::LegalParameter;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// Holds the law: publications come one after the other, and answers, which rely on it, before or
// after.
struct PublishLegalParameter {
  using Request = v1::PublishLegalParameterRequest;
  using Response = v1::LegalParameter;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct RejectLegalParameter {
  using Request = v1::RejectLegalParameterRequest;
  using Response = v1::LegalParameter;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct WithdrawLegalParameter {
  using Request = v1::WithdrawLegalParameterRequest;
  using Response = v1::LegalParameter;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// Of the job: publishes whatever the program is built with and the law lacks, all in one commit.
// The request says nothing.
struct InstallLegalParameters {
  using Request = storage::v1::PublishedLaw;
  using Response = storage::v1::PublishedLaw;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_LEGAL_PARAMETERS_COMMANDS_H_
