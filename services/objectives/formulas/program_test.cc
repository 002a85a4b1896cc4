#include "services/objectives/formulas/program.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/formulas/periods.h"
#include "services/objectives/formulas/resources_for_test.h"

namespace mandat::objectives::formulas {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kSent[] = "socialaid.v1.article60Request.notify.sent";
constexpr char kCalculated[] = "socialaid.v1.article60Request.notify.calculated";

Program ProgramOf(const std::vector<std::string>& formulas) {
  Program program;
  for (size_t i = 0; i < formulas.size(); ++i) {
    const auto formula = testing::Parsed<v1::Formula>(formulas[i]);
    EXPECT_THAT(program.Add(static_cast<int64_t>(i), formula), testing::IsOk()) << formulas[i];
  }
  return program;
}

std::string TallyOf(const char* type, const std::string& rest) {
  return absl::StrCat("tally { events { type: 'be.mandat.", type, "' } ", rest, " }");
}

auto Is(int64_t formula, v1::FactRole role, absl::CivilDay day, int64_t amount,
        const std::string& distinct = "") {
  return AllOf(Field(&Counted::formula, formula), Field(&Counted::role, role),
               Field(&Counted::day, day), Field(&Counted::amount, amount),
               Field(&Counted::distinct, distinct));
}

TEST(Program, CountsAnEventOnceForEachPartThatItMeets) {
  const Program program = ProgramOf({
      TallyOf(kSent, ""),
      absl::StrCat(
          "share { numerator { events { type: 'be.mandat.", kSent,
          "' conditions { field: 'office' comparison: COMPARISON_EQUAL text: 'offices/a' } "
          "} } denominator { events { type: 'be.mandat.",
          kSent, "' } } }"),
      TallyOf(kCalculated, ""),
  });
  const absl::CivilDay day(2026, 3, 13);
  EXPECT_THAT(
      CountedIn(program, {kSent, "office: 'offices/a'"}),
      ElementsAre(Is(0, v1::FACT_ROLE_NUMERATOR, day, 1), Is(1, v1::FACT_ROLE_NUMERATOR, day, 1),
                  Is(1, v1::FACT_ROLE_DENOMINATOR, day, 1)));
  EXPECT_THAT(CountedIn(program, {kSent, "office: 'offices/b'"}),
              ElementsAre(Is(0, v1::FACT_ROLE_NUMERATOR, day, 1),
                          Is(1, v1::FACT_ROLE_DENOMINATOR, day, 1)));
  EXPECT_THAT(CountedIn(program, {"socialaid.v1.centre.notify.created", ""}), IsEmpty());
  EXPECT_TRUE(program.Counts("be.mandat.socialaid.v1.article60Request.notify.sent"));
  EXPECT_FALSE(program.Counts("be.mandat.socialaid.v1.centre.notify.created"));
}

TEST(Program, AllConditionsMustHold) {
  const Program program = ProgramOf(
      {absl::StrCat("tally { events { type: 'be.mandat.", kSent,
                    "' conditions { field: 'office' comparison: COMPARISON_PRESENT }"
                    "  conditions { field: 'planned_start' comparison: COMPARISON_ABSENT } } }")});
  EXPECT_THAT(CountedIn(program, {kSent, "office: 'a'"}), SizeIs(1));
  EXPECT_THAT(CountedIn(program, {kSent, ""}), IsEmpty());
  EXPECT_THAT(
      CountedIn(program, {kSent, "office: 'a'" + On("planned_start", absl::CivilDay(2026, 1, 1))}),
      IsEmpty());
}

TEST(Program, RefusesWhatTheCheckRefuses) {
  Program program;
  EXPECT_THAT(program.Add(1, v1::Formula()), testing::HasReason("FORMULA_EMPTY"));
  EXPECT_THAT(program.Add(1, testing::Parsed<v1::Formula>("tally { events { type: 'x' } }")),
              testing::HasReason("EVENT_TYPE_UNKNOWN"));
}

TEST(Program, ACombinationCountsNoEvents) {
  Program program;
  EXPECT_THAT(
      program.Add(1, testing::Parsed<v1::Formula>(
                         "combination { operation: OPERATION_GROWTH indicators: 'indicators/a' }")),
      testing::IsOk());
  EXPECT_THAT(CountedIn(program, {kSent, ""}), IsEmpty());
}

TEST(Program, AddsUpTheFieldThatIsNamed) {
  const Program program = ProgramOf({TallyOf(kCalculated, "sum_field: 'answer.days'")});
  const absl::CivilDay day(2026, 3, 13);
  EXPECT_THAT(CountedIn(program, {kCalculated, "answer { days: 468 }"}),
              ElementsAre(Is(0, v1::FACT_ROLE_NUMERATOR, day, 468)));
  EXPECT_THAT(CountedIn(program, {kCalculated, "answer { days: 0 }"}),
              ElementsAre(Is(0, v1::FACT_ROLE_NUMERATOR, day, 0)));
  EXPECT_THAT(CountedIn(program, {kCalculated, ""}), IsEmpty());
}

TEST(Program, TellsApartWhatCountsOnce) {
  const absl::CivilDay day(2026, 3, 13);
  const auto role = v1::FACT_ROLE_NUMERATOR;
  const struct {
    const char* field;
    std::string first, second;
    std::string distinct_of_first, distinct_of_second;
  } cases[] = {
      {"name", "name: 'article60Requests/a'", "name: 'article60Requests/b'", "article60Requests/a",
       "article60Requests/b"},
      {"answer.days", "answer { days: 0 }", "answer { days: -7 }", "0", "-7"},
      {"state", "state: ARTICLE60_STATE_SENT", "state: ARTICLE60_STATE_DRAFT", "2", "1"},
      {"planned_start", On("planned_start", absl::CivilDay(1970, 1, 2)),
       On("planned_start", absl::CivilDay(1969, 12, 31)), "1", "-1"},
  };
  for (const auto& one : cases) {
    const Program program =
        ProgramOf({TallyOf(kSent, absl::StrCat("distinct_field: '", one.field, "'"))});
    EXPECT_THAT(CountedIn(program, {kSent, one.first}),
                ElementsAre(Is(0, role, day, 1, one.distinct_of_first)));
    EXPECT_THAT(CountedIn(program, {kSent, one.second}),
                ElementsAre(Is(0, role, day, 1, one.distinct_of_second)));
    EXPECT_THAT(CountedIn(program, {kSent, ""}), IsEmpty()) << one.field;
  }
}

struct DayCase {
  const char* utc;
  absl::CivilDay day;
};

// Winter: UTC+1, summer: UTC+2; the clocks change on 29 March and on 25 October 2026.
TEST(Program, DaysAreThoseOfBrussels) {
  const DayCase cases[] = {
      {"2026-03-12T22:59:59.999999Z", absl::CivilDay(2026, 3, 12)},
      {"2026-03-12T23:00:00Z", absl::CivilDay(2026, 3, 13)},
      {"2026-03-28T22:59:59Z", absl::CivilDay(2026, 3, 28)},
      {"2026-03-28T23:00:00Z", absl::CivilDay(2026, 3, 29)},
      {"2026-03-29T21:59:59Z", absl::CivilDay(2026, 3, 29)},
      {"2026-03-29T22:00:00Z", absl::CivilDay(2026, 3, 30)},
      {"2026-03-31T21:59:59Z", absl::CivilDay(2026, 3, 31)},
      {"2026-03-31T22:00:00Z", absl::CivilDay(2026, 4, 1)},
      {"2026-10-24T21:59:59Z", absl::CivilDay(2026, 10, 24)},
      {"2026-10-24T22:00:00Z", absl::CivilDay(2026, 10, 25)},
      {"2026-10-25T22:59:59Z", absl::CivilDay(2026, 10, 25)},
      {"2026-10-25T23:00:00Z", absl::CivilDay(2026, 10, 26)},
      {"2025-12-31T22:59:59Z", absl::CivilDay(2025, 12, 31)},
      {"2025-12-31T23:00:00Z", absl::CivilDay(2026, 1, 1)},
  };
  const Program by_commit = ProgramOf({TallyOf(kSent, "")});
  const Program by_field = ProgramOf({TallyOf(kSent, "time_field: 'send_time'")});
  for (const DayCase& one : cases) {
    absl::Time time;
    std::string error;
    ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, one.utc, &time, &error)) << error;
    const auto is = ElementsAre(Is(0, v1::FACT_ROLE_NUMERATOR, one.day, 1));
    EXPECT_THAT(CountedIn(by_commit, {kSent, "", time}), is) << one.utc;
    const std::string resource = absl::StrCat(
        "send_time { seconds: ", absl::ToUnixSeconds(time), " nanos: ",
        absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(absl::ToUnixSeconds(time))), " }");
    EXPECT_THAT(CountedIn(by_field, {kSent, resource}), is) << one.utc;
  }
}

