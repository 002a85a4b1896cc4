#include "tests/load/service_process.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/testing/free_port.h"

namespace mandat::load {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(1);
constexpr absl::Duration kStartMax = absl::Seconds(30);
// What grpc.health.v1.HealthCheckResponse looks like when it says SERVING.
constexpr char kServing[] = "\x08\x01";

bool Serves(const std::string& address) {
  grpc::GenericStub stub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(1));
  grpc::CompletionQueue queue;
  const grpc::Slice none("");
  const grpc::ByteBuffer request(&none, 1);
  const auto call =
      stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
  call->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  grpc::Slice bytes;
  return ok && status.ok() && reply.DumpToSingleSlice(&bytes).ok() &&
         std::string(reinterpret_cast<const char*>(bytes.begin()), bytes.size()) == kServing;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ServiceProcess>> ServiceProcess::Start(
    const Ground& ground, const ServiceOptions& options) {
  std::unique_ptr<ServiceProcess> service(
      new ServiceProcess(absl::StrCat("mandat-", options.service)));
  const int port = testing::FreePort();
  service->address_ = absl::StrCat("127.0.0.1:", port);
  testing::ChildOptions child;
  child.command = {Ground::Program(service->program_),
                   "serve",
                   absl::StrCat("--store=", options.store_url),
                   absl::StrCat("--keys=", ground.KeysFile()),
                   absl::StrCat("--listen=", service->address_),
                   absl::StrCat("--metrics_listen=127.0.0.1:", testing::FreePort()),
                   absl::StrCat("--nats_url=", options.nats_url),
                   absl::StrCat("--stream=", Ground::StreamFile(options.service)),
                   absl::StrCat("--jwks=", ground.JwksFile()),
                   absl::StrCat("--issuer=", kIssuer),
                   absl::StrCat("--audience=", kAudience)};
  if (options.service != "socialaid") {
    child.command.push_back(absl::StrCat("--consumers=", Ground::ConsumersFolder()));
  }
  child.output_file = ground.File(options.service + ".log");
  service->started_ = absl::Now();
  ASSIGN_OR_RETURN(service->process_, testing::ChildProcess::Start(child));
  while (!testing::PortAnswers(port) || !Serves(service->address_)) {
    if (!service->process_->Running() || absl::Now() > service->started_ + kStartMax) {
      return absl::FailedPreconditionError(
          absl::StrCat(service->program_, " does not serve:\n", service->process_->Output()));
    }
    absl::SleepFor(kPoll);
  }
  service->took_to_serve_ = absl::Now() - service->started_;
  return service;
}

double ServiceProcess::ResidentMib() const {
  std::ifstream file(absl::StrCat("/proc/", process_->pid(), "/statm"));
  int64_t size_pages = 0;
  int64_t resident_pages = 0;
  file >> size_pages >> resident_pages;
  return static_cast<double>(resident_pages * sysconf(_SC_PAGESIZE)) / (1 << 20);
}

absl::Status ServiceProcess::Stop() {
  const int code = process_->Stop(absl::Seconds(30));
  if (code == 0) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat(program_, " ended with ", code, ":\n", process_->Output()));
}

}  // namespace mandat::load
