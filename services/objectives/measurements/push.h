#ifndef SERVICES_OBJECTIVES_MEASUREMENTS_PUSH_H_
#define SERVICES_OBJECTIVES_MEASUREMENTS_PUSH_H_

// A file of values in a stream, such as another system pushes.

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/lines_stream.h"
#include "services/lib/runtime/message_stream.h"

namespace mandat::objectives {

// Enters the lines of the stream as the comment of the method says; returns what it ends with.
// Waits for all that it has begun, also where the caller has left.
absl::Status EnterMeasurements(
    ledger::Ledger& ledger,
    runtime::MessageStream<v1::EnterMeasurementsRequest, v1::EnterMeasurementsResponse>& stream,
    absl::Duration patience = runtime::kBusyPatience);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_MEASUREMENTS_PUSH_H_
