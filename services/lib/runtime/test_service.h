#ifndef SERVICES_LIB_RUNTIME_TEST_SERVICE_H_
#define SERVICES_LIB_RUNTIME_TEST_SERVICE_H_

// A service whose handlers the test sets, behind a server with tokens, clock and metrics of its
// own.

#include <grpcpp/grpcpp.h>

#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/log.grpc.pb.h"
#include "services/lib/access/signer.h"
#include "services/lib/access/token.h"
#include "services/lib/runtime/metrics.h"
#include "services/lib/runtime/server.h"
#include "services/lib/runtime/server_stream.h"
#include "services/lib/runtime/unary.h"
#include "services/lib/testing/fake_clock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::runtime {

// Answers what a test does not expect.
struct Unexpected {
  void operator()(const access::Call&, const auto&, auto respond) const {
    respond(base::Error(absl::StatusCode::kUnimplemented, "NOT_IN_THIS_TEST", "Not expected."));
  }
};

class TestLogService final : public Served<common::v1::LogService> {
 public:
  using ListEventsHandler =
      UnaryHandler<common::v1::ListEventsRequest, common::v1::ListEventsResponse>;
  using VerifyLogHandler =
      StreamHandler<common::v1::VerifyLogRequest, common::v1::VerifyLogProgress>;

  MANDAT_UNARY(ListEvents, list_events)
  MANDAT_SERVER_STREAM(VerifyLog, verify_log)
  MANDAT_UNARY(ListDeadLetters, Unexpected())
  MANDAT_UNARY(ReplayDeadLetter, Unexpected())
  MANDAT_UNARY(Republish, Unexpected())

  // Set before the server starts. Declared after the lines that use them, as members of a service
  // may be.
  ListEventsHandler list_events = Unexpected();
  VerifyLogHandler verify_log;
};

class ServerTest : public ::testing::Test {
 protected:
  static constexpr char kIssuer[] = "https://issuer.test";
  static constexpr char kAudience[] = "mandat";

  ServerTest() : clock_(absl::Now()) {
    auto signer = access::TokenSigner::Create(folder_.File("signing.jwk"));
    EXPECT_THAT(signer, testing::IsOk());
    signer_ = std::make_unique<access::TokenSigner>(std::move(signer).value());
    std::ofstream(folder_.File("keys.jwks")) << signer_->PublicJwks();
    access::TokenRules rules;
    rules.issuer = kIssuer;
    rules.audience = kAudience;
    rules.keys = folder_.File("keys.jwks");
    auto tokens = access::TokenVerifier::Create(rules, clock_.Now());
    EXPECT_THAT(tokens, testing::IsOk());
    tokens_ = std::move(tokens).value();
    options_.gate = {tokens_.get(), &clock_, &metrics_, "test.mandat.be"};
    options_.services = {&service_};
  }

  // The server ends before the services of derived fixtures.
  void TearDown() override { server_.reset(); }

  void Start() {
    auto server = Server::Start(options_);
    ASSERT_THAT(server, testing::IsOk());
    server_ = std::move(server).value();
    stub_ = common::v1::LogService::NewStub(Channel());
  }

  // Over loopback: gRPC 1.51's channel within the process crashes when it is used after its server
  // stopped.
  std::shared_ptr<grpc::Channel> Channel() {
    return grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->port()),
                               grpc::InsecureChannelCredentials());
  }

  std::string TokenFor(common::v1::Role role) {
    access::Actor actor;
    actor.organisation = "0207151145";
    actor.subject = "operator-7";
    actor.roles = {role};
    actor.expires = clock_.Now() + absl::Minutes(30);
    return signer_->Sign(actor, kIssuer, kAudience, clock_.Now());
  }

  // A context with a token of this role.
  std::unique_ptr<grpc::ClientContext> As(common::v1::Role role) {
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", "Bearer " + TokenFor(role));
    return context;
  }

  grpc::Status ListEvents(grpc::ClientContext* context,
                          const common::v1::ListEventsRequest& request = {}) {
    return stub_->ListEvents(context, request, &events_);
  }

  testing::TempDir folder_;
  testing::FakeClock clock_;
  Metrics metrics_;
  std::unique_ptr<access::TokenSigner> signer_;
  std::unique_ptr<access::TokenVerifier> tokens_;
  TestLogService service_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<common::v1::LogService::Stub> stub_;
  common::v1::ListEventsResponse events_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_TEST_SERVICE_H_
