// Consumers with a real ledger and a real broker: redelivery, disorder, poison, holes.

#include "services/lib/events/consumer.h"

#include <atomic>
#include <mutex>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/events/log_queries.h"
#include "services/lib/events/relay.h"
#include "services/lib/events/small_service_for_test.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temporary_nats.h"

namespace mandat::events {
namespace {

using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;

class ConsumerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto nats = testing::TemporaryNats::Create();
    ASSERT_THAT(nats, IsOk());
    nats_ = *std::move(nats);
    auto connection = NatsConnection::Connect(Broker("test"));
    ASSERT_THAT(connection, IsOk());
    connection_ = *std::move(connection);
    ASSERT_THAT(Apply(*connection_, SmallStream()), IsOk());
  }
  void TearDown() override {
    consumer_.reset();
    NoteVersion::fault = nullptr;
  }

  BrokerOptions Broker(const std::string& name) { return {nats_->Url(), name, "", "", ""}; }
  ConsumerOptions Options(Delivery delivery = Delivery::kEveryVersion) {
    static const auto& command = *new ledger::Command(ledger::CommandOf<NoteVersion>());
    ConsumerOptions options;
    options.declaration = SmallConsumer("reader_notes");
    options.delivery = delivery;
    options.command = &command;
    options.ledger = &reader_.ledger();
    options.store = &reader_.store();
    options.clock = &reader_.clock();
    options.actor = std::make_shared<access::Actor>(access::Actor::System("reader", "notes"));
    options.broker = Broker("reader");
    options.retry_first = absl::Milliseconds(50);
    options.retry_longest = absl::Milliseconds(200);
    options.gap_patience = absl::Milliseconds(300);
    return options;
  }
  void Consume(ConsumerOptions options) {
    consumer_ = std::make_unique<Consumer>(std::move(options));
  }

  // Stores one event of the owner in the stream, with an id of its own: the broker takes no repeat
  // for one.
  void Send(const Publication& publication) {
    const auto message =
        NewMessage(publication.subject, absl::StrCat("test-", ++sent_), publication.payload);
    ASSERT_THAT(message, IsOk());
    jsErrCode error{};
    ASSERT_EQ(js_PublishMsg(nullptr, connection_->jet_stream(), message->get(), nullptr, &error),
              NATS_OK);
  }
  void SendRaw(const std::string& payload) {
    Send({"mandat.socialaid.v1.office.created.none", "", payload});
  }

  std::unique_ptr<Relay> StartRelay() {
    RelayOptions options;
    options.store = &owner_.store();
    options.ledger = &owner_.ledger();
    options.catalog = &SmallCatalog();
    options.clock = &owner_.clock();
    options.service = "socialaid";
    options.broker = Broker("relay");
    options.stream = SmallStream();
    options.check_interval = absl::Milliseconds(200);
    return std::make_unique<Relay>(std::move(options));
  }
  bool EventuallyNoted(const std::string& id, const std::string& versions) {
    const bool noted = Eventually([&] { return reader_.NotedVersions(id) == versions; });
    EXPECT_EQ(reader_.NotedVersions(id), versions);
    return noted;
  }
  static std::string OneTo(int last) {
    std::vector<int> numbers;
    for (int i = 1; i <= last; ++i) numbers.push_back(i);
    return absl::StrJoin(numbers, " ");
  }

  std::unique_ptr<testing::TemporaryNats> nats_;
  std::unique_ptr<NatsConnection> connection_;
  SmallService owner_;
  SmallService reader_;
  std::unique_ptr<Consumer> consumer_;
  int sent_ = 0;
};

TEST_F(ConsumerTest, VersionsOfAResourceAreAppliedOnceAndInOrder) {
  const auto relay = StartRelay();
  Consume(Options());
  for (int i = 0; i < 40; ++i) {
    owner_.PutOffice("a");
    owner_.PutOffice("b");
  }
  EXPECT_TRUE(EventuallyNoted("a", OneTo(40)));
  EXPECT_TRUE(EventuallyNoted("b", OneTo(40)));
  EXPECT_THAT(reader_.DeadLetters(), IsEmpty());
}

