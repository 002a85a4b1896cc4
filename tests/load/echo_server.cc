#include "tests/load/echo_server.h"

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "mandat/common/v1/log.grpc.pb.h"
#include "services/lib/runtime/bounded_queue.h"
#include "services/lib/runtime/thread.h"

namespace mandat::load {
namespace {

using ::mandat::common::v1::ListEventsRequest;
using ::mandat::common::v1::ListEventsResponse;
using ::mandat::common::v1::LogService;
using ::mandat::runtime::BoundedQueue;
using ::mandat::runtime::Thread;

constexpr size_t kQueueCapacity = 4096;

void Answer(const EchoOptions& options, ListEventsResponse* reply) {
  reply->add_events()->mutable_cloud_event()->assign(options.reply_bytes, 'x');
}

// Finishes calls, here or on a thread of its own.
class Finisher {
 public:
  explicit Finisher(bool another_thread) : queue_(kQueueCapacity) {
    if (!another_thread) return;
    thread_ = Thread("replies", [this] {
      std::vector<std::function<void()>> batch;
      while (queue_.PopSome(&batch, 64)) {
        for (std::function<void()>& finish : batch) finish();
        batch.clear();
      }
    });
    another_thread_ = true;
  }
  ~Finisher() { Stop(); }

  // After this, no more Run().
  void Stop() {
    queue_.Close();
    thread_.Join();
  }

  void Run(std::function<void()> finish) {
    if (!another_thread_ || !queue_.TryPush(&finish)) finish();
  }

 private:
  BoundedQueue<std::function<void()>> queue_;
  bool another_thread_ = false;
  Thread thread_;
};

class CallbackEcho final : public EchoServer {
 public:
  explicit CallbackEcho(const EchoOptions& options)
      : service_(options, &finisher_), finisher_(options.reply_from_another_thread) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }
  ~CallbackEcho() override { server_->Shutdown(); }

  int port() const override { return port_; }

 private:
  class Handlers final : public LogService::CallbackService {
   public:
    Handlers(const EchoOptions& options, Finisher* finisher)
        : options_(options), finisher_(finisher) {}

    grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                         const ListEventsRequest*,
                                         ListEventsResponse* reply) override {
      grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
      finisher_->Run([this, reactor, reply] {
        Answer(options_, reply);
        reactor->Finish(grpc::Status::OK);
      });
      return reactor;
    }

   private:
    const EchoOptions options_;
    Finisher* const finisher_;
  };

  Handlers service_;
  Finisher finisher_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

class CompletionQueueEcho final : public EchoServer {
 public:
  explicit CompletionQueueEcho(const EchoOptions& options)
      : options_(options), finisher_(options.reply_from_another_thread) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    for (int i = 0; i < kQueues; ++i) queues_.push_back(builder.AddCompletionQueue());
    server_ = builder.BuildAndStart();
    for (auto& queue : queues_) {
      for (int i = 0; i < kCallsAwaited; ++i) (new OneCall(this, queue.get()))->Await();
      threads_.emplace_back("completions", [&queue] {
        void* tag = nullptr;
        bool ok = false;
        while (queue->Next(&tag, &ok)) static_cast<OneCall*>(tag)->Proceed(ok);
      });
    }
  }

  ~CompletionQueueEcho() override {
    server_->Shutdown();
    finisher_.Stop();
    for (auto& queue : queues_) queue->Shutdown();
  }

  int port() const override { return port_; }

 private:
  static constexpr int kQueues = 2;
  static constexpr int kCallsAwaited = 128;

  class OneCall {
   public:
    OneCall(CompletionQueueEcho* owner, grpc::ServerCompletionQueue* queue)
        : owner_(owner), queue_(queue), writer_(&context_) {}

    void Await() {
      owner_->service_.RequestListEvents(&context_, &request_, &writer_, queue_, queue_, this);
    }

    void Proceed(bool ok) {
      if (!ok || finishing_) {
        delete this;
        return;
      }
      finishing_ = true;
      (new OneCall(owner_, queue_))->Await();
      owner_->finisher_.Run([this] {
        ListEventsResponse reply;
        Answer(owner_->options_, &reply);
        writer_.Finish(reply, grpc::Status::OK, this);
      });
    }

   private:
    CompletionQueueEcho* const owner_;
    grpc::ServerCompletionQueue* const queue_;
    grpc::ServerContext context_;
    ListEventsRequest request_;
    grpc::ServerAsyncResponseWriter<ListEventsResponse> writer_;
    bool finishing_ = false;
  };

  const EchoOptions options_;
  LogService::WithAsyncMethod_ListEvents<LogService::Service> service_;
  int port_ = 0;
  std::vector<std::unique_ptr<grpc::ServerCompletionQueue>> queues_;
  std::unique_ptr<grpc::Server> server_;
  Finisher finisher_;
  std::vector<Thread> threads_;
};

}  // namespace

std::unique_ptr<EchoServer> MakeCallbackEcho(const EchoOptions& options) {
  return std::make_unique<CallbackEcho>(options);
}

std::unique_ptr<EchoServer> MakeCompletionQueueEcho(const EchoOptions& options) {
  return std::make_unique<CompletionQueueEcho>(options);
}

}  // namespace mandat::load
