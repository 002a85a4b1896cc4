#ifndef SERVICES_OBJECTIVES_MEASUREMENTS_COMMANDS_H_
#define SERVICES_OBJECTIVES_MEASUREMENTS_COMMANDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "services/lib/ledger/command.h"
#include "services/objectives/measurements/rules.h"

namespace mandat::objectives {

struct EnterMeasurement {
  using Request = v1::EnterMeasurementRequest;
  using Response = v1::Measurement;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct SubmitMeasurement {
  using Request = v1::SubmitMeasurementRequest;
  using Response = v1::Measurement;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct ValidateMeasurement {
  using Request = v1::ValidateMeasurementRequest;
  using Response = v1::Measurement;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct AcceptMeasurement {
  using Request = v1::AcceptMeasurementRequest;
  using Response = v1::Measurement;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct ReturnMeasurement {
  using Request = v1::ReturnMeasurementRequest;
  using Response = v1::Measurement;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

struct ReopenMeasurement {
  using Request = v1::ReopenMeasurementRequest;
  using Response = v1::Measurement;
  static absl::Status Check(const Request& request, const ledger::Context& context);
  static ledger::Reads Read(const Request& request, const ledger::Context& context);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context& context);
};

// Submits a figure that was read. Its request is a v1::SubmitFigureRequest.
ledger::Command SubmitFigureCommand(measurements::TakenFigure figure);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_MEASUREMENTS_COMMANDS_H_
