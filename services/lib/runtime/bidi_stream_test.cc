#include "services/lib/runtime/bidi_stream.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/lib/runtime/test_service.h"
#include "services/lib/runtime/testdata/conversation.grpc.pb.h"
#include "services/lib/testing/matchers.h"

namespace mandat::runtime {
namespace {

using ::mandat::test::v1::ConversationService;
using ::mandat::test::v1::Word;
using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::testing::ElementsAre;

using Words = MessageStream<Word, Word>;

class TestConversation final : public Served<ConversationService> {
 public:
  MANDAT_BIDI_STREAM(Converse, converse)

  BidiHandler<Word, Word> converse;
};

Word Said(const std::string& text) {
  Word word;
  word.set_text(text);
  return word;
}

// Answers each word with itself, and ends as reading did.
absl::Status Echo(Words& stream) {
  Received<Word> received;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, stream.Read(&received));
    if (!more) return absl::OkStatus();
    stream.Write(received.size.ok() ? received.message : Said(base::ReasonOf(received.size)));
  }
}

class BidiStreamTest : public ServerTest {
 protected:
  using Talk = std::unique_ptr<grpc::ClientReaderWriter<Word, Word>>;

  BidiStreamTest() {
    options_.services = {&conversation_};
    conversation_.converse = Echo;
  }

  Talk Begin(grpc::ClientContext* context) {
    if (talker_ == nullptr) talker_ = ConversationService::NewStub(Channel());
    return talker_->Converse(context);
  }
  // The answer; "-" where there is none.
  static std::string Say(Talk& talk, const std::string& text) {
    talk->Write(Said(text));
    return Hear(talk);
  }
  static std::string Hear(Talk& talk) {
    Word word;
    return talk->Read(&word) ? word.text() : "-";
  }
  static absl::Status End(Talk& talk) { return FromGrpc(talk->Finish()); }

  template <class Condition>
  static bool Eventually(Condition condition) {
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    while (!condition()) {
      if (absl::Now() > deadline) return false;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return true;
  }

  std::unique_ptr<grpc::ClientContext> operator_ = As(common::v1::ROLE_OPERATOR);
  TestConversation conversation_;
  std::unique_ptr<ConversationService::Stub> talker_;
};

TEST_F(BidiStreamTest, AnswersEachMessageBeforeTheNextIsSent) {
  Start();
  Talk talk = Begin(operator_.get());
  EXPECT_EQ(Say(talk, "one"), "one");
  EXPECT_EQ(Say(talk, "two"), "two");
  talk->WritesDone();
  EXPECT_EQ(Hear(talk), "-");
  EXPECT_THAT(End(talk), IsOk());
}

TEST_F(BidiStreamTest, PassesTheSameGateAsOtherCalls) {
  Start();
  grpc::ClientContext anonymous;
  Talk nobody = Begin(&anonymous);
  EXPECT_THAT(End(nobody), HasReason("TOKEN_MISSING"));
  const auto service = As(common::v1::ROLE_SERVICE);
  Talk other = Begin(service.get());
  EXPECT_THAT(End(other), HasReason("ROLE_REQUIRED"));
}

TEST_F(BidiStreamTest, EachMessageHasItsOwnTimeAndTheTraceOfTheCall) {
  std::vector<access::Call> calls;
  conversation_.converse = [&](Words& stream) -> absl::Status {
    Received<Word> received;
    while (true) {
      ASSIGN_OR_RETURN(const bool more, stream.Read(&received));
      if (!more) return absl::OkStatus();
      calls.push_back(received.call);
      stream.Write(received.message);
    }
  };
  Start();
  Talk talk = Begin(operator_.get());
  const absl::Time begun = clock_.Now();
  EXPECT_EQ(Say(talk, "one"), "one");
  clock_.Advance(absl::Minutes(5));
  EXPECT_EQ(Say(talk, "two"), "two");
  talk->WritesDone();
  EXPECT_THAT(End(talk), IsOk());
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[0].now, begun);
  EXPECT_EQ(calls[1].now, begun + absl::Minutes(5));
  EXPECT_EQ(calls[0].traceparent, calls[1].traceparent);
  EXPECT_EQ(calls[1].role, common::v1::ROLE_OPERATOR);
  EXPECT_EQ(calls[1].method, "mandat.test.v1.ConversationService/Converse");
}

