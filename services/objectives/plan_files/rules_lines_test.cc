#include "services/objectives/plan_files/rules_lines.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/plan_files/rules_examples.h"

namespace mandat::objectives::plan_files {
namespace {

using base::InvalidField;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(InOrder, EachComesAfterWhatItNeeds) {
  EXPECT_THAT(InOrder({}), IsEmpty());
  EXPECT_THAT(InOrder({{}, {}, {}}), ElementsAre(0, 1, 2));
  EXPECT_THAT(InOrder({{2}, {0}, {}}), ElementsAre(2, 0, 1));
}

TEST(InOrder, IsOneOfTheManyThatThereAre) {
  const unsigned seed = mandat::testing::SeedOr(29);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 500; ++round) {
    const int size = 1 + static_cast<int>(random() % 30);
    // No circle: each needs some of lower rank.
    std::vector<int> rank(static_cast<size_t>(size));
    for (int i = 0; i < size; ++i) rank[static_cast<size_t>(i)] = i;
    std::shuffle(rank.begin(), rank.end(), random);
    std::vector<std::vector<int>> needs(rank.size());
    for (int i = 0; i < size; ++i) {
      for (int j = 0; j < size; ++j) {
        const bool lower = rank[static_cast<size_t>(j)] < rank[static_cast<size_t>(i)];
        if (lower && random() % 4 == 0) needs[static_cast<size_t>(i)].push_back(j);
      }
    }
    std::vector<bool> placed(rank.size());
    const std::vector<int> order = InOrder(needs);
    ASSERT_EQ(order.size(), rank.size());
    for (const int place : order) {
      for (const int need : needs[static_cast<size_t>(place)]) {
        ASSERT_TRUE(placed[static_cast<size_t>(need)]) << "seed " << seed;
      }
      ASSERT_FALSE(placed[static_cast<size_t>(place)]) << "seed " << seed;
      placed[static_cast<size_t>(place)] = true;
    }
  }
}

TEST(InOrder, OfACircleOnlyOneComesTooEarly) {
  // 0 needs 1, which is on the circle 1 2 3; 4 is on none.
  EXPECT_THAT(InOrder({{1}, {2}, {3}, {1}, {}}), ElementsAre(3, 2, 1, 0, 4));
  EXPECT_THAT(InOrder({{0}}), ElementsAre(0));
}

TEST(InOrder, TakesAChainAsLongAsAFile) {
  std::vector<std::vector<int>> needs(5000);
  for (int i = 0; i + 1 < 5000; ++i) needs[static_cast<size_t>(i)].push_back(i + 1);
  EXPECT_EQ(InOrder(needs).front(), 4999);
}

TEST(Findings, ComeInTheOrderOfTheFileAndOfALineAsFound) {
  Findings findings;
  const auto add = [&findings](Line line, const char* field) {
    findings.Add(line, field, InvalidField("R", "x", "m"));
  };
  add({Line::Of::kTargets, 0}, "a");
  add({Line::Of::kObjectives, 10}, "b");
  add({Line::Of::kObjectives, 2}, "c");
  add({Line::Of::kObjectives, 10}, "a");
  add({Line::Of::kPlan, 0}, "d");
  std::vector<std::string> places;
  for (const v1::PlanFileFinding& finding : std::move(findings).Take()) {
    places.push_back(absl::StrCat(finding.line(), ".", finding.field()));
    EXPECT_EQ(finding.reason(), "R");
    EXPECT_EQ(finding.message(), "m");
  }
  EXPECT_THAT(places, ElementsAre("plan.d", "objectives[2].c", "objectives[10].b",
                                  "objectives[10].a", "targets[0].a"));
}

// The fields that a check of a target complains of, as long as these are not in order.
TEST(RepairLine, TellsEveryFieldAtFaultAndTakesItFromTheExample) {
  v1::Target target;
  target.set_indicator("wrong");
  target.mutable_reach();
  target.set_name("targets/t1");
  std::vector<std::string> found;
  const auto check = [&target] {
    if (target.indicator() == "wrong") return InvalidField("R", "target.indicator", "");
    if (!target.has_continuous()) return InvalidField("R", "target.reach.value", "");
    if (target.words().en().empty()) return InvalidField("R", "target.words.fr[2]", "");
    return absl::OkStatus();
  };
  const Repair repair = RepairLine(
      ExampleTarget(), "target.", check,
      [&found](absl::string_view field, const absl::Status&) { found.emplace_back(field); },
      &target);
  EXPECT_TRUE(repair.ok);
  EXPECT_THAT(found, ElementsAre("indicator", "reach.value", "words.fr[2]"));
  EXPECT_THAT(repair.fields, UnorderedElementsAre("indicator", "reach", "words"));
  EXPECT_EQ(target.name(), "targets/t1");
  EXPECT_TRUE(repair.Left({"name", "basis"}));
  EXPECT_FALSE(repair.Left({"name", "words"}));
}

TEST(RepairLine, GivesUpWhereTheExampleDoesNotHelp) {
  v1::Target target;
  for (const char* field : {"target.words", "target.nothing"}) {
    int found = 0;
    const Repair repair = RepairLine(
        ExampleTarget(), "target.", [field] { return InvalidField("R", field, ""); },
        [&found](absl::string_view, const absl::Status&) { ++found; }, &target);
    EXPECT_FALSE(repair.ok);
    EXPECT_FALSE(repair.Left({"name"}));
    EXPECT_EQ(found, 1) << field;
  }
}

}  // namespace
}  // namespace mandat::objectives::plan_files
