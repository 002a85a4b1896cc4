#include "services/lib/events/publish_window.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mandat::events {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Ids(const std::vector<PublishWindow::Ready>& ready) {
  std::vector<std::string> ids;
  for (const PublishWindow::Ready& one : ready) ids.push_back(one.publication->id);
  return ids;
}

void Add(PublishWindow& window, int64_t position, const std::string& resource) {
  window.Add(position, resource, {"subject", absl::StrCat(resource, "@", position), "{}"});
}

TEST(PublishWindow, OneVersionOfAResourceIsUnderWayAtATime) {
  PublishWindow window(10);
  Add(window, 11, "a");
  Add(window, 12, "a");
  Add(window, 13, "b");
  EXPECT_THAT(Ids(window.TakeReady(absl::UnixEpoch())), ElementsAre("a@11", "b@13"));
  EXPECT_THAT(Ids(window.TakeReady(absl::UnixEpoch())), IsEmpty());
  EXPECT_TRUE(window.Acknowledge("a@11"));
  EXPECT_THAT(Ids(window.TakeReady(absl::UnixEpoch())), ElementsAre("a@12"));
}

TEST(PublishWindow, TheCursorPassesOnlyWhatIsAcknowledgedOrNeedsNoPublication) {
  PublishWindow window(10);
  EXPECT_EQ(window.cursor(), 10);
  Add(window, 11, "a");
  window.Skip(12);
  Add(window, 13, "b");
  window.Skip(14);
  window.TakeReady(absl::UnixEpoch());
  EXPECT_EQ(window.cursor(), 10);
  EXPECT_TRUE(window.Acknowledge("b@13"));
  EXPECT_EQ(window.cursor(), 10);
  EXPECT_TRUE(window.Acknowledge("a@11"));
  EXPECT_EQ(window.cursor(), 14);
  EXPECT_EQ(window.read(), 14);
}

TEST(PublishWindow, AnAcknowledgementCountsOnce) {
  PublishWindow window(0);
  Add(window, 1, "a");
  EXPECT_FALSE(window.Acknowledge("a@1"));  // Not sent yet.
  window.TakeReady(absl::UnixEpoch());
  EXPECT_TRUE(window.Acknowledge("a@1"));
  EXPECT_FALSE(window.Acknowledge("a@1"));
}

TEST(PublishWindow, KnowsSinceWhenItWaits) {
  PublishWindow window(0);
  Add(window, 1, "a");
  Add(window, 2, "b");
  EXPECT_FALSE(window.oldest_sent().has_value());
  window.TakeReady(absl::FromUnixSeconds(5));
  Add(window, 3, "c");
  window.TakeReady(absl::FromUnixSeconds(7));
  EXPECT_EQ(window.oldest_sent(), absl::FromUnixSeconds(5));
  window.Acknowledge("a@1");
  window.Acknowledge("b@2");
  EXPECT_EQ(window.oldest_sent(), absl::FromUnixSeconds(7));
}

TEST(PublishWindow, WhateverTheOrderOfAcknowledgementsVersionsGoOutInOrder) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    std::mt19937 random(seed);
    PublishWindow window(0);
    std::vector<std::string> under_way;
    std::map<std::string, int64_t> last;
    int64_t position = 0;
    int64_t cursor = 0;
    while (position < 300 || !under_way.empty()) {
      if (position < 300 && random() % 2 == 0) {
        ++position;
        if (random() % 5 == 0) {
          window.Skip(position);
        } else {
          Add(window, position, std::string(1, static_cast<char>('a' + random() % 4)));
        }
      }
      for (const std::string& id : Ids(window.TakeReady(absl::UnixEpoch()))) {
        const int64_t sent = std::stoll(id.substr(2));
        EXPECT_GT(sent, last[id.substr(0, 1)]);
        last[id.substr(0, 1)] = sent;
        under_way.push_back(id);
      }
      if (!under_way.empty() && random() % 2 == 0) {
        const auto chosen = under_way.begin() + static_cast<int64_t>(random() % under_way.size());
        EXPECT_TRUE(window.Acknowledge(*chosen));
        under_way.erase(chosen);
      }
      EXPECT_GE(window.cursor(), cursor);
      cursor = window.cursor();
      for (const std::string& id : under_way) EXPECT_LT(cursor, std::stoll(id.substr(2)));
      for (const std::string& id : Ids(window.TakeReady(absl::UnixEpoch())))
        under_way.push_back(id);
    }
    EXPECT_EQ(window.cursor(), 300);
    EXPECT_EQ(window.size(), 0u);
  }
}

}  // namespace
}  // namespace mandat::events