TEST(Program, ADayFieldIsTheDayWhateverTheClock) {
  const Program program = ProgramOf({TallyOf(kSent, "time_field: 'planned_start'")});
  for (const absl::CivilDay day : {absl::CivilDay(1969, 7, 21), absl::CivilDay(2024, 2, 29)}) {
    EXPECT_THAT(CountedIn(program, {kSent, On("planned_start", day)}),
                ElementsAre(Is(0, v1::FACT_ROLE_NUMERATOR, day, 1)));
  }
  EXPECT_THAT(CountedIn(program, {kSent, ""}), IsEmpty());
}

TEST(Program, EachPartCountsByItsOwnInstant) {
  const Program program =
      ProgramOf({TallyOf(kCalculated, "time_field: 'send_time'"),
                 TallyOf(kCalculated, "time_field: 'answer_time'"), TallyOf(kCalculated, ""),
                 TallyOf(kCalculated, "time_field: 'answer_time'")});
  const std::string resource = At("send_time", absl::CivilSecond(2026, 2, 27, 9, 0, 0)) +
                               At("answer_time", absl::CivilSecond(2026, 3, 4, 9, 0, 0));
  const v1::FactRole role = v1::FACT_ROLE_NUMERATOR;
  EXPECT_THAT(CountedIn(program, {kCalculated, resource}),
              ElementsAre(Is(0, role, absl::CivilDay(2026, 2, 27), 1),
                          Is(1, role, absl::CivilDay(2026, 3, 4), 1),
                          Is(2, role, absl::CivilDay(2026, 3, 13), 1),
                          Is(3, role, absl::CivilDay(2026, 3, 4), 1)));
}

