// The relay with a real ledger and a real broker that is killed, wiped and purged.

#include "services/lib/events/relay.h"

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/events/small_service_for_test.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temporary_nats.h"

namespace mandat::events {
namespace {

using ::testing::ElementsAreArray;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::UnorderedElementsAreArray;

class RelayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto nats = testing::TemporaryNats::Create();
    ASSERT_THAT(nats, IsOk());
    nats_ = *std::move(nats);
  }

  RelayOptions Options() {
    RelayOptions options;
    options.store = &service_.store();
    options.ledger = &service_.ledger();
    options.catalog = &SmallCatalog();
    options.clock = &service_.clock();
    options.service = "socialaid";
    options.broker = Broker("relay");
    options.stream = SmallStream();
    options.ack_deadline = absl::Seconds(1);
    options.check_interval = absl::Milliseconds(200);
    options.notice = [](absl::string_view message, const absl::Status& cause) {
      std::cout << "  " << message << " " << cause << std::endl;
    };
    return options;
  }
  BrokerOptions Broker(const std::string& name) { return {nats_->Url(), name, "", "", ""}; }

  // `resource@version` of everything that must be in the stream.
  std::vector<std::string> Expected() {
    std::vector<CloudEvent> events;
    for (const Publication& publication : service_.Publications()) {
      events.push_back(ParseCloudEvent(publication.payload).value());
    }
    return FirstSeen(events);
  }
  std::vector<CloudEvent> Stored() { return EventsInStream(Broker("test")); }
  bool EventuallyStored() {
    const size_t expected = Expected().size();
    return Eventually([&] { return FirstSeen(Stored()).size() == expected; });
  }
  // Of every resource, a version is first seen after all earlier ones.
  static void ExpectInOrder(const std::vector<std::string>& first_seen) {
    std::map<std::string, int> last;
    for (const std::string& name : first_seen) {
      const size_t at = name.find('@');
      const int version = std::stoi(name.substr(at + 1));
      EXPECT_EQ(version, last[name.substr(0, at)] + 1) << name;
      last[name.substr(0, at)] = version;
    }
  }

  std::unique_ptr<testing::TemporaryNats> nats_;
  SmallService service_;
};

TEST_F(RelayTest, EveryPublishedVersionIsOnTheBusInOrder) {
  Relay relay(Options());
  for (int i = 0; i < 100; ++i) {
    service_.PutOffice(absl::StrCat("o", i % 7));
    if (i % 10 == 0) service_.PutCentre(absl::StrCat("c", i));
  }
  ASSERT_TRUE(EventuallyStored());
  const std::vector<CloudEvent> stored = Stored();
  EXPECT_THAT(FirstSeen(stored), UnorderedElementsAreArray(Expected()));
  ExpectInOrder(FirstSeen(stored));
  EXPECT_EQ(stored.size(), 100u);
  std::map<int64_t, int64_t> previous;
  for (const CloudEvent& event : stored) previous[event.position] = event.previous;
  int64_t before = 0;
  for (const auto& [position, named] : previous) {
    EXPECT_EQ(named, before);
    before = position;
  }
  EXPECT_TRUE(Eventually([&] { return relay.figures().lag == 0; }));
  EXPECT_EQ(relay.figures().published, 100);
  EXPECT_EQ(relay.figures().oldest_unpublished, absl::ZeroDuration());
}

TEST_F(RelayTest, ManyPublicationsShareAnAcknowledgement) {
  const auto connection = NatsConnection::Connect(Broker("witness"));
  ASSERT_THAT(connection, IsOk());
  const auto inbox = (*connection)->Subscribe("_INBOX_relay.>");
  ASSERT_THAT(inbox, IsOk());
  constexpr int kEvents = 500;
  for (int i = 0; i < kEvents; ++i) service_.PutOffice(absl::StrCat("o", i));
  Relay relay(Options());
  ASSERT_TRUE(Eventually([&] { return relay.figures().published == kEvents; }));
  int answers = 0;
  natsMsg* raw = nullptr;
  while (natsSubscription_NextMsg(&raw, inbox->get(), 200) == NATS_OK) {
    natsMsg_Destroy(raw);
    ++answers;
  }
  EXPECT_GT(answers, kEvents / 100);
  EXPECT_LT(answers, kEvents / 10) << "with those of the stream's making and looks at it";
  EXPECT_THAT(FirstSeen(Stored()), ElementsAreArray(Expected()));
}

