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
// more is RESOURCE_EXHAUSTED `SERVER_BUSY`.

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "services/lib/access/call.h"
#include "services/lib/base/error.h"
#include "services/lib/runtime/call_gate.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/runtime/served.h"
#include "services/lib/runtime/thread.h"

namespace mandat::runtime {

inline constexpr int kStreamsMax = 8;

template <class Response>
class StreamWriter {
 public:
  // Waits until gRPC has taken the message. False once the caller is gone or the server stops:
  // return soon, with any status.
  virtual bool Write(const Response& message) = 0;
  // The same question without a message, for handlers that work long between two.
  virtual bool Wanted() const = 0;

 protected:
  ~StreamWriter() = default;
};

template <class Request, class Response>
using StreamHandler =
    std::function<absl::Status(const access::Call&, const Request&, StreamWriter<Response>&)>;

// One stream in flight; deletes itself when gRPC is done with it.
template <class Request, class Response>
class StreamCall final : public grpc::ServerWriteReactor<Response>, private StreamWriter<Response> {
 public:
  StreamCall(const GatedMethod& method, const CallGate& gate, std::atomic<int>* running)
      : method_(method), gate_(gate), running_(running) {}

  void Begin(const grpc::CallbackServerContext& context, const Request& request,
             const StreamHandler<Request, Response>& handler) {
    absl::Status admitted = gate_.Admit(method_, context, request.ByteSizeLong(), &admission_);
    counted_ = running_->fetch_add(1) < kStreamsMax;
    if (!counted_) running_->fetch_sub(1);
    if (admitted.ok() && !counted_) {
      admitted = base::Error(absl::StatusCode::kResourceExhausted, "SERVER_BUSY",
                             "Too many of these calls run already; try again later.");
    }
    if (!admitted.ok()) {
      this->Finish(gate_.Leave(method_, admission_, admitted));
      return;
    }
    thread_ = Thread("stream", [this, &request, &handler] {
      const absl::Status status = handler(admission_.call, request, *this);
      this->Finish(gate_.Leave(method_, admission_, status));
    });
  }

 private:
  bool Write(const Response& message) override {
    if (!Wanted()) return false;
    {
      MutexLock lock(&mutex_);
      writing_ = true;
    }
    this->StartWrite(&message);
    MutexLock lock(&mutex_);
    while (writing_) written_.Wait(&mutex_);
    return written_ok_;
  }

  bool Wanted() const override { return !cancelled_.load(); }

  void OnWriteDone(bool ok) override {
    if (!ok) cancelled_.store(true);  // It may be told before OnCancel is.
    MutexLock lock(&mutex_);
    writing_ = false;
    written_ok_ = ok;
    written_.NotifyOne();
  }

  void OnCancel() override { cancelled_.store(true); }

  void OnDone() override {
    thread_.Join();  // Its last act was Finish.
    if (counted_) running_->fetch_sub(1);
    delete this;
  }

  const GatedMethod& method_;
  const CallGate& gate_;
  std::atomic<int>* const running_;
  Admission admission_;
  bool counted_ = false;
  std::atomic<bool> cancelled_{false};
  Mutex mutex_;
  CondVar written_;
  bool writing_ MANDAT_GUARDED_BY(mutex_) = false;
  bool written_ok_ MANDAT_GUARDED_BY(mutex_) = false;
  Thread thread_;
};

template <class Request, class Response>
class StreamMethod final : public ServedMethod {
 public:
  using Handler = StreamHandler<Request, Response>;

  StreamMethod(ServedService* service, absl::string_view name, std::function<Handler()> make)
      : ServedMethod(service, name), make_(std::move(make)) {}

  grpc::ServerWriteReactor<Response>* Serve(grpc::CallbackServerContext* context,
                                            const Request* request) {
    auto* call = new StreamCall<Request, Response>(gated(), gate(), &running_);
    call->Begin(*context, *request, handler_);
    return call;
  }

 private:
  void Prepare() override { handler_ = make_(); }

  const std::function<Handler()> make_;
  Handler handler_;
  std::atomic<int> running_{0};
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
