#include "services/objectives/formulas/shipped.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/action.pb.h"
#include "services/lib/base/phrase.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/formulas/combination.h"
#include "services/objectives/formulas/event_types.h"
#include "services/objectives/formulas/periods.h"
#include "services/objectives/formulas/program.h"
#include "services/objectives/formulas/resources_for_test.h"
#include "services/objectives/formulas/terms.h"
#include "services/objectives/formulas/vocabulary.h"
#include "services/objectives/formulas/words.h"

namespace mandat::objectives::formulas {
namespace {

using base::Rational;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const v1::Formula& FormulaOf(const v1::Indicator& indicator) {
  return indicator.formulas(0).formula();
}

TEST(ShippedIndicators, AreWhole) {
  std::set<std::string> names;
  for (const v1::Indicator& indicator : ShippedIndicators()) {
    SCOPED_TRACE(indicator.name());
    EXPECT_TRUE(names.insert(indicator.name()).second);
    EXPECT_THAT(base::ParseName(indicator.name(), "indicators", "name"), testing::IsOk());
    EXPECT_NE(indicator.unit(), v1::UNIT_UNSPECIFIED);
    EXPECT_NE(indicator.direction(), v1::DIRECTION_UNSPECIFIED);
    EXPECT_NE(indicator.aggregation(), v1::AGGREGATION_UNSPECIFIED);
    EXPECT_NE(indicator.frequency(), v1::FREQUENCY_UNSPECIFIED);
    EXPECT_EQ(indicator.source(), v1::VALUE_SOURCE_COMPUTED);
    for (const base::Language language : base::kLanguages) {
      EXPECT_NE(base::Figure(indicator.title()).In(language), "");
    }
    ASSERT_EQ(indicator.formulas_size(), 1);
    EXPECT_EQ(indicator.formulas(0).version(), 1);
    EXPECT_THAT(CheckFormula(FormulaOf(indicator), ""), testing::IsOk());
    // A share is a share, and only a share is.
    EXPECT_EQ(FormulaOf(indicator).has_tally(), indicator.unit() != v1::UNIT_SHARE);
  }
}

TEST(ShippedIndicators, CombineIndicatorsOfTheirFrequencyWithoutACircle) {
  Operands operands;
  for (const v1::Indicator& indicator : ShippedIndicators()) {
    operands[indicator.name()] = OperandsOf(FormulaOf(indicator));
    for (const std::string& name : OperandsOf(FormulaOf(indicator))) {
      ASSERT_NE(FindShipped(name), nullptr) << name;
      EXPECT_EQ(FindShipped(name)->frequency(), indicator.frequency()) << name;
    }
  }
  EXPECT_THAT(FindCircle(operands), IsEmpty());
}

// Every type of event, field and code that a formula names.
void ExpectWords(const v1::Tally& tally) {
  for (const v1::EventFilter& filter : tally.events()) {
    EXPECT_NE(WordsOfEvent(filter.type()), nullptr) << filter.type();
    const google::protobuf::Descriptor& resource =
        EventTypes::Published().Find(filter.type())->resource();
    std::vector<std::string> paths = {tally.sum_field(), tally.distinct_field(),
                                      tally.time_field()};
    for (const v1::Condition& condition : filter.conditions()) {
      paths.push_back(condition.field());
      paths.push_back(condition.other_field());
    }
    for (const std::string& path : paths) {
      if (!path.empty()) {
        EXPECT_NE(WordsOfField(resource, path), nullptr) << filter.type() << " " << path;
      }
    }
  }
}

TEST(ShippedIndicators, HaveWordsInFourLanguages) {
  for (const v1::Indicator& indicator : ShippedIndicators()) {
    const v1::Formula& formula = FormulaOf(indicator);
    ExpectWords(formula.tally());
    ExpectWords(formula.share().numerator());
    ExpectWords(formula.share().denominator());
    const common::v1::LocalizedText words = WordsOf(formula);
    const std::vector<std::string> told = {words.fr(), words.nl(), words.de(), words.en()};
    // Nothing is left open, and no name of the protos shows.
    EXPECT_THAT(told,
                Each(AllOf(Not(HasSubstr("{")), Not(HasSubstr("_")), Not(HasSubstr("notify")))))
        << indicator.name();
    EXPECT_EQ(std::set<std::string>(told.begin(), told.end()).size(), 4u) << indicator.name();
  }
}

// The shipped indicators over a list of events, each at a position of its own, as a store of facts
// does it.
class Ledger {
 public:
  Ledger() {
    for (const v1::Indicator& indicator : ShippedIndicators()) {
      EXPECT_THAT(program_.Add(static_cast<int64_t>(program_names_.size()), FormulaOf(indicator)),
                  testing::IsOk());
      program_names_.push_back(indicator.name());
    }
  }

