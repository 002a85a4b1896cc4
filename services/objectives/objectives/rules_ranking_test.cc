#include "services/objectives/objectives/rules_ranking.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::objective_tree {
namespace {

using mandat::testing::IsOk;
using ::testing::ElementsAre;
using v1::Objective;

Objective Scored(const std::string& number, int stake, int urgency, int gain) {
  Objective objective = With(TestObjective(), absl::StrCat("number: '", number, "'"));
  objective.set_name(absl::StrCat("objectives/o", number));
  v1::PriorityScore* score = objective.add_scores();
  score->set_stake(stake);
  score->set_urgency(urgency);
  score->set_return_on_investment(gain);
  return objective;
}

v1::RankObjectivesRequest Weighted(int stake, int urgency, int gain) {
  v1::RankObjectivesRequest request;
  request.set_plan("plans/p1");
  request.set_stake_weight(stake);
  request.set_urgency_weight(urgency);
  request.set_return_weight(gain);
  return request;
}

// "1 A 9 [1-2]": rank, number, score, best and worst rank.
std::vector<std::string> Lines(const v1::RankObjectivesRequest& request,
                               const std::vector<Objective>& objectives) {
  std::vector<std::string> lines;
  const v1::RankObjectivesResponse response = Rank(request, objectives);
  for (const v1::ObjectiveRank& rank : response.ranks()) {
    lines.push_back(absl::StrCat(rank.rank(), " ", rank.number(), " ", rank.score(), " [",
                                 rank.best_rank(), "-", rank.worst_rank(), "]"));
  }
  return lines;
}

TEST(CheckRank, WeightsAreFromZeroToAHundred) {
  EXPECT_EQ(Fault(CheckRank(v1::RankObjectivesRequest())), "FIELD_REQUIRED plan");
  EXPECT_THAT(CheckRank(Weighted(0, 100, 1)), IsOk());
  EXPECT_EQ(Fault(CheckRank(Weighted(-1, 0, 0))), "WEIGHT_INVALID stake_weight");
  EXPECT_EQ(Fault(CheckRank(Weighted(0, 101, 0))), "WEIGHT_INVALID urgency_weight");
  EXPECT_EQ(Fault(CheckRank(Weighted(0, 0, 101))), "WEIGHT_INVALID return_weight");
}

TEST(Rank, EqualSumsShareARankAndTheNextAreSkipped) {
  const std::vector<Objective> objectives = {Scored("C", 1, 1, 1), Scored("B", 3, 3, 3),
                                             Scored("A", 3, 3, 3), Scored("D", 5, 5, 5)};
  EXPECT_THAT(Lines(Weighted(0, 0, 0), objectives),
              ElementsAre("1 D 15 [1-1]", "2 A 9 [2-2]", "2 B 9 [2-2]", "4 C 3 [4-4]"));
}

TEST(Rank, SaysHowMuchItDependsOnTheWeights) {
  // A is ahead by its stake alone; B by urgency, as soon as that is doubled or stake is dropped.
  const std::vector<Objective> objectives = {Scored("A", 5, 1, 3), Scored("B", 1, 4, 3)};
  EXPECT_THAT(Lines(Weighted(1, 1, 1), objectives), ElementsAre("1 A 9 [1-2]", "2 B 8 [1-2]"));
  EXPECT_THAT(Lines(Weighted(10, 1, 1), objectives), ElementsAre("1 A 54 [1-2]", "2 B 17 [1-2]"));
  // With one weight there is nothing to drop, and doubled it ranks the same.
  EXPECT_THAT(Lines(Weighted(1, 0, 0), objectives), ElementsAre("1 A 5 [1-1]", "2 B 1 [2-2]"));
}

TEST(Rank, TheLastScoreCountsAndWithoutAScoreThereIsNone) {
  Objective revised = Scored("A", 5, 5, 5);
  *revised.add_scores() = Scored("A", 1, 2, 3).scores(0);
  Objective silent = TestObjective();
  EXPECT_THAT(Lines(Weighted(1, 1, 1), {revised, silent}), ElementsAre("1 A 6 [1-1]"));
  EXPECT_THAT(Lines(Weighted(1, 1, 1), {}), ElementsAre());
}

// Laws, on random scores: a rank is one more than there are better ones; who is better in all three
// is never behind; the order in which objectives come does not matter; best <= rank <= worst.
TEST(Rank, KeepsItsLawsForAnyScores) {
  std::mt19937 random(mandat::testing::SeedOr(20240201));
  const auto roll = [&random](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<Objective> objectives;
    for (int i = roll(0, 12); i > 0; --i) {
      objectives.push_back(Scored(absl::StrCat(i), roll(1, 5), roll(1, 5), roll(1, 5)));
    }
    const auto request = Weighted(roll(0, 5), roll(0, 5), roll(0, 5));
    const v1::RankObjectivesResponse response = Rank(request, objectives);
    ASSERT_EQ(static_cast<size_t>(response.ranks_size()), objectives.size());
    for (const v1::ObjectiveRank& one : response.ranks()) {
      const auto better = std::count_if(
          response.ranks().begin(), response.ranks().end(),
          [&one](const v1::ObjectiveRank& other) { return other.score() > one.score(); });
      EXPECT_EQ(one.rank(), better + 1);
      EXPECT_LE(one.best_rank(), one.rank());
      EXPECT_GE(one.worst_rank(), one.rank());
    }
    std::vector<Objective> shuffled = objectives;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    EXPECT_EQ(Lines(request, shuffled), Lines(request, objectives));
    objectives.push_back(Scored("best", 5, 5, 5));
    const v1::RankObjectivesResponse with_best = Rank(request, objectives);
    for (const v1::ObjectiveRank& one : with_best.ranks()) {
      EXPECT_TRUE(one.number() != "best" || one.worst_rank() == 1);
    }
  }
}

}  // namespace
}  // namespace mandat::objectives::objective_tree
