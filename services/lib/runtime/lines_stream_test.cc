#include "services/lib/runtime/lines_stream.h"

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/test_stream.h"

namespace mandat::runtime {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using Message = objectives::v1::EnterMeasurementsRequest;
using Answer = objectives::v1::EnterMeasurementsResponse;
using Line = objectives::v1::MeasurementLine;
using Receipt = objectives::v1::MeasurementReceipt;
using Work = LineWork<Message, Answer>;
using Stream = testing::TestStream<Message, Answer>;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFileId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";

absl::Status Busy() {
  return base::Error(absl::StatusCode::kResourceExhausted, "SERVER_BUSY", "…");
}
absl::Status Refused() {
  return base::Error(absl::StatusCode::kNotFound, "INDICATOR_NOT_FOUND", "None.",
                     {{"field", "line.measurement"}});
}
absl::Status Away() {
  return base::Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE", "…");
}

Message Start(const std::string& id = kFileId) {
  Message message;
  message.set_request_id(id);
  return message;
}
// `about` is what the line changes.
Message LineOf(const std::string& about = "", int number = 0) {
  Message message;
  message.mutable_line()->mutable_measurement()->set_indicator(about);
  message.set_number(number);
  return message;
}

// A service that does with a line what the test says, at once or when told.
class LinesStreamTest : public ::testing::Test {
 protected:
  // Answers the n-th attempt at a line; OK where nothing is said.
  using Attempts = std::vector<absl::Status>;

  Work MakeWork() {
    Work work;
    work.begin = [this](const access::Call&, const Line&, const base::UuidBytes& ids, int number,
                        Work::Done done) {
      absl::Status status;
      {
        const MutexLock lock(&mutex_);
        ids_.insert(base::FormatUuid(ids));
        begun_.push_back(number);
        Attempts& left = attempts_[number];
        if (!left.empty()) {
          status = left.front();
          left.erase(left.begin());
        }
        changed_.NotifyAll();
        if (held_.count(number) != 0) {
          waiting_[number] = [number, status, done] { done(Outcome(number, status)); };
          return;
        }
      }
      done(Outcome(number, status));
    };
    work.subject = [](const Line& line) { return line.measurement().indicator(); };
    work.patience = patience_;
    return work;
  }
  static LineOutcome<Receipt> Outcome(int number, const absl::Status& status) {
    Receipt receipt;
    if (status.ok()) receipt.set_measurement(absl::StrCat("measurements/", number));
    return OutcomeOf(number, std::move(receipt), status);
  }

  absl::Status Take(Stream& stream) { return TakeLines(stream, MakeWork()); }
  // What a whole file ends with.
  absl::Status TakeAll(const std::vector<Message>& messages) {
    for (const Message& message : messages) stream_.Send(message);
    stream_.EndWith(false);
    return Take(stream_);
  }
  // "1", or "2 REASON" of the lines that have a receipt.
  std::vector<std::string> Receipts() {
    std::vector<std::string> receipts;
    for (const Answer& answer : stream_.answers()) {
      const Receipt& receipt = answer.receipt();
      receipts.push_back(
          absl::StrCat(receipt.line(), receipt.has_error() ? " " : "", receipt.error().reason()));
    }
    return receipts;
  }
  std::vector<int> Begun() {
    const MutexLock lock(&mutex_);
    return begun_;
  }
  void WaitForBegun(size_t count) {
    const MutexLock lock(&mutex_);
    while (begun_.size() < count) changed_.Wait(&mutex_);
  }
  // Does what a held line waits for.
  void Release(int number) {
    std::function<void()> done;
    {
      const MutexLock lock(&mutex_);
      while (waiting_.count(number) == 0) changed_.Wait(&mutex_);
      done = std::exchange(waiting_[number], nullptr);
    }
    done();
  }

  Stream stream_;
  absl::Duration patience_ = absl::Seconds(20);
  std::set<int> held_;
  std::map<int, Attempts> attempts_;

