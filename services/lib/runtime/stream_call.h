#ifndef SERVICES_LIB_RUNTIME_STREAM_CALL_H_
#define SERVICES_LIB_RUNTIME_STREAM_CALL_H_

// What calls that answer with a stream have in common: the gate, a place, a thread for the handler,
// and messages that are written one after the other.

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/lib/runtime/call_gate.h"
#include "services/lib/runtime/pending_operation.h"
#include "services/lib/runtime/stream_places.h"
#include "services/lib/runtime/thread.h"

namespace mandat::runtime {

// One stream in flight; deletes itself when gRPC is done with it. `Stream` is what the handler
// sees, a StreamWriter<Response>.
template <class Reactor, class Response, class Stream>
class StreamCall : public Reactor, protected Stream, private RunningStream {
 public:
  // A caller who takes nothing for `patience` is cut off.
  StreamCall(const GatedMethod& method, const CallGate& gate, StreamPlaces* places,
             grpc::CallbackServerContext* context, absl::Duration patience)
      : method_(method), gate_(gate), places_(places), context_(context), patience_(patience) {}

  // Runs the handler's part on a thread of its own and answers with its status; answers at once
  // where the gate or the lack of a place refuses.
  void Run(size_t request_bytes, std::function<absl::Status()> body) {
    absl::Status admitted = gate_.Admit(method_, *context_, request_bytes, &admission_);
    if (admitted.ok()) admitted = places_->Enter(this);
    if (!admitted.ok()) {
      this->Finish(gate_.Leave(method_, admission_, admitted));
      return;
    }
    entered_ = true;
    thread_ = Thread("stream", [this, body = std::move(body)] {
      const absl::Status status = body();
      this->Finish(gate_.Leave(method_, admission_, status));
    });
  }

 protected:
  bool Write(const Response& message) final {
    if (!Wanted()) return false;
    write_.Begin();
    this->StartWrite(&message);
    PendingOperation::Outcome outcome = write_.Wait(patience_);
    if (outcome == PendingOperation::Outcome::kTimeUp) {
      context_->TryCancel();
      outcome = write_.Wait();  // The message must live until gRPC has given it up.
    }
    return outcome == PendingOperation::Outcome::kDone;
  }

  bool Wanted() const final { return !cancelled_.load(); }

  void EndSoon() override {}

  const GatedMethod& method() const { return method_; }
  const CallGate& gate() const { return gate_; }
  const grpc::CallbackServerContext& context() const { return *context_; }
  // Of the call as it began.
  const access::Call& call() const { return admission_.call; }

 private:
  void OnWriteDone(bool ok) override {
    if (!ok) cancelled_.store(true);  // It may be told before OnCancel is.
    write_.End(ok);
  }

  void OnCancel() override { cancelled_.store(true); }

  void OnDone() override {
    thread_.Join();  // Its last act was Finish.
    if (entered_) places_->Leave(this);
    delete this;
  }

  const GatedMethod& method_;
  const CallGate& gate_;
  StreamPlaces* const places_;
  grpc::CallbackServerContext* const context_;
  const absl::Duration patience_;
  Admission admission_;
  bool entered_ = false;
  std::atomic<bool> cancelled_{false};
  PendingOperation write_;
  Thread thread_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_STREAM_CALL_H_
