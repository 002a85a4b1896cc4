#include "services/objectives/dashboards/rules.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/dashboards/dashboard_for_test.h"

namespace mandat::objectives::dashboards {
namespace {

using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using v1::Dashboard;
using v1::DashboardRow;

// Half past two in the afternoon of 10 April 2026, in Brussels.
absl::Time Now() { return absl::FromUnixSeconds(1775824200); }

v1::FreezeDashboardRequest FreezeRequest(const base::Period& period = FirstQuarter()) {
  v1::FreezeDashboardRequest request;
  request.set_plan("plans/p1");
  *request.mutable_period() = base::ToPeriod(period);
  return request;
}

Frozen Picture() {
  Frozen frozen;
  frozen.plan = PlanIn(v1::PLAN_STATE_RUNNING);
  frozen.position = 42;
  frozen.sources.emplace_back().set_service("socialaid");
  frozen.assess_day = kLastOfQuarter;
  frozen.rows = RowsOf(SmallContent(), kLastOfQuarter);
  return frozen;
}

TEST(CheckFreeze, WantsAMonthAQuarterOrAYear) {
  const auto day = [](int y, int m, int d) { return absl::CivilDay(y, m, d); };
  for (const auto& [start, end] :
       {std::pair(day(2026, 2, 1), day(2026, 3, 1)), std::pair(day(2026, 1, 1), day(2026, 4, 1)),
        std::pair(day(2026, 10, 1), day(2027, 1, 1)),
        std::pair(day(2026, 1, 1), day(2027, 1, 1))}) {
    EXPECT_THAT(CheckFreeze(FreezeRequest({start, end})), IsOk()) << start;
  }
  for (const auto& [start, end] :
       {std::pair(day(2026, 2, 1), day(2026, 5, 1)), std::pair(day(2026, 1, 1), day(2026, 3, 1)),
        std::pair(day(2026, 4, 1), day(2027, 4, 1)), std::pair(day(2026, 1, 2), day(2026, 2, 2)),
        std::pair(day(2026, 1, 1), day(2026, 1, 31)), std::pair(day(2026, 1, 1), day(2028, 1, 1)),
        std::pair(day(2026, 1, 1), base::kOpenEnd)}) {
    EXPECT_EQ(Fault(CheckFreeze(FreezeRequest({start, end}))), "PERIOD_INVALID period") << start;
  }
}

TEST(CheckFreeze, NamesWhatIsWrongInTheOrderOfTheFields) {
  v1::FreezeDashboardRequest request;
  request.set_dashboard_id("A");
  EXPECT_EQ(Fault(CheckFreeze(request)), "FIELD_REQUIRED plan");
  request.set_plan("objectives/o1");
  EXPECT_EQ(Fault(CheckFreeze(request)), "NAME_INVALID plan");
  request.set_plan("plans/p1");
  EXPECT_EQ(Fault(CheckFreeze(request)), "FIELD_REQUIRED period");
  *request.mutable_period() = FreezeRequest().period();
  EXPECT_EQ(Fault(CheckFreeze(request)), "ID_INVALID dashboard_id");
  request.set_dashboard_id(std::string(58, 'a'));
  EXPECT_THAT(CheckFreeze(request), IsOk());
  request.set_dashboard_id(std::string(59, 'a'));
  EXPECT_EQ(Fault(CheckFreeze(request)), "ID_INVALID dashboard_id");
}

TEST(CheckPresent, WantsAMeetingThatWas) {
  const auto request = [](const std::string& text) {
    return Parsed<v1::PresentDashboardRequest>("name: 'dashboards/d1' " + text);
  };
  const std::string meeting =
      "meeting { reference: 'meetings/m1' date { year: 2024 month: 2 day: 1 } }";
  EXPECT_THAT(CheckPresent(request(meeting), kToday), IsOk());
  EXPECT_EQ(Fault(CheckPresent(request(""), kToday)), "FIELD_REQUIRED meeting.reference");
  EXPECT_EQ(Fault(CheckPresent(request(meeting), kToday - 1)), "DATE_INVALID meeting.date");
  v1::PresentDashboardRequest noted = request(meeting);
  noted.mutable_note()->set_fr(std::string(2000, 'x'));
  EXPECT_THAT(CheckPresent(noted, kToday), IsOk());
  noted.mutable_note()->set_fr(std::string(2001, 'x'));
  EXPECT_EQ(Fault(CheckPresent(noted, kToday)), "TEXT_TOO_LONG note.fr");
}

TEST(CheckExport, WantsAKnownFormatAndLanguage) {
  const auto fault = [](const std::string& text) {
    return Fault(CheckExport(Parsed<v1::ExportDashboardRequest>("name: 'dashboards/d1' " + text)));
  };
  EXPECT_EQ(fault("language: 'de'"), "");
  EXPECT_EQ(fault("language: 'en' format: DASHBOARD_FORMAT_XLSX"), "");
  EXPECT_EQ(fault(""), "FIELD_REQUIRED language");
  EXPECT_EQ(fault("language: 'FR'"), "LANGUAGE_UNKNOWN language");
  v1::ExportDashboardRequest unknown;
  unknown.set_name("dashboards/d1");
  unknown.set_format(static_cast<v1::DashboardFormat>(9));
  EXPECT_EQ(Fault(CheckExport(unknown)), "FORMAT_UNKNOWN format");
}

TEST(CheckFreezable, WantsAPlanThatIsUnderWayAndAPeriodThatHasBegun) {
  const absl::CivilDay today(2026, 2, 1);
  const std::pair<v1::PlanState, std::string> states[] = {
      {v1::PLAN_STATE_DRAFT, "PLAN_NOT_ADOPTED"},
      {v1::PLAN_STATE_ADOPTED, ""},
      {v1::PLAN_STATE_RUNNING, ""},
      {v1::PLAN_STATE_EVALUATED, "PLAN_OVER"},
      {v1::PLAN_STATE_CLOSED, "PLAN_OVER"}};
  for (const auto& [state, reason] : states) {
    EXPECT_EQ(base::ReasonOf(CheckFreezable(PlanIn(state), FreezeRequest(), today)), reason);
  }
  const v1::Plan running = PlanIn(v1::PLAN_STATE_RUNNING);  // 2024 to 2028
  const auto reason = [&](absl::CivilDay start, absl::CivilDay end, absl::CivilDay on) {
    return base::ReasonOf(CheckFreezable(running, FreezeRequest({start, end}), on));
  };
  const absl::CivilDay first(2026, 1, 1), second(2026, 4, 1);
  EXPECT_EQ(reason(first, second, first - 1), "PERIOD_NOT_BEGUN");
  EXPECT_EQ(reason(first, second, first), "");
  EXPECT_EQ(reason(absl::CivilDay(2023, 10, 1), absl::CivilDay(2024, 1, 1), today),
            "PERIOD_OUTSIDE_PLAN");
  EXPECT_EQ(reason(absl::CivilDay(2029, 1, 1), absl::CivilDay(2029, 2, 1), today),
            "PERIOD_OUTSIDE_PLAN");
}

TEST(CheckSize, IsOneToAThousand) {
  EXPECT_THAT(CheckSize(0), HasReason("DASHBOARD_EMPTY"));
  EXPECT_THAT(CheckSize(1), IsOk());
  EXPECT_THAT(CheckSize(1000), IsOk());
  EXPECT_THAT(CheckSize(1001), HasReason("DASHBOARD_TOO_LARGE"));
}

TEST(Freeze, WritesTheDashboardAndItsRowsWithTheirProof) {
  const auto decision = Freeze(FreezeRequest(), "dashboards/d1", "aa", Picture(), {});
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 8u);
  std::vector<DashboardRow> rows;
  for (size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(decision->versions()[i].how, Version::How::kCreate);
    EXPECT_EQ(decision->versions()[i].verb, "frozen");
    if (i > 0) rows.push_back(After<DashboardRow>(decision, i));
  }
  EXPECT_EQ(rows[2].name(), "dashboardRows/d1-0003");
  EXPECT_EQ(rows[2].supervisor(), kMinistry);
  const Dashboard& made = After<Dashboard>(decision);
  Dashboard expected = Parsed<Dashboard>(R"(name: "dashboards/d1" owner: "0136695962"
      supervisor: "0428759497" plan: "plans/p1" plan_title { fr: "Mandat" }
      state: DASHBOARD_STATE_FROZEN position: 42 sources { service: "socialaid" }
      period { start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 3 day: 31 } }
      assess_date { year: 2026 month: 3 day: 31 } rows_count: 7 template_version: 1 freezer: "aa")");
  expected.set_digest(DigestOf(rows));
  EXPECT_THAT(made, EqualsProto(expected));
  EXPECT_THAT(CheckProof(made, rows), IsOk());
}

