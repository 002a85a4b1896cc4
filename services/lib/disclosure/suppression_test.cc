#include "services/lib/disclosure/suppression.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "gmock/gmock.h"

namespace mandat::disclosure {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Optional;

using Counts = std::vector<int64_t>;

int64_t SumOf(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), int64_t{0});
}

// Calls `look` with every table of `cells` cells of 0 to `largest`.
void ForEachTable(size_t cells, int64_t largest, const std::function<void(const Counts&)>& look) {
  Counts counts(cells, 0);
  while (true) {
    look(counts);
    size_t at = 0;
    while (at < cells && counts[at] == largest) counts[at++] = 0;
    if (at == cells) return;
    ++counts[at];
  }
}

// What a reader can tell of each hidden cell: the values that it has in any table that agrees with
// what is published. Shares nothing with the procedure: it tries them all.
class Reader {
 public:
  Reader(const Counts& counts, const Suppression& suppression)
      : suppression_(suppression), left_(SumOf(counts)) {
    for (size_t i = 0; i < counts.size(); ++i) {
      if (suppression.hidden[i]) {
        hidden_.push_back(i);
      } else {
        left_ -= counts[i];
      }
    }
    values_.resize(hidden_.size());
    Counts tried;
    Try(left_, &tried);
  }

  // By hidden cell.
  const std::vector<std::set<int64_t>>& values() const { return values_; }

 private:
  void Try(int64_t left, Counts* tried) {
    if (tried->size() == hidden_.size()) {
      if (left != 0) return;
      for (size_t i = 0; i < tried->size(); ++i) values_[i].insert((*tried)[i]);
      return;
    }
    // A reader sees whether cells of 0 are hidden.
    for (int64_t value = suppression_.withheld ? 0 : 1; value <= left; ++value) {
      tried->push_back(value);
      Try(left - value, tried);
      tried->pop_back();
    }
  }

  const Suppression& suppression_;
  int64_t left_;  // for the hidden cells
  std::vector<size_t> hidden_;
  std::vector<std::set<int64_t>> values_;
};

TEST(Suppress, ShowsATableWithoutSmallCells) {
  for (const Counts& counts : {Counts{}, Counts{0}, Counts{5}, Counts{0, 0, 0}, Counts{5, 0, 17}}) {
    EXPECT_TRUE(Suppress(counts).all_shown());
    EXPECT_FALSE(Suppress(counts).withheld);
  }
}

TEST(Suppress, HidesTheNextCellSoThatSubtractionTellsNothing) {
  EXPECT_THAT(Suppress({40, 3, 0, 12, 90}).hidden, ElementsAre(false, true, false, true, false));
  EXPECT_THAT(Suppress({40, 12, 0, 3}).hidden, ElementsAre(true, false, false, true)) << "around";
  EXPECT_THAT(Suppress({40, 12, 0, 3}, 0).hidden, ElementsAre(false, true, false, true));
  EXPECT_THAT(Suppress({40, 0, 0, 3}, 0).hidden, ElementsAre(true, false, false, true))
      << "no other is left";
}

TEST(Suppress, HidesOneThatIsNotSmallBesideSeveralThatAre) {
  // Without, their sum alone would say that both are 4.
  EXPECT_THAT(Suppress({4, 4, 30, 20}).hidden, ElementsAre(true, true, true, false));
}

TEST(Suppress, HidesNoOtherWhereSmallOnesHideEachOther) {
  EXPECT_THAT(Suppress({3, 1, 27, 3}).hidden, ElementsAre(true, true, false, true));
  EXPECT_THAT(Suppress({3, 3, 27, 3}).hidden, ElementsAre(true, true, false, true));
  // With the sum 6 none can be 5 for a reader; with 10 none can be 1.
  EXPECT_THAT(Suppress({1, 2, 27, 3}).hidden, ElementsAre(true, true, true, true));
  EXPECT_THAT(Suppress({3, 4, 27, 3}).hidden, ElementsAre(true, true, true, true));
}

TEST(Suppress, HidesAThirdWhereTwoTellTooMuch) {
  // 1 and 7 is 8: beside any number of 5 and more, the other one could not be 4.
  EXPECT_THAT(Suppress({1, 7, 30, 20}).hidden, ElementsAre(true, true, true, false));
  EXPECT_THAT(Suppress({1, 8, 30, 20}).hidden, ElementsAre(true, true, false, false));
  EXPECT_THAT(Suppress({2, 7, 30, 20}).hidden, ElementsAre(true, true, false, false));
}

TEST(Suppress, WithholdsWhatCannotBeMadeSafe) {
  for (const Counts& counts :
       {Counts{2, 3}, Counts{2, 3, 0}, Counts{1, 1, 1, 1, 1}, Counts{1, 7}}) {
    const Suppression suppression = Suppress(counts);
    EXPECT_TRUE(suppression.withheld);
    EXPECT_EQ(suppression.hidden, std::vector<bool>(counts.size(), true)) << "zeros too";
  }
}

TEST(Suppress, WithholdsATableWhoseSumIsSmall) {
  for (int64_t sum = 1; sum < kFewestShown; ++sum) {
    EXPECT_TRUE(Suppress({0, sum, 0}).withheld);
    EXPECT_THAT(Suppress({0, sum, 0}).hidden, ElementsAre(true, true, true));
  }
}

