#include "services/objectives/facts/epochs.h"

#include <algorithm>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/facts/keys.h"

namespace mandat::objectives::facts {
namespace {

using storage::v1::FactLog;

FactLog NewLog() {
  FactLog logs;
  logs.set_name(FactLogName("socialaid"));
  return logs;
}

Arrival Give(const std::string& source, int64_t position, int64_t previous, FactLog* logs,
             bool kept = true) {
  return Arrive({source, position, previous, position * 1000}, kept, logs);
}

TEST(Arrive, CountsArrivalsAndMovesTheTipOverWhatHasNoHole) {
  FactLog logs = NewLog();
  EXPECT_EQ(Give("a", 2, 0, &logs).log, "socialaid-1");
  EXPECT_EQ(FindEpoch(logs, "a")->tip(), 2);
  EXPECT_EQ(Give("a", 9, 5, &logs).number, 2);
  EXPECT_EQ(FindEpoch(logs, "a")->tip(), 2) << "position 5 is missing";
  EXPECT_EQ(Give("a", 5, 2, &logs, /*kept=*/false).number, 2) << "it becomes no fact";
  EXPECT_EQ(FindEpoch(logs, "a")->tip(), 9);
  EXPECT_EQ(FindEpoch(logs, "a")->tip_micros(), 9000);
  EXPECT_EQ(FindEpoch(logs, "a")->ahead_size(), 0);
}

// Whatever the order, at the end everything is below the tip; on the way the tip is what a set
// says.
TEST(Arrive, TheTipIsTheEndOfWhatArrivedWithoutAHole) {
  std::mt19937_64 random(testing::SeedOr(20261129));
  for (int round = 0; round < 200; ++round) {
    struct Place {
      int64_t position, previous;
    };
    std::vector<Place> places;
    int64_t position = 0;
    for (int i = 0; i < 30; ++i) {
      const int64_t previous = position;
      position += 1 + static_cast<int64_t>(random() % 3);
      places.push_back({position, previous});
    }
    std::vector<Place> order = places;
    std::shuffle(order.begin(), order.end(), random);
    FactLog logs = NewLog();
    std::vector<int64_t> seen;
    for (const Place& place : order) {
      Give("a", place.position, place.previous, &logs);
      seen.push_back(place.position);
      int64_t tip = 0;
      for (const Place& next : places) {
        if (std::find(seen.begin(), seen.end(), next.position) == seen.end()) break;
        tip = next.position;
      }
      ASSERT_EQ(FindEpoch(logs, "a")->tip(), tip);
    }
    EXPECT_EQ(FindEpoch(logs, "a")->arrivals(), 30);
    EXPECT_EQ(FindEpoch(logs, "a")->ahead_size(), 0);
  }
}

TEST(AdoptIfComplete, ARestoredLogTakesOverWhenAllOfItArrived) {
  FactLog logs = NewLog();
  Give("old", 1, 0, &logs);
  Give("old", 2, 1, &logs);
  EXPECT_EQ(Give("new", 1, 0, &logs).log, "socialaid-2");
  EXPECT_EQ(CurrentEpoch(logs)->source(), "old") << "it only begins to arrive";
  EXPECT_FALSE(AdoptIfComplete("new", 2, &logs));
  EXPECT_FALSE(AdoptIfComplete("old", 1, &logs)) << "it counts already";
  EXPECT_FALSE(AdoptIfComplete("unknown", 0, &logs));
  Give("new", 2, 1, &logs);
  EXPECT_TRUE(AdoptIfComplete("new", 2, &logs));
  EXPECT_EQ(CurrentEpoch(logs)->source(), "new");
  EXPECT_FALSE(AdoptIfComplete("new", 2, &logs)) << "once";
  EXPECT_EQ(Give("old", 3, 2, &logs).log, "") << "what still comes of the former counts nothing";
  EXPECT_EQ(FindEpoch(logs, "old")->arrivals(), 2);
  Give("newer", 1, 0, &logs);
  EXPECT_TRUE(AdoptIfComplete("newer", 1, &logs));
  EXPECT_EQ(CurrentEpoch(logs)->number(), 3);
  EXPECT_EQ(FindEpoch(logs, "new")->state(), storage::v1::EPOCH_STATE_FORMER);
}

// Restored twice: the second log is on its way when the first one is complete.
TEST(AdoptIfComplete, LetsALaterLogGoOnArriving) {
  FactLog logs = NewLog();
  Give("a", 1, 0, &logs);
  Give("b", 1, 0, &logs);
  Give("c", 1, 0, &logs);
  EXPECT_TRUE(AdoptIfComplete("b", 1, &logs));
  EXPECT_EQ(CurrentEpoch(logs)->source(), "b");
  EXPECT_EQ(FindEpoch(logs, "c")->state(), storage::v1::EPOCH_STATE_ARRIVING);
  EXPECT_EQ(Give("c", 2, 1, &logs).log, "socialaid-3");
  EXPECT_TRUE(AdoptIfComplete("c", 2, &logs));
  EXPECT_EQ(CurrentEpoch(logs)->source(), "c");
  EXPECT_FALSE(AdoptIfComplete("b", 1, &logs)) << "it is over";
}

}  // namespace
}  // namespace mandat::objectives::facts