// What a store of facts does with contributions, in the simplest way.
class Sums {
 public:
  void Take(const Counted& counted, int64_t position) {
    if (counted.distinct.empty()) {
      every_.push_back(counted);
      return;
    }
    const auto key = std::make_tuple(counted.formula, counted.role, counted.distinct);
    const auto [found, added] = first_.try_emplace(key, position, counted);
    if (!added && position < found->second.first) found->second = {position, counted};
  }
  void Take(const Sums& others) {
    every_.insert(every_.end(), others.every_.begin(), others.every_.end());
    for (const auto& [key, value] : others.first_) Take(value.second, value.first);
  }

  // By formula, role and month.
  std::map<std::tuple<int64_t, int, std::string>, int64_t> ByMonth() const {
    std::map<std::tuple<int64_t, int, std::string>, int64_t> sums;
    const Periods months(v1::FREQUENCY_MONTH,
                         {absl::CivilDay(2026, 1, 1), absl::CivilDay(2027, 1, 1)});
    const auto add = [&](const Counted& one) {
      sums[{one.formula, one.role, months.KeyOf(*months.Of(one.day))}] += one.amount;
    };
    for (const Counted& one : every_) add(one);
    for (const auto& [key, value] : first_) add(value.second);
    return sums;
  }

 private:
  std::vector<Counted> every_;
  std::map<std::tuple<int64_t, v1::FactRole, std::string>, std::pair<int64_t, Counted>> first_;
};

TEST(Program, NeitherOrderNorBatchesChangeASum) {
  const std::string shared = absl::StrCat("events { type: 'be.mandat.", kCalculated, "' }");
  const Program program = ProgramOf({
      TallyOf(kSent, "time_field: 'send_time'"),
      TallyOf(kCalculated, "sum_field: 'answer.days' time_field: 'answer_time'"),
      TallyOf(kSent, "distinct_field: 'office'"),
      absl::StrCat("share { numerator { events { type: 'be.mandat.", kCalculated,
                   "' conditions { field: 'answer_time' comparison: COMPARISON_LESS other_field: "
                   "'due_time' } } } denominator { ",
                   shared, " distinct_field: 'name' } }"),
  });
  std::mt19937 random(testing::SeedOr(20'260'312));
  const auto upto = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most));
  };
  std::vector<TestEvent> events;
  for (int i = 0; i < 400; ++i) {
    const absl::CivilSecond base(2026, 1, 1, 0, 0, 0);
    std::string resource = absl::StrCat("name: 'r", upto(80), "' office: 'o", upto(5),
                                        "' answer { days: ", upto(500) - 100, " }");
    absl::StrAppend(&resource, At("send_time", base + upto(20'000'000)),
                    At("answer_time", base + upto(20'000'000)),
                    At("due_time", base + upto(20'000'000)));
    events.push_back({upto(2) == 0 ? kSent : kCalculated, resource,
                      absl::FromUnixSeconds(1'773'403'200 + upto(20'000'000))});
  }
  const auto sums_of = [&](const std::vector<size_t>& order, size_t batch) {
    Sums all;
    for (size_t begin = 0; begin < order.size(); begin += batch) {
      Sums of_batch;
      for (size_t i = begin; i < std::min(begin + batch, order.size()); ++i) {
        for (const Counted& one : CountedIn(program, events[order[i]])) {
          of_batch.Take(one, static_cast<int64_t>(order[i]) + 1);
        }
      }
      all.Take(of_batch);
    }
    return all.ByMonth();
  };
  std::vector<size_t> order(events.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto expected = sums_of(order, 1);
  EXPECT_GT(expected.size(), 20u);
  for (const size_t batch : {1, 7, 64, 1000}) {
    std::shuffle(order.begin(), order.end(), random);
    EXPECT_EQ(sums_of(order, batch), expected) << batch;
  }
}

}  // namespace
}  // namespace mandat::objectives::formulas