TEST_F(RelayTest, StrangersInTheStreamHideNoLoss) {
  const auto stranger = NatsConnection::Connect(Broker("stranger"));
  ASSERT_THAT(stranger, IsOk());
  std::atomic<bool> writing = true;
  Relay relay(Options());
  std::thread meddling([&] {
    while (writing) {
      EXPECT_THAT((*stranger)->Publish("mandat.socialaid.v1.office.created.none", "{}"), IsOk());
      absl::SleepFor(absl::Milliseconds(5));
    }
  });
  for (int i = 0; i < 1000; ++i) service_.PutOffice(absl::StrCat("o", i % 97));
  writing = false;
  meddling.join();
  ASSERT_TRUE(EventuallyStored());
  EXPECT_TRUE(Eventually([&] { return relay.figures().lag == 0; }));
  EXPECT_THAT(FirstSeen(Stored()), UnorderedElementsAreArray(Expected()));
  ExpectInOrder(FirstSeen(Stored()));
}

TEST_F(RelayTest, WhatTheStreamRefusesAmongOthersIsNotTakenForPublished) {
  service_.PutOffice("a");
  const std::string large(60, 'b');
  service_.PutOffice(large);
  service_.PutOffice("c");
  const auto publications = service_.Publications();
  ASSERT_EQ(publications.size(), 3u);
  RelayOptions options = Options();
  // Room for the headers of a small one.
  const size_t size_max = publications[0].payload.size() + 100;
  ASSERT_GT(publications[1].payload.size(), size_max);
  const std::string limit = "\"max_msg_size\":";
  options.stream.config = absl::StrReplaceAll(options.stream.config,
                                              {{limit + "1048576", absl::StrCat(limit, size_max)}});
  Relay relay(options);
  ASSERT_TRUE(Eventually([&] { return Stored().size() == 2; }));
  absl::SleepFor(absl::Seconds(1));
  EXPECT_FALSE(relay.figures().connected);
  EXPECT_LE(service_.NewReader()->RelayCursor().value(), 1);
}

TEST_F(RelayTest, NothingIsLostWhenTheBrokerIsKilledWithPublicationsUnderWay) {
  Relay relay(Options());
  std::atomic<bool> writing = true;
  std::thread writer([&] {
    for (int i = 0; i < 3000; ++i) service_.PutOffice(absl::StrCat("o", i % 13));
    writing = false;
  });
  for (int i = 0; i < 3 && writing; ++i) {
    const int64_t before = relay.figures().published;
    EXPECT_TRUE(Eventually([&] { return relay.figures().published > before + 50 || !writing; }));
    nats_->Kill();
    EXPECT_THAT(nats_->Start(), IsOk());
  }
  writer.join();
  ASSERT_TRUE(EventuallyStored());
  EXPECT_THAT(FirstSeen(Stored()), UnorderedElementsAreArray(Expected()));
  ExpectInOrder(FirstSeen(Stored()));
}

TEST_F(RelayTest, AServiceWithoutBrokerKeepsWorkingAndSaysHowFarBehindItIs) {
  nats_->Kill();
  Relay relay(Options());
  service_.PutOffice("o", 5);
  service_.clock().Advance(absl::Minutes(3));
  EXPECT_TRUE(Eventually([&] { return relay.figures().lag == 5; }));
  EXPECT_EQ(relay.figures().oldest_unpublished, absl::Minutes(3));
  EXPECT_FALSE(relay.figures().connected);
  ASSERT_THAT(nats_->Start(), IsOk());
  EXPECT_TRUE(EventuallyStored());
}

TEST_F(RelayTest, AWipedBrokerIsFilledAgain) {
  Relay relay(Options());
  service_.PutOffice("o", 50);
  ASSERT_TRUE(EventuallyStored());
  nats_->Stop();
  ASSERT_THAT(nats_->WipeStore(), IsOk());
  ASSERT_THAT(nats_->Start(), IsOk());
  EXPECT_TRUE(EventuallyStored());
  EXPECT_THAT(FirstSeen(Stored()), ElementsAreArray(Expected()));
}

TEST_F(RelayTest, ABrokerThatWasWipedWhileNobodyPublishedIsFilledAgain) {
  {
    const auto store = service_.OpenStoreAgain();
    RelayOptions options = Options();
    options.store = store.get();
    Relay relay(options);
    service_.PutOffice("o", 50);
    ASSERT_TRUE(EventuallyStored());
    relay.Stop(absl::Seconds(5));
  }
  EXPECT_THAT(service_.NewReader()->RelayCursor(), IsOkAndHolds(50));
  nats_->Stop();
  ASSERT_THAT(nats_->WipeStore(), IsOk());
  ASSERT_THAT(nats_->Start(), IsOk());
  Relay relay(Options());
  EXPECT_TRUE(EventuallyStored());
}

TEST_F(RelayTest, AStreamThatIsRemovedUnderTheRelayIsMadeAndFilledAgain) {
  Relay relay(Options());
  service_.PutOffice("o", 50);
  ASSERT_TRUE(EventuallyStored());
  const auto connection = NatsConnection::Connect(Broker("admin"));
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT((*connection)->Request("$JS.API.STREAM.DELETE.MANDAT_SOCIALAID", ""), IsOk());
  service_.PutOffice("p");
  EXPECT_TRUE(EventuallyStored());
}

