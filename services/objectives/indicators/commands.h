#ifndef SERVICES_OBJECTIVES_INDICATORS_COMMANDS_H_
#define SERVICES_OBJECTIVES_INDICATORS_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/ledger/command.h"

namespace mandat::objectives {

struct CreateIndicator {
  using Request = v1::CreateIndicatorRequest;
  using Response = v1::Indicator;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct UpdateIndicator {
  using Request = v1::UpdateIndicatorRequest;
  using Response = v1::Indicator;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct ReviseFormula {
  using Request = v1::ReviseFormulaRequest;
  using Response = v1::Indicator;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_INDICATORS_COMMANDS_H_
