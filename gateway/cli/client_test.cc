#include "gateway/cli/client.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/log.grpc.pb.h"
#include "mandat/socialaid/v1/service.grpc.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/uuid.h"
#include "services/lib/runtime/channel.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/lib/testing/matchers.h"

namespace mandat::cli {
namespace {

namespace v1 = mandat::socialaid::v1;

using ::mandat::testing::EqualsProto;
using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

// Fails the first calls and remembers what it was sent.
class FakeSocialAid final : public v1::SocialAidService::Service {
 public:
  grpc::Status CreateCentre(grpc::ServerContext* context, const v1::CreateCentreRequest* request,
                            v1::Centre* centre) override {
    const auto& metadata = context->client_metadata();
    const auto token = metadata.find("authorization");
    if (token != metadata.end()) tokens.emplace_back(token->second.data(), token->second.size());
    request_ids.push_back(request->request_id());
    *centre = request->centre();
    return Next();
  }

  grpc::Status QueryPersons(grpc::ServerContext*, const v1::QueryPersonsRequest* request,
                            v1::QueryPersonsResponse*) override {
    queries.push_back(request->ssin());
    return Next();
  }

  grpc::Status GetCentre(grpc::ServerContext* context, const v1::GetCentreRequest*,
                         v1::Centre*) override {
    ++gets;
    while (stalls && !context->IsCancelled()) absl::SleepFor(absl::Milliseconds(5));
    return Next();
  }

  using Stream =
      grpc::ServerReaderWriter<v1::FileArticle60RequestsResponse, v1::FileArticle60RequestsRequest>;
  grpc::Status FileArticle60Requests(grpc::ServerContext* context, Stream* stream) override {
    return converse(context, stream);
  }

  std::function<grpc::Status(grpc::ServerContext*, Stream*)> converse;
  int failures_left = 0;
  absl::Status failure;
  bool stalls = false;
  std::vector<std::string> request_ids, tokens, queries;
  int gets = 0;

 private:
  grpc::Status Next() {
    if (failures_left-- <= 0) return grpc::Status::OK;
    return runtime::ToGrpc(failure, "test.mandat.be", "test");
  }
};

class FakeLog final : public common::v1::LogService::Service {
 public:
  grpc::Status VerifyLog(grpc::ServerContext*, const common::v1::VerifyLogRequest*,
                         grpc::ServerWriter<common::v1::VerifyLogProgress>* writer) override {
    for (int checked = 1; checked <= 3; ++checked) {
      common::v1::VerifyLogProgress progress;
      progress.set_checked(checked);
      writer->Write(progress);
    }
    if (failure.ok()) return grpc::Status::OK;
    return runtime::ToGrpc(failure, "test.mandat.be", "test");
  }

  absl::Status failure;
};

absl::Status Away() {
  return base::Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE", "Try again.");
}

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&social_aid_);
    builder.RegisterService(&log_);
    server_ = builder.BuildAndStart();
  }
  ~ClientTest() override { server_->Shutdown(absl::ToChronoTime(absl::Now())); }

  std::unique_ptr<Client> MakeClient() {
    runtime::ServerAddress server;
    server.address = absl::StrCat("127.0.0.1:", port_);
    return std::make_unique<Client>(*runtime::OpenChannel(server), "the-token", rules_);
  }
  const Method& Find(absl::string_view name) { return *index_.FindByName(name); }

  CallRules rules_{absl::Seconds(10), 3, absl::Milliseconds(1)};
  const MethodIndex index_ = MethodIndex::OfLinkedServices();
  FakeSocialAid social_aid_;
  FakeLog log_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

MATCHER(IsUuid, "is a UUID") { return base::IsUuid(arg); }