TEST_F(ConsumerTest, RepeatsChangeNothing) {
  owner_.PutOffice("a", 3);
  for (const Publication& publication : owner_.Publications()) {
    Send(publication);
    Send(publication);
  }
  Consume(Options());
  EXPECT_TRUE(Eventually(
      [&] { return consumer_->figures().applied == 3 && consumer_->figures().repeated == 3; }));
  EXPECT_EQ(reader_.NotedVersions("a"), "1 2 3");
}

TEST_F(ConsumerTest, EveryVersionCountsAlsoWhenItComesLate) {
  owner_.PutOffice("a", 3);
  const auto all = owner_.Publications();
  for (const int i : {0, 2, 1}) Send(all[i]);
  Consume(Options(Delivery::kEveryVersion));
  EXPECT_TRUE(EventuallyNoted("a", "1 3 2"));
}

TEST_F(ConsumerTest, TheLatestStateIsNotOverwrittenByAnOlderVersion) {
  owner_.PutOffice("a", 3);
  const auto all = owner_.Publications();
  for (const int i : {0, 2, 1}) Send(all[i]);
  Consume(Options(Delivery::kLatestState));
  EXPECT_TRUE(Eventually([&] { return consumer_->figures().repeated == 1; }));
  EXPECT_EQ(reader_.NotedVersions("a"), "1 3");
}

TEST_F(ConsumerTest, ATransientFailureIsTriedAgainInOrderAndNeverADeadLetter) {
  std::atomic<int> failures = 4;
  NoteVersion::fault = [&failures](const common::v1::PublishedEvent& event) {
    if (event.revision().version() == 2 && failures.fetch_sub(1) > 0) {
      return absl::UnavailableError("not now");
    }
    return absl::OkStatus();
  };
  owner_.PutOffice("a", 6);
  for (const Publication& publication : owner_.Publications()) Send(publication);
  Consume(Options());
  EXPECT_TRUE(EventuallyNoted("a", OneTo(6)));
  EXPECT_GE(consumer_->figures().retried, 4);
  EXPECT_THAT(reader_.DeadLetters(), IsEmpty());
}

TEST_F(ConsumerTest, PoisonBlocksNothingAndIsAppliedOnceItsCauseIsMended) {
  std::atomic<bool> poisonous = true;
  NoteVersion::fault = [&poisonous](const common::v1::PublishedEvent& event) {
    if (poisonous && event.revision().version() == 2) {
      return base::Error(absl::StatusCode::kFailedPrecondition, "CENTRE_CLOSED", "It is closed.");
    }
    return absl::OkStatus();
  };
  owner_.PutOffice("a", 3);
  for (const Publication& publication : owner_.Publications()) Send(publication);
  Consume(Options());
  EXPECT_TRUE(EventuallyNoted("a", "1 3"));
  ASSERT_TRUE(Eventually([&] { return reader_.DeadLetters().size() == 1; }));
  const ledger::DeadLetterRow letter = reader_.DeadLetters()[0];
  EXPECT_EQ(letter.consumer, "reader_notes");
  EXPECT_EQ(letter.reason, "CENTRE_CLOSED");
  EXPECT_EQ(letter.event_id, owner_.Publications()[1].id);
  EXPECT_FALSE(letter.settled);
  // It counts as applied: its repeat is no second letter.
  Send(owner_.Publications()[1]);
  EXPECT_TRUE(Eventually([&] { return consumer_->figures().repeated == 1; }));
  EXPECT_THAT(reader_.DeadLetters(), SizeIs(1));

  EXPECT_THAT(consumer_->ReplayDeadLetter("none"), HasReason("DEAD_LETTER_NOT_FOUND"));
  EXPECT_THAT(consumer_->ReplayDeadLetter(letter.id), HasReason("STILL_POISON"));
  EXPECT_FALSE(reader_.DeadLetters()[0].settled);
  poisonous = false;
  const auto settled = consumer_->ReplayDeadLetter(letter.id);
  ASSERT_THAT(settled, IsOk());
  EXPECT_TRUE(settled->settled);
  EXPECT_TRUE(reader_.DeadLetters()[0].settled);
  EXPECT_EQ(reader_.NotedVersions("a"), "1 3 2");
  // Once.
  EXPECT_THAT(consumer_->ReplayDeadLetter(letter.id), IsOk());
  EXPECT_EQ(reader_.NotedVersions("a"), "1 3 2");
}

