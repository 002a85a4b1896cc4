// The search against an oracle, on careers drawn at random.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <vector>

#include "services/lib/testing/seed.h"
#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/cases_for_test.h"
#include "services/socialaid/law/oracle_for_test.h"
#include "services/socialaid/law/request_for_test.h"

namespace mandat::socialaid::law {
namespace {

using oracle::OracleCase;
using oracle::OracleSpell;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

// Cases near the edges: ages around the brackets, contracts around the reform, careers of all
// regimes and kinds.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  int Pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool OneIn(int n) { return Pick(1, n) == 1; }

  v1::Article60Request Next(OracleCase* c) {
    v1::Article60Request request;
    c->start = sys_days(std::chrono::year(2022) / 1 / 1) + days(Pick(0, 5 * 365));
    const int ages[] = {20, 28, 34, 35, 35, 38, 48, 49, 49, 55};
    c->birth = sys_days(year_month_day(c->start) - years(ages[Pick(0, 9)])) - days(Pick(0, 364));
    *request.mutable_planned_start() = ToDate(c->start);
    if (OneIn(20)) c->birth = sys_days(std::chrono::year(OneIn(2) ? 1972 : 1976) / 2 / 29);
    const int weekly[] = {3800, 3800, 3800, 1900, 2850, 2400, 1140, 2533};
    c->weekly = weekly[Pick(0, 7)];
    *request.mutable_working_time() = Hours(c->weekly);
    c->half_days = OneIn(5);
    request.set_admission(c->half_days ? v1::ADMISSION_PART_TIME : v1::ADMISSION_FULL_TIME);
    sys_days at = c->start - days(Pick(200, 13 * 365));
    const bool dense = OneIn(2);
    for (int i = Pick(0, 12); i > 0 && at < c->start; --i) AddSpell(&at, dense, c, &request);
    if (OneIn(3)) AddEvents(c, &request);
    if (OneIn(5)) {
      c->admitted_before = true;
      c->earlier_admission = c->start - days(Pick(-60, 900));
      *request.mutable_earlier_admission() = ToDate(c->earlier_admission);
    }
    return request;
  }

  static google::type::Date ToDate(sys_days day) {
    const year_month_day date(day);
    google::type::Date out;
    out.set_year(static_cast<int>(date.year()));
    out.set_month(static_cast<int>(static_cast<unsigned>(date.month())));
    out.set_day(static_cast<int>(static_cast<unsigned>(date.day())));
    return out;
  }

  void AddSpell(sys_days* at, bool dense, OracleCase* c, v1::Article60Request* request) {
    const sys_days first = *at + days(dense ? Pick(1, 40) : Pick(-20, 300));
    const sys_days last = first + days(dense ? Pick(60, 700) : Pick(0, 200));
    *at = last;
    if (first >= c->start) return;
    v1::CareerSpell* spell = request->add_career();
    spell->set_kind(OneIn(2) ? v1::DAY_KIND_WORK
                             : static_cast<v1::DayKind>(Pick(v1::DAY_KIND_WORK, v1::DayKind_MAX)));
    // Two absences on one day would each take one of the ten.
    if (Overlaps(c->career, spell->kind(), first)) spell->set_kind(v1::DAY_KIND_WORK);
    *spell->mutable_period()->mutable_start_date() = ToDate(first);
    *spell->mutable_period()->mutable_end_date() = ToDate(last);
    int workdays = 0;
    for (sys_days day = first; day <= last; day += days(1))
      workdays += oracle::IsWorkday(day) ? 1 : 0;
    OracleSpell laid{first, last, spell->kind(), 1, true};
    const int regime = workdays == 0 ? 0 : Pick(0, 4);
    if (regime == 2) {
      const int worked = Pick(0, workdays);
      *spell->mutable_working_time() = Hours(3800, 3800, 500);
      spell->set_days_hundredths(worked * 100);
      laid = {first, last, spell->kind(), worked * 6.0 / 5 / workdays, false};
    } else if (regime == 3) {
      *spell->mutable_working_time() = Hours(1900);
      laid = {first, last, spell->kind(), 0.5, false};
    } else if (regime == 4) {
      const int hours = Pick(0, workdays * 5);
      *spell->mutable_working_time() = Hours(2400, 3600);
      spell->set_hours_hundredths(hours * 100);
      laid = {first, last, spell->kind(), hours * 6.0 / 36 / workdays, false};
    }
    c->career.push_back(laid);
  }

  void AddEvents(OracleCase* c, v1::Article60Request* request) {
    sys_days at = c->start - days(40);
    for (int i = Pick(1, 4); i > 0; --i) {
      const sys_days first = at + days(OneIn(3) ? Pick(0, 20) : Pick(20, 240));
      const sys_days last = first + days(Pick(0, 60));
      at = OneIn(3) ? first : last;
      v1::ContractEvent* event = request->add_contract_events();
      event->set_kind(OneIn(4)
                          ? v1::DAY_KIND_UNPAID_ABSENCE
                          : static_cast<v1::DayKind>(Pick(v1::DAY_KIND_HOLIDAY, v1::DayKind_MAX)));
      if (Overlaps(c->events, event->kind(), first)) event->set_kind(v1::DAY_KIND_HOLIDAY);
      *event->mutable_period()->mutable_start_date() = ToDate(first);
      *event->mutable_period()->mutable_end_date() = ToDate(last);
      c->events.push_back({first, last, event->kind(), 1, true});
    }
  }