TEST(Freeze, IsRefusedOnceOneOfThePeriodIsValidated) {
  Dashboard other = Parsed<Dashboard>("name: 'dashboards/d0' state: DASHBOARD_STATE_FROZEN");
  const std::vector<const Dashboard*> same = {&other};
  EXPECT_THAT(Freeze(FreezeRequest(), "dashboards/d1", "aa", Picture(), same), IsOk());
  other.set_state(v1::DASHBOARD_STATE_VALIDATED);
  EXPECT_THAT(Freeze(FreezeRequest(), "dashboards/d1", "aa", Picture(), same),
              HasReason("DASHBOARD_VALIDATED_ALREADY"));
}

// Nothing of the picture changes but the state and what belongs to the move.
TEST(Validate, NotesWhoAndWhenAndLeavesThePictureAlone) {
  std::vector<DashboardRow> rows = RowsOf(SmallContent(), kLastOfQuarter);
  const Dashboard before = DashboardOf(&rows);
  const auto decision = Validate(before, "bb", {}, Now());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "validated");
  Dashboard expected = With(before, "state: DASHBOARD_STATE_VALIDATED validator: 'bb'");
  *expected.mutable_validate_time() = base::ToTimestamp(Now());
  EXPECT_THAT(After<Dashboard>(decision), EqualsProto(expected));
  EXPECT_EQ(decision->versions().size(), 1u);
  EXPECT_THAT(Validate(before, "aa", {}, Now()), HasReason("SECOND_PERSON_REQUIRED"));
}

