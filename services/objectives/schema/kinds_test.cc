#include "services/objectives/schema/kinds.h"

#include "gmock/gmock.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "services/lib/testing/kind_checks.h"
#include "services/objectives/schema/dashboard_kinds.h"
#include "services/objectives/schema/migrations.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives {
namespace {

using testing::ColumnsOf;

TEST(Kinds, AreTheTablesOfTheSchema) {
  testing::ExpectTablesOfKinds(Kinds(), ledger::ObjectivesMigrations());
  testing::ExpectIndexesOfKinds(Kinds(), ledger::ObjectivesMigrations());
  testing::ExpectColumnsOfKinds(Kinds());
}

TEST(Kinds, NothingIsPersonalAndEverythingButCopiesIsPublished) {
  for (const ledger::Kind* kind : Kinds().kinds()) {
    EXPECT_FALSE(kind->personal()) << kind->table;
    if (!kind->logged) {
      EXPECT_FALSE(kind->published) << kind->table;
      continue;
    }
    // Rows come and go with their dashboard, which is.
    EXPECT_EQ(kind->published, kind != &DashboardRows().kind) << kind->table;
    EXPECT_NE(kind->owner, nullptr) << kind->table;
    EXPECT_NE(kind->supervisor, nullptr) << kind->table;
  }
}

TEST(Kinds, APlanShowsItsStateAndDates) {
  EXPECT_EQ(ColumnsOf(Plans().kind, TestPlan()),
            "owner=0136695962 supervisor=0428759497 kind=MANDATE state=DRAFT start_date=19723 "
            "end_date=21549");
  EXPECT_EQ(ColumnsOf(Plans().kind, With(TestPlan(), R"(state: PLAN_STATE_EVALUATED
          parent: "plans/p0" adoption { date { year: 1970 month: 1 day: 2 } }
          evaluation { mark: EVALUATION_MARK_RESERVED })")),
            "owner=0136695962 supervisor=0428759497 kind=MANDATE state=EVALUATED parent=p0 "
            "start_date=19723 end_date=21549 adoption_date=1 mark=RESERVED");
}

TEST(Kinds, AnObjectiveIsAtTheTopOrBelowAnother) {
  EXPECT_EQ(ColumnsOf(Objectives().kind, TestObjective()),
            "owner=0136695962 supervisor=0428759497 plan=p1 at_top=1 level=STRATEGIC number=OS 1 "
            "weight=0");
  EXPECT_EQ(ColumnsOf(Objectives().kind,
                      With(TestObjective(), "parent: 'objectives/o0' unit: 'u' weight: 3")),
            "owner=0136695962 supervisor=0428759497 plan=p1 parent=o0 at_top=0 level=STRATEGIC "
            "number=OS 1 unit=u weight=3");
}

TEST(Kinds, AnActionShowsItsDatesAndWhatItCosts) {
  EXPECT_EQ(ColumnsOf(Actions().kind, With(TestAction(), R"(
          planned_period { start_date { year: 1970 month: 1 day: 2 }
                           end_date { year: 1970 month: 1 day: 3 } }
          effective_period { start_date { year: 1970 month: 1 day: 4 } }
          budget { amount { currency_code: 'EUR' units: 2 nanos: 500000000 } }
          budget { amount { currency_code: 'EUR' units: 1 } })")),
            "owner=0136695962 supervisor=0428759497 plan=p1 state=PLANNED unit=contact "
            "planned_start=1 planned_end=2 effective_start=3 budget_cents=350");
}

TEST(Kinds, AnIndicatorShowsWhereItsValuesComeFrom) {
  EXPECT_EQ(ColumnsOf(Indicators().kind, TestIndicator()),
            "owner=0136695962 supervisor=0428759497 plan=p1 objective=o1 number=1.1 "
            "counts_in=SHARE direction=UP frequency=QUARTER source=ENTERED "
            "responsible_unit=contact");
  EXPECT_EQ(ColumnsOf(Indicators().kind, With(ComputedIndicator(), "formulas { }")),
            "owner=0136695962 supervisor=0428759497 plan=p1 objective=o1 number=1.1 "
            "counts_in=SHARE direction=UP frequency=QUARTER source=COMPUTED formula_version=2");
}

TEST(Kinds, ATargetShowsItsShapeAndTheDayThatEndsIt) {
  const std::string begin =
      "owner=0136695962 supervisor=0428759497 plan=p1 indicator=i1 counts=1 shape=";
  EXPECT_EQ(ColumnsOf(Targets().kind, TestTarget()), begin + "REACH due_date=20818");
  const std::string day = "{ year: 1970 month: 1 day: 2 }";
  const std::pair<std::string, std::string> shapes[] = {
      {"keep { }", "KEEP"},
      {"full_coverage { }", "FULL_COVERAGE"},
      {"full_coverage { by " + day + " }", "FULL_COVERAGE due_date=1"},
      {"multiply { by " + day + " }", "MULTIPLY due_date=1"},
      {"reduce { }", "REDUCE"},
      {"reduce { until " + day + " }", "REDUCE due_date=1"},
      {"every { }", "EVERY"},
      {"milestone { by " + day + " }", "MILESTONE due_date=1"},
      {"continuous { }", "CONTINUOUS"},
  };
  for (const auto& [shape, columns] : shapes) {
    EXPECT_EQ(ColumnsOf(Targets().kind, With(TestTarget(), shape)), begin + columns);
  }
  EXPECT_EQ(ColumnsOf(Targets().kind, With(TestTarget(), "replaced_by: 'targets/t2' valid_from " +
                                                             day + " basis { date " + day + " }")),
            "owner=0136695962 supervisor=0428759497 plan=p1 indicator=i1 counts=0 shape=REACH "
            "due_date=20818 valid_from=1 basis_date=1");
}

TEST(Kinds, ADutyShowsItsDays) {
  const std::string day = "{ year: 1970 month: 1 day: ";
  EXPECT_EQ(
      ColumnsOf(Duties().kind, Parsed<v1::Duty>(R"(owner: "0136695962" plan: "plans/p1"
          supervisor: "0428759497" indicator: "indicators/i1" target: "targets/t1" unit: "contact"
          state: DUTY_STATE_KEPT_LATE span { start_date )" +
                                                day + "2 } end_date " + day + "5 } } due_date " +
                                                day + "4 } kept_date " + day + "6 }")),
      "owner=0136695962 supervisor=0428759497 plan=p1 indicator=i1 target=t1 unit=contact "
      "state=KEPT_LATE start_date=1 due_date=3 kept_date=5");
}

TEST(Kinds, AnAlertShowsWhoIsToldAndTheSupervisorOnlyWhereItSays) {
  const auto alert = Parsed<v1::Alert>(R"(owner: "0136695962" plan: "plans/p1"
      kind: ALERT_KIND_LATE_END subject: "actions/a1" state: ALERT_STATE_RAISED rung: 2
      addressee: RESPONSIBILITY_ROLE_ADMINISTRATIVE due_date { year: 1970 month: 1 day: 2 })");
  EXPECT_EQ(ColumnsOf(Alerts().kind, alert),
            "owner=0136695962 plan=p1 kind=LATE_END subject=actions/a1 state=RAISED due_date=1 "
            "rung=2 addressee=ADMINISTRATIVE");
}

TEST(Kinds, ADashboardHasASupervisorOnceItIsValidated) {
  const v1::Dashboard frozen = Parsed<v1::Dashboard>(R"(owner: "0136695962" supervisor: "0428759497"
      plan: "plans/p1" state: DASHBOARD_STATE_FROZEN position: 42 rows_count: 7 digest: "ab"
      period { start_date { year: 1970 month: 1 day: 2 } end_date { year: 1970 month: 1 day: 3 } }
      assess_date { year: 1970 month: 1 day: 4 })");
  const std::string dates =
      "start_date=1 end_date=2 assess_date=3 position=42 rows_count=7 digest=ab";
  EXPECT_EQ(ColumnsOf(Dashboards().kind, frozen), "owner=0136695962 plan=p1 state=FROZEN " + dates);
  EXPECT_EQ(ColumnsOf(Dashboards().kind, With(frozen, R"(state: DASHBOARD_STATE_PRESENTED
          validate_time { seconds: 1 } present_time { seconds: 2 })")),
            "owner=0136695962 supervisor=0428759497 plan=p1 state=PRESENTED " + dates +
                " validate_time=1000000 present_time=2000000");
}

TEST(Kinds, ARowShowsWhatItIsAboutAndHowThatStands) {
  const v1::DashboardRow row = Parsed<v1::DashboardRow>(
      "owner: '0136695962' supervisor: '0428759497' dashboard: 'dashboards/d1'");
  const std::string begin = "owner=0136695962 supervisor=0428759497 dashboard=d1 content=";
  const std::pair<std::string, std::string> contents[] = {
      {"objective { objective: 'objectives/o1' }", "OBJECTIVE subject=o1"},
      {"objective { objective: 'objectives/o1' progress { progress_permille: 0 } }",
       "OBJECTIVE subject=o1 reached_permille=0"},
      {"indicator { indicator: 'indicators/i1' }", "INDICATOR subject=i1"},
      {"indicator { indicator: 'indicators/i1' value { } assessment { status: "
       "ASSESSMENT_STATUS_AT_RISK achievement_permille: 300 } }",
       "INDICATOR subject=i1 status=AT_RISK reached_permille=300 official=0"},
      {"action { action: 'actions/a1' state: ACTION_STATE_DONE }", "ACTION subject=a1 status=DONE"},
  };
  for (const auto& [content, columns] : contents) {
    EXPECT_EQ(ColumnsOf(DashboardRows().kind, With(row, content)), begin + columns);
  }
}

}  // namespace
}  // namespace mandat::objectives