TEST(Suppress, LeavesEveryHiddenCellFiveValues) {
  for (size_t cells = 1; cells <= 4; ++cells) {
    ForEachTable(cells, cells < 4 ? 14 : 9, [](const Counts& counts) {
      if (!MayShow(SumOf(counts))) return;  // Not even the sum is told.
      for (const std::optional<size_t> spared : {std::optional<size_t>(), {counts.size() - 1}}) {
        const Suppression suppression = Suppress(counts, spared);
        const Reader reader(counts, suppression);
        for (const std::set<int64_t>& values : reader.values()) {
          ASSERT_GE(values.size(), 5u) << ::testing::PrintToString(counts);
        }
      }
    });
  }
}

// Of all tables of which the same would be published, the values of each hidden cell: what is left
// to whoever knows the procedure. Expects three or more of each.
void ExpectThreeValues(size_t cells, int64_t largest_sum, std::optional<size_t> spared) {
  // By the sum and what is shown, -1 for hidden.
  std::map<std::pair<int64_t, Counts>, std::vector<std::set<int64_t>>> published;
  ForEachTable(cells, largest_sum, [&](const Counts& counts) {
    const int64_t sum = SumOf(counts);
    // Beyond, some tables with the same sum were not tried.
    if (!MayShow(sum) || sum > largest_sum) return;
    const Suppression suppression = Suppress(counts, spared);
    Counts told = counts;
    for (size_t i = 0; i < cells; ++i) {
      if (suppression.hidden[i]) told[i] = -1;
    }
    auto& values = published[{sum, told}];
    values.resize(cells);
    for (size_t i = 0; i < cells; ++i) values[i].insert(counts[i]);
  });
  for (const auto& [told, values] : published) {
    for (size_t i = 0; i < cells; ++i) {
      if (told.second[i] != -1) continue;
      EXPECT_GE(values[i].size(), 3u)
          << told.first << ": " << ::testing::PrintToString(told.second);
    }
  }
}

TEST(Suppress, LeavesThreeValuesToWhoKnowsTheProcedure) {
  // With two cells, both withheld, even the sum of 5 leaves four.
  ExpectThreeValues(2, 60, std::nullopt);
  ExpectThreeValues(3, 40, std::nullopt);
  ExpectThreeValues(3, 40, 2);
  ExpectThreeValues(4, 28, std::nullopt);
  ExpectThreeValues(4, 28, 3);
}

TEST(Suppress, HidesNothingWhereNoCellIsSmallAndTheSameEveryTime) {
  ForEachTable(4, 9, [](const Counts& counts) {
    const Suppression suppression = Suppress(counts);
    const bool none_small = std::all_of(counts.begin(), counts.end(), MayShow);
    ASSERT_EQ(suppression.all_shown(), none_small) << ::testing::PrintToString(counts);
    ASSERT_EQ(suppression.hidden, Suppress(counts).hidden);
    for (size_t i = 0; i < counts.size(); ++i) {
      ASSERT_TRUE(suppression.hidden[i] || MayShow(counts[i]));
      ASSERT_TRUE(!suppression.hidden[i] || suppression.withheld || counts[i] != 0);
    }
  });
}

TEST(Suppress, PaysNoRegardToCellsOfNone) {
  ForEachTable(3, 9, [](const Counts& counts) {
    const Suppression without = Suppress(counts);
    const Suppression with = Suppress({0, counts[0], 0, counts[1], counts[2]});
    ASSERT_EQ(with.withheld, without.withheld);
    ASSERT_EQ(with.hidden[1], without.hidden[0]);
    ASSERT_EQ(with.hidden[3], without.hidden[1]);
    ASSERT_EQ(with.hidden[4], without.hidden[2]);
  });
}

TEST(Growth, IsRoundedHalfUpAndExact) {
  EXPECT_THAT(GrowthHundredths(8'606, 10'294), Optional(Eq(1961)));
  EXPECT_THAT(GrowthHundredths(10'294, 8'606), Optional(Eq(-1640)));
  EXPECT_THAT(GrowthHundredths(7, 7), Optional(Eq(0)));
  EXPECT_THAT(GrowthHundredths(7, 0), Optional(Eq(-10'000)));
  EXPECT_THAT(GrowthHundredths(0, 7), Eq(std::nullopt));
  // 0.005 % is 1 hundredth, -0.005 % none; just beside, the nearer one.
  EXPECT_THAT(GrowthHundredths(20'000, 20'001), Optional(Eq(1)));
  EXPECT_THAT(GrowthHundredths(20'000, 19'999), Optional(Eq(0)));
  EXPECT_THAT(GrowthHundredths(20'001, 20'002), Optional(Eq(0)));
  EXPECT_THAT(GrowthHundredths(19'999, 19'998), Optional(Eq(-1)));
  EXPECT_THAT(GrowthHundredths(1, 10'000'000'000'000), Optional(Eq(99'999'999'999'990'000)));
}

TEST(Share, IsRoundedHalfUp) {
  EXPECT_THAT(SharePermille(2, 3), Optional(Eq(667)));
  EXPECT_THAT(SharePermille(1, 2'000), Optional(Eq(1)));
  EXPECT_THAT(SharePermille(0, 3), Optional(Eq(0)));
  EXPECT_THAT(SharePermille(3, 3), Optional(Eq(1000)));
  EXPECT_THAT(SharePermille(0, 0), Eq(std::nullopt));
}

}  // namespace
}  // namespace mandat::disclosure