TEST_F(BidiStreamTest, ATokenThatExpiresEndsItAtTheNextMessage) {
  Start();
  Talk talk = Begin(operator_.get());
  EXPECT_EQ(Say(talk, "one"), "one");
  clock_.Advance(absl::Minutes(31));
  EXPECT_EQ(Say(talk, "two"), "-");
  EXPECT_THAT(End(talk), HasReason("TOKEN_EXPIRED"));
}

TEST_F(BidiStreamTest, ADeadlineEndsIt) {
  std::atomic<bool> ended{false};
  conversation_.converse = [&](Words& stream) {
    const absl::Status status = Echo(stream);
    ended = true;
    return status;
  };
  Start();
  operator_->set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
  Talk talk = Begin(operator_.get());
  EXPECT_EQ(Say(talk, "one"), "one");
  EXPECT_EQ(Hear(talk), "-");
  EXPECT_EQ(End(talk).code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(Eventually([&] { return ended.load(); })) << "the handler does not wait on";
}

TEST_F(BidiStreamTest, AMessageTooLargeIsToldAndStopsNoOther) {
  options_.gate.request_bytes_max = 1000;
  Start();
  Talk talk = Begin(operator_.get());
  EXPECT_EQ(Say(talk, std::string(1001, 'x')), "REQUEST_TOO_LARGE");
  EXPECT_EQ(Say(talk, "small"), "small");
  talk->WritesDone();
  EXPECT_THAT(End(talk), IsOk());
}

TEST_F(BidiStreamTest, TheTransportEndsItAtAMessageFarTooLarge) {
  Start();
  Talk talk = Begin(operator_.get());
  EXPECT_EQ(Say(talk, std::string(5 << 20, 'x')), "-");
  EXPECT_EQ(End(talk).code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(BidiStreamTest, AFastCallerIsSlowedToTheHandlersReading) {
  std::atomic<bool> reads{false};
  conversation_.converse = [&](Words& stream) {
    EXPECT_TRUE(Eventually([&] { return reads.load(); }));
    return Echo(stream);
  };
  Start();
  Talk talk = Begin(operator_.get());
  std::atomic<int> sent{0};
  constexpr int kAll = 400;
  Thread sender("sender", [&] {
    for (; sent < kAll; ++sent) talk->Write(Said(std::string(100'000, 'x')));
    talk->WritesDone();
  });
  int last = -1;
  ASSERT_TRUE(Eventually([&] {
    const int before = std::exchange(last, sent.load());
    absl::SleepFor(absl::Milliseconds(50));
    return before == last && sent.load() == last;
  }));
  EXPECT_LT(last, kAll) << "40 MB were taken from a caller whom nobody reads";
  reads = true;
  int heard = 0;
  while (Hear(talk) != "-") ++heard;
  EXPECT_EQ(heard, kAll);
  sender.Join();
  EXPECT_THAT(End(talk), IsOk());
}

TEST_F(BidiStreamTest, ACallerWhoSaysNothingLosesThePlace) {
  options_.gate.stream_idle_max = absl::Milliseconds(100);
  Start();
  Talk talk = Begin(operator_.get());
  EXPECT_EQ(Say(talk, "one"), "one");
  EXPECT_EQ(Hear(talk), "-");
  EXPECT_THAT(End(talk), HasReason("STREAM_IDLE"));
}

TEST_F(BidiStreamTest, ACallerWhoTakesNoAnswerLosesThePlace) {
  options_.gate.stream_idle_max = absl::Milliseconds(200);
  std::atomic<bool> ended{false};
  conversation_.converse = [&](Words& stream) {
    while (stream.Write(Said(std::string(100'000, 'x')))) {
    }
    EXPECT_FALSE(stream.Wanted());
    ended = true;
    return absl::OkStatus();
  };
  Start();
  Talk talk = Begin(operator_.get());
  EXPECT_TRUE(Eventually([&] { return ended.load(); }));
  while (Hear(talk) != "-") {
  }
  EXPECT_EQ(End(talk).code(), absl::StatusCode::kCancelled);
}

TEST_F(BidiStreamTest, ACallerWhoLeavesEndsReadingAndWriting) {
  std::atomic<bool> ended{false};
  conversation_.converse = [&](Words& stream) {
    Received<Word> received;
    while (stream.Read(&received).value()) {
    }
    EXPECT_TRUE(Eventually([&] { return !stream.Wanted(); }));
    EXPECT_FALSE(stream.Write(Said("late")));
    ended = true;
    return absl::OkStatus();
  };
  Start();
  Talk talk = Begin(operator_.get());
  talk->Write(Said("one"));
  operator_->TryCancel();
  EXPECT_TRUE(Eventually([&] { return ended.load(); }));
  EXPECT_EQ(End(talk).code(), absl::StatusCode::kCancelled);
}

TEST_F(BidiStreamTest, AHandlerCanEndItWhileItReads) {
  conversation_.converse = [](Words& stream) {
    Received<Word> received;
    EXPECT_THAT(stream.Read(&received), testing::IsOkAndHolds(true));
    const Thread other("other", [&stream] { stream.StopReading(); });
    EXPECT_THAT(stream.Read(&received), testing::IsOkAndHolds(false));
    return base::Error(absl::StatusCode::kAborted, "ENOUGH", "No more.");
  };
  Start();
  Talk talk = Begin(operator_.get());
  EXPECT_EQ(Say(talk, "one"), "-");
  EXPECT_THAT(End(talk), HasReason("ENOUGH"));
}

TEST_F(BidiStreamTest, AServerThatStopsAnswersWhatItReadAndNoMore) {
  Start();
  Talk talk = Begin(operator_.get());
  EXPECT_EQ(Say(talk, "one"), "one");
  const absl::Time begun = absl::Now();
  server_->Stop(absl::ZeroDuration(), absl::Seconds(60));
  EXPECT_LT(absl::Now() - begun, absl::Seconds(30)) << "an open stream is not waited for";
  EXPECT_EQ(Hear(talk), "-");
  EXPECT_THAT(End(talk), HasReason("SERVER_STOPPING"));
}

TEST_F(BidiStreamTest, WhileTheServerDrainsAStreamGoesOn) {
  Start();
  Talk talk = Begin(operator_.get());
  EXPECT_EQ(Say(talk, "one"), "one");
  Thread stop("stop", [&] { server_->Stop(absl::Milliseconds(300), absl::Seconds(60)); });
  EXPECT_EQ(Say(talk, "two"), "two");
  talk->WritesDone();
  EXPECT_THAT(End(talk), IsOk());
}

TEST_F(BidiStreamTest, MoreThanTheLimitAreRefusedUntilAPlaceIsGivenBack) {
  Start();
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<Talk> talks;
  for (int i = 0; i < kStreamsMax; ++i) {
    contexts.push_back(As(common::v1::ROLE_OPERATOR));
    talks.push_back(Begin(contexts.back().get()));
    EXPECT_EQ(Say(talks.back(), "one"), "one");
  }
  Talk refused = Begin(operator_.get());
  EXPECT_THAT(End(refused), HasReason("SERVER_BUSY"));
  talks.back()->WritesDone();
  EXPECT_THAT(End(talks.back()), IsOk());
  talks.pop_back();
  EXPECT_TRUE(Eventually([&] {
    const auto context = As(common::v1::ROLE_OPERATOR);
    Talk next = Begin(context.get());
    return Say(next, "one") == "one" && (context->TryCancel(), !End(next).ok());
  }));
  for (const auto& context : contexts) context->TryCancel();
  for (Talk& talk : talks) EXPECT_EQ(End(talk).code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace mandat::runtime
