#include "tests/load/load_client.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/runtime/thread.h"

namespace mandat::load {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kChannels = 4;
constexpr int kThreads = 2;

double Seconds(SteadyClock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

// One call after the other.
class Lane {
 public:
  Lane(const LoadPlan& plan, grpc::GenericStub* stub, grpc::CompletionQueue* queue)
      : plan_(plan), stub_(stub), queue_(queue) {}

  // False where no call is left.
  bool Begin() {
    NextCall next;
    if (!plan_.next(&next)) return false;
    context_ = std::make_unique<grpc::ClientContext>();
    if (next.token != nullptr) context_->AddMetadata("authorization", "Bearer " + *next.token);
    const grpc::Slice slice(next.request);
    begun_ = SteadyClock::now();
    call_ =
        stub_->PrepareUnaryCall(context_.get(), plan_.method, grpc::ByteBuffer(&slice, 1), queue_);
    call_->StartCall();
    call_->Finish(&reply_, &status_, this);
    return true;
  }

  const grpc::Status& status() const { return status_; }
  int64_t reply_bytes() const { return static_cast<int64_t>(reply_.Length()); }
  SteadyClock::time_point begun() const { return begun_; }

 private:
  const LoadPlan& plan_;
  grpc::GenericStub* const stub_;
  grpc::CompletionQueue* const queue_;
  SteadyClock::time_point begun_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> call_;
  grpc::ByteBuffer reply_;
  grpc::Status status_;
};

// What one thread saw.
struct Part {
  absl::Status error;
  LoadResult result;
  SteadyClock::time_point last;
};

struct Times {
  SteadyClock::time_point from;
  SteadyClock::time_point to;
};

void Drive(const LoadPlan& plan, const std::vector<std::unique_ptr<grpc::GenericStub>>& stubs,
           int lanes, const Times& times, Part* part) {
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<Lane>> all;
  int busy = 0;
  for (int i = 0; i < lanes; ++i) {
    const auto stub = stubs[static_cast<size_t>(i % kChannels)].get();
    all.push_back(std::make_unique<Lane>(plan, stub, &queue));
    busy += all.back()->Begin() ? 1 : 0;
  }
  void* tag = nullptr;
  bool ok = false;
  part->last = times.from;
  while (busy > 0 && queue.Next(&tag, &ok)) {
    auto* lane = static_cast<Lane*>(tag);
    const SteadyClock::time_point now = SteadyClock::now();
    if (!lane->status().ok()) {
      part->error = absl::InternalError(absl::StrCat(plan.method, ": ", lane->status().error_code(),
                                                     " ", lane->status().error_message()));
      --busy;
      continue;
    }
    if (now >= times.from && now < times.to) {
      ++part->result.calls;
      part->result.reply_bytes += lane->reply_bytes();
      part->result.latencies.push_back(Seconds(now - lane->begun()));
      part->last = now;
    }
    if (now >= times.to || !part->error.ok() || !lane->Begin()) --busy;
  }
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
}

}  // namespace

absl::StatusOr<LoadResult> RunLoad(const LoadPlan& plan) {
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  for (int i = 0; i < kChannels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // A connection each.
    stubs.push_back(std::make_unique<grpc::GenericStub>(
        grpc::CreateCustomChannel(plan.address, grpc::InsecureChannelCredentials(), arguments)));
  }
  const int threads = std::min(kThreads, plan.in_flight);
  const auto from = SteadyClock::now() + absl::ToChronoNanoseconds(plan.warm_up);
  const Times times{from, from + absl::ToChronoNanoseconds(plan.length)};
  std::vector<Part> parts(static_cast<size_t>(threads));
  {
    std::vector<runtime::Thread> running;
    for (Part& part : parts) {
      running.emplace_back("client",
                           [&] { Drive(plan, stubs, plan.in_flight / threads, times, &part); });
    }
  }
  LoadResult all;
  SteadyClock::time_point last = times.from;
  for (Part& part : parts) {
    RETURN_IF_ERROR(part.error);
    all.calls += part.result.calls;
    all.reply_bytes += part.result.reply_bytes;
    all.latencies.insert(all.latencies.end(), part.result.latencies.begin(),
                         part.result.latencies.end());
    last = std::max(last, part.last);
  }
  if (all.calls == 0) return absl::InternalError("no call was answered in time");
  all.seconds = Seconds(last - times.from);
  return all;
}

}  // namespace mandat::load
