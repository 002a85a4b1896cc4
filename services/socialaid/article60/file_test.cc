#include "services/socialaid/article60/file.h"

#include <future>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/base/ssin.h"
#include "services/lib/runtime/lines_stream.h"
#include "services/lib/runtime/thread.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/test_stream.h"
#include "services/socialaid/article60/batch.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Article60Receipt;
using Message = v1::FileArticle60RequestsRequest;
using Answer = v1::FileArticle60RequestsResponse;
using ::testing::SizeIs;

constexpr char kFileId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";
constexpr char kOtherFileId[] = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

using FileStream = testing::TestStream<Message, Answer>;

class Article60FileTest : public TestLedger {
 protected:
  std::unique_ptr<FileStream> Open(const access::Actor& actor) {
    access::Call call;
    EXPECT_THAT(Admit("FileArticle60Requests", actor, &call), IsOk());
    return std::make_unique<FileStream>(call);
  }
  static std::vector<Article60Receipt> ReceiptsOf(FileStream& stream) {
    std::vector<Article60Receipt> receipts;
    for (const Answer& answer : stream.answers()) receipts.push_back(answer.receipt());
    return receipts;
  }
  static Message Start(const std::string& request_id = kFileId) {
    Message message;
    message.set_request_id(request_id);
    return message;
  }
  // Somebody else for each serial, born on 2 September 1988.
  static Message Line(int serial, int number = 0) {
    Message message;
    v1::Article60Line& line = *message.mutable_line();
    *line.mutable_article60_request() = TestDraft();
    line.mutable_article60_request()->clear_person();
    *line.mutable_person() = TestPerson();
    line.mutable_person()->set_ssin(base::MakeSsin(absl::CivilDay(1988, 9, 2), serial).value());
    line.set_send(true);
    message.set_number(number);
    return message;
  }
  static Message BadLine() {
    Message message = Line(1);
    message.mutable_line()->mutable_person()->set_ssin("1");
    return message;
  }
  absl::Status File(FileStream& stream) { return FileArticle60Requests(*ledger_, stream); }
  // What a whole file ends with; its receipts.
  absl::Status FileAll(const std::vector<Message>& messages,
                       std::vector<Article60Receipt>* receipts = nullptr) {
    const auto stream = Open(centre_);
    for (const Message& message : messages) stream->Send(message);
    stream->EndWith(false);
    absl::Status status = File(*stream);
    if (receipts != nullptr) *receipts = ReceiptsOf(*stream);
    return status;
  }

  int64_t Filed() {
    ledger::PageQuery all;
    all.kind = &Article60Requests().kind;
    all.limit = 10'000;
    return static_cast<int64_t>(store_->OpenReader().value()->Page(all)->size());
  }
};

TEST_F(Article60FileTest, ReceiptsComeInTheOrderOfLinesAndARepeatFilesNothingTwice) {
  std::vector<Message> file = {Start()};
  for (int i = 1; i <= 300; ++i) file.push_back(i % 50 == 0 ? BadLine() : Line(i));
  std::vector<Article60Receipt> first, again;
  ASSERT_THAT(FileAll(file, &first), IsOk());
  ASSERT_THAT(first, SizeIs(300));
  EXPECT_EQ(Filed(), 294);
  for (int i = 1; i <= 300; ++i) {
    const Article60Receipt& receipt = first[static_cast<size_t>(i) - 1];
    EXPECT_EQ(receipt.line(), i);
    EXPECT_EQ(receipt.error().reason(), i % 50 == 0 ? "SSIN_INVALID" : "");
    EXPECT_EQ(receipt.article60_request().empty(), i % 50 == 0);
  }
  ASSERT_THAT(FileAll(file, &again), IsOk());
  ASSERT_THAT(again, SizeIs(300));
  for (size_t i = 0; i < 300; ++i) EXPECT_THAT(again[i], testing::EqualsProto(first[i]));
  EXPECT_EQ(Filed(), 294);
}

TEST_F(Article60FileTest, AReceiptComesBeforeTheNextLineIsSent) {
  const auto stream = Open(centre_);
  runtime::Thread service("service", [&] { EXPECT_THAT(File(*stream), IsOk()); });
  stream->Send(Start());
  for (int i = 1; i <= 3; ++i) {
    stream->Send(Line(i));
    stream->WaitForAnswers(static_cast<size_t>(i));
  }
  stream->EndWith(false);
}

