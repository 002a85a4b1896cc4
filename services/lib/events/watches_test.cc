// What the pure watches notice: lost messages of a stream, missing events of a log.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/events/broker_guarantees.h"
#include "services/lib/events/dead_letter.h"
#include "services/lib/events/gap_watch.h"
#include "services/lib/events/stream_watch.h"

namespace mandat::events {
namespace {

const absl::Time kMade = absl::FromUnixSeconds(1000);

StreamState State(int64_t first, int64_t last, absl::Time created = kMade) {
  return {created, first, last, last - first + 1};
}

TEST(StreamWatch, AStreamThatGrowsOrLosesItsOldestHasLostNothing) {
  StreamWatch watch;
  EXPECT_EQ(watch.Look(State(1, 10)), std::nullopt);
  EXPECT_EQ(watch.Stored(11, false), std::nullopt);
  EXPECT_EQ(watch.Stored(13, false), std::nullopt);
  EXPECT_EQ(watch.Stored(4, true), std::nullopt);
  EXPECT_EQ(watch.Look(State(5, 13)), std::nullopt);
  EXPECT_TRUE(watch.StillHas(5));
  EXPECT_FALSE(watch.StillHas(4));
}

TEST(StreamWatch, AStreamMadeAnewHasLostAll) {
  StreamWatch watch;
  watch.Look(State(1, 10));
  EXPECT_EQ(watch.Look(State(1, 20, kMade + absl::Seconds(1))), 0);
  EXPECT_EQ(watch.Look(State(1, 21, kMade + absl::Seconds(1))), std::nullopt);
}

TEST(StreamWatch, AStreamThatLostItsEndSaysWhatIsLeft) {
  StreamWatch watch;
  watch.Look(State(1, 10));
  watch.Stored(11, false);
  EXPECT_EQ(watch.Look(State(1, 7)), 7);
  EXPECT_EQ(watch.Look(State(1, 8)), std::nullopt);
  EXPECT_EQ(watch.Look(State(1, 0)), 0);
}

TEST(StreamWatch, APurgedStreamHasLostAllOnce) {
  StreamWatch watch;
  watch.Look(State(1, 10));
  EXPECT_EQ(watch.Look(State(11, 10)), 0);
  EXPECT_EQ(watch.Look(State(11, 10)), std::nullopt);
  EXPECT_FALSE(watch.StillHas(10));
}

TEST(StreamWatch, WhatTheStreamCountsBeforeItIsAcknowledgedIsNoLoss) {
  StreamWatch watch;
  watch.Begin(State(1, 10));
  EXPECT_EQ(watch.Look(State(1, 14)), std::nullopt);
  for (int64_t sequence = 11; sequence <= 14; ++sequence) {
    EXPECT_EQ(watch.Stored(sequence, false), std::nullopt);
  }
  EXPECT_EQ(watch.Look(State(1, 13)), 13);
}

TEST(StreamWatch, ASequenceThatIsGivenASecondTimeSaysWhatIsLeft) {
  StreamWatch watch;
  watch.Begin(State(1, 10));
  EXPECT_EQ(watch.Stored(6, false), 5);
  EXPECT_EQ(watch.Stored(7, false), std::nullopt);
}

constexpr absl::Duration kPatience = absl::Seconds(10);
absl::Time At(int seconds) { return absl::FromUnixSeconds(seconds); }

TEST(GapWatch, EventsInAnyOrderAndTwiceLeaveNoHole) {
  GapWatch watch(kPatience);
  watch.Saw("s", 5, 3, At(0));
  watch.Saw("s", 9, 6, At(1));
  EXPECT_TRUE(watch.Open("s"));
  watch.Saw("s", 5, 3, At(1));
  watch.Saw("s", 6, 5, At(2));
  EXPECT_FALSE(watch.Open("s"));
  watch.Saw("s", 9, 6, At(3));
  EXPECT_EQ(watch.Take(At(100)), std::nullopt);
}

TEST(GapWatch, AHoleCountsWhenItLasts) {
  GapWatch watch(kPatience);
  watch.Saw("s", 5, 3, At(0));
  watch.Saw("s", 9, 6, At(20));
  EXPECT_EQ(watch.Take(At(29)), std::nullopt);
  const auto gap = watch.Take(At(30));
  ASSERT_TRUE(gap.has_value());
  EXPECT_EQ(gap->source, "s");
  EXPECT_EQ(gap->after, 5);
  EXPECT_EQ(watch.Take(At(31)), std::nullopt);
  EXPECT_TRUE(watch.Take(At(41)).has_value());
}

TEST(GapWatch, AnAnnouncedEndThatDoesNotComeIsAHole) {
  GapWatch watch(kPatience);
  watch.SawHead("s", 7, At(0));
  EXPECT_EQ(watch.Take(At(60)), std::nullopt);  // What was before is taken as known.
  watch.SawHead("s", 9, At(60));
  EXPECT_EQ(watch.Take(At(69)), std::nullopt);
  const auto gap = watch.Take(At(70));
  ASSERT_TRUE(gap.has_value());
  EXPECT_EQ(gap->after, 7);
  watch.Saw("s", 9, 7, At(71));
  EXPECT_FALSE(watch.Open("s"));
}

TEST(GapWatch, WhatIsMissingBeforeTheFirstEventIsAHoleWhereOneKnowsFromWhere) {
  GapWatch watch(kPatience);
  watch.Begin("s", 3);
  watch.Begin("s", 90);
  watch.Begin("t", 8);
  watch.Saw("s", 9, 8, At(0));
  watch.Saw("t", 9, 8, At(0));
  EXPECT_TRUE(watch.Open("s"));
  EXPECT_FALSE(watch.Open("t"));
  const auto gap = watch.Take(At(10));
  ASSERT_TRUE(gap.has_value());
  EXPECT_EQ(gap->after, 3);
  watch.Saw("s", 8, 3, At(11));
  EXPECT_FALSE(watch.Open("s"));
  // An announcement alone tells as much.
  watch.Begin("u", 0);
  watch.SawHead("u", 5, At(0));
  EXPECT_TRUE(watch.Open("u"));
}

TEST(GapWatch, KnowsWhatWasBegunOrSeen) {
  GapWatch watch(kPatience);
  watch.Begin("s", 3);
  watch.Saw("t", 9, 8, At(0));
  watch.SawHead("u", 5, At(0));
  for (const char* source : {"s", "t", "u"}) EXPECT_TRUE(watch.Knows(source)) << source;
  EXPECT_FALSE(watch.Open("v"));
  EXPECT_EQ(watch.Take(At(100)), std::nullopt);
  EXPECT_FALSE(watch.Knows("v")) << "asking alone begins nothing";
}

TEST(GapWatch, SourcesAreApart) {
  GapWatch watch(kPatience);
  watch.Saw("s", 5, 0, At(0));
  watch.Saw("t", 9, 8, At(0));
  EXPECT_FALSE(watch.Open("s"));
  EXPECT_FALSE(watch.Open("t"));
}

CloudEvent FailedAt(absl::Time time, int64_t version) {
  CloudEvent event;
  event.id = "id";
  event.source = "urn:be.mandat.socialaid:e";
  event.resource = "offices/a";
  event.version = version;
  event.time = time;
  return event;
}

TEST(DeadLetter, IdsSortByTimeAndAreTheSameForTheSameFailure) {
  const absl::Status cause = base::Error(absl::StatusCode::kNotFound, "OFFICE_NOT_FOUND", "None.");
  const auto early = MakeDeadLetter("c", FailedAt(At(1000), 1), "{}", cause);
  const auto late = MakeDeadLetter("c", FailedAt(At(2000000000), 2), "{}", cause);
  EXPECT_LT(early.id, late.id);
  EXPECT_EQ(early.id, MakeDeadLetter("c", FailedAt(At(1000), 1), "{}", cause).id);
  EXPECT_NE(early.id, MakeDeadLetter("d", FailedAt(At(1000), 1), "{}", cause).id);
  EXPECT_LE(early.id.size(), 63u);
  EXPECT_EQ(early.reason, "OFFICE_NOT_FOUND");
  EXPECT_EQ(early.cause, "None.");
  EXPECT_FALSE(early.settled);
}

TEST(DeadLetter, AFailureWithoutReasonIsCalledByItsCode) {
  EXPECT_EQ(MakeDeadLetter("c", FailedAt(At(1), 1), "{}", absl::InternalError("x")).reason,
            "INTERNAL");
}

TEST(BrokerGuarantees, FollowFromTheVersion) {
  for (const char* old : {"2.9.10", "2.9", "1.20.0", "", "x.y.z", "2"}) {
    EXPECT_FALSE(GuaranteesOf(old).can_sync_always) << old;
  }
  for (const char* recent : {"2.10.0", "2.12.1", "3.0.0"}) {
    EXPECT_TRUE(GuaranteesOf(recent).can_sync_always) << recent;
  }
}

}  // namespace
}  // namespace mandat::events
