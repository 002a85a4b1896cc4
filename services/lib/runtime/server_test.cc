#include "services/lib/runtime/server.h"

#include <grpcpp/generic/generic_stub.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/lib/runtime/test_service.h"
#include "services/lib/testing/child_process.h"

namespace mandat::runtime {
namespace {

using ::mandat::common::v1::ListEventsRequest;
using ::mandat::common::v1::ListEventsResponse;
using ::mandat::common::v1::LogService;
using ::mandat::common::v1::VerifyLogProgress;
using ::mandat::common::v1::VerifyLogRequest;
using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::StatusIs;
using ::testing::ElementsAre;

constexpr char kService[] = "mandat.common.v1.LogService";

// A unary call of a method for which there is no stub here; fields by hand.
grpc::Status RawCall(std::shared_ptr<grpc::Channel> channel, const std::string& method,
                     const std::string& request, std::string* reply) {
  grpc::GenericStub stub(std::move(channel));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  grpc::Slice slice(request);
  grpc::ByteBuffer request_buffer(&slice, 1);
  grpc::ByteBuffer reply_buffer;
  Mutex mutex;
  CondVar done;
  bool is_done = false;
  grpc::Status status;
  stub.UnaryCall(&context, method, grpc::StubOptions(), &request_buffer, &reply_buffer,
                 [&](grpc::Status end) {
                   MutexLock lock(&mutex);
                   status = std::move(end);
                   is_done = true;
                   done.NotifyAll();
                 });
  MutexLock lock(&mutex);
  while (!is_done) done.Wait(&mutex);
  if (grpc::Slice whole; status.ok() && reply_buffer.DumpToSingleSlice(&whole).ok()) {
    *reply = std::string(whole.begin(), whole.end());
  }
  return status;
}

// "SERVING", "NOT_SERVING" or the error's code.
std::string Health(std::shared_ptr<grpc::Channel> channel, const std::string& service) {
  std::string request;
  if (!service.empty()) {
    request = std::string("\x0a") + static_cast<char>(service.size()) + service;
  }
  std::string reply;
  const grpc::Status status =
      RawCall(std::move(channel), "/grpc.health.v1.Health/Check", request, &reply);
  if (!status.ok()) return "code " + std::to_string(status.error_code());
  return reply == "\x08\x01" ? "SERVING" : reply == "\x08\x02" ? "NOT_SERVING" : "?" + reply;
}

template <class Condition>
bool Eventually(Condition condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

TEST_F(ServerTest, IsReadyWhenTheProgramSaysSoForEveryService) {
  std::atomic<bool> ready{false};
  options_.ready = [&ready] { return ready.load(); };
  Start();
  EXPECT_EQ(Health(Channel(), ""), "NOT_SERVING");
  ready = true;
  EXPECT_TRUE(Eventually([&] { return Health(Channel(), "") == "SERVING"; }));
  EXPECT_TRUE(Eventually([&] { return Health(Channel(), kService) == "SERVING"; }));
  EXPECT_EQ(Health(Channel(), "no.such.Service"),
            "code " + std::to_string(grpc::StatusCode::NOT_FOUND));
  ready = false;
  EXPECT_TRUE(Eventually([&] { return Health(Channel(), kService) == "NOT_SERVING"; }));
}

TEST_F(ServerTest, AsksNothingOfTheStoreBeforeItAnswersHealth) {
  Start();
  EXPECT_TRUE(Eventually([&] { return Health(Channel(), "") == "SERVING"; }))
      << "without a condition it is ready";
}

TEST_F(ServerTest, StopSaysSoFirstAndAnswersWhatIsInFlight) {
  std::atomic<bool> entered{false};
  std::atomic<bool> may_answer{false};
  std::vector<Thread> later;
  service_.list_events = [&](const access::Call&, const ListEventsRequest&, auto respond) {
    auto kept = std::make_shared<decltype(respond)>(std::move(respond));
    later.emplace_back("later", [&, kept] {
      entered = true;
      Eventually([&] { return may_answer.load(); });
      ListEventsResponse response;
      response.set_head_position(7);
      (*kept)(std::move(response));
    });
  };
  Start();
  ASSERT_TRUE(Eventually([&] { return Health(Channel(), "") == "SERVING"; }));
  grpc::Status status;
  auto context = As(common::v1::ROLE_OPERATOR);
  Thread client("client", [&] { status = ListEvents(context.get()); });
  ASSERT_TRUE(Eventually([&] { return entered.load(); }));
  std::atomic<bool> stopped{false};
  Thread stop("stop", [&] {
    server_->Stop(absl::Milliseconds(100), absl::Seconds(10));
    stopped = true;
  });
  EXPECT_TRUE(Eventually([&] { return Health(Channel(), kService) == "NOT_SERVING"; }))
      << "the server still answers while it drains";
  EXPECT_FALSE(stopped);
  may_answer = true;
  stop.Join();
  client.Join();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(events_.head_position(), 7);
  EXPECT_EQ(ListEvents(As(common::v1::ROLE_OPERATOR).get()).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTest, ListensOnTheAddressAndLetsNobodyElse) {
  Start();
  EXPECT_GT(server_->port(), 0);
  EXPECT_THAT(FromGrpc(ListEvents(As(common::v1::ROLE_OPERATOR).get())),
              HasReason("NOT_IN_THIS_TEST"));
  options_.address = "127.0.0.1:" + std::to_string(server_->port());
  TestLogService other;
  options_.services = {&other};
  EXPECT_THAT(Server::Start(options_), HasReason("ADDRESS_UNAVAILABLE"));
}

TEST_F(ServerTest, TheTransportRefusesARequestFarTooLarge) {
  Start();
  // An unknown field of 8 MiB, which is not even read.
  std::string reply;
  const grpc::Status status =
      RawCall(Channel(), std::string("/") + kService + "/ListEvents",
              std::string("\xfa\x01\x80\x80\x80\x04") + std::string(8 * 1024 * 1024, 'x'), &reply);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

// Answers nothing of what its proto declares.
class EmptyService final : public Served<LogService> {};

TEST_F(ServerTest, DoesNotStartWithAMethodThatNobodyAnswers) {
  EmptyService empty;
  options_.services = {&empty};
  EXPECT_THAT(Server::Start(options_), HasReason("METHOD_NOT_SERVED"));
}

TEST_F(ServerTest, ReflectsOnlyWhenTold) {
  const auto code = [this] {
    std::string reply;
    return RawCall(Channel(), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "",
                   &reply)
        .error_code();
  };
  Start();
  EXPECT_EQ(code(), grpc::StatusCode::UNIMPLEMENTED);
  TestLogService reflected;
  options_.services = {&reflected};
  options_.reflection = true;
  Start();
  EXPECT_NE(code(), grpc::StatusCode::UNIMPLEMENTED);
  server_.reset();  // Before what it serves.
}

TEST_F(ServerTest, TlsNamesWhatIsWrongWithItsFiles) {
  options_.tls.certificate = folder_.File("none.pem");
  EXPECT_THAT(Server::Start(options_), HasReason("TLS_FILES_INCOMPLETE"));
  options_.tls.private_key = folder_.File("none.key");
  EXPECT_THAT(Server::Start(options_), HasReason("TLS_FILE_UNREADABLE"));
}

class TlsTest : public ServerTest {
 protected:
  TlsTest() {
    // An authority, and a certificate of it for `localhost`.
    Run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-keyout ca.key -out ca.pem -subj /CN=authority");
    Run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout own.key "
        "-out own.csr -subj /CN=localhost");
    Run("printf 'subjectAltName=DNS:localhost' > san && openssl x509 -req -in own.csr -CA ca.pem "
        "-CAkey ca.key -CAcreateserial -days 2 -out own.pem -extfile san");
    options_.tls = {folder_.File("own.pem"), folder_.File("own.key"), folder_.File("ca.pem")};
  }

  void Run(const std::string& command) {
    testing::ChildOptions options;
    options.command = {"/bin/sh", "-c", "cd " + folder_.path() + " && " + command};
    options.output_file = folder_.File("openssl.log");
    auto child = testing::ChildProcess::Start(std::move(options));
    ASSERT_THAT(child, IsOk());
    ASSERT_EQ((*child)->Wait(absl::Seconds(30)), 0) << (*child)->Output();
  }

  std::string Content(const std::string& name) {
    std::ifstream file(folder_.File(name));
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  grpc::Status CallWith(const grpc::SslCredentialsOptions& ssl) {
    stub_ = LogService::NewStub(grpc::CreateChannel("localhost:" + std::to_string(server_->port()),
                                                    grpc::SslCredentials(ssl)));
    auto context = As(common::v1::ROLE_OPERATOR);
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    return ListEvents(context.get());
  }
};

TEST_F(TlsTest, AdmitsOnlyClientsWithACertificateOfTheAuthority) {
  Start();
  const grpc::SslCredentialsOptions stranger{Content("ca.pem"), "", ""};
  EXPECT_EQ(CallWith(stranger).error_code(), grpc::StatusCode::UNAVAILABLE);
  const grpc::SslCredentialsOptions known{Content("ca.pem"), Content("own.key"),
                                          Content("own.pem")};
  EXPECT_THAT(FromGrpc(CallWith(known)), HasReason("NOT_IN_THIS_TEST"));
}

class StreamTest : public ServerTest {
 protected:
  // Reads to the end.
  std::pair<std::vector<int64_t>, grpc::Status> Verify(grpc::ClientContext* context) {
    auto reader = stub_->VerifyLog(context, VerifyLogRequest());
    std::vector<int64_t> checked;
    for (VerifyLogProgress progress; reader->Read(&progress);)
      checked.push_back(progress.checked());
    return {checked, reader->Finish()};
  }
};

TEST_F(StreamTest, SendsEveryMessageInOrderAndThenTheStatus) {
  service_.verify_log = [](const access::Call& call, const VerifyLogRequest&, auto& out) {
    EXPECT_EQ(call.role, common::v1::ROLE_OPERATOR);
    for (int i = 1; i <= 3; ++i) {
      VerifyLogProgress progress;
      progress.set_checked(i);
      EXPECT_TRUE(out.Write(progress));
    }
    return base::Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE", "Try again.");
  };
  Start();
  const auto [checked, status] = Verify(As(common::v1::ROLE_OPERATOR).get());
  EXPECT_THAT(checked, ElementsAre(1, 2, 3));
  EXPECT_THAT(FromGrpc(status), HasReason("STORE_UNAVAILABLE"));
}

TEST_F(StreamTest, PassesTheSameGateAsOtherCalls) {
  service_.verify_log = [](const access::Call&, const VerifyLogRequest&, auto&) {
    return absl::OkStatus();
  };
  Start();
  grpc::ClientContext anonymous;
  EXPECT_THAT(FromGrpc(Verify(&anonymous).second), HasReason("TOKEN_MISSING"));
  EXPECT_THAT(FromGrpc(Verify(As(common::v1::ROLE_SERVICE).get()).second),
              HasReason("ROLE_REQUIRED"));
  EXPECT_TRUE(Verify(As(common::v1::ROLE_OPERATOR).get()).second.ok());
}

TEST_F(StreamTest, ASlowReaderSlowsTheHandlerAndItsLeavingEndsIt) {
  std::atomic<int> written{0};
  std::atomic<bool> ended{false};
  service_.verify_log = [&](const access::Call&, const VerifyLogRequest&, auto& out) {
    VerifyLogProgress progress;
    progress.add_findings(std::string(100'000, 'x'));
    while (out.Write(progress)) ++written;
    EXPECT_FALSE(out.Wanted());
    ended = true;
    return absl::OkStatus();
  };
  Start();
  auto context = As(common::v1::ROLE_OPERATOR);
  auto reader = stub_->VerifyLog(context.get(), VerifyLogRequest());
  VerifyLogProgress progress;
  ASSERT_TRUE(reader->Read(&progress));
  // It stops by itself once the windows are full: the same count for a while.
  int last = -1;
  ASSERT_TRUE(Eventually([&] {
    const int before = std::exchange(last, written.load());
    absl::SleepFor(absl::Milliseconds(50));
    return before == last && written.load() == last;
  }));
  EXPECT_LT(last, 1000) << "100 MB were not taken from a handler whose reader reads nothing";
  EXPECT_FALSE(ended);
  context->TryCancel();
  EXPECT_TRUE(Eventually([&] { return ended.load(); }));
  reader->Finish();
}

TEST_F(StreamTest, MoreThanTheLimitAreRefused) {
  std::atomic<int> running{0};
  std::atomic<bool> go_on{false};
  service_.verify_log = [&](const access::Call&, const VerifyLogRequest&, auto&) {
    ++running;
    Eventually([&] { return go_on.load(); });
    return absl::OkStatus();
  };
  Start();
  std::atomic<int> fine{0};
  std::vector<Thread> clients;
  for (int i = 0; i < kStreamsMax; ++i) {
    clients.emplace_back("client", [&] {
      if (Verify(As(common::v1::ROLE_OPERATOR).get()).second.ok()) ++fine;
    });
  }
  ASSERT_TRUE(Eventually([&] { return running.load() == kStreamsMax; }));
  EXPECT_THAT(FromGrpc(Verify(As(common::v1::ROLE_OPERATOR).get()).second),
              HasReason("SERVER_BUSY"));
  go_on = true;
  clients.clear();
  EXPECT_EQ(fine, kStreamsMax);
  EXPECT_TRUE(Eventually([&] { return Verify(As(common::v1::ROLE_OPERATOR).get()).second.ok(); }))
      << "places are given back";
}

}  // namespace
}  // namespace mandat::runtime