  Mutex mutex_;
  CondVar changed_;
  std::vector<int> begun_ MANDAT_GUARDED_BY(mutex_);
  std::set<std::string> ids_;  // looked at once the service has ended
  std::map<int, std::function<void()>> waiting_ MANDAT_GUARDED_BY(mutex_);
};

TEST_F(LinesStreamTest, ReceiptsComeInTheOrderOfLinesWhateverIsDoneFirst) {
  held_ = {1, 3};
  attempts_[2] = {Refused()};
  Thread service("service", [&] { EXPECT_THAT(Take(stream_), IsOk()); });
  stream_.Send(Start());
  for (int i = 1; i <= 4; ++i) stream_.Send(LineOf());
  stream_.EndWith(false);
  WaitForBegun(4);
  EXPECT_THAT(stream_.answers(), IsEmpty());
  Release(3);
  Release(1);
  service.Join();
  EXPECT_THAT(Receipts(), ElementsAre("1", "2 INDICATOR_NOT_FOUND", "3", "4"));
  const common::v1::LineError error = stream_.answers()[1].receipt().error();
  EXPECT_EQ(error.code(), "NOT_FOUND");
  EXPECT_EQ(error.message(), "None.");
  EXPECT_EQ(error.metadata().at("field"), "line.measurement");
  EXPECT_THAT(ids_, ElementsAre(kFileId));
}

TEST_F(LinesStreamTest, NoMoreLinesAreReadThanMayBeUnderWay) {
  held_ = {1};
  Thread service("service", [&] { EXPECT_THAT(Take(stream_), IsOk()); });
  stream_.Send(Start());
  for (int i = 1; i <= 200; ++i) stream_.Send(LineOf());
  stream_.EndWith(false);
  WaitForBegun(kLinesUnderWayMost);
  absl::SleepFor(absl::Milliseconds(20));  // In which a wrong one would read on.
  EXPECT_EQ(stream_.unread(), size_t{200 - kLinesUnderWayMost});
  Release(1);
  service.Join();
  EXPECT_THAT(Begun(), SizeIs(200));
  EXPECT_THAT(stream_.answers(), SizeIs(200));
}

// Line 2 waits for room while 3, which changes something else, is done. 4 changes what 2 changes:
// were it begun before, the value of 2 would count in the end.
TEST_F(LinesStreamTest, WhatChangesTheSameIsBegunInTheOrderOfLines) {
  attempts_[2] = {Busy(), Busy(), Busy()};
  EXPECT_THAT(TakeAll({Start(), LineOf("a"), LineOf("b"), LineOf("c"), LineOf("b"), LineOf("b")}),
              IsOk());
  std::vector<int> about_b;
  for (const int number : Begun()) {
    if (number != 1 && number != 3) about_b.push_back(number);
  }
  EXPECT_THAT(about_b, ElementsAre(2, 2, 2, 2, 4, 5));
  EXPECT_THAT(Receipts(), ElementsAre("1", "2", "3", "4", "5"));
}

TEST_F(LinesStreamTest, ALineWaitsForOneUnderWayThatChangesTheSame) {
  held_ = {1};
  Thread service("service", [&] { EXPECT_THAT(Take(stream_), IsOk()); });
  stream_.Send(Start());
  stream_.Send(LineOf("a"));
  stream_.Send(LineOf("b"));
  stream_.Send(LineOf("a"));
  stream_.EndWith(false);
  WaitForBegun(2);
  absl::SleepFor(absl::Milliseconds(20));  // In which a wrong one would begin the third.
  EXPECT_THAT(Begun(), ElementsAre(1, 2));
  Release(1);
  service.Join();
  EXPECT_THAT(Begun(), ElementsAre(1, 2, 3));
}

// Else the caller, who goes on with the first, would overwrite what the second did.
TEST_F(LinesStreamTest, NothingIsBegunAfterAFaultThatChangesTheSame) {
  attempts_[2] = {Away()};
  held_ = {1, 2};
  Thread service("service", [&] {
    const absl::Status status = Take(stream_);
    EXPECT_THAT(status, HasReason("STORE_UNAVAILABLE"));
    EXPECT_EQ(base::MetadataOf(status)["line"], "2");
  });
  stream_.Send(Start());
  stream_.Send(LineOf("b"));
  stream_.Send(LineOf("a"));
  stream_.Send(LineOf("a"));  // And nothing more: the service does not wait for it.
  Release(2);
  absl::SleepFor(absl::Milliseconds(20));  // In which a wrong one would begin the third.
  Release(1);
  service.Join();
  EXPECT_THAT(Begun(), ElementsAre(1, 2));
  EXPECT_THAT(Receipts(), ElementsAre("1"));
}

TEST_F(LinesStreamTest, EveryLineWithoutRoomIsBegunAgainInTheirOrder) {
  for (int i = 1; i <= 10; i += 3) attempts_[i] = {Busy(), Busy()};
  std::vector<Message> file = {Start()};
  for (int i = 1; i <= 10; ++i) file.push_back(LineOf());
  EXPECT_THAT(TakeAll(file), IsOk());
  EXPECT_THAT(Receipts(), ElementsAre("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"));
  EXPECT_THAT(Begun(), SizeIs(10 + 2 * 4));
}

TEST_F(LinesStreamTest, AServiceThatStaysBusyEndsTheStreamAtTheLine) {
  patience_ = absl::Milliseconds(50);
  attempts_[1] = {Refused()};
  attempts_[2] = Attempts(100, Busy());
  stream_.Send(Start());
  for (int i = 1; i <= 3; ++i) stream_.Send(LineOf());
  const absl::Status status = Take(stream_);
  EXPECT_THAT(status, HasReason("SERVER_BUSY"));
  EXPECT_EQ(base::MetadataOf(status)["line"], "2");
  EXPECT_THAT(Receipts(), ElementsAre("1 INDICATOR_NOT_FOUND"));
}

TEST_F(LinesStreamTest, NobodyWaitsForRoomOnceTheCallerHasLeft) {
  patience_ = absl::Hours(1);
  attempts_[1] = Attempts(10'000, Busy());
  Thread service("service", [&] { Take(stream_).IgnoreError(); });
  stream_.Send(Start());
  stream_.Send(LineOf("a"));
  stream_.Send(LineOf("a"));
  stream_.Leave();
  service.Join();
  EXPECT_THAT(stream_.answers(), IsEmpty());
}

// A line whose outcome comes after the caller has left still finds the stream in memory.
TEST_F(LinesStreamTest, WhatWasBegunIsWaitedForAlsoWhereTheCallerHasLeft) {
  held_ = {1};
  bool ended = false;
  Thread service("service", [&] {
    Take(stream_).IgnoreError();
    const MutexLock lock(&mutex_);
    ended = true;
  });
  stream_.Send(Start());
  stream_.Send(LineOf());
  WaitForBegun(1);
  stream_.Leave();
  absl::SleepFor(absl::Milliseconds(20));
  {
    const MutexLock lock(&mutex_);
    EXPECT_FALSE(ended);
  }
  Release(1);
  service.Join();
}

// Everything that is no word on the line; what has no reason is a fault of ours.
TEST_F(LinesStreamTest, WhatIsNotTheLinesFaultHasNoReceipt) {
  for (const absl::Status& fault :
       {Away(), base::Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", "…"),
        absl::InternalError("a fault of ours")}) {
    Stream stream;
    attempts_[2] = {fault};
    stream.Send(Start());
    for (int i = 1; i <= 3; ++i) stream.Send(LineOf());
    const absl::Status status = Take(stream);
    EXPECT_EQ(status.code(), fault.code());
    EXPECT_EQ(base::MetadataOf(status)["line"], "2");
    EXPECT_THAT(stream.answers(), SizeIs(1));
  }
}

TEST_F(LinesStreamTest, WhatReadingEndsWithIsToldAfterTheReceipts) {
  stream_.Send(Start());
  stream_.Send(LineOf());
  stream_.EndWith(base::Error(absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED", "…"));
  EXPECT_THAT(Take(stream_), HasReason("TOKEN_EXPIRED"));
  EXPECT_THAT(Receipts(), ElementsAre("1"));
}

TEST_F(LinesStreamTest, ALineTooLargeIsRefusedAloneAndNotBegun) {
  stream_.Send(Start());
  stream_.Send(LineOf(),
               base::Error(absl::StatusCode::kResourceExhausted, "REQUEST_TOO_LARGE", "…"));
  stream_.Send(LineOf());
  stream_.EndWith(false);
  EXPECT_THAT(Take(stream_), IsOk());
  EXPECT_THAT(Receipts(), ElementsAre("1 REQUEST_TOO_LARGE", "2"));
  EXPECT_THAT(Begun(), ElementsAre(2));
}

TEST_F(LinesStreamTest, LinesKeepTheNumbersThatTheySay) {
  EXPECT_THAT(TakeAll({Start(), LineOf("", 7), LineOf(), LineOf("", 20)}), IsOk());
  EXPECT_THAT(Receipts(), ElementsAre("7", "8", "20"));
}

TEST_F(LinesStreamTest, AStreamThatIsNoFileIsRefusedAtThePlaceWhereItIsNot) {
  const struct {
    std::string what;
    std::vector<Message> messages;
    std::string reason;
    std::string field;
    size_t receipts;
  } rows[] = {
      {"nothing at all", {}, "FIELD_REQUIRED", "request_id", 0},
      {"a line first", {LineOf()}, "FIELD_REQUIRED", "request_id", 0},
      {"an id that is none", {Start("mine"), LineOf()}, "REQUEST_ID_INVALID", "request_id", 0},
      {"an id twice", {Start(), LineOf(), Start()}, "REQUEST_ID_GIVEN_TWICE", "request_id", 1},
      {"no line", {Start(), LineOf(), Message()}, "FIELD_REQUIRED", "line", 1},
      {"a number again",
       {Start(), LineOf("", 7), LineOf("", 7)},
       "LINE_NUMBER_INVALID",
       "number",
       1},
      {"a number below", {Start(), LineOf("", -1)}, "LINE_NUMBER_INVALID", "number", 0},
      {"a number after the last",
       {Start(), LineOf("", std::numeric_limits<int>::max()), LineOf()},
       "LINE_NUMBER_INVALID",
       "number",
       1},
      {"an empty file", {Start()}, "", "", 0},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    Stream stream;
    for (const Message& message : row.messages) stream.Send(message);
    stream.EndWith(false);
    const absl::Status status = Take(stream);
    EXPECT_EQ(base::ReasonOf(status), row.reason);
    EXPECT_EQ(base::MetadataOf(status)["field"], row.field);
    EXPECT_THAT(stream.answers(), SizeIs(row.receipts));
  }
}

// What is under way refers to the stream: it ends only after that, also where a line was no one's
// fault.
TEST_F(LinesStreamTest, WhatIsUnderWayIsWaitedForAlsoAfterAFault) {
  attempts_[1] = {Away()};
  held_ = {1, 2};
  bool ended = false;
  Thread service("service", [&] {
    EXPECT_THAT(Take(stream_), HasReason("STORE_UNAVAILABLE"));
    const MutexLock lock(&mutex_);
    ended = true;
  });
  stream_.Send(Start());
  stream_.Send(LineOf());
  stream_.Send(LineOf());
  WaitForBegun(2);
  Release(1);
  absl::SleepFor(absl::Milliseconds(20));
  {
    const MutexLock lock(&mutex_);
    EXPECT_FALSE(ended);
  }
  Release(2);
}

}  // namespace
}  // namespace mandat::runtime
