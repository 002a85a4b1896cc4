#include "gateway/cli/dashboard_text.h"

#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"

namespace mandat::cli {
namespace {

using mandat::testing::Parsed;
using objectives::v1::Dashboard;
using objectives::v1::DashboardComparison;
using objectives::v1::DashboardRow;

TEST(DashboardText, ShowsTheRowsAsTheBoardReadsThem) {
  const auto dashboard = Parsed<Dashboard>(R"(plan_title { fr: "Mandat" en: "Mandate" }
      period { start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 3 day: 31 } }
      assess_date { year: 2026 month: 3 day: 31 } position: 42 digest: "ab"
      state: DASHBOARD_STATE_FROZEN)");
  const std::vector<DashboardRow> rows = {
      Parsed<DashboardRow>(R"(objective { number: "OS 2" title { en: "Quality" }
          progress { progress_permille: 875 } })"),
      Parsed<DashboardRow>(R"(depth: 1 indicator { number: "2.2" title { en: "Evaluated" }
          unit: UNIT_SHARE target_words { en: "all" }
          value { value { numerator: 7 denominator: 8 } }
          assessment { status: ASSESSMENT_STATUS_ON_TRACK achievement_permille: 875 } })"),
      Parsed<DashboardRow>(R"(depth: 1 indicator { number: "2.10" title { en: "Asked" } })"),
      Parsed<DashboardRow>(R"(depth: 1 action { title { fr: "Outil" } state: ACTION_STATE_RUNNING
          remaining { fr: "tout" } })")};
  EXPECT_EQ(DashboardText(dashboard, rows, {"en", 0}),
            "Mandate, 2026-q1 (frozen)\n"
            "number  title        value     status    reached  target or what remains\n"
            "OS 2    Quality                          87.5 %\n"
            "2.2       Evaluated  87.5 % *  on track  87.5 %   all\n"
            "2.10      Asked      -\n"
            "          Outil                running            tout\n"
            "* provisional: not accepted yet\n"
            "Assessed as of 2026-03-31, frozen at position 42, digest ab\n");
}

TEST(ComparisonText, SaysWhatBothSay) {
  const auto comparison = Parsed<DashboardComparison>(R"(unchanged_count: 3
      differences { number: "2.2" title { fr: "Mesure" } change: DASHBOARD_ROW_CHANGE_CHANGED
        aspects: [DASHBOARD_ASPECT_VALUE, DASHBOARD_ASPECT_STATUS, DASHBOARD_ASPECT_ACCEPTANCE]
        before { unit: UNIT_SHARE value { numerator: 1 denominator: 2 }
                 status: ASSESSMENT_STATUS_MISSED
                 value_period { start_date { year: 2026 month: 1 day: 1 }
                                end_date { year: 2026 month: 3 day: 31 } } }
        after { unit: UNIT_SHARE official: true status: ASSESSMENT_STATUS_AT_RISK
                achievement_permille: 800 } }
      differences { title { fr: "Outil" } change: DASHBOARD_ROW_CHANGE_CHANGED
        aspects: [DASHBOARD_ASPECT_STATE, DASHBOARD_ASPECT_WORK, DASHBOARD_ASPECT_DATES,
                  DASHBOARD_ASPECT_BUDGET]
        before { state: ACTION_STATE_PLANNED budget_cents: 100
                 planned_period { start_date { year: 2026 month: 1 day: 1 } } }
        after { state: ACTION_STATE_DONE budget_cents: 250 } }
      differences { number: "3" title { fr: "Neuf" } change: DASHBOARD_ROW_CHANGE_CHANGED
        aspects: [DASHBOARD_ASPECT_STATUS, DASHBOARD_ASPECT_ACCEPTANCE]
        before { unit: UNIT_COUNT }
        after { unit: UNIT_COUNT official: true status: ASSESSMENT_STATUS_REACHED } }
      differences { number: "T1" title { fr: "But" } change: DASHBOARD_ROW_CHANGE_WENT })");
  EXPECT_EQ(ComparisonText(comparison, {"fr", 0}),
            "number  title   what        before           after\n"
            "2.2     Mesure  value       50 % in 2026-q1  -\n"
            "2.2     Mesure  status      missed           at risk, 80 %\n"
            "2.2     Mesure  acceptance  provisional      accepted\n"
            "        Outil   state       planned          done\n"
            "        Outil   work\n"
            "        Outil   dates       2026-01-01..\n"
            "        Outil   budget      1.00 EUR         2.50 EUR\n"
            "3       Neuf    status      -                reached\n"
            "3       Neuf    acceptance  -                accepted\n"
            "T1      But     went\n"
            "3 rows say the same.\n");
  EXPECT_EQ(ComparisonText(DashboardComparison(), {"fr", 0}), "0 rows say the same.\n");
}

}  // namespace
}  // namespace mandat::cli