TEST(Present, CountsOnTheDayOfTheMeeting) {
  std::vector<DashboardRow> rows = RowsOf(SmallContent(), kLastOfQuarter);
  Dashboard before = With(DashboardOf(&rows), "state: DASHBOARD_STATE_VALIDATED");
  *before.mutable_validate_time() = base::ToTimestamp(Now());
  auto request = Parsed<v1::PresentDashboardRequest>(R"(name: "dashboards/d1" note { fr: "acte" }
      meeting { reference: "meetings/m1" date { year: 2026 month: 6 day: 30 } })");
  const auto later = Present(before, request);
  ASSERT_THAT(later, IsOk());
  EXPECT_EQ(later->versions()[0].verb, "presented");
  Dashboard expected = With(before, R"(state: DASHBOARD_STATE_PRESENTED note { fr: "acte" }
      meeting { reference: "meetings/m1" date { year: 2026 month: 6 day: 30 } })");
  // Midnight in Brussels: the last day of the second quarter, whenever it is noted.
  *expected.mutable_present_time() = base::ToTimestamp(absl::FromUnixSeconds(1782770400));
  EXPECT_THAT(After<Dashboard>(later), EqualsProto(expected));
  *request.mutable_meeting()->mutable_date() = base::ToDate(absl::CivilDay(2026, 4, 10));
  const auto same_day = Present(before, request);
  ASSERT_THAT(same_day, IsOk());
  EXPECT_EQ(base::ToTime(After<Dashboard>(same_day).present_time()), Now());
  *request.mutable_meeting()->mutable_date() = base::ToDate(absl::CivilDay(2026, 4, 9));
  EXPECT_THAT(Present(before, request), HasReason("MEETING_TOO_EARLY"));
}

TEST(Delete, TakesTheRowsAlong) {
  std::vector<DashboardRow> rows = RowsOf(SmallContent(), kLastOfQuarter);
  const Dashboard before = DashboardOf(&rows);
  std::vector<const DashboardRow*> all;
  for (const DashboardRow& row : rows) all.push_back(&row);
  const auto decision = Delete(before, all);
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 8u);
  for (const Version& version : decision->versions()) {
    EXPECT_EQ(version.how, Version::How::kDelete);
  }
  EXPECT_THAT(Delete(With(before, "state: DASHBOARD_STATE_VALIDATED"), all),
              HasReason("DASHBOARD_NOT_FROZEN"));
}

TEST(CheckComparable, IsOfOnePlan) {
  const auto of = [](const std::string& plan) {
    return Parsed<Dashboard>("plan: 'plans/" + plan + "'");
  };
  EXPECT_THAT(CheckComparable(of("a"), of("a")), IsOk());
  EXPECT_THAT(CheckComparable(of("a"), of("b")), HasReason("DASHBOARD_OF_ANOTHER_PLAN"));
}

TEST(CheckProof, FindsARowThatWasTouchedOrIsMissing) {
  std::vector<DashboardRow> rows = RowsOf(SmallContent(), kLastOfQuarter);
  const Dashboard dashboard = DashboardOf(&rows);
  EXPECT_THAT(CheckProof(dashboard, rows), IsOk());
  auto touched = rows;
  touched[6].mutable_indicator()->mutable_assessment()->set_achievement_permille(1000);
  EXPECT_THAT(CheckProof(dashboard, touched), StatusIs(absl::StatusCode::kDataLoss));
  touched = rows;
  touched.pop_back();
  EXPECT_THAT(CheckProof(dashboard, touched), HasReason("STORE_BROKEN"));
}

}  // namespace
}  // namespace mandat::objectives::dashboards