TEST_F(ClientTest, CallsByDescriptorWithTheToken) {
  v1::CreateCentreRequest request;
  request.mutable_centre()->set_language("fr");
  const auto answer = MakeClient()->Call(Find("CreateCentre"), &request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(static_cast<const v1::Centre&>(**answer), EqualsProto("language: 'fr'"));
  EXPECT_THAT(social_aid_.tokens, ElementsAre("Bearer the-token"));
}

TEST_F(ClientTest, TriesAgainWithTheSameRequestId) {
  social_aid_.failures_left = 2;
  social_aid_.failure = Away();
  v1::CreateCentreRequest request;
  EXPECT_THAT(MakeClient()->Call(Find("CreateCentre"), &request), IsOk());
  ASSERT_THAT(social_aid_.request_ids, AllOf(SizeIs(3), Each(IsUuid())));
  EXPECT_THAT(social_aid_.request_ids, Each(social_aid_.request_ids[0]));
}

TEST_F(ClientTest, TwoCallsHaveTwoRequestIds) {
  v1::CreateCentreRequest first, second;
  const auto client = MakeClient();
  EXPECT_THAT(client->Call(Find("CreateCentre"), &first), IsOk());
  EXPECT_THAT(client->Call(Find("CreateCentre"), &second), IsOk());
  ASSERT_THAT(social_aid_.request_ids, SizeIs(2));
  EXPECT_NE(social_aid_.request_ids[0], social_aid_.request_ids[1]);
}

TEST_F(ClientTest, KeepsTheRequestIdOfTheCaller) {
  v1::CreateCentreRequest request;
  request.set_request_id("0190a0b0-0000-7000-8000-000000000001");
  EXPECT_THAT(MakeClient()->Call(Find("CreateCentre"), &request), IsOk());
  EXPECT_THAT(social_aid_.request_ids, ElementsAre("0190a0b0-0000-7000-8000-000000000001"));
}

TEST_F(ClientTest, GivesUpAfterTheLastTryWithTheServersReason) {
  social_aid_.failures_left = 9;
  social_aid_.failure = Away();
  v1::GetCentreRequest request;
  EXPECT_THAT(MakeClient()->Call(Find("GetCentre"), &request), HasReason("STORE_UNAVAILABLE"));
  EXPECT_EQ(social_aid_.gets, 3);
}

TEST_F(ClientTest, NeverRepeatsWhatCouldBeDoneTwice) {
  social_aid_.failures_left = 9;
  social_aid_.failure = Away();
  v1::QueryPersonsRequest request;
  EXPECT_THAT(MakeClient()->Call(Find("QueryPersons"), &request), HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(social_aid_.queries, SizeIs(1));
}

TEST_F(ClientTest, NeverRepeatsARefusal) {
  social_aid_.failures_left = 9;
  social_aid_.failure = base::InvalidField("LANGUAGE_UNKNOWN", "centre.language", "Give fr.");
  v1::CreateCentreRequest request;
  const auto answer = MakeClient()->Call(Find("CreateCentre"), &request);
  EXPECT_THAT(answer, HasReason("LANGUAGE_UNKNOWN"));
  EXPECT_EQ(base::MetadataOf(answer.status())["field"], "centre.language");
  EXPECT_THAT(social_aid_.request_ids, SizeIs(1));
}

TEST_F(ClientTest, AnUnreachableServerIsUnavailableWithoutReason) {
  server_->Shutdown();
  v1::GetCentreRequest request;
  const auto answer = MakeClient()->Call(Find("GetCentre"), &request);
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(base::ReasonOf(answer.status()), "");
}

TEST_F(ClientTest, ACallHasADeadline) {
  social_aid_.stalls = true;
  rules_.deadline = absl::Milliseconds(100);
  v1::GetCentreRequest request;
  EXPECT_THAT(MakeClient()->Call(Find("GetCentre"), &request),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(social_aid_.gets, 1);
}

TEST_F(ClientTest, AStreamHandsOverEveryMessageInOrder) {
  std::vector<int64_t> checked;
  const auto remember = [&checked](const google::protobuf::Message& message) {
    checked.push_back(static_cast<const common::v1::VerifyLogProgress&>(message).checked());
  };
  EXPECT_THAT(MakeClient()->Stream(Find("VerifyLog"), common::v1::VerifyLogRequest(), remember),
              IsOk());
  EXPECT_THAT(checked, ElementsAre(1, 2, 3));
}

TEST_F(ClientTest, InAConversationAnswersComeWhileMoreIsSaid) {
  social_aid_.converse = [](grpc::ServerContext*, FakeSocialAid::Stream* stream) {
    v1::FileArticle60RequestsRequest request;
    v1::FileArticle60RequestsResponse response;
    for (int line = 0; stream->Read(&request); ++line) {
      response.mutable_receipt()->set_line(line);
      stream->Write(response);
    }
    return grpc::Status::OK;
  };
  v1::FileArticle60RequestsRequest request;
  int said = 0;
  std::vector<int> heard;
  EXPECT_THAT(
      MakeClient()->Converse(
          Find("FileArticle60Requests"),
          [&]() -> std::optional<const google::protobuf::Message*> {
            if (said == 2 && heard.empty()) return std::nullopt;  // asked again at the first answer
            return said++ < 3 ? &request : nullptr;
          },
          [&](const google::protobuf::Message& message) {
            heard.push_back(
                static_cast<const v1::FileArticle60RequestsResponse&>(message).receipt().line());
          }),
      IsOk());
  EXPECT_THAT(heard, ElementsAre(0, 1, 2));
}

TEST_F(ClientTest, AConversationWithSomebodySilentEnds) {
  rules_.deadline = absl::Milliseconds(100);
  social_aid_.converse = [](grpc::ServerContext* context, FakeSocialAid::Stream*) {
    while (!context->IsCancelled()) absl::SleepFor(absl::Milliseconds(5));
    return grpc::Status::OK;
  };
  v1::FileArticle60RequestsRequest request;
  request.mutable_line()->set_duplicate_reason(std::string(10'000, 'x'));
  const auto status = MakeClient()->Converse(
      Find("FileArticle60Requests"), [&request] { return &request; },
      [](const google::protobuf::Message&) {});
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(ClientTest, AConversationThatTheServerEndsSaysWhy) {
  social_aid_.converse = [](grpc::ServerContext*, FakeSocialAid::Stream*) {
    return runtime::ToGrpc(Away(), "test.mandat.be", "test");
  };
  v1::FileArticle60RequestsRequest request;
  EXPECT_THAT(MakeClient()->Converse(
                  Find("FileArticle60Requests"), [&request] { return &request; },
                  [](const google::protobuf::Message&) {}),
              HasReason("STORE_UNAVAILABLE"));
}

TEST_F(ClientTest, AStreamThatBreaksSaysWhy) {
  log_.failure = Away();
  EXPECT_THAT(MakeClient()->Stream(Find("VerifyLog"), common::v1::VerifyLogRequest(),
                                   [](const google::protobuf::Message&) {}),
              HasReason("STORE_UNAVAILABLE"));
}

}  // namespace
}  // namespace mandat::cli
