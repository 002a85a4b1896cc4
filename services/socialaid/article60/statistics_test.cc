#include "services/socialaid/article60/statistics.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"

namespace mandat::socialaid::article60 {
namespace {

using common::v1::StatisticsRow;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Article60Statistics;

// `key=count` of every row, `?` for what is hidden.
template <typename Rows>
std::vector<std::string> Cells(const Rows& rows, bool before = false) {
  std::vector<std::string> cells;
  for (const StatisticsRow& row : rows) {
    const common::v1::StatisticsCell& cell = before ? row.count_before() : row.count();
    EXPECT_NE(cell.value_case(), common::v1::StatisticsCell::VALUE_NOT_SET);
    cells.push_back(
        absl::StrCat(row.key(), "=", cell.has_count() ? absl::StrCat(cell.count()) : "?"));
  }
  return cells;
}

// So many requests of this state that were sent in March and concern one office and centre.
YearCounts Sent(int64_t sent, int64_t returned, int64_t calculated, int64_t withdrawn) {
  YearCounts counts;
  counts.by_state = {sent, returned, calculated, withdrawn};
  counts.by_month[2] = sent + returned + calculated + withdrawn;
  counts.by_outcome = {calculated, 0, 0};
  counts.by_answer_time = {calculated, 0, 0, 0};
  counts.on_time = calculated;
  return counts;
}

TEST(Statistics, AreOfYearsThatThereAre) {
  v1::GetArticle60StatisticsRequest request;
  for (const int year : {2000, 2026, 2100}) {
    request.set_year(year);
    EXPECT_THAT(CheckStatistics(request), IsOk());
  }
  for (const int year : {0, -1, 1999, 2101}) {
    request.set_year(year);
    EXPECT_THAT(CheckStatistics(request), HasReason("YEAR_OUT_OF_RANGE"));
  }
}

TEST(Statistics, CountEachGroupInEveryTable) {
  YearCounts counts;
  ASSERT_THAT(counts.AddMonth("2026-03", 7), IsOk());
  ASSERT_THAT(counts.AddMonth("2026-12", 11), IsOk());
  ASSERT_THAT(counts.AddProgress({"SENT"}, 7), IsOk());
  ASSERT_THAT(counts.AddProgress({"CALCULATED", "ALREADY_OPEN", "WITHIN_14_DAYS", true}, 5),
              IsOk());
  ASSERT_THAT(counts.AddProgress({"CALCULATED", "OPENS_RIGHT", "OVER_30_DAYS", false}, 6), IsOk());
  EXPECT_EQ(counts.by_month[2], 7);
  EXPECT_EQ(counts.by_month[11], 11);
  EXPECT_THAT(counts.by_state, ElementsAre(7, 0, 11, 0));
  EXPECT_THAT(counts.by_outcome, ElementsAre(6, 5, 0));
  EXPECT_THAT(counts.by_answer_time, ElementsAre(0, 5, 0, 6));
  EXPECT_EQ(counts.on_time, 5);
  for (const char* month : {"2026-13", "2026-00", "2026", ""}) {
    EXPECT_THAT(counts.AddMonth(month, 1), HasReason("STORE_BROKEN")) << month;
  }
  for (const Progress& broken : {Progress{"LOST"}, Progress{"CALCULATED", "X", "OVER_30_DAYS"},
                                 Progress{"CALCULATED", "OPENS_RIGHT", "", true}}) {
    EXPECT_THAT(counts.AddProgress(broken, 1), HasReason("STORE_BROKEN"));
  }
}

TEST(Statistics, TellEveryTableWithTheYearBefore) {
  YearCounts now = Sent(10, 0, 10'274, 10);
  now.by_outcome = {10'000, 200, 74};
  now.by_answer_time = {8'000, 2'000, 274, 0};
  now.on_time = 8'500;
  now.by_office = {{"offices/mons", 10'000}, {"offices/namur", 294}};
  YearCounts before = Sent(0, 6, 8'600, 0);
  before.by_office = {{"offices/arlon", 606}, {"offices/mons", 8'000}};
  const Article60Statistics statistics = StatisticsOf(2026, now, before);
  EXPECT_EQ(statistics.year(), 2026);
  EXPECT_THAT(statistics.total(), EqualsProto("count { count: 10294 } count_before { count: 8606 } "
                                              "growth_hundredths: 1961"));
  ASSERT_EQ(statistics.by_month_size(), 12);
  EXPECT_THAT(statistics.by_month(0),
              EqualsProto("key: '2026-01' count { count: 0 } count_before { count: 0 }"));
  EXPECT_EQ(statistics.by_month(2).growth_hundredths(), 1961);
  EXPECT_THAT(Cells(statistics.by_state()),
              ElementsAre("sent=10", "returned=0", "calculated=10274", "withdrawn=10"));
  EXPECT_THAT(statistics.by_state(1), EqualsProto(R"pb(key: "returned"
                                                       count { count: 0 }
                                                       count_before { count: 6 }
                                                       growth_hundredths: -10000
                                                       display_name {
                                                         fr: "Renvoyé au centre"
                                                         nl: "Teruggezonden naar het centrum"
                                                         de: "An das Zentrum zurückgesandt"
                                                         en: "Returned to the centre"
                                                       })pb"));
  EXPECT_THAT(Cells(statistics.by_outcome()),
              ElementsAre("opensRight=10000", "alreadyOpen=200", "notAttainable=74"));
  EXPECT_THAT(
      Cells(statistics.by_answer_time()),
      ElementsAre("within7Days=8000", "within14Days=2000", "within30Days=274", "over30Days=0"));
  EXPECT_EQ(statistics.on_time_permille(), 827);
  EXPECT_EQ(statistics.on_time_permille_before(), 1000);
  EXPECT_THAT(Cells(statistics.by_office()),
              ElementsAre("offices/arlon=0", "offices/mons=10000", "offices/namur=294"));
  EXPECT_THAT(Cells(statistics.by_office(), true),
              ElementsAre("offices/arlon=606", "offices/mons=8000", "offices/namur=0"));
  EXPECT_FALSE(statistics.by_office(2).has_growth_hundredths());
  EXPECT_THAT(statistics.by_centre(), IsEmpty());
}

TEST(Statistics, HideASmallStateAndTheNextButNotWhatIsCalculated) {
  const auto statistics = StatisticsOf(2026, Sent(50, 6, 40, 2), Sent(50, 6, 40, 8));
  EXPECT_THAT(Cells(statistics.by_state()),
              ElementsAre("sent=?", "returned=6", "calculated=40", "withdrawn=?"));
  EXPECT_FALSE(statistics.by_state(0).has_growth_hundredths());
  EXPECT_THAT(Cells(statistics.by_state(), true),
              ElementsAre("sent=50", "returned=6", "calculated=40", "withdrawn=8"));
  EXPECT_THAT(Cells(statistics.by_outcome()),
              ElementsAre("opensRight=40", "alreadyOpen=0", "notAttainable=0"));
}

TEST(Statistics, WithholdTablesOfATotalThatIsHidden) {
  const auto statistics = StatisticsOf(2026, Sent(50, 0, 2, 0), {});
  EXPECT_THAT(Cells(statistics.by_outcome()),
              ElementsAre("opensRight=?", "alreadyOpen=?", "notAttainable=?"));
  EXPECT_THAT(Cells(statistics.by_answer_time()),
              ElementsAre("within7Days=?", "within14Days=?", "within30Days=?", "over30Days=?"));
  EXPECT_FALSE(statistics.has_on_time_permille());
}

TEST(Statistics, TellNothingOfAYearWithAFew) {
  YearCounts few = Sent(0, 0, 3, 0);
  few.by_office = {{"offices/mons", 3}};
  YearCounts other;
  other.by_office = {{"offices/namur", 9}};
  other.by_month[0] = 9;
  other.by_state[0] = 9;
  for (const bool before : {false, true}) {
    const auto statistics =
        before ? StatisticsOf(2026, other, few) : StatisticsOf(2026, few, other);
    for (const auto* rows : {&statistics.by_month(), &statistics.by_state(),
                             &statistics.by_outcome(), &statistics.by_answer_time()}) {
      for (const std::string& cell : Cells(*rows, before)) {
        EXPECT_THAT(cell, ::testing::EndsWith("=?"));
      }
    }
    EXPECT_THAT(Cells(statistics.by_office(), before), ElementsAre("offices/namur=?"))
        << "where the few were is not told either";
    EXPECT_FALSE(statistics.total().has_growth_hundredths());
  }
}

TEST(Statistics, LookTheSameWhicheverYearIsAskedFor) {
  YearCounts one = Sent(12, 3, 7, 9);
  one.by_office = {{"offices/a", 2}, {"offices/d", 20}, {"offices/e", 9}};
  YearCounts other = Sent(8, 0, 30, 1);
  other.by_office = {{"offices/b", 20}, {"offices/c", 4}, {"offices/f", 15}};
  const auto shown = [](const Article60Statistics& statistics, bool before) {
    std::vector<std::string> cells = Cells(statistics.by_state(), before);
    for (const std::string& cell : Cells(statistics.by_office(), before)) cells.push_back(cell);
    return cells;
  };
  EXPECT_EQ(shown(StatisticsOf(2026, one, other), false),
            shown(StatisticsOf(2027, other, one), true));
  EXPECT_EQ(shown(StatisticsOf(2026, other, one), false),
            shown(StatisticsOf(2027, one, other), true));
}

TEST(Statistics, TellTheShareOnTimeOnlyWhereItTellsOfNoFew) {
  struct Case {
    std::array<int64_t, 4> by_answer_time;
    int64_t on_time;
    bool told;
  };
  for (const Case& one : {Case{{20, 0, 0, 0}, 20, true}, Case{{20, 10, 0, 0}, 20, true},
                          Case{{20, 10, 0, 0}, 25, true}, Case{{20, 10, 0, 0}, 30, true},
                          // 24: four were late by less than a week's wait, and six were not.
                          Case{{20, 10, 0, 0}, 24, false}, Case{{20, 10, 0, 0}, 26, false},
                          // The table hides cells, and the share could find them.
                          Case{{20, 3, 30, 0}, 20, false}, Case{{0, 0, 0, 0}, 0, false}}) {
    YearCounts counts = Sent(50, 0, 0, 0);
    for (const int64_t count : one.by_answer_time) counts.by_state[2] += count;
    counts.by_month[2] += counts.by_state[2];
    counts.by_outcome[0] = counts.by_state[2];
    counts.by_answer_time = one.by_answer_time;
    counts.on_time = one.on_time;
    EXPECT_EQ(StatisticsOf(2026, counts, {}).has_on_time_permille(), one.told) << one.on_time;
  }
}

// --- All years of a few requests that look the same, against each other.

// Calls `look` with every way to distribute `sum` over `parts`.
void ForEachSplit(size_t parts, int64_t sum,
                  const std::function<void(const std::vector<int64_t>&)>& look,
                  std::vector<int64_t> begun = {}) {
  if (begun.size() + 1 == parts) {
    begun.push_back(sum);
    return look(begun);
  }
  for (int64_t part = 0; part <= sum; ++part) {
    begun.push_back(part);
    ForEachSplit(parts, sum - part, look, begun);
    begun.pop_back();
  }
}

// What whoever knows the procedure cannot exclude: by what is published, the values of each figure.
class Worlds {
 public:
  void Add(const YearCounts& counts, const std::map<std::string, int64_t>& figures) {
    auto& values = published_[StatisticsOf(2026, counts, {}).SerializeAsString()];
    for (const auto& [name, value] : figures) values[name].insert(value);
  }
  // Each figure is told or has three values or more.
  void ExpectNoFewValues() const {
    for (const auto& [published, figures] : published_) {
      Article60Statistics statistics;
      ASSERT_TRUE(statistics.ParseFromString(published));
      for (const auto& [name, values] : figures) {
        if (IsTold(statistics, name)) {
          EXPECT_EQ(values.size(), 1u) << name;
          continue;
        }
        EXPECT_GE(values.size(), 3u) << name << " of " << statistics.ShortDebugString();
      }
    }
  }

 private:
  static bool IsTold(const Article60Statistics& statistics, const std::string& name) {
    for (const auto* rows :
         {&statistics.by_state(), &statistics.by_outcome(), &statistics.by_answer_time()}) {
      for (const StatisticsRow& row : *rows) {
        if (row.key() == name) return row.count().has_count();
      }
    }
    if (name == "onTime") return statistics.has_on_time_permille();
    return statistics.total().count().has_count();
  }

  std::map<std::string, std::map<std::string, std::set<int64_t>>> published_;
};

TEST(Statistics, StatesAndOutcomesTogetherFindNoHiddenCell) {
  Worlds worlds;
  for (int64_t total = 0; total <= 17; ++total) {
    ForEachSplit(4, total, [&](const std::vector<int64_t>& states) {
      ForEachSplit(3, states[2], [&](const std::vector<int64_t>& outcomes) {
        YearCounts counts = Sent(states[0], states[1], states[2], states[3]);
        counts.by_outcome = {outcomes[0], outcomes[1], outcomes[2]};
        worlds.Add(counts, {{"total", total},
                            {"sent", states[0]},
                            {"returned", states[1]},
                            {"calculated", states[2]},
                            {"withdrawn", states[3]},
                            {"opensRight", outcomes[0]},
                            {"alreadyOpen", outcomes[1]},
                            {"notAttainable", outcomes[2]}});
      });
    });
  }
  worlds.ExpectNoFewValues();
}

TEST(Statistics, AnswerTimesAndTheShareOnTimeTogetherFindNoHiddenCell) {
  Worlds worlds;
  for (int64_t total = 5; total <= 18; ++total) {
    ForEachSplit(4, total, [&](const std::vector<int64_t>& times) {
      // Whoever was answered within seven days was answered on time.
      for (int64_t on_time = times[0]; on_time <= total; ++on_time) {
        YearCounts counts = Sent(0, 0, total, 0);
        counts.by_answer_time = {times[0], times[1], times[2], times[3]};
        counts.on_time = on_time;
        worlds.Add(counts, {{"within7Days", times[0]},
                            {"within14Days", times[1]},
                            {"within30Days", times[2]},
                            {"over30Days", times[3]},
                            {"onTime", on_time}});
      }
    });
  }
  worlds.ExpectNoFewValues();
}

}  // namespace
}  // namespace mandat::socialaid::article60
