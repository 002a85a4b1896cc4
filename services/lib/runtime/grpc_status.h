#ifndef SERVICES_LIB_RUNTIME_GRPC_STATUS_H_
#define SERVICES_LIB_RUNTIME_GRPC_STATUS_H_

// The one place where errors become gRPC's and back.

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mandat::runtime {

// The status as it leaves: the same code, the message, and a google.rpc.Status with exactly one
// google.rpc.ErrorInfo (reason, `domain`, metadata) in the details.
//
// Own faults (INTERNAL, UNKNOWN, DATA_LOSS, and every error without a reason) are logged in full
// under a random reference and leave as INTERNAL with the reason `INTERNAL`, "internal error
// (reference …)" and metadata `reference`, whatever they said. `method` is for that line.
grpc::Status ToGrpc(const absl::Status& status, absl::string_view domain, absl::string_view method);

// What a client received: reason and metadata restored where the server sent an ErrorInfo; an error
// of the transport itself has none.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_GRPC_STATUS_H_
