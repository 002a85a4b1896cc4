#include "services/objectives/dashboards/rules_comparison.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/dashboards/dashboard_for_test.h"

namespace mandat::objectives::dashboards {
namespace {

using mandat::testing::EqualsProto;
using ::testing::ElementsAre;
using v1::DashboardRow;

std::vector<DashboardRow> Sample() {
  PlanContent content = SmallContent();
  content.indicators[0].values = {QuarterValue(1, 60, absl::CivilDay(2026, 3, 1))};
  std::vector<DashboardRow> rows = RowsOf(content, kLastOfQuarter);
  DashboardOf(&rows);
  return rows;
}

// Where the rows of the sample lie.
constexpr size_t kPart = 2, kAction = 4, kTen = 5, kIndicator = 6;

TEST(Compare, OfThePictureWithItselfFindsNothing) {
  const auto rows = Sample();
  const v1::DashboardComparison same = Compare(rows, rows);
  EXPECT_EQ(same.differences_size(), 0);
  EXPECT_EQ(same.unchanged_count(), 7);
  EXPECT_EQ(Compare({}, {}).unchanged_count(), 0);
}

struct Case {
  size_t row;
  std::function<void(DashboardRow*)> change;
  std::vector<v1::DashboardAspect> aspects;
};

TEST(Compare, NamesWhatARowSaysOtherwise) {
  using namespace v1;  // NOLINT: a table of aspects
  const Case cases[] = {
      {kTen,
       [](auto* row) { row->mutable_objective()->set_number("OS 9"); },
       {DASHBOARD_ASPECT_PLACE}},
      {kTen,
       [](auto* row) { row->mutable_objective()->mutable_title()->set_nl("Doel"); },
       {DASHBOARD_ASPECT_PLACE}},
      {kTen,
       [](auto* row) { row->mutable_objective()->mutable_progress()->set_progress_permille(251); },
       {DASHBOARD_ASPECT_PROGRESS}},
      {kTen,
       [](auto* row) { row->mutable_objective()->mutable_progress()->clear_progress_permille(); },
       {DASHBOARD_ASPECT_PROGRESS}},
      {kTen,
       [](auto* row) { row->mutable_objective()->set_political_holder("B"); },
       {DASHBOARD_ASPECT_RESPONSIBILITY}},
      {kIndicator,
       [](auto* row) {
         row->mutable_indicator()->mutable_value()->mutable_value()->set_numerator(61);
       },
       {DASHBOARD_ASPECT_VALUE}},
      {kIndicator,
       [](auto* row) { row->mutable_indicator()->mutable_value()->clear_value(); },
       {DASHBOARD_ASPECT_VALUE}},
      {kIndicator,
       [](auto* row) {
         *row->mutable_indicator()->mutable_value()->mutable_period() =
             QuarterValue(2, 0, kLastOfQuarter).period();
       },
       {DASHBOARD_ASPECT_VALUE}},
      {kIndicator,
       [](auto* row) { row->mutable_indicator()->mutable_value()->set_official(false); },
       {DASHBOARD_ASPECT_ACCEPTANCE}},
      {kIndicator,
       [](auto* row) { row->mutable_indicator()->set_target("targets/t9"); },
       {DASHBOARD_ASPECT_TARGET}},
      {kIndicator,
       [](auto* row) { row->mutable_indicator()->mutable_target_words()->set_fr("95 %"); },
       {DASHBOARD_ASPECT_TARGET}},
      {kIndicator,
       [](auto* row) {
         row->mutable_indicator()->mutable_assessment()->set_status(ASSESSMENT_STATUS_REACHED);
       },
       {DASHBOARD_ASPECT_STATUS}},
      {kIndicator,
       [](auto* row) {
         row->mutable_indicator()->mutable_assessment()->set_achievement_permille(999);
       },
       {DASHBOARD_ASPECT_STATUS}},
      {kAction,
       [](auto* row) { row->mutable_action()->set_state(ACTION_STATE_DONE); },
       {DASHBOARD_ASPECT_STATE}},
      {kAction,
       [](auto* row) { row->mutable_action()->mutable_health()->set_stated(HEALTH_BLOCKED); },
       {DASHBOARD_ASPECT_HEALTH}},
      {kAction,
       [](auto* row) { row->mutable_action()->mutable_remaining()->set_fr("peu"); },
       {DASHBOARD_ASPECT_WORK}},
      {kAction,
       [](auto* row) {
         row->mutable_action()->mutable_planned_period()->mutable_end_date()->set_day(16);
       },
       {DASHBOARD_ASPECT_DATES}},
      {kAction,
       [](auto* row) { row->mutable_action()->mutable_budget(0)->mutable_amount()->set_units(1); },
       {DASHBOARD_ASPECT_BUDGET}},
      {kAction,
       [](auto* row) {
         row->mutable_action()->set_state(ACTION_STATE_SUSPENDED);
         row->mutable_action()->set_administrative_holder("C");
       },
       {DASHBOARD_ASPECT_STATE, DASHBOARD_ASPECT_RESPONSIBILITY}},
  };
  const auto before = Sample();
  for (const Case& one : cases) {
    auto after = before;
    one.change(&after[one.row]);
    const v1::DashboardComparison found = Compare(before, after);
    ASSERT_EQ(found.differences_size(), 1) << after[one.row].DebugString();
    EXPECT_EQ(found.unchanged_count(), 6);
    EXPECT_EQ(found.differences(0).change(), v1::DASHBOARD_ROW_CHANGE_CHANGED);
    EXPECT_THAT(found.differences(0).aspects(), ::testing::ElementsAreArray(one.aspects))
        << after[one.row].DebugString();
  }
}

TEST(Compare, SaysWhatBothSay) {
  const auto before = Sample();
  auto after = before;
  after[kIndicator].mutable_indicator()->mutable_value()->mutable_value()->set_numerator(75);
  const v1::DashboardComparison found = Compare(before, after);
  ASSERT_EQ(found.differences_size(), 1);
  const v1::DashboardRowDifference& difference = found.differences(0);
  EXPECT_EQ(difference.subject(), "indicators/i10");
  EXPECT_EQ(difference.number(), "10.1");
  EXPECT_EQ(difference.title().fr(), "Mesure");
  EXPECT_EQ(difference.before().value().numerator(), 60);
  EXPECT_EQ(difference.after().value().numerator(), 75);
  EXPECT_EQ(difference.before().dashboard_row(), "dashboardRows/d1-0007");
  EXPECT_EQ(difference.before().achievement_permille(), 250);
  EXPECT_EQ(difference.before().target_words().fr(), "90 %");
}

TEST(Compare, EqualFractionsAreOneFigure) {
  const auto before = Sample();
  auto after = before;
  common::v1::Rational* value =
      after[kIndicator].mutable_indicator()->mutable_value()->mutable_value();
  value->set_numerator(3);
  value->set_denominator(5);
  EXPECT_EQ(Compare(before, after).differences_size(), 0);
}

TEST(Compare, RowsComeAndGo) {
  const auto before = Sample();
  auto after = before;
  after.erase(after.begin() + kAction);
  const v1::DashboardComparison went = Compare(before, after);
  ASSERT_EQ(went.differences_size(), 1);
  EXPECT_EQ(went.differences(0).change(), v1::DASHBOARD_ROW_CHANGE_WENT);
  EXPECT_EQ(went.differences(0).subject(), "actions/a1");
  EXPECT_TRUE(went.differences(0).has_before());
  EXPECT_FALSE(went.differences(0).has_after());
  EXPECT_EQ(went.differences(0).before().budget_cents(), 120'000);
  const v1::DashboardComparison came = Compare(after, before);
  ASSERT_EQ(came.differences_size(), 1);
  EXPECT_EQ(came.differences(0).change(), v1::DASHBOARD_ROW_CHANGE_CAME);
  EXPECT_FALSE(came.differences(0).has_before());
  EXPECT_THAT(came.differences(0).after(), EqualsProto(went.differences(0).before()));
  EXPECT_EQ(came.unchanged_count(), 6);
}

// The objective that a row stands below is the last one above it, not the one beside.
TEST(Compare, AnActionThatMovedIsNamed) {
  PlanContent content = SmallContent();
  const auto before = RowsOf(content, kLastOfQuarter);
  content.actions[0].mutable_serves(0)->set_contribution_share_permille(900);
  const auto after = RowsOf(content, kLastOfQuarter);
  const v1::DashboardComparison found = Compare(before, after);
  ASSERT_EQ(found.differences_size(), 1);
  EXPECT_EQ(found.differences(0).subject(), "actions/a1");
  EXPECT_THAT(found.differences(0).aspects(), ElementsAre(v1::DASHBOARD_ASPECT_PLACE));
  EXPECT_EQ(before[kPart].objective().objective(), "objectives/part");
}

}  // namespace
}  // namespace mandat::objectives::dashboards
