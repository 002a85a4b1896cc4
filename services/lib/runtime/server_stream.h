#ifndef SERVICES_LIB_RUNTIME_SERVER_STREAM_H_
#define SERVICES_LIB_RUNTIME_SERVER_STREAM_H_

// Calls that answer with a stream, one line each:
//
//   MANDAT_SERVER_STREAM(VerifyLog, [this](const access::Call& call, const VerifyLogRequest&
//   request,
//                                          StreamWriter<VerifyLogProgress>& out) -> absl::Status {
//                                          … })
//
// The handler runs on a thread of its own and may wait; a slow reader slows it down instead of
// filling memory. For calls that are rare and long: at most kStreamsMax of a method at a time, one
// more is RESOURCE_EXHAUSTED `SERVER_BUSY`. A server that stops waits for them.

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/lib/access/call.h"
#include "services/lib/runtime/message_stream.h"
#include "services/lib/runtime/served.h"
#include "services/lib/runtime/stream_call.h"
#include "services/lib/runtime/stream_places.h"

namespace mandat::runtime {

template <class Request, class Response>
using StreamHandler =
    std::function<absl::Status(const access::Call&, const Request&, StreamWriter<Response>&)>;

template <class Request, class Response>
class ServerStreamCall final
    : public StreamCall<grpc::ServerWriteReactor<Response>, Response, StreamWriter<Response>> {
  using Base = StreamCall<grpc::ServerWriteReactor<Response>, Response, StreamWriter<Response>>;

 public:
  ServerStreamCall(const GatedMethod& method, const CallGate& gate, StreamPlaces* places,
                   grpc::CallbackServerContext* context)
      : Base(method, gate, places, context, absl::InfiniteDuration()) {}

  void Begin(const Request& request, const StreamHandler<Request, Response>& handler) {
    this->Run(request.ByteSizeLong(),
              [this, &request, &handler] { return handler(this->call(), request, *this); });
  }
};

template <class Request, class Response>
class StreamMethod final : public ServedMethod {
 public:
  using Handler = StreamHandler<Request, Response>;

  StreamMethod(ServedService* service, absl::string_view name, std::function<Handler()> make)
      : ServedMethod(service, name), make_(std::move(make)) {}

  grpc::ServerWriteReactor<Response>* Serve(grpc::CallbackServerContext* context,
                                            const Request* request) {
    auto* call = new ServerStreamCall<Request, Response>(gated(), gate(), &places_, context);
    call->Begin(*request, handler_);
    return call;
  }

 private:
  void Prepare() override { handler_ = make_(); }

  const std::function<Handler()> make_;
  Handler handler_;
  StreamPlaces places_;
};

// Serves `method` with the handler, a callable of the type StreamHandler.
#define MANDAT_SERVER_STREAM(method, ...)                                                        \
  grpc::ServerWriteReactor<typename MANDAT_METHOD_TYPES_(method)::Response>* method(             \
      grpc::CallbackServerContext* context,                                                      \
      const typename MANDAT_METHOD_TYPES_(method)::Request* request) override {                  \
    return method##_method_.Serve(context, request);                                             \
  }                                                                                              \
  mandat::runtime::StreamMethod<typename MANDAT_METHOD_TYPES_(method)::Request,                  \
                                typename MANDAT_METHOD_TYPES_(method)::Response>                 \
      method##_method_{this, #method, [this]() -> typename decltype(method##_method_)::Handler { \
                         (void)this; /* Not every handler uses it. */                            \
                         return __VA_ARGS__;                                                     \
                       }};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_SERVER_STREAM_H_
