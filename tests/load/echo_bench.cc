// Which way of serving is faster on this machine: gRPC's callback API or a completion-queue server?
//
//   mandat_echo_bench [reply_bytes=700] [pairs=5] [seconds=2] [in_flight=64]
//
// Both servers are child processes that stay up throughout; the client here keeps `in_flight` calls
// going against one of them at a time, in the order A B B A, so that whatever drifts on the machine
// falls on both alike. Prints every run, and then medians with their spread, once with replies from
// the receiving thread and once from another thread.

#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mandat/common/v1/log.grpc.pb.h"
#include "services/lib/runtime/thread.h"
#include "tests/load/echo_server.h"

namespace mandat::load {
namespace {

using ::mandat::common::v1::ListEventsRequest;
using ::mandat::common::v1::ListEventsResponse;
using ::mandat::common::v1::LogService;
using SteadyClock = std::chrono::steady_clock;

constexpr int kChannels = 4;
constexpr int kClientThreads = 2;

struct Plan {
  size_t reply_bytes = 700;
  int pairs = 5;
  int seconds = 2;
  int in_flight = 64;
};

// What one run measured.
struct Run {
  double calls_per_second = 0;
  double server_cpu_us_per_call = 0;
  double client_cpu_us_per_call = 0;
  double p50_us = 0;
  double p99_us = 0;
};

// A server in a process of its own.
struct Child {
  pid_t pid = 0;
  int port = 0;
};

using MakeEcho = std::unique_ptr<EchoServer> (*)(const EchoOptions&);

// Before this process uses gRPC: a fork would not survive its threads.
Child Serve(MakeEcho make, const EchoOptions& options) {
  int pipe_fds[2];
  if (pipe(pipe_fds) != 0) std::abort();
  Child child;
  child.pid = fork();
  if (child.pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    auto server = make(options);
    const int port = server->port();
    if (write(pipe_fds[1], &port, sizeof(port)) != sizeof(port)) _exit(1);
    for (;;) pause();
  }
  if (read(pipe_fds[0], &child.port, sizeof(child.port)) != sizeof(child.port)) std::abort();
  close(pipe_fds[0]);
  close(pipe_fds[1]);
  return child;
}

// Processor time of a process so far, user and system.
double CpuSeconds(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string field;
  double ticks = 0;
  for (int i = 1; i <= 15 && file >> field; ++i) {
    if (i == 14 || i == 15) ticks += std::stod(field);
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// One call after the other on one lane, as long as the run lasts.
class Lane {
 public:
  Lane(LogService::Stub* stub, grpc::CompletionQueue* queue) : stub_(stub), queue_(queue) {}

  void Begin() {
    context_ = std::make_unique<grpc::ClientContext>();
    begun_ = SteadyClock::now();
    reader_ = stub_->AsyncListEvents(context_.get(), request_, queue_);
    reader_->Finish(&reply_, &status_, this);
  }

  // Microseconds that the call took; ends the program if it failed.
  double End() {
    if (!status_.ok()) {
      std::fprintf(stderr, "call failed: %s\n", status_.error_message().c_str());
      std::exit(1);
    }
    return std::chrono::duration<double, std::micro>(SteadyClock::now() - begun_).count();
  }

 private:
  LogService::Stub* const stub_;
  grpc::CompletionQueue* const queue_;
  const ListEventsRequest request_;
  ListEventsResponse reply_;
  grpc::Status status_;
  SteadyClock::time_point begun_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientAsyncResponseReader<ListEventsResponse>> reader_;
};

std::vector<std::unique_ptr<LogService::Stub>> Stubs(const Child& server) {
  std::vector<std::unique_ptr<LogService::Stub>> stubs;
  for (int i = 0; i < kChannels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // A connection each.
    stubs.push_back(LogService::NewStub(
        grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(server.port),
                                  grpc::InsecureChannelCredentials(), arguments)));
  }
  return stubs;
}

// Keeps its share of the calls going until `end`; appends what each call took.
void Drive(const std::vector<std::unique_ptr<LogService::Stub>>& stubs, int lanes,
           SteadyClock::time_point end, std::vector<double>* took_us) {
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<Lane>> all;
  for (int i = 0; i < lanes; ++i) {
    all.push_back(std::make_unique<Lane>(stubs[static_cast<size_t>(i % kChannels)].get(), &queue));
    all.back()->Begin();
  }
  int busy = lanes;
  void* tag = nullptr;
  bool ok = false;
  while (busy > 0 && queue.Next(&tag, &ok)) {
    Lane* lane = static_cast<Lane*>(tag);
    took_us->push_back(lane->End());
    if (SteadyClock::now() < end) {
      lane->Begin();
    } else {
      --busy;
    }
  }
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
}

Run Measure(const Child& server, int in_flight, std::chrono::milliseconds length) {
  const auto stubs = Stubs(server);
  const double server_before = CpuSeconds(server.pid);
  const double client_before = CpuSeconds(getpid());
  const auto begin = SteadyClock::now();
  std::vector<std::vector<double>> parts(kClientThreads);
  {
    std::vector<runtime::Thread> threads;
    for (std::vector<double>& part : parts) {
      threads.emplace_back("client", [&, length] {
        Drive(stubs, in_flight / kClientThreads, begin + length, &part);
      });
    }
  }
  const std::chrono::duration<double> elapsed = SteadyClock::now() - begin;
  std::vector<double> took_us;
  for (const auto& part : parts) took_us.insert(took_us.end(), part.begin(), part.end());
  std::sort(took_us.begin(), took_us.end());
  const double calls = static_cast<double>(took_us.size());
  Run run;
  run.calls_per_second = calls / elapsed.count();
  run.server_cpu_us_per_call = (CpuSeconds(server.pid) - server_before) * 1e6 / calls;
  run.client_cpu_us_per_call = (CpuSeconds(getpid()) - client_before) * 1e6 / calls;
  run.p50_us = took_us[took_us.size() / 2];
  run.p99_us = took_us[took_us.size() * 99 / 100];
  return run;
}

// Median, least and most of one figure over all runs.
void PrintFigure(const char* name, const std::vector<Run>& runs, double Run::*figure) {
  std::vector<double> values;
  for (const Run& run : runs) values.push_back(run.*figure);
  std::sort(values.begin(), values.end());
  std::printf("    %-22s median %10.1f   from %10.1f to %10.1f\n", name, values[values.size() / 2],
              values.front(), values.back());
}

double MedianRate(std::vector<Run> runs) {
  std::sort(runs.begin(), runs.end(),
            [](const Run& a, const Run& b) { return a.calls_per_second < b.calls_per_second; });
  return runs[runs.size() / 2].calls_per_second;
}

void Compare(const Plan& plan, const Child& callback, const Child& queue, const char* title) {
  std::printf("%s\n", title);
  const std::chrono::milliseconds length(plan.seconds * 1000);
  const std::chrono::milliseconds warm_up(500);
  Measure(callback, plan.in_flight, warm_up);
  Measure(queue, plan.in_flight, warm_up);
  std::vector<Run> callback_runs;
  std::vector<Run> queue_runs;
  for (int pair = 0; pair < plan.pairs; ++pair) {
    for (const bool is_callback : {true, false, false, true}) {
      const Run run = Measure(is_callback ? callback : queue, plan.in_flight, length);
      (is_callback ? callback_runs : queue_runs).push_back(run);
      std::printf("  %-8s %9.0f calls/s\n", is_callback ? "callback" : "queue",
                  run.calls_per_second);
      std::fflush(stdout);
    }
  }
  for (const auto& [name, runs] : {std::pair("callback", &callback_runs), {"queue", &queue_runs}}) {
    std::printf("  %s\n", name);
    PrintFigure("calls/s", *runs, &Run::calls_per_second);
    PrintFigure("server cpu us/call", *runs, &Run::server_cpu_us_per_call);
    PrintFigure("client cpu us/call", *runs, &Run::client_cpu_us_per_call);
    PrintFigure("p50 us", *runs, &Run::p50_us);
    PrintFigure("p99 us", *runs, &Run::p99_us);
  }
  std::printf("  queue / callback, medians of calls/s: %.3f\n\n",
              MedianRate(queue_runs) / MedianRate(callback_runs));
}

int Main(int argc, char** argv) {
  Plan plan;
  if (argc > 1) plan.reply_bytes = std::strtoul(argv[1], nullptr, 10);
  if (argc > 2) plan.pairs = std::atoi(argv[2]);
  if (argc > 3) plan.seconds = std::atoi(argv[3]);
  if (argc > 4) plan.in_flight = std::atoi(argv[4]);
  const EchoOptions here{plan.reply_bytes, false};
  const EchoOptions elsewhere{plan.reply_bytes, true};
  const std::vector<Child> servers = {
      Serve(MakeCallbackEcho, here), Serve(MakeCompletionQueueEcho, here),
      Serve(MakeCallbackEcho, elsewhere), Serve(MakeCompletionQueueEcho, elsewhere)};
  Compare(plan, servers[0], servers[1], "replies from the receiving thread");
  Compare(plan, servers[2], servers[3], "replies from another thread");
  for (const Child& server : servers) {
    kill(server.pid, SIGKILL);
    waitpid(server.pid, nullptr, 0);
  }
  return 0;
}

}  // namespace
}  // namespace mandat::load

int main(int argc, char** argv) { return mandat::load::Main(argc, argv); }
