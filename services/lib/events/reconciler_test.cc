#include "services/lib/events/reconciler.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/events/small_service_for_test.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temporary_nats.h"

namespace mandat::events {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;

TEST(Reconcile, FindsWhatTheStreamLacksAndPublishesIt) {
  auto nats = testing::TemporaryNats::Create();
  ASSERT_THAT(nats, IsOk());
  const BrokerOptions broker = {(*nats)->Url(), "test", "", "", ""};
  auto connection = NatsConnection::Connect(broker);
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT(Apply(**connection, SmallStream()), IsOk());
  SmallService service;
  service.PutOffice("a", 3);
  service.PutCentre("c");
  service.PutOffice("b", 4);
  // The relay says that it published up to 7 and left out 2 and 5; 8 is still to come.
  for (const Publication& publication : service.Publications()) {
    const int64_t position = ParseCloudEvent(publication.payload)->position;
    if (position == 2 || position == 5 || position == 8) continue;
    const auto message = NewMessage(publication.subject, publication.id, publication.payload);
    ASSERT_EQ(js_PublishMsg(nullptr, (*connection)->jet_stream(), message->get(), nullptr, nullptr),
              NATS_OK);
  }
  service.ledger().MoveRelayCursor(7);
  ASSERT_THAT(service.ledger().FlushRelayCursor(), IsOk());

  const auto reader = service.NewReader();
  ReconcileOptions options;
  options.service = "socialaid";
  options.stream = "MANDAT_SOCIALAID";
  auto report = Reconcile(**connection, *reader, SmallCatalog(), options);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->last_position, 7);
  EXPECT_EQ(report->published, 6);
  EXPECT_EQ(report->stored, 4);
  EXPECT_THAT(report->missing, ElementsAre(2, 5));
  EXPECT_EQ(report->repaired, 0);
  EXPECT_EQ(EventsInStream(broker).size(), 4u);

  options.after_position = 2;
  report = Reconcile(**connection, *reader, SmallCatalog(), options);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->missing, ElementsAre(5));

  options.after_position = 0;
  options.repair = true;
  report = Reconcile(**connection, *reader, SmallCatalog(), options);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->repaired, 2);
  EXPECT_EQ(EventsInStream(broker).size(), 6u);
  // What was repaired is what the relay would have published.
  for (const CloudEvent& event : EventsInStream(broker)) {
    EXPECT_EQ(event.previous, event.position == 5 ? 3 : event.position - 1);
  }
  options.repair = false;
  report = Reconcile(**connection, *reader, SmallCatalog(), options);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->missing, IsEmpty());
}

TEST(Reconcile, AnEmptyStreamLacksEverything) {
  auto nats = testing::TemporaryNats::Create();
  ASSERT_THAT(nats, IsOk());
  auto connection = NatsConnection::Connect({(*nats)->Url(), "test", "", "", ""});
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT(Apply(**connection, SmallStream()), IsOk());
  SmallService service;
  service.PutOffice("a", 3);
  service.ledger().MoveRelayCursor(3);
  ASSERT_THAT(service.ledger().FlushRelayCursor(), IsOk());
  ReconcileOptions options;
  options.service = "socialaid";
  options.stream = "MANDAT_SOCIALAID";
  const auto report = Reconcile(**connection, *service.NewReader(), SmallCatalog(), options);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->missing, ElementsAre(1, 2, 3));
}

}  // namespace
}  // namespace mandat::events
