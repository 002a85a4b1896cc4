#include "gateway/cli/line_stream.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mandat/socialaid/v1/service.grpc.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/runtime/channel.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/lib/testing/matchers.h"

namespace mandat::cli {
namespace {

namespace v1 = mandat::socialaid::v1;

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kFileId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";

// Answers each line with a receipt, and breaks the n-th stream as the test says.
class FakeFiling final : public v1::SocialAidService::Service {
 public:
  using Stream =
      grpc::ServerReaderWriter<v1::FileArticle60RequestsResponse, v1::FileArticle60RequestsRequest>;
  // After so many receipts, with this.
  struct Break {
    int receipts = 0;
    absl::Status status;
  };

  grpc::Status FileArticle60Requests(grpc::ServerContext*, Stream* stream) override {
    const size_t at = numbers.size();
    numbers.emplace_back();
    v1::FileArticle60RequestsRequest request;
    if (stream->Read(&request)) ids.push_back(request.request_id());
    for (int receipts = 0;; ++receipts) {
      if (at < breaks.size() && receipts == breaks[at].receipts) {
        return runtime::ToGrpc(breaks[at].status, "test.mandat.be", "test");
      }
      if (!stream->Read(&request)) return grpc::Status::OK;
      numbers.back().push_back(request.number());
      v1::FileArticle60RequestsResponse response;
      response.mutable_receipt()->set_line(request.number());
      if (answers) stream->Write(response);
    }
  }

  std::vector<Break> breaks;
  bool answers = true;
  // Of each stream.
  std::vector<std::string> ids;
  std::vector<std::vector<int>> numbers;
};

absl::Status Away() {
  return base::Error(absl::StatusCode::kUnavailable, "SERVER_STOPPING", "Go on.");
}

class LineStreamTest : public ::testing::Test {
 protected:
  LineStreamTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }
  ~LineStreamTest() override { server_->Shutdown(absl::ToChronoTime(absl::Now())); }

  // What became of the lines is told as "1", or as "1 refused" where the line was not sent.
  absl::Status Run(const std::string& text) {
    std::istringstream stream(text);
    const Method& method = *index_.Find(MethodKind::kFile, "article60Requests");
    const FileMethod file_method = FileMethodOf(method).value();
    auto file = RequestFile::Open(&stream, {}, *file_method.line->message_type()).value();
    const CallRules rules{deadline_, tries_max_, absl::Milliseconds(1)};
    LineStream lines(
        file_method, &file, kFileId, rules,
        [&]() -> absl::StatusOr<std::unique_ptr<Client>> {
          ++clients_;
          runtime::ServerAddress server;
          server.address = absl::StrCat("127.0.0.1:", port_);
          return std::make_unique<Client>(*runtime::OpenChannel(server), "token", rules);
        },
        [&](const LineOutcome& outcome) {
          told_.push_back(
              absl::StrCat(outcome.place, outcome.receipt == nullptr ? " refused" : ""));
          return on_told_;
        });
    return lines.Run();
  }
  static std::string Lines(int count) {
    std::string text;
    for (int i = 1; i <= count; ++i) absl::StrAppend(&text, "{\"duplicateReason\":\"", i, "\"}\n");
    return text;
  }

  const MethodIndex index_ = MethodIndex::OfLinkedServices();
  FakeFiling service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  absl::Duration deadline_ = absl::Seconds(10);
  int tries_max_ = 3;
  int clients_ = 0;
  std::vector<std::string> told_;
  absl::Status on_told_;
};

TEST_F(LineStreamTest, SendsLinesWithTheirPlacesAndTellsWhichAreNone) {
  EXPECT_THAT(Run("{}\n\n{\n{\"send\":true}\n"), IsOk());
  EXPECT_THAT(service_.numbers, ElementsAre(ElementsAre(1, 4)));
  EXPECT_THAT(service_.ids, ElementsAre(kFileId));
  EXPECT_THAT(told_, ::testing::UnorderedElementsAre("1", "3 refused", "4"));
}

TEST_F(LineStreamTest, GoesOnAtTheFirstLineWithoutReceiptUnderTheSameId) {
  service_.breaks = {{4, Away()}, {3, Away()}};
  EXPECT_THAT(Run(Lines(10)), IsOk());
  ASSERT_THAT(service_.numbers, SizeIs(3));
  EXPECT_EQ(service_.numbers[1].front(), 5);
  EXPECT_EQ(service_.numbers[2].front(), 8);
  EXPECT_EQ(service_.numbers[2].back(), 10);
  EXPECT_THAT(service_.ids, ElementsAre(kFileId, kFileId, kFileId));
  EXPECT_THAT(told_, ElementsAre("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"));
}

TEST_F(LineStreamTest, SendsNoMoreThanMayWaitForTheirReceipts) {
  service_.answers = false;
  deadline_ = absl::Milliseconds(300);
  EXPECT_THAT(Run(Lines(1000)), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(service_.numbers[0], SizeIs(kLinesWaitingMost));
}

TEST_F(LineStreamTest, GetsANewTokenWhereOneExpires) {
  service_.breaks = {
      {1, base::Error(absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED", "New one.")}};
  EXPECT_THAT(Run(Lines(2)), IsOk());
  EXPECT_EQ(clients_, 2);
}

TEST_F(LineStreamTest, TriesThatBringReceiptsDoNotCount) {
  service_.breaks = {{1, Away()}, {1, Away()}, {1, Away()}, {1, Away()}, {1, Away()}};
  EXPECT_THAT(Run(Lines(6)), IsOk());
  EXPECT_THAT(told_, SizeIs(6));
}

TEST_F(LineStreamTest, GoesOnAfterReceiptsEvenWhereOneTryIsAll) {
  tries_max_ = 1;
  service_.breaks = {{1, Away()}, {1, Away()}, {0, Away()}};
  EXPECT_THAT(Run(Lines(6)), HasReason("SERVER_STOPPING"));
  EXPECT_THAT(service_.numbers, SizeIs(3));
  EXPECT_THAT(told_, ElementsAre("1", "2"));
}

TEST_F(LineStreamTest, GivesUpAfterTriesThatBringNone) {
  service_.breaks = {{1, Away()}, {0, Away()}, {0, Away()}, {0, Away()}};
  EXPECT_THAT(Run(Lines(2)), HasReason("SERVER_STOPPING"));
  EXPECT_THAT(service_.numbers, SizeIs(4)) << "the last three without";
  EXPECT_THAT(told_, ElementsAre("1"));
}

TEST_F(LineStreamTest, ARefusalOfTheWholeIsFinal) {
  service_.breaks = {{0, base::Error(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED", "No.")}};
  EXPECT_THAT(Run(Lines(2)), HasReason("ROLE_REQUIRED"));
  EXPECT_EQ(clients_, 1);
}

TEST_F(LineStreamTest, AServerThatForgetsReceiptsIsAFault) {
  service_.answers = false;
  EXPECT_THAT(Run(Lines(1)), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(LineStreamTest, EndsWhereReceiptsCannotBeKept) {
  on_told_ = base::Error(absl::StatusCode::kInternal, "FILE_NOT_WRITTEN", "Full.");
  EXPECT_THAT(Run(Lines(100)), HasReason("FILE_NOT_WRITTEN"));
  EXPECT_THAT(told_, SizeIs(1));
}

}  // namespace
}  // namespace mandat::cli
