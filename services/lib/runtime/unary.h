#ifndef SERVICES_LIB_RUNTIME_UNARY_H_
#define SERVICES_LIB_RUNTIME_UNARY_H_

// Unary calls, one line each:
//
//   class Requests final : public Served<v1::SocialAidService> {
//    public:
//     MANDAT_UNARY(SendArticle60Request, ledger::Handler<article60::SendArticle60Request>(ledger_))
//     …
//   };
//
// The line passes the call through the gate and hands it to the handler, which answers now or
// later. Inside the class the name of a method hides a type of the same name: qualify the type.

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/lib/access/call.h"
#include "services/lib/runtime/call_gate.h"
#include "services/lib/runtime/responder.h"
#include "services/lib/runtime/served.h"

namespace mandat::runtime {

// Called on a thread of gRPC's: it must not wait.
template <class Request, class Response>
using UnaryHandler = std::function<void(const access::Call&, const Request&, Responder<Response>)>;

// One call in flight; deletes itself when gRPC is done with it.
template <class Request, class Response>
class UnaryCall final : public grpc::ServerUnaryReactor, private AnswerSink<Response> {
 public:
  UnaryCall(const GatedMethod& method, const CallGate& gate, Response* response)
      : method_(method), gate_(gate), response_(response) {}

  void Begin(const grpc::CallbackServerContext& context, const Request& request,
             const UnaryHandler<Request, Response>& handler) {
    absl::Status admitted = gate_.Admit(method_, context, request.ByteSizeLong(), &admission_);
    if (!admitted.ok()) return Answer(std::move(admitted));
    handler(admission_.call, request, Responder<Response>(this));
  }

 private:
  void Answer(absl::StatusOr<Response> answer) override {
    absl::Status status = answer.status();
    if (status.ok()) status = gate_.CheckReplySize(answer->ByteSizeLong());
    if (status.ok()) *response_ = *std::move(answer);
    Finish(gate_.Leave(method_, admission_, status));
  }

  void OnDone() override { delete this; }
  // Not API in the strict sense: says that OnDone may run on whatever thread ends the call. gRPC
  // would else wake a thread of its own for it, which took 3 % of both processors under load.
  bool InternalInlineable() override { return true; }

  const GatedMethod& method_;
  const CallGate& gate_;
  Response* const response_;
  Admission admission_;
};

template <class Request, class Response>
class UnaryMethod final : public ServedMethod {
 public:
  using Handler = UnaryHandler<Request, Response>;

  UnaryMethod(ServedService* service, absl::string_view name, std::function<Handler()> make)
      : ServedMethod(service, name), make_(std::move(make)) {}

  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context, const Request* request,
                                  Response* response) {
    // gRPC does not finish a call before it got the reactor, so `call` outlives this function even
    // if it was answered.
    auto* call = new UnaryCall<Request, Response>(gated(), gate(), response);
    call->Begin(*context, *request, handler_);
    return call;
  }

 private:
  void Prepare() override { handler_ = make_(); }

  const std::function<Handler()> make_;
  Handler handler_;
};

// Serves `method` with the handler, a callable (const access::Call&, const Request&,
// Responder<Response>). The expression is evaluated once, when the server is built.
#define MANDAT_UNARY(method, ...)                                                                 \
  grpc::ServerUnaryReactor* method(grpc::CallbackServerContext* context,                          \
                                   const typename MANDAT_METHOD_TYPES_(method)::Request* request, \
                                   typename MANDAT_METHOD_TYPES_(method)::Response* response)     \
      override {                                                                                  \
    return method##_method_.Serve(context, request, response);                                    \
  }                                                                                               \
  mandat::runtime::UnaryMethod<typename MANDAT_METHOD_TYPES_(method)::Request,                    \
                               typename MANDAT_METHOD_TYPES_(method)::Response>                   \
      method##_method_{this, #method, [this]() -> typename decltype(method##_method_)::Handler {  \
                         (void)this; /* Not every handler uses it. */                             \
                         return __VA_ARGS__;                                                      \
                       }};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_UNARY_H_
