#include "services/lib/events/ack_groups.h"

#include <algorithm>
#include <deque>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mandat::events {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(AckGroups, TheLastOfAGroupSpeaksForAllWhereTheSequenceIsThatOfItsEnd) {
  AckGroups groups(10);
  groups.Sent({"a", "b", "c"});
  groups.Sent({"d", "e"});
  const AckProof first = groups.Acknowledge("c", 13, false);
  EXPECT_THAT(first.stored, ElementsAre("a", "b", "c"));
  EXPECT_FALSE(first.broken);
  EXPECT_EQ(first.size, 3);
  EXPECT_THAT(groups.Acknowledge("e", 15, false).stored, ElementsAre("d", "e"));
  groups.Sent({"f", "g"});
  EXPECT_FALSE(groups.Acknowledge("g", 17, false).broken);
}

TEST(AckGroups, AnyOtherSequenceProvesTheLastAlone) {
  const struct {
    int64_t sequence;
    bool duplicate;
    int64_t lacking;
  } rows[] = {{12, false, 1}, {14, false, -1}, {5, false, 8}, {13, true, 0}, {3, true, 0}};
  for (const auto& row : rows) {
    AckGroups groups(10);
    groups.Sent({"a", "b", "c"});
    const AckProof proof = groups.Acknowledge("c", row.sequence, row.duplicate);
    EXPECT_TRUE(proof.broken) << row.sequence;
    EXPECT_THAT(proof.stored, ElementsAre("c"));
    EXPECT_EQ(proof.size, 3);
    EXPECT_EQ(proof.lacking, row.lacking);
  }
}

TEST(AckGroups, OneAloneIsBelieved) {
  AckGroups groups(10);
  groups.Sent({"a"});
  groups.Sent({"b"});
  groups.Sent({"c", "d"});
  EXPECT_THAT(groups.Acknowledge("a", 4, true).stored, ElementsAre("a"));
  EXPECT_THAT(groups.Acknowledge("b", 12, false).stored, ElementsAre("b"));
  EXPECT_THAT(groups.Acknowledge("d", 14, false).stored, ElementsAre("c", "d"));
}

TEST(AckGroups, WhatNobodyWaitsForProvesNothing) {
  AckGroups groups(10);
  groups.Sent({"a", "b"});
  for (const char* id : {"a", "x"}) {
    const AckProof proof = groups.Acknowledge(id, 11, false);
    EXPECT_THAT(proof.stored, IsEmpty());
    EXPECT_FALSE(proof.broken);
    EXPECT_EQ(proof.size, 0);
  }
  EXPECT_THAT(groups.Acknowledge("b", 12, false).stored, ElementsAre("a", "b"));
  EXPECT_THAT(groups.Acknowledge("b", 12, false).stored, IsEmpty());
}

// A stream that drops what it likes, and another publisher who may add something. Whatever happens,
// nothing counts as stored that is not, unless as many strangers came as were dropped of one group:
// nobody else may publish there.
TEST(AckGroups, NothingIsBelievedThatTheStreamDoesNotHave) {
  std::mt19937 random(20261122);
  const auto chance = [&random](int percent) {
    return std::uniform_int_distribution<>(0, 99)(random) < percent;
  };
  for (int round = 0; round < 2000; ++round) {
    const bool drops = chance(50);
    int64_t sequence = std::uniform_int_distribution<>(0, 50)(random);
    AckGroups groups(sequence);
    std::set<std::string> stream;
    int id = 0;
    for (int group = 0; group < 10; ++group) {
      std::vector<std::string> ids;
      const int size = std::uniform_int_distribution<>(1, 5)(random);
      for (int i = 0; i < size; ++i) ids.push_back(absl::StrCat(++id));
      groups.Sent(ids);
      for (const std::string& one : ids) {
        const bool last = one == ids.back();
        if (drops && !last && chance(20)) continue;
        if (!drops && chance(10)) ++sequence;  // A stranger's.
        stream.insert(one);
        ++sequence;
      }
      const AckProof proof = groups.Acknowledge(ids.back(), sequence, false);
      for (const std::string& stored : proof.stored) EXPECT_EQ(stream.count(stored), 1u);
      const bool all = std::all_of(ids.begin(), ids.end(),
                                   [&](const std::string& one) { return stream.count(one) == 1; });
      EXPECT_TRUE(all || proof.broken);
    }
  }
}

}  // namespace
}  // namespace mandat::events