TEST_F(Article60FileTest, NoMoreLinesAreReadThanMayBeUnderWay) {
  const auto stream = Open(centre_);
  stream->TakeAnswers(false);
  stream->Send(Start());
  for (int i = 1; i <= 200; ++i) stream->Send(Line(i));
  stream->EndWith(false);
  runtime::Thread service("service", [&] { EXPECT_THAT(File(*stream), IsOk()); });
  const auto unread = size_t{200 - runtime::kLinesUnderWayMost};
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (stream->unread() > unread && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(1));
  // All that were read are filed, and still no other is taken.
  while (Filed() < runtime::kLinesUnderWayMost && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_EQ(stream->unread(), unread);
  stream->TakeAnswers(true);
  service.Join();
  EXPECT_THAT(ReceiptsOf(*stream), SizeIs(200));
}

TEST_F(Article60FileTest, AFileThatBreaksGoesOnWhereverItIsTakenUpAgain) {
  const auto broken = Open(centre_);
  runtime::Thread service("service", [&] { File(*broken).IgnoreError(); });
  broken->Send(Start());
  for (int i = 1; i <= 20; ++i) broken->Send(Line(i));
  broken->WaitForAnswers(10);
  broken->Leave();
  service.Join();
  const std::vector<Article60Receipt> before = ReceiptsOf(*broken);
  EXPECT_LE(Filed(), 20);
  // From a line in the middle on, by number; lines 11 to 20 may be done already.
  std::vector<Message> rest = {Start()};
  for (int i = 9; i <= 30; ++i) rest.push_back(Line(i, i == 9 ? 9 : 0));
  std::vector<Article60Receipt> after;
  ASSERT_THAT(FileAll(rest, &after), IsOk());
  ASSERT_THAT(after, SizeIs(22));
  EXPECT_THAT(after[0], testing::EqualsProto(before[8]));
  EXPECT_THAT(after[1], testing::EqualsProto(before[9]));
  EXPECT_EQ(after[21].line(), 30);
  EXPECT_EQ(Filed(), 30);
}

TEST_F(Article60FileTest, WhatReadingEndsWithIsToldAfterTheReceipts) {
  for (const absl::Status& end : {
           base::Error(absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED", "…"),
           base::Error(absl::StatusCode::kUnavailable, "SERVER_STOPPING", "…"),
           base::Error(absl::StatusCode::kDeadlineExceeded, "STREAM_IDLE", "…"),
       }) {
    const auto stream = Open(centre_);
    stream->Send(Start());
    for (int i = 1; i <= 5; ++i) stream->Send(Line(i));
    stream->EndWith(end);
    EXPECT_THAT(File(*stream), HasReason(base::ReasonOf(end)));
    EXPECT_THAT(ReceiptsOf(*stream), SizeIs(5));
  }
  EXPECT_EQ(Filed(), 5);
}

TEST_F(Article60FileTest, AStreamThatIsNoFileIsRefusedAtThePlaceWhereItIsNot) {
  Message repeated = Start();
  Message empty;
  const struct {
    std::string what;
    std::vector<Message> messages;
    std::string reason;
    std::string field;
    size_t receipts;
  } rows[] = {
      {"nothing at all", {}, "FIELD_REQUIRED", "request_id", 0},
      {"a line first", {Line(1), Line(2)}, "FIELD_REQUIRED", "request_id", 0},
      {"an id that is none", {Start("mine"), Line(1)}, "REQUEST_ID_INVALID", "request_id", 0},
      {"an id twice",
       {Start(), Line(1), repeated, Line(2)},
       "REQUEST_ID_GIVEN_TWICE",
       "request_id",
       1},
      {"no line", {Start(), Line(1), empty, Line(2)}, "FIELD_REQUIRED", "line", 1},
      {"a number again", {Start(), Line(1, 7), Line(2, 7)}, "LINE_NUMBER_INVALID", "number", 1},
      {"a number below", {Start(), Line(1, -1)}, "LINE_NUMBER_INVALID", "number", 0},
      {"a number after the last",
       {Start(), Line(1, std::numeric_limits<int>::max()), Line(2)},
       "LINE_NUMBER_INVALID",
       "number",
       1},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    std::vector<Article60Receipt> receipts;
    const absl::Status status = FileAll(row.messages, &receipts);
    EXPECT_THAT(status, HasReason(row.reason));
    EXPECT_EQ(base::MetadataOf(status)["field"], row.field);
    EXPECT_THAT(receipts, SizeIs(row.receipts));
  }
  EXPECT_THAT(FileAll({Start()}), IsOk()) << "a file may be empty";
}

TEST_F(Article60FileTest, ALineTooLargeIsRefusedAlone) {
  const auto stream = Open(centre_);
  stream->Send(Start());
  stream->Send(Line(1));
  stream->Send(Line(2),
               base::Error(absl::StatusCode::kResourceExhausted, "REQUEST_TOO_LARGE", "…"));
  stream->Send(Line(3));
  stream->EndWith(false);
  EXPECT_THAT(File(*stream), IsOk());
  ASSERT_THAT(ReceiptsOf(*stream), SizeIs(3));
  EXPECT_EQ(ReceiptsOf(*stream)[1].error().reason(), "REQUEST_TOO_LARGE");
  EXPECT_EQ(ReceiptsOf(*stream)[1].line(), 2);
  EXPECT_EQ(Filed(), 2);
}

TEST_F(Article60FileTest, LinesOfAnotherCentreAreRefused) {
  Message theirs = Line(2);
  theirs.mutable_line()->mutable_article60_request()->set_centre("centres/c2");
  std::vector<Article60Receipt> receipts;
  ASSERT_THAT(FileAll({Start(), Line(1), theirs}, &receipts), IsOk());
  EXPECT_EQ(receipts[0].error().reason(), "");
  EXPECT_EQ(receipts[1].error().reason(), "CENTRE_NOT_FOUND");
}

// Nobody but the ledger's queue is short of room here: one command may wait.
TEST_F(Article60FileTest, WhereTheServiceIsBusyLinesWaitForRoom) {
  ledger_->Close();
  ledger::LedgerOptions narrow;
  narrow.catalog = &Kinds();
  narrow.store = store_.get();
  narrow.keys = &*keys_;
  narrow.clock = &clock_;
  narrow.queue_max = 1;
  ledger_ = ledger::OpenLedger(narrow).value();
  std::vector<Message> file = {Start()};
  for (int i = 1; i <= 30; ++i) file.push_back(Line(i));
  std::vector<Article60Receipt> receipts;
  ASSERT_THAT(FileAll(file, &receipts), IsOk());
  ASSERT_THAT(receipts, SizeIs(30));
  for (const Article60Receipt& receipt : receipts) {
    EXPECT_FALSE(receipt.has_error()) << receipt.ShortDebugString();
  }
  EXPECT_EQ(Filed(), 30);
}

// A ledger whose queue stays full.
class FullLedger final : public ledger::Ledger {
 public:
  void Submit(const ledger::Command&, const access::Call&, const google::protobuf::Message&,
              Done done) override {
    done(base::Error(absl::StatusCode::kResourceExhausted, "SERVER_BUSY", "…"));
  }
  void Apply(const ledger::Command&, const ledger::Effect&, const access::Call&,
             const google::protobuf::Message&, Done) override {}
  absl::Status KeepDeadLetter(const ledger::DeadLetterRow&, const ledger::Effect&) override {
    return absl::OkStatus();
  }
  void Read(const access::Call&, std::function<absl::Status(ledger::View&)>,
            std::function<void(absl::Status)>) override {}
  int64_t queue_depth() const override { return 0; }
  int64_t head() const override { return 0; }
  void OnCommit(std::function<void(int64_t)>) override {}
  void MoveRelayCursor(int64_t) override {}
  absl::Status FlushRelayCursor() override { return absl::OkStatus(); }
  void Close() override {}
};

TEST_F(Article60FileTest, AServiceThatStaysBusyEndsTheStreamAtTheLine) {
  FullLedger full;
  const auto stream = Open(centre_);
  Message refused = Line(1);
  refused.mutable_line()->set_request_id("mine");  // which the ledger is not asked about
  stream->Send(Start());
  stream->Send(refused);
  stream->Send(Line(2));
  stream->Send(Line(3));  // And nothing more: the service does not wait for it.
  const absl::Status status =
      FileArticle60Requests(full, *stream, /*patience=*/absl::Milliseconds(50));
  EXPECT_THAT(status, HasReason("SERVER_BUSY"));
  EXPECT_EQ(base::MetadataOf(status)["line"], "2");
  EXPECT_THAT(ReceiptsOf(*stream), SizeIs(1));
}

TEST_F(Article60FileTest, NobodyWaitsForRoomOnceTheCallerHasLeft) {
  FullLedger full;
  const auto stream = Open(centre_);
  runtime::Thread service("service", [&] {
    FileArticle60Requests(full, *stream, /*patience=*/absl::Hours(1)).IgnoreError();
  });
  stream->Send(Start());
  stream->Send(Line(1));
  stream->Leave();
  service.Join();
  EXPECT_THAT(ReceiptsOf(*stream), SizeIs(0));
}

// What is no word on a line is none in its receipt: the caller sends it again.
TEST_F(Article60FileTest, WhatIsNotTheLinesFaultEndsTheStreamThere) {
  const auto stream = Open(centre_);
  runtime::Thread service("service", [&] {
    const absl::Status status = File(*stream);
    EXPECT_THAT(status, HasReason("DEADLINE_EXCEEDED"));
    EXPECT_EQ(base::MetadataOf(status)["line"], "3");
  });
  stream->Send(Start());
  stream->Send(Line(1));
  stream->Send(Line(2));
  stream->WaitForAnswers(2);
  stream->SetDeadline(TestNow() - absl::Hours(1));
  stream->Send(Line(3));  // And nothing more: the service does not wait for it.
  service.Join();
  EXPECT_THAT(ReceiptsOf(*stream), SizeIs(2));
}

TEST_F(Article60FileTest, ALineWithAnIdOfItsOwnIsFiledOnceInFilesAndBatches) {
  Message own = Line(1);
  own.mutable_line()->set_request_id("0f0c7f8a-93a1-4d52-8f0e-2f9a41c86a77");
  std::vector<Article60Receipt> first, second;
  ASSERT_THAT(FileAll({Start(), own}, &first), IsOk());
  ASSERT_THAT(FileAll({Start(kOtherFileId), Line(2), own}, &second), IsOk());
  EXPECT_EQ(second[1].article60_request(), first[0].article60_request());
  EXPECT_EQ(Filed(), 2);

  access::Call call;
  ASSERT_THAT(Admit("BatchCreateArticle60Requests", centre_, &call), IsOk());
  v1::BatchCreateArticle60RequestsRequest batch;
  batch.set_request_id(kOtherFileId);
  *batch.add_lines() = own.line();
  std::promise<std::string> name;
  BatchCreateArticle60Requests(*ledger_, call, batch, [&name](auto response) {
    name.set_value(response->receipts(0).article60_request());
  });
  EXPECT_EQ(name.get_future().get(), first[0].article60_request());
  EXPECT_EQ(Filed(), 2);
}

TEST_F(Article60FileTest, TwoFilesAtOnceDoNotDisturbEachOther) {
  std::vector<Article60Receipt> receipts[2];
  {
    std::vector<runtime::Thread> callers;
    for (int f = 0; f < 2; ++f) {
      callers.emplace_back("caller", [&, f] {
        std::vector<Message> file = {Start(f == 0 ? kFileId : kOtherFileId)};
        for (int i = 1; i <= 100; ++i) file.push_back(Line(f * 100 + i));
        EXPECT_THAT(FileAll(file, &receipts[f]), IsOk());
      });
    }
  }
  for (const auto& of_one : receipts) {
    ASSERT_THAT(of_one, SizeIs(100));
    for (const Article60Receipt& receipt : of_one) EXPECT_FALSE(receipt.has_error());
  }
  EXPECT_EQ(Filed(), 200);
}

}  // namespace
}  // namespace mandat::socialaid
