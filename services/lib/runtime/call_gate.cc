#include "services/lib/runtime/call_gate.h"

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/lib/access/role.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/lib/runtime/log.h"
#include "services/lib/runtime/trace.h"

namespace mandat::runtime {
namespace {

// The first value of a header; empty where it was not sent.
absl::string_view Header(const grpc::ServerContextBase& context, const char* name) {
  const auto& headers = context.client_metadata();
  const auto found = headers.find(name);
  if (found == headers.end()) return "";
  return absl::string_view(found->second.data(), found->second.size());
}

absl::Time DeadlineOf(const grpc::ServerContextBase& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::InfiniteFuture();
  return absl::FromChrono(deadline);
}

// The trace goes on where the caller sent one that is valid, and begins here otherwise.
std::string TraceOf(const grpc::ServerContextBase& context) {
  const std::optional<TraceContext> parent = ParseTraceparent(Header(context, "traceparent"));
  return FormatTraceparent(parent.has_value() ? ChildOf(*parent) : NewTrace());
}

absl::Status TooLarge(absl::string_view reason, absl::string_view what, absl::string_view verb,
                      size_t bytes_max) {
  const std::string most = absl::StrCat(bytes_max);
  return base::Error(
      absl::StatusCode::kResourceExhausted, reason,
      absl::StrCat("The ", what, " is larger than ", most, " bytes; ", verb, " less."),
      {{"limitBytes", most}});
}

}  // namespace

absl::Status CallGate::Admit(const GatedMethod& method, const grpc::ServerContextBase& context,
                             size_t request_bytes, Admission* admission) const {
  admission->call.traceparent = TraceOf(context);
  RETURN_IF_ERROR(Renew(method, context, &admission->call));
  return CheckRequestSize(method, request_bytes);
}

absl::Status CallGate::Renew(const GatedMethod& method, const grpc::ServerContextBase& context,
                             access::Call* call) const {
  call->method = method.name;
  call->now = options_.clock->Now();
  ASSIGN_OR_RETURN(
      call->actor,
      options_.tokens->Verify(access::BearerToken(Header(context, "authorization")), call->now));
  RETURN_IF_ERROR(access::CheckMethod(*method.access, *call->actor));
  call->role = access::ActingRole(*method.access, *call->actor);
  call->parties = access::PartiesOf(*method.access, *call->actor);
  call->deadline = DeadlineOf(context);
  if (call->deadline > call->now) return absl::OkStatus();
  return base::Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                     "The deadline of the call has passed.");
}

grpc::Status CallGate::Leave(const GatedMethod& method, const Admission& admission,
                             const absl::Status& status) const {
  grpc::Status leaving = ToGrpc(status, options_.error_domain, method.name);
  const absl::Duration took = absl::FromChrono(std::chrono::steady_clock::now() - admission.begun);
  const auto code = static_cast<absl::StatusCode>(leaving.error_code());
  method.durations->Record(code, took);
  if (LogEnabled(Severity::kDebug)) {
    const access::Actor* actor = admission.call.actor.get();
    LogDebug("call", {{"method", method.name},
                      {"code", absl::StatusCodeToString(code)},
                      {"reason", base::ReasonOf(status)},
                      {"took_us", took},
                      {"organisation", actor == nullptr ? "" : actor->organisation},
                      {"role", access::RoleName(admission.call.role)},
                      {"traceparent", admission.call.traceparent}});
  }
  return leaving;
}

absl::Status CallGate::CheckRequestSize(const GatedMethod& method, size_t bytes) const {
  const size_t most = method.request_bytes_max.value_or(options_.request_bytes_max);
  if (bytes <= most) return absl::OkStatus();
  return TooLarge("REQUEST_TOO_LARGE", "request", "send", most);
}

absl::Status CallGate::CheckReplySize(size_t bytes) const {
  if (bytes <= options_.reply_bytes_max) return absl::OkStatus();
  return TooLarge("REPLY_TOO_LARGE", "reply", "ask for", options_.reply_bytes_max);
}

}  // namespace mandat::runtime