TEST_F(RelayTest, APurgedStreamIsFilledAgainAlthoughTheBrokerRemembersTheIds) {
  RelayOptions options = Options();
  options.stream = SmallStream(absl::Seconds(1));
  Relay relay(options);
  service_.PutOffice("o", 50);
  ASSERT_TRUE(EventuallyStored());
  const auto connection = NatsConnection::Connect(Broker("admin"));
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT((*connection)->Request("$JS.API.STREAM.PURGE.MANDAT_SOCIALAID", ""), IsOk());
  EXPECT_TRUE(EventuallyStored());
  ExpectInOrder(FirstSeen(Stored()));
}

TEST_F(RelayTest, WhatWasAcknowledgedBeforeTheCursorMovedIsNotStoredTwice) {
  {
    const auto store = service_.OpenStoreAgain();
    RelayOptions options = Options();
    options.store = store.get();
    Relay relay(options);
    service_.PutOffice("o", 50);
    ASSERT_TRUE(EventuallyStored());
    relay.Stop(absl::Seconds(5));
  }
  // As a crash between acknowledgement and cursor leaves it.
  service_.ledger().MoveRelayCursor(20);
  ASSERT_THAT(service_.ledger().FlushRelayCursor(), IsOk());
  Relay relay(Options());
  EXPECT_TRUE(Eventually([&] { return relay.figures().published == 30; }));
  EXPECT_EQ(Stored().size(), 50u);
}

TEST_F(RelayTest, PositionsArePublishedAgainOnRequest) {
  Relay relay(Options());
  service_.PutOffice("o", 50);
  ASSERT_TRUE(EventuallyStored());
  ASSERT_TRUE(Eventually([&] { return relay.figures().published == 50; }));
  EXPECT_THAT(relay.Republish(-1), HasReason("POSITION_INVALID"));
  EXPECT_THAT(relay.Republish(51), HasReason("POSITION_INVALID"));
  EXPECT_THAT(relay.Republish(10), IsOkAndHolds(40));
  EXPECT_TRUE(Eventually([&] { return relay.figures().published == 90; }));
  EXPECT_EQ(Stored().size(), 50u);
}

TEST_F(RelayTest, TheHeadIsAnnouncedAndNotKept) {
  const auto connection = NatsConnection::Connect(Broker("follower"));
  ASSERT_THAT(connection, IsOk());
  const auto heads = (*connection)->Subscribe(HeadSubject("socialaid"));
  ASSERT_THAT(heads, IsOk());
  Relay relay(Options());
  service_.PutOffice("o", 3);
  service_.PutCentre("c");
  Head head;
  EXPECT_TRUE(Eventually([&] {
    natsMsg* raw = nullptr;
    if (natsSubscription_NextMsg(&raw, heads->get(), 100) != NATS_OK) return false;
    const MessagePtr message(raw);
    head = ParseHeadAnnouncement(PayloadOf(raw)).value();
    return head.position == 4;
  }));
  EXPECT_EQ(head.last_published, 3);
  EXPECT_EQ(head.source, SourceOf({"socialaid", service_.NewReader()->Epoch().value()}));
  ASSERT_TRUE(EventuallyStored());
  const auto state = GetStreamState(**connection, "MANDAT_SOCIALAID");
  ASSERT_THAT(state, IsOk());
  EXPECT_EQ(state->messages, 3);
}

TEST_F(RelayTest, WhatAnotherProcessWroteIsPublishedToo) {
  const auto store = service_.OpenStoreAgain();
  const auto ledger = service_.OpenLedgerOn(*store);
  RelayOptions options = Options();
  options.store = store.get();
  options.ledger = ledger.get();
  {
    Relay relay(options);
    ASSERT_TRUE(Eventually([&] { return relay.figures().connected; }));
    service_.PutOffice("o", 600);  // More than are read at a time.
    EXPECT_EQ(ledger->head(), 0);
    EXPECT_TRUE(EventuallyStored());
    ExpectInOrder(FirstSeen(Stored()));
  }
  ledger->Close();
}

TEST_F(RelayTest, OneAloneOfManyPublishes) {
  Relay first(Options());
  ASSERT_TRUE(Eventually([&] { return first.figures().active; }));
  Relay second(Options());
  service_.PutOffice("o", 10);
  ASSERT_TRUE(EventuallyStored());
  EXPECT_FALSE(second.figures().active);
  EXPECT_EQ(second.figures().published, 0);
  EXPECT_THAT(second.Republish(0), HasReason("RELAY_ELSEWHERE"));
}

}  // namespace
}  // namespace mandat::events