 private:
  // Whether an unpaid absence from `first` on would meet another one.
  static bool Overlaps(const std::vector<OracleSpell>& spells, v1::DayKind kind, sys_days first) {
    return kind == v1::DAY_KIND_UNPAID_ABSENCE &&
           std::any_of(spells.begin(), spells.end(), [&](const OracleSpell& other) {
             return other.kind == kind && other.last >= first;
           });
  }

  std::mt19937 random_;
};

absl::CivilDay CivilOf(sys_days day) {
  return absl::CivilDay(1970, 1, 1) + (day - sys_days()).count();
}

unsigned SeedOf() { return testing::SeedOr(20260301); }

constexpr int kCases = 10000;

TEST(Oracle, AgreesOnGeneratedCareers) {
  const unsigned seed = SeedOf();
  Generator generator(seed);
  int outcomes[v1::Article60Outcome_ARRAYSIZE] = {};
  std::map<std::string, int> lines;
  for (int i = 0, cases = CasesOr(kCases); i < cases; ++i) {
    OracleCase c;
    const v1::Article60Request request = generator.Next(&c);
    const auto answer = Answer(request, CivilOf(c.birth), Parameters::Default());
    ASSERT_TRUE(answer.ok()) << answer.status();
    const int expected = oracle::FewestDays(c);
    ++outcomes[answer->outcome()];
    for (const v1::TraceStep& step : answer->steps()) {
      if (step.code() == "CONDITION_MET") ++lines[step.arguments().at("line")];
    }
    const int found =
        answer->outcome() == v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE ? -1 : answer->days();
    ASSERT_EQ(found, expected) << "seed " << seed << ", case " << i << ", born " << CivilOf(c.birth)
                               << "\n"
                               << request.DebugString() << answer->DebugString();
    EXPECT_EQ(answer->outcome() == v1::ARTICLE60_OUTCOME_ALREADY_OPEN, expected == 0);
  }
  // The cases reach every outcome and every line but the last, which (a) nearly always beats.
  for (int outcome = 1; outcome < v1::Article60Outcome_ARRAYSIZE; ++outcome) {
    EXPECT_GT(outcomes[outcome], 0) << outcome;
  }
  for (const char* line : {"UNDER_36", "FROM_36", "FROM_50", "FROM_36_CAREER",
                           "FROM_36_MISSING_DAYS", "FROM_50_CAREER", "ANY_AGE"}) {
    EXPECT_GT(lines[line], 0) << line;
  }
}

// An answer is a function of its facts and of the law that was known, wherever and whenever it is
// given again: from a request that was stored and read, by a law that was put together anew.
TEST(Replay, TheSameFactsAndParametersGiveTheSameBytes) {
  const unsigned seed = SeedOf();
  Generator generator(seed);
  std::vector<Parameter> rows(DefaultParameters().begin(), DefaultParameters().end());
  std::reverse(rows.begin(), rows.end());
  const auto parameters = Parameters::Make(rows, base::kLastDay);
  ASSERT_TRUE(parameters.ok()) << parameters.status();
  for (int i = 0, cases = CasesOr(kCases); i < cases; ++i) {
    OracleCase c;
    const v1::Article60Request request = generator.Next(&c);
    v1::Article60Request stored;
    ASSERT_TRUE(stored.ParseFromString(request.SerializeAsString()));
    const auto first = AnswerBytes(request, CivilOf(c.birth), Parameters::Default());
    ASSERT_TRUE(first.ok()) << first.status();
    const auto again = AnswerBytes(stored, CivilOf(c.birth), *parameters);
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(*first, *again) << "seed " << seed << ", case " << i << "\n" << request.DebugString();
    // They are the bytes of the message, too.
    v1::Article60Calculation calculation;
    ASSERT_TRUE(calculation.ParseFromString(*first));
    ASSERT_EQ(*first, CanonicalBytes(calculation)) << "seed " << seed << ", case " << i << "\n"
                                                   << request.DebugString();
  }
}

TEST(Oracle, MoreWorkInThePastNeverMeansMoreDaysToWork) {
  const unsigned seed = SeedOf();
  Generator generator(seed);
  for (int i = 0, cases = CasesOr(kCases); i < cases; ++i) {
    OracleCase c;
    v1::Article60Request request = generator.Next(&c);
    const auto before = Answer(request, CivilOf(c.birth), Parameters::Default());
    sys_days at = c.start - days(generator.Pick(50, 2000));
    v1::Article60Request more = request;
    generator.AddSpell(&at, true, &c, &more);
    more.mutable_career(more.career_size() - 1)->set_kind(v1::DAY_KIND_WORK);
    const auto after = Answer(more, CivilOf(c.birth), Parameters::Default());
    ASSERT_TRUE(before.ok() && after.ok());
    if (before->outcome() == v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE) continue;
    ASSERT_NE(after->outcome(), v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE);
    ASSERT_LE(after->days(), before->days()) << "seed " << seed << ", case " << i << "\n"
                                             << more.DebugString();
  }
}

}  // namespace
}  // namespace mandat::socialaid::law
