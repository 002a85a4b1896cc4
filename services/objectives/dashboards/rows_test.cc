#include "services/objectives/dashboards/rows.h"

#include <algorithm>
#include <map>
#include <random>

#include "gmock/gmock.h"
#include "services/lib/base/rational.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/assessment/assess.h"
#include "services/objectives/assessment/health.h"
#include "services/objectives/dashboards/dashboard_for_test.h"

namespace mandat::objectives::dashboards {
namespace {

using mandat::testing::EqualsProto;
using ::testing::ElementsAre;

std::vector<v1::DashboardRow> Rows(const PlanContent& content,
                                   absl::CivilDay day = kLastOfQuarter) {
  return RowsOf(content, day);
}

const v1::DashboardIndicator& IndicatorIn(const std::vector<v1::DashboardRow>& rows,
                                          const std::string& name) {
  for (const v1::DashboardRow& row : rows) {
    if (row.indicator().indicator() == name) return row.indicator();
  }
  ADD_FAILURE() << name;
  return v1::DashboardIndicator::default_instance();
}

const v1::DashboardObjective& ObjectiveIn(const std::vector<v1::DashboardRow>& rows,
                                          const std::string& name) {
  for (const v1::DashboardRow& row : rows) {
    if (row.objective().objective() == name) return row.objective();
  }
  ADD_FAILURE() << name;
  return v1::DashboardObjective::default_instance();
}

TEST(AssessDay, IsTheLastOfThePeriodOrTodayWhereThatIsEarlier) {
  const base::Period quarter = FirstQuarter();
  EXPECT_EQ(AssessDay(quarter, absl::CivilDay(2026, 2, 3)), absl::CivilDay(2026, 2, 3));
  EXPECT_EQ(AssessDay(quarter, absl::CivilDay(2026, 3, 31)), kLastOfQuarter);
  EXPECT_EQ(AssessDay(quarter, absl::CivilDay(2026, 4, 1)), kLastOfQuarter);
  EXPECT_EQ(AssessDay(quarter, absl::CivilDay(2027, 1, 1)), kLastOfQuarter);
}

TEST(RowsOf, StandInTheOrderInWhichTheBoardReadsThem) {
  EXPECT_THAT(Outline(Rows(SmallContent())),
              ElementsAre("OS 2|objectives/two", "  2.2|indicators/i2", "  2.1|objectives/part",
                          "    2.1.1|indicators/ip", "    |actions/a1", "OS 10|objectives/ten",
                          "  10.1|indicators/i10"));
}

// What is read comes by id, and ids say nothing.
TEST(RowsOf, DoNotDependOnTheOrderInWhichThePlanWasRead) {
  std::mt19937 random(mandat::testing::SeedOr(20260401));
  PlanContent content = SmallContent();
  content.actions.push_back(content.actions.front());
  content.actions.back().set_name("actions/a2");
  content.actions.push_back(content.actions.front());
  content.actions.back().set_name("actions/a0");
  content.actions.back().clear_planned_period();
  const std::string digest = DigestOf(Rows(content));
  EXPECT_THAT(Outline(Rows(content)),
              ::testing::IsSupersetOf({"    |actions/a1", "    |actions/a2", "    |actions/a0"}));
  for (int i = 0; i < 20; ++i) {
    std::shuffle(content.objectives.begin(), content.objectives.end(), random);
    std::shuffle(content.indicators.begin(), content.indicators.end(), random);
    std::shuffle(content.actions.begin(), content.actions.end(), random);
    EXPECT_EQ(DigestOf(Rows(content)), digest);
  }
}

TEST(RowsOf, AnActionStandsOnceBelowWhatItServesMost) {
  PlanContent content = SmallContent();
  content.actions[0].mutable_serves(0)->set_contribution_share_permille(500);
  content.actions[0].mutable_serves(1)->set_contribution_share_permille(500);
  const auto rows = Rows(content);
  EXPECT_EQ(rows.size(), content.size());
  EXPECT_EQ(Outline(rows).back(), "  |actions/a1") << "of equal shares the first";
}

TEST(RowsOf, AnIndicatorShowsItsLatestValueAndTheOneBefore) {
  PlanContent content = SmallContent();
  const absl::CivilDay known(2026, 2, 1);
  content.indicators[0].values = {QuarterValue(1, 60, known)};
  EXPECT_THAT(IndicatorIn(Rows(content), "indicators/i10").value(),
              EqualsProto(content.indicators[0].values[0]));
  EXPECT_FALSE(IndicatorIn(Rows(content), "indicators/i10").has_value_before());
  content.indicators[0].values = {QuarterValue(1, 60, known), QuarterValue(2, 70, known, false),
                                  QuarterValue(3, 80, known)};
  const auto second = Rows(content, absl::CivilDay(2026, 6, 30));
  EXPECT_THAT(IndicatorIn(second, "indicators/i10").value(),
              EqualsProto(content.indicators[0].values[1]));
  EXPECT_THAT(IndicatorIn(second, "indicators/i10").value_before(),
              EqualsProto(content.indicators[0].values[0]));
  EXPECT_FALSE(IndicatorIn(second, "indicators/i2").has_value());
}

// A quarter of months: by the aggregation of the indicator, with its parts, and with the quarter
// before.
TEST(RowsOf, ValuesOfShorterPeriodsAreShownTogether) {
  PlanContent content = SmallContent();
  MeasuredIndicator& monthly = content.indicators[0];
  monthly.indicator.set_frequency(v1::FREQUENCY_MONTH);
  monthly.values = {MonthValue(-1, 30), MonthValue(0, 50), MonthValue(1, 60),
                    MonthValue(2, 70),  MonthValue(3, 80), MonthValue(4, 90)};
  const auto shown = [&content](v1::Aggregation how) {
    content.indicators[0].indicator.set_aggregation(how);
    return IndicatorIn(Rows(content), "indicators/i10");
  };
  const auto figure = [](const v1::DashboardValue& value) {
    return base::ParseRational(value.value(), "value").value();
  };
  const auto of = [](int64_t a, int64_t b) { return base::Rational::Of(a, b).value(); };
  const auto last = shown(v1::AGGREGATION_LAST);
  EXPECT_EQ(figure(last.value()), of(80, 100));
  EXPECT_EQ(figure(last.value_before()), of(50, 100));
  EXPECT_THAT(last.value().period(), EqualsProto(base::ToPeriod(FirstQuarter())));
  EXPECT_EQ(last.parts_size(), 3);
  EXPECT_TRUE(last.value().official());
  EXPECT_EQ(figure(shown(v1::AGGREGATION_SUM).value()), of(210, 100));
  EXPECT_EQ(figure(shown(v1::AGGREGATION_AVERAGE).value_before()), of(40, 100));
  EXPECT_EQ(figure(shown(v1::AGGREGATION_RATIO).value()), of(210, 300));

  // One that is provisional, or missing, makes the whole provisional.
  monthly.values[3].set_official(false);
  EXPECT_FALSE(shown(v1::AGGREGATION_SUM).value().official());
  monthly.values[3].set_official(true);
  monthly.values.erase(monthly.values.begin() + 3);
  EXPECT_FALSE(shown(v1::AGGREGATION_SUM).value().official());
  EXPECT_EQ(shown(v1::AGGREGATION_SUM).parts_size(), 2);
  // Of the quarter that runs, what has begun.
  const auto running = Rows(content, absl::CivilDay(2026, 1, 31));
  EXPECT_EQ(IndicatorIn(running, "indicators/i10").parts_size(), 1);
  EXPECT_TRUE(IndicatorIn(running, "indicators/i10").value().official());
  monthly.values.clear();
  EXPECT_FALSE(shown(v1::AGGREGATION_SUM).has_value());
}

// A period that begins on the day after is not part of the picture; the day itself is.
TEST(RowsOf, ValuesOfPeriodsThatBeginLaterAreLeftOut) {
  PlanContent content = SmallContent();
  content.indicators[0].values = {QuarterValue(2, 70, absl::CivilDay(2026, 4, 1))};
  EXPECT_FALSE(IndicatorIn(Rows(content), "indicators/i10").has_value());
  EXPECT_TRUE(IndicatorIn(Rows(content, absl::CivilDay(2026, 4, 1)), "indicators/i10").has_value());
}

// Figures of a quarter are entered and accepted once it is over.
TEST(RowsOf, WhatWasKnownWhenItWasFrozenCountsForThePeriod) {
  PlanContent content = SmallContent();
  const absl::CivilDay before(2026, 3, 20), after(2026, 4, 20);
  content.indicators[0].values = {QuarterValue(1, 75, before)};
  const v1::Assessment early = IndicatorIn(Rows(content), "indicators/i10").assessment();
  content.indicators[0].values = {QuarterValue(1, 75, after)};
  const v1::Assessment late = IndicatorIn(Rows(content), "indicators/i10").assessment();
  EXPECT_EQ(late.value().numerator(), 3);
  EXPECT_EQ(late.achievement_permille(), 625);
  EXPECT_EQ(early.achievement_permille(), 625);
  EXPECT_EQ(IndicatorIn(Rows(content), "indicators/i10").value().known_date().month(), 4);
}

TEST(RowsOf, AnIndicatorIsAssessedOnTheDayAgainstTheTargetThatCounts) {
  PlanContent content = SmallContent();
  content.indicators[0].values = {QuarterValue(1, 60, absl::CivilDay(2026, 4, 2))};
  const auto rows = Rows(content);
  const v1::DashboardIndicator& shown = IndicatorIn(rows, "indicators/i10");
  EXPECT_EQ(shown.target(), "targets/i10");
  EXPECT_EQ(shown.target_words().fr(), "90 %");
  PeriodValue value;
  value.period = FirstQuarter();
  value.value = base::Rational::Of(60, 100).value();
  value.known_on = kLastOfQuarter;
  EXPECT_THAT(shown.assessment(),
              EqualsProto(Assess(content.indicators[0].indicator, *content.indicators[0].target,
                                 {value}, {absl::CivilDay(2024, 1, 1), absl::CivilDay(2029, 1, 1)},
                                 kLastOfQuarter)));
  content.indicators[0].target.reset();
  const auto untargeted = Rows(content);
  EXPECT_FALSE(IndicatorIn(untargeted, "indicators/i10").has_assessment());
  EXPECT_EQ(IndicatorIn(untargeted, "indicators/i10").target(), "");
}

TEST(RowsOf, AnObjectiveIsTheMeanOfItsIndicatorsAndOfWhatItConsistsOf) {
  PlanContent content = SmallContent();
  const absl::CivilDay known(2026, 3, 1);
  content.indicators[1].values = {QuarterValue(1, 70, known)};  // (70 - 50) / (90 - 50)
  content.indicators[2].values = {QuarterValue(1, 90, known)};  // all of it
  const auto rows = Rows(content);
  EXPECT_EQ(ObjectiveIn(rows, "objectives/part").progress().progress_permille(), 1000);
  // (1 × 500 + 3 × 1000) / 4
  EXPECT_EQ(ObjectiveIn(rows, "objectives/two").progress().progress_permille(), 875);
  const v1::Progress& unknown = ObjectiveIn(rows, "objectives/ten").progress();
  EXPECT_FALSE(unknown.has_progress_permille()) << "what nobody measured is not zero";
  EXPECT_THAT(unknown.missing(), ElementsAre("indicators/i10"));
}

TEST(RowsOf, AnActionShowsWhatTheBoardAsksOfIt) {
  const PlanContent content = SmallContent();
  const auto rows = Rows(content);
  const v1::DashboardAction& shown = rows[4].action();
  EXPECT_EQ(shown.done_so_far().fr(), "plan");
  EXPECT_EQ(shown.remaining().fr(), "tout");
  EXPECT_THAT(shown.contributors(), ElementsAre("IT", "RH"));
  EXPECT_EQ(shown.budget_size(), 1);
  EXPECT_EQ(shown.serves_size(), 2);
  EXPECT_EQ(shown.political_holder(), "alderman B");
  EXPECT_EQ(shown.administrative_holder(), "");
  EXPECT_THAT(shown.health(), EqualsProto(HealthOf(content.actions[0], kLastOfQuarter)));
  EXPECT_EQ(shown.health().late_end_days(), 16);
  EXPECT_EQ(Rows(content, absl::CivilDay(2026, 3, 30))[4].action().political_holder(),
            "alderman A");
}

TEST(Stamp, GivesRowsTheirDashboardAndPlace) {
  auto rows = Rows(SmallContent());
  const v1::Dashboard dashboard = DashboardOf(&rows);
  EXPECT_EQ(rows[0].name(), "dashboardRows/d1-0001");
  EXPECT_EQ(rows[6].name(), "dashboardRows/d1-0007");
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].place(), static_cast<int>(i) + 1);
    EXPECT_EQ(rows[i].dashboard(), dashboard.name());
    EXPECT_EQ(rows[i].owner(), kAgency);
    EXPECT_EQ(rows[i].supervisor(), kMinistry);
  }
}

TEST(DigestOf, ChangesWithEveryWordAndTheOrderAndWithNothingElse) {
  auto rows = Rows(SmallContent());
  const std::string digest = DashboardOf(&rows).digest();
  EXPECT_EQ(digest.size(), 64u);
  auto stored = rows;
  for (v1::DashboardRow& row : stored) {
    row.set_name("dashboardRows/other-" + row.name());
    row.set_dashboard("dashboards/other");
    row.set_etag("1");
  }
  EXPECT_EQ(DigestOf(stored), digest);
  std::map<std::string, int> seen = {{digest, 0}};
  for (size_t i = 0; i < rows.size(); ++i) {
    auto other = rows;
    other[i].set_depth(other[i].depth() + 1);
    ++seen[DigestOf(other)];
    other = rows;
    std::swap(other[i], other[(i + 1) % rows.size()]);
    ++seen[DigestOf(other)];
    other = rows;
    other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
    ++seen[DigestOf(other)];
  }
  EXPECT_EQ(seen.size(), 3 * rows.size() + 1);
  EXPECT_EQ(DigestOf({}), std::string(64, '0'));
}

}  // namespace
}  // namespace mandat::objectives::dashboards
