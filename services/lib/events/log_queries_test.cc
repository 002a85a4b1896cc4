#include "services/lib/events/log_queries.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/events/dead_letter.h"
#include "services/lib/events/small_service_for_test.h"
#include "services/lib/testing/matchers.h"

namespace mandat::events {
namespace {

using testing::HasReason;
using testing::IsOk;

common::v1::ListEventsRequest After(int64_t position, int page_size = 0) {
  common::v1::ListEventsRequest request;
  request.set_after_position(position);
  request.set_page_size(page_size);
  return request;
}

TEST(ListEvents, GivesWhatTheRelayPublishesByteForByte) {
  SmallService service;
  service.PutOffice("a", 2);
  service.PutCentre("c");
  service.PutOffice("b");
  const auto reader = service.NewReader();
  const auto all = ListEvents(*reader, SmallCatalog(), "socialaid", After(0));
  ASSERT_THAT(all, IsOk());
  const std::vector<Publication> published = service.Publications();
  ASSERT_EQ(all->events_size(), 3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(all->events(i).cloud_event(), published[static_cast<size_t>(i)].payload);
  }
  EXPECT_EQ(all->events(2).revision().position(), 4);
  EXPECT_EQ(all->events(2).revision().resource(), "offices/b");
  EXPECT_EQ(all->next_position(), 4);
  EXPECT_EQ(all->head_position(), 4);
}

TEST(ListEvents, PagesMeetWithoutHoleOrRepeat) {
  SmallService service;
  for (int i = 0; i < 7; ++i) {
    service.PutOffice("a");
    service.PutCentre(absl::StrCat("c", i));
  }
  const auto reader = service.NewReader();
  std::vector<std::string> payloads;
  int64_t position = 0;
  for (;;) {
    const auto page = ListEvents(*reader, SmallCatalog(), "socialaid", After(position, 3));
    ASSERT_THAT(page, IsOk());
    EXPECT_LE(page->events_size(), 3);
    for (const auto& event : page->events()) payloads.push_back(event.cloud_event());
    position = page->next_position();
    if (position == page->head_position()) break;
  }
  EXPECT_EQ(position, 14);
  std::vector<std::string> expected;
  for (const Publication& publication : service.Publications()) {
    expected.push_back(publication.payload);
  }
  EXPECT_EQ(payloads, expected);
}

TEST(ListEvents, BeyondTheHeadThereIsNothing) {
  SmallService service;
  const auto reader = service.NewReader();
  const auto none = ListEvents(*reader, SmallCatalog(), "socialaid", After(5));
  ASSERT_THAT(none, IsOk());
  EXPECT_EQ(none->events_size(), 0);
  EXPECT_EQ(none->next_position(), 5);
  EXPECT_EQ(none->head_position(), 0);
}

TEST(ListEvents, RefusesWhatIsNoPositionOrSize) {
  SmallService service;
  const auto reader = service.NewReader();
  EXPECT_THAT(ListEvents(*reader, SmallCatalog(), "socialaid", After(-1)),
              HasReason("POSITION_INVALID"));
  EXPECT_THAT(ListEvents(*reader, SmallCatalog(), "socialaid", After(0, -1)),
              HasReason("PAGE_SIZE_INVALID"));
}

TEST(ListDeadLetters, OldestFirstInPagesThatMeet) {
  SmallService service;
  for (const int second : {30, 10, 20}) {
    CloudEvent event;
    event.id = absl::StrCat("event-", second);
    event.source = "urn:be.mandat.partners:e";
    event.resource = absl::StrCat("conventions/", second);
    event.version = 1;
    event.time = absl::FromUnixSeconds(second);
    const auto letter = MakeDeadLetter("reader", event, "{}", absl::InternalError("a bug"));
    ASSERT_THAT(service.ledger().KeepDeadLetter(
                    letter, {{"reader", event.source, event.resource}, 1, true, std::nullopt}),
                IsOk());
  }
  const auto reader = service.NewReader();
  common::v1::ListDeadLettersRequest request;
  request.set_page_size(2);
  const auto first = ListDeadLetters(*reader, service.keys(), request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->dead_letters_size(), 2);
  EXPECT_EQ(first->dead_letters(0).event_id(), "event-10");
  EXPECT_EQ(first->dead_letters(1).event_id(), "event-20");
  EXPECT_TRUE(first->dead_letters(0).name().starts_with("deadLetters/"));
  EXPECT_EQ(first->dead_letters(0).reason(), "INTERNAL");
  EXPECT_EQ(first->dead_letters(0).cause(), "a bug");
  request.set_page_token(first->next_page_token());
  const auto second = ListDeadLetters(*reader, service.keys(), request);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->dead_letters_size(), 1);
  EXPECT_EQ(second->dead_letters(0).event_id(), "event-30");
  EXPECT_EQ(second->next_page_token(), "");
  request.set_page_token("nonsense");
  EXPECT_THAT(ListDeadLetters(*reader, service.keys(), request), HasReason("PAGE_TOKEN_INVALID"));
}

}  // namespace
}  // namespace mandat::events
