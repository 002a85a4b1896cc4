#ifndef SERVICES_LIB_RUNTIME_CALL_GATE_H_
#define SERVICES_LIB_RUNTIME_CALL_GATE_H_

// What every call passes on its way in and out, whichever way it is served.

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/access/call.h"
#include "services/lib/access/rules.h"
#include "services/lib/access/token.h"
#include "services/lib/runtime/clock.h"
#include "services/lib/runtime/metrics.h"

namespace mandat::runtime {

struct GateOptions {
  access::TokenVerifier* tokens = nullptr;
  const Clock* clock = nullptr;
  Metrics* metrics = nullptr;
  // Of ErrorInfo: who gives the reasons their meaning, `socialaid.mandat.be`.
  std::string error_domain;
  // Larger requests are refused with RESOURCE_EXHAUSTED `REQUEST_TOO_LARGE`, unless their method
  // takes more.
  size_t request_bytes_max = 1024 * 1024;
  // Larger replies are refused with RESOURCE_EXHAUSTED `REPLY_TOO_LARGE`.
  size_t reply_bytes_max = 4 * 1024 * 1024;
  // How long a caller who streams may send nothing, or take no answer, while it is waited for.
  absl::Duration stream_idle_max = absl::Minutes(1);
};

// One method, resolved once when the server is built.
struct GatedMethod {
  std::string name;
  const access::MethodAccess* access = nullptr;
  RpcDurations* durations = nullptr;
  // The largest request that it takes; absent = as the gate says.
  std::optional<size_t> request_bytes_max;
};

// What is known of one call between its way in and its way out.
struct Admission {
  access::Call call;
  std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
};

// Thread-safe.
class CallGate {
 public:
  explicit CallGate(const GateOptions& options) : options_(options) {}

  // In this order: who calls (UNAUTHENTICATED, see TokenVerifier), whether the method is for them
  // (PERMISSION_DENIED `ROLE_REQUIRED`), whether they still wait (DEADLINE_EXCEEDED
  // `DEADLINE_EXCEEDED`), whether their request has a size that we read (RESOURCE_EXHAUSTED
  // `REQUEST_TOO_LARGE`). Fills `admission->call`.
  absl::Status Admit(const GatedMethod& method, const grpc::ServerContextBase& context,
                     size_t request_bytes, Admission* admission) const;

  // The same once more for a message in mid-stream, as of now, less the size and with the trace of
  // the call: a token may have expired since, or its key be gone.
  absl::Status Renew(const GatedMethod& method, const grpc::ServerContextBase& context,
                     access::Call* call) const;

  // Once for every call: what leaves, the figure and the access line.
  grpc::Status Leave(const GatedMethod& method, const Admission& admission,
                     const absl::Status& status) const;

  // RESOURCE_EXHAUSTED `REQUEST_TOO_LARGE`.
  absl::Status CheckRequestSize(const GatedMethod& method, size_t bytes) const;
  // RESOURCE_EXHAUSTED `REPLY_TOO_LARGE`.
  absl::Status CheckReplySize(size_t bytes) const;

  absl::Duration stream_idle_max() const { return options_.stream_idle_max; }
  Metrics& metrics() const { return *options_.metrics; }

 private:
  const GateOptions options_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_CALL_GATE_H_
