#ifndef SERVICES_LIB_RUNTIME_BIDI_STREAM_H_
#define SERVICES_LIB_RUNTIME_BIDI_STREAM_H_

// Calls in which both sides stream, one line each:
//
//   MANDAT_BIDI_STREAM(FileArticle60Requests,
//                      [this](MessageStream<FileArticle60RequestsRequest,
//                                           FileArticle60RequestsResponse>& stream) { … })
//
// The handler runs on a thread of its own and may wait: it reads when it has room, which slows down
// a fast caller, and a slow one slows down what it writes. At most kStreamsMax of a method at a
// time, one more is RESOURCE_EXHAUSTED `SERVER_BUSY`. Who holds a place and is silent, or takes no
// answers, for GateOptions::stream_idle_max loses it. Where the server stops, reading ends with
// UNAVAILABLE `SERVER_STOPPING`, and what was read is still answered.

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/runtime/message_stream.h"
#include "services/lib/runtime/pending_operation.h"
#include "services/lib/runtime/served.h"
#include "services/lib/runtime/stream_call.h"
#include "services/lib/runtime/stream_places.h"

namespace mandat::runtime {

template <class Request, class Response>
using BidiHandler = std::function<absl::Status(MessageStream<Request, Response>&)>;

template <class Request, class Response>
class BidiCall final : public StreamCall<grpc::ServerBidiReactor<Request, Response>, Response,
                                         MessageStream<Request, Response>> {
  using Base = StreamCall<grpc::ServerBidiReactor<Request, Response>, Response,
                          MessageStream<Request, Response>>;

 public:
  BidiCall(const GatedMethod& method, const CallGate& gate, StreamPlaces* places,
           grpc::CallbackServerContext* context)
      : Base(method, gate, places, context, gate.stream_idle_max()) {}

  void Begin(const BidiHandler<Request, Response>& handler) {
    this->Run(0, [this, &handler] { return handler(*this); });
  }

 private:
  absl::StatusOr<bool> Read(Received<Request>* received) override {
    read_.Begin();
    this->StartRead(&incoming_);
    switch (read_.Wait(this->gate().stream_idle_max())) {
      case PendingOperation::Outcome::kDone:
        break;
      case PendingOperation::Outcome::kFailed:
        return false;
      case PendingOperation::Outcome::kInterrupted:
        if (server_stops_) return ServerStopping();
        return false;
      case PendingOperation::Outcome::kTimeUp:
        return Idle();
    }
    received->call = this->call();
    RETURN_IF_ERROR(this->gate().Renew(this->method(), this->context(), &received->call));
    received->size = this->gate().CheckRequestSize(this->method(), incoming_.ByteSizeLong());
    received->message = std::move(incoming_);
    return true;
  }

  absl::Status Idle() const {
    const std::string seconds = absl::StrCat(absl::ToInt64Seconds(this->gate().stream_idle_max()));
    return base::Error(absl::StatusCode::kDeadlineExceeded, "STREAM_IDLE",
                       absl::StrCat("Nothing was sent for ", seconds, " seconds; begin again."),
                       {{"limitSeconds", seconds}});
  }

  void StopReading() override { read_.Interrupt(); }

  void EndSoon() override {
    server_stops_ = true;
    read_.Interrupt();
  }

  void OnReadDone(bool ok) override { read_.End(ok); }

  std::atomic<bool> server_stops_{false};
  PendingOperation read_;
  // Not the handler's: a read may be under way when it has ended.
  Request incoming_;
};

template <class Request, class Response>
class BidiMethod final : public ServedMethod {
 public:
  using Handler = BidiHandler<Request, Response>;

  BidiMethod(ServedService* service, absl::string_view name, std::function<Handler()> make)
      : ServedMethod(service, name), make_(std::move(make)) {}

  grpc::ServerBidiReactor<Request, Response>* Serve(grpc::CallbackServerContext* context) {
    auto* call = new BidiCall<Request, Response>(gated(), gate(), &places_, context);
    call->Begin(handler_);
    return call;
  }

 private:
  void Prepare() override { handler_ = make_(); }
  void EndStreams() override { places_.EndAll(); }

  const std::function<Handler()> make_;
  Handler handler_;
  StreamPlaces places_;
};

// Serves `method` with the handler, a callable of the type BidiHandler.
#define MANDAT_BIDI_STREAM(method, ...)                                                          \
  grpc::ServerBidiReactor<typename MANDAT_METHOD_TYPES_(method)::Request,                        \
                          typename MANDAT_METHOD_TYPES_(method)::Response>*                      \
  method(grpc::CallbackServerContext* context) override {                                        \
    return method##_method_.Serve(context);                                                      \
  }                                                                                              \
  mandat::runtime::BidiMethod<typename MANDAT_METHOD_TYPES_(method)::Request,                    \
                              typename MANDAT_METHOD_TYPES_(method)::Response>                   \
      method##_method_{this, #method, [this]() -> typename decltype(method##_method_)::Handler { \
                         (void)this; /* Not every handler uses it. */                            \
                         return __VA_ARGS__;                                                     \
                       }};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_BIDI_STREAM_H_
