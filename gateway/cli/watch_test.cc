#include "gateway/cli/watch.h"

#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/events/streams.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temporary_nats.h"

namespace mandat::cli {
namespace {

using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::testing::ElementsAre;

constexpr char kSubject[] = "mandat.socialaid.v1.centre.created.0123456749";

// The event at a position of the log, as the relay would publish it.
std::string EventAt(int position) {
  return absl::StrFormat(
      R"({"specversion":"1.0","id":"652f9cad-9d60-5586-beee-%012d",)"
      R"("source":"urn:be.mandat.socialaid:78bcb1db-e8e4-41b4-94fd-5d10cdbd1312",)"
      R"("type":"be.mandat.socialaid.v1.centre.notify.created","subject":"centres/c%d",)"
      R"("service":"be.mandat.socialaid.v1","time":"2026-11-22T05:04:55.388473Z",)"
      R"("datacontenttype":"application/json","sequence":"%019d","previous":"%019d",)"
      R"("version":"1","actororganisation":"0206737484","actorrole":"unemploymentOfficeManager",)"
      R"("data":{"name":"centres/c%d"}})",
      position, position, position, position - 1, position);
}

class WatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto nats = testing::TemporaryNats::Create();
    ASSERT_THAT(nats, IsOk());
    nats_ = *std::move(nats);
    rules_.broker.url = nats_->Url();
    rules_.broker.name = "watch-test";
    rules_.subject = "mandat.socialaid.v1.centre.>";
    auto connection = events::NatsConnection::Connect(rules_.broker);
    ASSERT_THAT(connection, IsOk());
    connection_ = *std::move(connection);
    const auto stream = events::LoadStream(MANDAT_SOURCE_DIR "/deploy/nats/streams/socialaid.json");
    ASSERT_THAT(stream, IsOk());
    ASSERT_THAT(events::Apply(*connection_, *stream), IsOk());
  }

  void Publish(const std::string& subject, const std::string& payload) {
    ASSERT_THAT(connection_->Request(subject, payload), IsOk());
  }

  // The positions of the next `count` events.
  absl::Status WatchFor(size_t count) {
    return Watch(rules_, [this, count](const events::CloudEvent& event, absl::string_view) {
      positions_.push_back(event.position);
      return positions_.size() < count;
    });
  }

  std::unique_ptr<testing::TemporaryNats> nats_;
  std::unique_ptr<events::NatsConnection> connection_;
  WatchRules rules_;
  std::vector<int64_t> positions_;
};

TEST_F(WatchTest, BeginsWithTheStoredEventsFromAPosition) {
  for (const int position : {3, 4, 6, 7}) Publish(kSubject, EventAt(position));
  rules_.from_position = 5;
  EXPECT_THAT(WatchFor(2), IsOk());
  EXPECT_THAT(positions_, ElementsAre(6, 7));
}

TEST_F(WatchTest, SeesTheSubjectAlone) {
  Publish("mandat.socialaid.v1.office.created.0123456749", EventAt(1));
  Publish(kSubject, EventAt(2));
  rules_.from_position = 0;
  EXPECT_THAT(WatchFor(1), IsOk());
  EXPECT_THAT(positions_, ElementsAre(2));
}

TEST_F(WatchTest, SaysThatSomethingElseIsOnTheSubject) {
  Publish(kSubject, "hello");
  rules_.from_position = 0;
  EXPECT_THAT(WatchFor(1), HasReason("EVENT_INVALID"));
}

TEST_F(WatchTest, TakesTheSubjectOfAllEventsToo) {
  Publish(kSubject, EventAt(2));
  rules_.from_position = 0;
  for (const char* subject : {"mandat.socialaid.v1.>", "mandat.>", "mandat.socialaid.v1.*.*.*"}) {
    positions_.clear();
    rules_.subject = subject;
    EXPECT_THAT(WatchFor(1), IsOk()) << subject;
    EXPECT_THAT(positions_, ElementsAre(2)) << subject;
  }
}

TEST_F(WatchTest, SaysThatNoStreamHasTheSubject) {
  rules_.subject = "elsewhere.>";
  EXPECT_THAT(WatchFor(1), HasReason("SUBJECT_INVALID"));
}

TEST_F(WatchTest, ABrokerThatIsAwayIsSaid) {
  nats_->Stop();
  EXPECT_THAT(WatchFor(1), HasReason("BROKER_UNAVAILABLE"));
}

TEST(EventLine, ShowsWhenWhereWhatAndByWhom) {
  const auto event = events::ParseCloudEvent(EventAt(7));
  ASSERT_THAT(event, IsOk());
  EXPECT_EQ(EventLine(*event),
            "2026-11-22 06:04:55.388       7  be.mandat.socialaid.v1.centre.notify.created  "
            "centres/c7@1  0206737484 unemploymentOfficeManager");
}

}  // namespace
}  // namespace mandat::cli