TEST_F(ConsumerTest, ALetterThatANewerVersionHasOvertakenIsSettledWithoutEffect) {
  NoteVersion::fault = [](const common::v1::PublishedEvent& event) {
    return event.revision().version() == 2 ? absl::InternalError("a bug") : absl::OkStatus();
  };
  owner_.PutOffice("a", 3);
  for (const Publication& publication : owner_.Publications()) Send(publication);
  Consume(Options(Delivery::kLatestState));
  EXPECT_TRUE(EventuallyNoted("a", "1 3"));
  ASSERT_TRUE(Eventually([&] { return reader_.DeadLetters().size() == 1; }));
  consumer_.reset();
  NoteVersion::fault = nullptr;
  Consume(Options(Delivery::kLatestState));
  EXPECT_THAT(consumer_->ReplayDeadLetter(reader_.DeadLetters()[0].id), IsOk());
  EXPECT_TRUE(reader_.DeadLetters()[0].settled);
  EXPECT_EQ(reader_.NotedVersions("a"), "1 3");
}

TEST_F(ConsumerTest, WhatIsNoEventIsKeptAsADeadLetter) {
  owner_.PutOffice("a");
  SendRaw("{\"specversion\": \"0.3\"}");
  Send(owner_.Publications()[0]);
  Consume(Options());
  EXPECT_TRUE(EventuallyNoted("a", "1"));
  ASSERT_THAT(reader_.DeadLetters(), SizeIs(1));
  EXPECT_EQ(reader_.DeadLetters()[0].reason, "EVENT_INVALID");
  EXPECT_EQ(reader_.DeadLetters()[0].payload, "{\"specversion\": \"0.3\"}");
  EXPECT_THAT(consumer_->ReplayDeadLetter(reader_.DeadLetters()[0].id), HasReason("STILL_POISON"));
}

TEST_F(ConsumerTest, ConsumersAndBrokersThatDieCauseNoLossAndNoRepeat) {
  const auto relay = StartRelay();
  for (int round = 0; round < 3; ++round) {
    Consume(Options());
    owner_.PutOffice("a", 100);
    consumer_.reset();
    nats_->Kill();
    ASSERT_THAT(nats_->Start(), IsOk());
  }
  Consume(Options());
  // Each once; what the dead had not acknowledged comes late.
  const auto noted = [this] {
    return std::vector<std::string>(absl::StrSplit(reader_.NotedVersions("a"), ' '));
  };
  EXPECT_TRUE(Eventually([&] { return noted().size() >= 300; }));
  std::vector<std::string> expected = absl::StrSplit(OneTo(300), ' ');
  EXPECT_THAT(noted(), ::testing::UnorderedElementsAreArray(expected));
}

TEST_F(ConsumerTest, ADurableConsumerThatVanishedWithItsBrokerIsMadeAgain) {
  const auto relay = StartRelay();
  Consume(Options());
  owner_.PutOffice("a", 20);
  EXPECT_TRUE(EventuallyNoted("a", OneTo(20)));
  nats_->Stop();
  ASSERT_THAT(nats_->WipeStore(), IsOk());
  ASSERT_THAT(nats_->Start(), IsOk());
  owner_.PutOffice("a", 20);
  EXPECT_TRUE(EventuallyNoted("a", OneTo(40)));
}