  void Add(const TestEvent& event) {
    for (const Counted& one : CountedIn(program_, event)) {
      const auto key = absl::StrCat(one.formula, "/", one.role, "/", one.distinct);
      if (!one.distinct.empty() && !seen_.insert(key).second) continue;
      const v1::Indicator& indicator = *FindShipped(program_names_[one.formula]);
      const Periods periods(indicator.frequency(),
                            {absl::CivilDay(2020, 1, 1), absl::CivilDay(2030, 1, 1)});
      sums_[{indicator.name(), one.role, periods.KeyOf(*periods.Of(one.day))}] += one.amount;
    }
  }

  // The figure of `indicators/<id>` for a period; absent where there is none.
  FigureValue Of(const std::string& id, const std::string& period) {
    const std::string name = absl::StrCat("indicators/", id);
    const int64_t numerator = sums_[{name, v1::FACT_ROLE_NUMERATOR, period}];
    if (FindShipped(name)->formulas(0).formula().has_tally()) return Rational(numerator);
    return ShareOf(numerator, sums_[{name, v1::FACT_ROLE_DENOMINATOR, period}]).value();
  }

 private:
  Program program_;
  std::vector<std::string> program_names_;
  std::set<std::string> seen_;
  std::map<std::tuple<std::string, int, std::string>, int64_t> sums_;
};

FigureValue Part(int64_t numerator, int64_t denominator) {
  return Rational::Of(numerator, denominator).value();
}

absl::CivilSecond Noon(int month, int day) { return absl::CivilSecond(2026, month, day, 12, 0, 0); }

std::string EndingOn(absl::CivilDay day) {
  return absl::StrCat(" period {", On("end_date", day), " }");
}

TEST(ShippedIndicators, ConventionsAreEvaluatedBeforeTheirRenewal) {
  Ledger ledger;
  const absl::CivilDay end(2026, 3, 31);
  EXPECT_EQ(ledger.Of("conventions-evaluated", "2026-q1"), std::nullopt);
  ledger.Add({"partners.v1.convention.notify.renewed",
              "name: 'conventions/evaluated'" + EndingOn(end) +
                  At("evaluation_close_time", Noon(2, 1)) + At("renew_time", Noon(3, 1))});
  EXPECT_EQ(ledger.Of("conventions-evaluated", "2026-q1"), Part(1, 1));
  ledger.Add({"partners.v1.convention.notify.ended", "name: 'conventions/not'" + EndingOn(end)});
  EXPECT_EQ(ledger.Of("conventions-evaluated", "2026-q1"), Part(1, 2));
  // Evaluated after its renewal, at its very moment, and when it ended.
  ledger.Add({"partners.v1.convention.notify.renewed",
              "name: 'conventions/late'" + EndingOn(end) +
                  At("evaluation_close_time", Noon(3, 1) + 1) + At("renew_time", Noon(3, 1))});
  ledger.Add({"partners.v1.convention.notify.renewed", "name: 'conventions/same'" + EndingOn(end) +
                                                           At("evaluation_close_time", Noon(3, 1)) +
                                                           At("renew_time", Noon(3, 1))});
  ledger.Add({"partners.v1.convention.notify.ended", "name: 'conventions/ended'" + EndingOn(end) +
                                                         At("evaluation_close_time", Noon(1, 5))});
  EXPECT_EQ(ledger.Of("conventions-evaluated", "2026-q1"), Part(3, 5));
  // Those that end in another quarter or are terminated do not count here.
  ledger.Add(
      {"partners.v1.convention.notify.ended", "name: 'conventions/next'" + EndingOn(end + 1)});
  ledger.Add(
      {"partners.v1.convention.notify.terminated", "name: 'conventions/gone'" + EndingOn(end)});
  EXPECT_EQ(ledger.Of("conventions-evaluated", "2026-q1"), Part(3, 5));
  EXPECT_EQ(ledger.Of("conventions-evaluated", "2026-q2"), Part(0, 1));
}

TEST(ShippedIndicators, MeasuresProposalsAuditsAndOrders) {
  Ledger ledger;
  const std::string opened = "partners.v1.measure.notify.opened";
  ledger.Add({opened, "name: 'measures/a'" + At("evaluation_time", Noon(1, 1)) +
                          At("open_time", Noon(2, 1))});
  ledger.Add({opened, "name: 'measures/b'" + At("open_time", Noon(2, 1))});
  ledger.Add({opened, "name: 'measures/c'" + At("evaluation_time", Noon(2, 2)) +
                          At("open_time", Noon(2, 1))});
  EXPECT_EQ(ledger.Of("measures-evaluated", "2026"), Part(1, 3));

  for (const char* name : {"name: 'proposals/a'", "name: 'proposals/b'"}) {
    ledger.Add({"partners.v1.proposal.notify.received", name + At("receive_time", Noon(12, 31))});
  }
  // Analysed a year later, it counts for the year in which it was received, and once.
  const std::string analysed = "name: 'proposals/b'" + At("receive_time", Noon(12, 31)) +
                               At("analysis_time", Noon(12, 31) + 86'400 * 40);
  ledger.Add({"partners.v1.proposal.notify.analysed", analysed});
  ledger.Add({"partners.v1.proposal.notify.analysed", analysed});
  EXPECT_EQ(ledger.Of("proposals-analysed", "2026"), Part(1, 2));

  for (const int level : {1, 2, 3}) {
    ledger.Add({"partners.v1.audit.notify.recorded",
                absl::StrCat("name: 'audits/", level, "' level: ", level,
                             On("report_date", absl::CivilDay(2026, 5, level)))});
  }
  EXPECT_EQ(ledger.Of("audit-level-kept", "2026"), Part(2, 3));

  ledger.Add({"partners.v1.trainingOrder.notify.placed",
              "employers_needs_cents: 30000000" + On("order_date", absl::CivilDay(2025, 6, 1))});
  for (const int month : {3, 9}) {
    ledger.Add(
        {"partners.v1.trainingOrder.notify.placed",
         "employers_needs_cents: 30000000" + On("order_date", absl::CivilDay(2026, month, 1))});
  }
  EXPECT_EQ(ledger.Of("training-for-employers", "2025"), Part(30'000'000, 1));
  EXPECT_EQ(ledger.Of("training-for-employers", "2026"), Part(60'000'000, 1));
}

TEST(ShippedIndicators, ProgrammesAreOccupiedByTheDay) {
  Ledger ledger;
  for (int day = 1; day <= 30; ++day) {
    ledger.Add({"partners.v1.programme.notify.occupancyCounted",
                absl::StrCat("occupancy { places: 10 places_taken: ", day <= 15 ? 10 : 8,
                             On("date", absl::CivilDay(2026, 4, day)), " }")});
  }
  EXPECT_EQ(ledger.Of("programme-occupancy", "2026-04"), Part(9, 10));
  EXPECT_EQ(ledger.Of("programme-occupancy", "2026-05"), std::nullopt);
}

TEST(ShippedIndicators, Article60RequestsAreAnsweredInTime) {
  Ledger ledger;
  const absl::CivilSecond due(2026, 4, 1, 0, 0, 0);  // the midnight at which 31 March is over
  const auto answer = [&](absl::CivilSecond at, bool is_due = true) {
    ledger.Add({"socialaid.v1.article60Request.notify.calculated",
                At("answer_time", at) + (is_due ? At("due_time", due) : "")});
  };
  answer(due - 1);
  answer(due - 86'400);
  EXPECT_EQ(ledger.Of("article60-in-time", "2026-03"), Part(2, 2));
  answer(due);  // that midnight is the next day's: too late, and in April
  answer(due - 1, false);
  EXPECT_EQ(ledger.Of("article60-in-time", "2026-03"), Part(2, 3));
  EXPECT_EQ(ledger.Of("article60-in-time", "2026-04"), Part(0, 1));

  ledger.Add({"socialaid.v1.article60Request.notify.sent", At("send_time", due - 1)});
  ledger.Add({"socialaid.v1.article60Request.notify.sent", At("send_time", due)});
  ledger.Add({"socialaid.v1.article60Request.notify.resent", At("send_time", due)});
  EXPECT_EQ(ledger.Of("article60-received", "2026-03"), Part(1, 1));
  EXPECT_EQ(ledger.Of("article60-received", "2026-04"), Part(1, 1));
}

// The facts: 8,606 requests in 2022, 10,294 in 2023, a growth of 19.61 %.
TEST(ShippedIndicators, UniprocRequestsGrow) {
  Ledger ledger;
  const auto ask = [&](int year, int count) {
    for (int i = 0; i < count; ++i) {
      const absl::CivilSecond at(year, 1, 1, 0, 0, i * 3'000);
      ledger.Add(
          {"socialaid.v1.uniprocRequest.notify.asked",
           absl::StrCat("name: 'uniprocRequests/", year, "-", i, "'", At("receive_time", at))});
    }
  };
  ask(2022, 8'606);
  ask(2023, 10'294);
  EXPECT_EQ(ledger.Of("uniproc-requests", "2022"), Part(8'606, 1));
  EXPECT_EQ(ledger.Of("uniproc-requests", "2023"), Part(10'294, 1));
  const v1::Formula& growth = FindShipped("indicators/uniproc-growth")->formulas(0).formula();
  ASSERT_EQ(OperandsOf(growth), std::vector<std::string>{"indicators/uniproc-requests"});
  const FigureValue figures[] = {ledger.Of("uniproc-requests", "2023"),
                                 ledger.Of("uniproc-requests", "2022")};
  EXPECT_THAT(Combine(growth.combination().operation(), figures),
              testing::IsOkAndHolds(Part(1'688, 8'606)));
}

TEST(ShippedIndicators, ObligationsAreExecutedInTimeAndByEvidence) {
  Ledger ledger;
  const absl::CivilDay last(2026, 6, 30);
  const absl::CivilSecond due(2026, 7, 1, 0, 0, 0);
  const auto obligation = [&](const char* verb, const char* name, absl::CivilSecond closed,
                              int closure) {
    ledger.Add(
        {absl::StrCat("governance.v1.obligation.notify.", verb),
         absl::StrCat("name: 'obligations/", name, "'", On("due_date", last), At("due_time", due),
                      closure == 0 ? "" : At("close_time", closed), " closure: ", closure)});
  };
  obligation("closed", "early", Noon(3, 1), 1);
  obligation("closed", "last-second", due - 1, 2);
  obligation("overdue", "late", due, 0);
  obligation("closed", "late", due + 1, 1);  // it was overdue, and counts once
  obligation("overdue", "open", due, 0);
  EXPECT_EQ(ledger.Of("obligations-in-time", "2026-q2"), Part(2, 4));
  EXPECT_EQ(ledger.Of("obligations-in-time", "2026-q3"), std::nullopt);
  EXPECT_EQ(ledger.Of("obligations-by-evidence", "2026-q1"), Part(1, 1));
  EXPECT_EQ(ledger.Of("obligations-by-evidence", "2026-q2"), Part(0, 1));
  EXPECT_EQ(ledger.Of("obligations-by-declaration", "2026-q2"), Part(1, 1));
  EXPECT_EQ(ledger.Of("obligations-by-evidence", "2026-q3"), Part(1, 1));
}

TEST(ShippedIndicators, ActionsAreDoneInTimeAndDashboardsPresented) {
  Ledger ledger;
  const absl::CivilDay planned(2026, 9, 30);
  const auto action = [&](const char* name, int state, absl::CivilDay end) {
    ledger.Add({"objectives.v1.action.notify.updated",
                absl::StrCat("name: 'actions/", name, "' state: ", state, " planned_period {",
                             On("end_date", planned), " } effective_period {", On("end_date", end),
                             " }")});
  };
  action("a", v1::ACTION_STATE_DONE, planned);
  action("a", v1::ACTION_STATE_DONE, planned);
  action("b", v1::ACTION_STATE_DONE, planned + 1);
  action("c", v1::ACTION_STATE_RUNNING, planned);
  EXPECT_EQ(ledger.Of("actions-on-time", "2026"), Part(1, 2));

  ledger.Add({"objectives.v1.dashboard.notify.presented",
              "name: 'dashboards/a'" + At("present_time", Noon(3, 31))});
  ledger.Add({"objectives.v1.dashboard.notify.presented",
              "name: 'dashboards/b'" + At("present_time", Noon(4, 1))});
  EXPECT_EQ(ledger.Of("dashboards-presented", "2026-q1"), Part(1, 1));
  EXPECT_EQ(ledger.Of("dashboards-presented", "2026-q2"), Part(1, 1));
}

}  // namespace
}  // namespace mandat::objectives::formulas