TEST_F(ConsumerTest, LongWorkIsNotDeliveredAgain) {
  std::atomic<int> tries = 0;
  // The ledger's thread is busy for twice as long as the broker waits, which is long enough that a
  // machine busy with other things does not make the consumer late.
  const absl::Duration ack_wait = absl::Seconds(4);
  owner_.PutOffice("a");
  Send(owner_.Publications()[0]);
  NoteVersion::fault = [&tries, ack_wait](const common::v1::PublishedEvent&) {
    ++tries;
    absl::SleepFor(2 * ack_wait);
    return absl::OkStatus();
  };
  ConsumerOptions options = Options();
  options.declaration = SmallConsumer("reader_notes", ack_wait);
  Consume(std::move(options));
  EXPECT_TRUE(EventuallyNoted("a", "1"));
  EXPECT_EQ(tries, 1);
  EXPECT_EQ(consumer_->figures().repeated, 0);
}

class FollowerTest : public ConsumerTest {
 protected:
  ConsumerOptions Following() {
    ConsumerOptions options = Options();
    options.followed_service = "socialaid";
    options.replay = [this](int64_t after) {
      ++asked_;
      common::v1::ListEventsRequest request;
      request.set_after_position(after);
      request.set_page_size(2);
      return ListEvents(*owner_.NewReader(), SmallCatalog(), "socialaid", request);
    };
    return options;
  }
  std::set<std::string> Noted(const std::string& id) {
    return absl::StrSplit(reader_.NotedVersions(id), ' ', absl::SkipEmpty());
  }

  std::atomic<int> asked_ = 0;
};

TEST_F(FollowerTest, AHoleIsFilledByTheOwner) {
  owner_.PutOffice("a", 9);
  const auto all = owner_.Publications();
  for (const int i : {0, 1, 7, 8}) Send(all[i]);
  Consume(Following());
  EXPECT_TRUE(Eventually([&] { return Noted("a").size() == 9; }));
  EXPECT_GE(asked_, 1);
}

TEST_F(FollowerTest, ALostEndShowsByTheHead) {
  owner_.PutOffice("a", 5);
  const auto all = owner_.Publications();
  for (const int i : {0, 1}) Send(all[i]);
  Consume(Following());
  EXPECT_TRUE(EventuallyNoted("a", "1 2"));
  EXPECT_EQ(asked_, 0);
  const Publication head =
      MakeHeadAnnouncement({"socialaid", owner_.NewReader()->Epoch().value()}, 5, 5, absl::Now());
  ASSERT_THAT(connection_->Publish(head.subject, head.payload), IsOk());
  EXPECT_TRUE(Eventually([&] { return Noted("a").size() == 5; }));
}

// A broker that kept nothing, or a consumer whose own database was lost.
TEST_F(FollowerTest, WhatWasBeforeTheFirstEventIsAskedForByWhoNeedsAllOfIt) {
  owner_.PutOffice("a", 9);
  const auto all = owner_.Publications();
  std::atomic<int64_t> announced = 0;
  std::atomic<bool> unreadable = true;
  ConsumerOptions options = Following();
  options.known = [&unreadable](const std::string&) -> absl::StatusOr<int64_t> {
    if (unreadable.exchange(false)) return absl::UnavailableError("later");
    return 2;
  };
  options.on_head = [&announced](const Head& head) { announced = head.last_published; };
  for (const int i : {6, 7}) Send(all[i]);
  Consume(std::move(options));
  EXPECT_TRUE(Eventually([&] { return Noted("a").size() == 6; }));
  EXPECT_EQ(Noted("a"), (std::set<std::string>{"3", "4", "5", "6", "7", "8"}));
  const Publication head =
      MakeHeadAnnouncement({"socialaid", owner_.NewReader()->Epoch().value()}, 9, 9, absl::Now());
  ASSERT_THAT(connection_->Publish(head.subject, head.payload), IsOk());
  EXPECT_TRUE(Eventually([&] { return Noted("a").size() == 7; }));
  EXPECT_EQ(announced, 9);
}

}  // namespace
}  // namespace mandat::events
