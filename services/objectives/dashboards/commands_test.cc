// Dashboards on a real ledger: frozen of one moment, validated by a second person, never changed,
// and seen by whom they are for.

#include "services/objectives/dashboards/commands.h"

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/period.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/actions/commands.h"
#include "services/objectives/dashboards/export.h"
#include "services/objectives/dashboards/freeze.h"
#include "services/objectives/dashboards/queries.h"
#include "services/objectives/dashboards/rows.h"
#include "services/objectives/facts/catch_up.h"
#include "services/objectives/indicators/commands.h"
#include "services/objectives/measurements/commands.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Dashboard;
using v1::DashboardRow;

constexpr char kNotFound[] = "DASHBOARD_NOT_FOUND";
constexpr char kRequestId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b12";

class Dashboards : public TestLedger {
 protected:
  // A running plan with an objective, an entered and a computed indicator, a target and an action.
  void SetUp() override {
    TestLedger::SetUp();
    MakeSmallPlan();
    ASSERT_THAT(MakeComputed("c1"), IsOk());
    ASSERT_THAT(SetATarget("t1"), IsOk());
    ASSERT_THAT(MakeAction("a1"), IsOk());
    ASSERT_THAT(Adopt("plans/p1"), IsOk());
    ASSERT_THAT(Start("plans/p1"), IsOk());
    CountAll();
  }
  // Formulas that came later than facts count those.
  void CountAll() {
    facts::CatchUp catch_up(*ledger_, *store_, {});
    absl::StatusOr<bool> more = true;
    while (more.ok() && *more) more = catch_up.CountSome(clock_.Now());
    ASSERT_THAT(more, IsOk());
  }

  static v1::FreezeDashboardRequest FirstQuarter(const std::string& id = "") {
    v1::FreezeDashboardRequest request;
    request.set_plan("plans/p1");
    request.set_dashboard_id(id);
    *request.mutable_period() =
        base::ToPeriod({absl::CivilDay(2024, 1, 1), absl::CivilDay(2024, 4, 1)});
    return request;
  }
  std::future<absl::StatusOr<Dashboard>> StartFreezing(const access::Actor& actor,
                                                       const v1::FreezeDashboardRequest& request) {
    struct State {
      v1::FreezeDashboardRequest request;
      std::promise<absl::StatusOr<Dashboard>> promise;
    };
    auto state = std::make_shared<State>();
    state->request = request;
    auto future = state->promise.get_future();
    access::Call call;
    if (absl::Status admitted = Admit("FreezeDashboard", actor, &call); !admitted.ok()) {
      state->promise.set_value(admitted);
      return future;
    }
    FreezeDashboard(*ledger_, call, state->request, [state](absl::StatusOr<Dashboard> made) {
      state->promise.set_value(std::move(made));
    });
    return future;
  }
  absl::StatusOr<Dashboard> Freeze(const v1::FreezeDashboardRequest& request) {
    return StartFreezing(holder_, request).get();
  }
  absl::StatusOr<Dashboard> Validate(const access::Actor& actor, const std::string& name) {
    v1::ValidateDashboardRequest request;
    request.set_name(name);
    return Run<ValidateDashboard>("ValidateDashboard", actor, request);
  }
  absl::StatusOr<Dashboard> Present(const std::string& name) {
    v1::PresentDashboardRequest request;
    request.set_name(name);
    request.mutable_meeting()->set_reference("meetings/m1");
    *request.mutable_meeting()->mutable_date() = base::ToDate(base::BrusselsDay(clock_.Now()));
    return Run<PresentDashboard>("PresentDashboard", holder_, request);
  }
  absl::Status Delete(const std::string& name) {
    v1::DeleteDashboardRequest request;
    request.set_name(name);
    return Run<DeleteDashboard>("DeleteDashboard", holder_, request).status();
  }
  absl::StatusOr<Dashboard> Get(const access::Actor& actor, const std::string& name) {
    v1::GetDashboardRequest request;
    request.set_name(name);
    return Ask("GetDashboard", actor, GetDashboard, request);
  }
  absl::StatusOr<std::vector<DashboardRow>> Rows(const access::Actor& actor,
                                                 const std::string& name, int page_size = 2) {
    std::vector<DashboardRow> rows;
    v1::ListDashboardRowsRequest request;
    request.set_dashboard(name);
    request.set_page_size(page_size);
    do {
      auto page = Ask("ListDashboardRows", actor, ListDashboardRows, request);
      if (!page.ok()) return page.status();
      for (DashboardRow& row : *page->mutable_dashboard_rows()) rows.push_back(std::move(row));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return rows;
  }
  absl::StatusOr<v1::DashboardComparison> Compare(const access::Actor& actor,
                                                  const std::string& before,
                                                  const std::string& after) {
    v1::CompareDashboardsRequest request;
    request.set_before(before);
    request.set_after(after);
    return Ask("CompareDashboards", actor, CompareDashboards, request);
  }
  absl::StatusOr<std::string> Export(const access::Actor& actor, const std::string& name,
                                     const std::string& text) {
    access::Call call;
    if (absl::Status admitted = Admit("ExportDashboard", actor, &call); !admitted.ok()) {
      return admitted;
    }
    auto request = Parsed<v1::ExportDashboardRequest>(text);
    request.set_name(name);
    std::string file;
    const absl::Status status =
        ExportDashboard(*ledger_, call, request, [&](const v1::ExportDashboardResponse& piece) {
          file += piece.data();
          return take_;
        });
    if (!status.ok()) return status;
    return file;
  }
  // A share of the first quarter of 2024, entered and submitted.
  absl::StatusOr<v1::Measurement> Enter(int numerator) {
    v1::EnterMeasurementRequest request;
    request.set_submit(true);
    *request.mutable_measurement() = Parsed<v1::Measurement>(
        absl::StrCat("indicator: 'indicators/i1' evidence: 'count' value { numerator: ", numerator,
                     " denominator: 100 } period { start_date { year: 2024 month: 1 day: 1 } "
                     "end_date { year: 2024 month: 3 day: 31 } }"));
    return Run<EnterMeasurement>("EnterMeasurement", head_, request);
  }
  template <typename C>
  absl::Status Move(const char* method, const access::Actor& actor, const std::string& name) {
    typename C::Request request;
    request.set_name(name);
    if constexpr (requires { request.set_reason(""); }) request.set_reason("wrong");
    return Run<C>(method, actor, request).status();
  }

  const access::Actor second_member_ = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "another");
  bool take_ = true;
};

TEST_F(Dashboards, AreFrozenAtAPositionWithTheirRows) {
  const int64_t head = ledger_->head();
  const auto made = Freeze(FirstQuarter("d1"));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->state(), v1::DASHBOARD_STATE_FROZEN);
  EXPECT_EQ(made->position(), head);
  EXPECT_EQ(made->owner(), kAgency);
  EXPECT_EQ(made->plan_title().fr(), "Mandat");
  EXPECT_THAT(made->assess_date(), EqualsProto(base::ToDate(kToday)));
  EXPECT_EQ(made->rows_count(), 4);
  const auto rows = Rows(holder_, "dashboards/d1");
  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(*rows, SizeIs(4));
  EXPECT_EQ(dashboards::DigestOf(*rows), made->digest());
  EXPECT_EQ((*rows)[0].name(), "dashboardRows/d1-0001");
  EXPECT_EQ((*rows)[0].objective().number(), "o1");
  EXPECT_EQ((*rows)[1].indicator().number(), "c1");
  EXPECT_EQ((*rows)[2].indicator().target(), "targets/t1");
  EXPECT_EQ((*rows)[3].action().action(), "actions/a1");
  const auto lines = LogLines();
  EXPECT_THAT(std::vector<std::string>(lines.end() - 5, lines.end()),
              ElementsAre("dashboards/d1@1 frozen", "dashboardRows/d1-0001@1 frozen",
                          "dashboardRows/d1-0002@1 frozen", "dashboardRows/d1-0003@1 frozen",
                          "dashboardRows/d1-0004@1 frozen"));
  for (const ledger::Event& event : Log()) {
    EXPECT_EQ(event.published, event.collection != "dashboardRows");
  }
}

// Trap: a dashboard that is empty because a job was not run. There is no job: figures are read.
TEST_F(Dashboards, ShowTheFiguresOfComputedIndicatorsWithoutAnyJob) {
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  const auto rows = Rows(holder_, "dashboards/d1");
  const v1::DashboardIndicator& computed = (*rows)[1].indicator();
  EXPECT_TRUE(computed.value().has_value());
  EXPECT_EQ(computed.value().formula_version(), 1);
  EXPECT_FALSE(computed.value().official());
  EXPECT_EQ(computed.value().measurement(), "");
}

TEST_F(Dashboards, ShowWhatWasSubmittedAsProvisionalAndWithItsMeasurement) {
  ASSERT_THAT(Enter(60), IsOk());
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  const auto rows = Rows(holder_, "dashboards/d1");
  const v1::DashboardValue& value = (*rows)[2].indicator().value();
  EXPECT_EQ(value.value().numerator() * 5, value.value().denominator() * 3);
  EXPECT_FALSE(value.official());
  EXPECT_THAT(value.measurement(), HasSubstr("measurements/"));
}

// What was accepted is taken back as long as no board has seen it.
TEST_F(Dashboards, HoldTheAcceptedValuesThatTheBoardHasSeen) {
  clock_.SetTime(absl::FromCivil(absl::CivilDay(2024, 4, 10), base::BrusselsZone()));
  const auto entered = Enter(60);
  ASSERT_THAT(entered, IsOk());
  const std::string& value = entered->name();
  const access::Actor third = Agent(common::v1::ROLE_DIRECTOR, kAgency, "", "third");
  const auto accept = [&] {
    ASSERT_THAT(Move<ValidateMeasurement>("ValidateMeasurement", second_member_, value), IsOk());
    ASSERT_THAT(Move<AcceptMeasurement>("AcceptMeasurement", third, value), IsOk());
  };
  const auto reopen = [&] { return Move<ReopenMeasurement>("ReopenMeasurement", third, value); };
  ASSERT_THAT(Freeze(FirstQuarter("early")), IsOk());
  accept();
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  EXPECT_TRUE((*Rows(holder_, "dashboards/d1"))[2].indicator().value().official());
  EXPECT_THAT(reopen(), IsOk()) << "nobody has validated it";
  ASSERT_THAT(Enter(60), IsOk());
  accept();
  ASSERT_THAT(Validate(second_member_, "dashboards/d1"), IsOk());
  const absl::Status refused = reopen();
  EXPECT_THAT(refused, HasReason("ACCEPTED_ABOVE"));
  EXPECT_EQ(base::MetadataOf(refused)["dashboard"], "dashboards/d1");
}

// One that shows it as provisional says nothing of its acceptance.
TEST_F(Dashboards, HoldNoValueThatTheyShowAsProvisional) {
  clock_.SetTime(absl::FromCivil(absl::CivilDay(2024, 4, 10), base::BrusselsZone()));
  const auto entered = Enter(60);
  ASSERT_THAT(entered, IsOk());
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  ASSERT_THAT(Validate(second_member_, "dashboards/d1"), IsOk());
  const access::Actor third = Agent(common::v1::ROLE_DIRECTOR, kAgency, "", "third");
  ASSERT_THAT(Move<ValidateMeasurement>("ValidateMeasurement", second_member_, entered->name()),
              IsOk());
  ASSERT_THAT(Move<AcceptMeasurement>("AcceptMeasurement", third, entered->name()), IsOk());
  EXPECT_THAT(Move<ReopenMeasurement>("ReopenMeasurement", third, entered->name()), IsOk());
}

TEST_F(Dashboards, AreNotFrozenWhileEarlierEventsAreStillCounted) {
  ASSERT_THAT(MakePlan("p2"), IsOk());
  ASSERT_THAT(MakeObjective("o2", "plan: 'plans/p2'"), IsOk());
  ASSERT_THAT(MakeComputed("c2", "objective: 'objectives/o2'"), IsOk());
  EXPECT_THAT(Freeze(FirstQuarter()), IsOk()) << "a formula of another plan";
  v1::CreateIndicatorRequest combined;
  *combined.mutable_indicator() = With(ComputedIndicator(), "number: 'c3' unit: UNIT_COUNT");
  *combined.mutable_indicator()->mutable_formulas(0)->mutable_formula() = Parsed<v1::Formula>(
      "combination { operation: OPERATION_SUM indicators: 'indicators/c1' "
      "indicators: 'indicators/c2' }");
  ASSERT_THAT(Run<CreateIndicator>("CreateIndicator", director_, combined), IsOk());
  const auto refused = Freeze(FirstQuarter());
  EXPECT_THAT(refused, HasReason("FIGURES_CATCHING_UP"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(base::MetadataOf(refused.status())["indicator"], "indicators/c2");
  CountAll();
  EXPECT_THAT(Freeze(FirstQuarter()), IsOk());
}

TEST_F(Dashboards, AreFrozenByWhomTheyBelongToOfPlansThatAreUnderWay) {
  EXPECT_THAT(StartFreezing(member_, FirstQuarter()).get(), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(StartFreezing(director_, FirstQuarter()).get(), IsOk());
  EXPECT_THAT(StartFreezing(other_director_, FirstQuarter()).get(), HasReason("PLAN_NOT_FOUND"));
  auto request = FirstQuarter();
  request.set_plan("plans/none");
  EXPECT_THAT(Freeze(request), HasReason("PLAN_NOT_FOUND"));
  ASSERT_THAT(MakePlan("draft"), IsOk());
  request.set_plan("plans/draft");
  EXPECT_THAT(Freeze(request), HasReason("PLAN_NOT_ADOPTED"));
  request.mutable_period()->clear_end_date();
  EXPECT_THAT(Freeze(request), HasReason("PERIOD_INVALID"));
  request = FirstQuarter();
  *request.mutable_period() =
      base::ToPeriod({absl::CivilDay(2024, 4, 1), absl::CivilDay(2024, 7, 1)});
  EXPECT_THAT(Freeze(request), HasReason("PERIOD_NOT_BEGUN"));
  ASSERT_THAT(Judge("plans/p1"), IsOk());
  EXPECT_THAT(Freeze(FirstQuarter()), HasReason("PLAN_OVER"));
}

TEST_F(Dashboards, ARepeatIsAnsweredAsTheFirstTimeWhateverChangedSince) {
  auto request = FirstQuarter("d1");
  request.set_request_id(kRequestId);
  const auto first = Freeze(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Enter(60), IsOk());
  EXPECT_THAT(*Freeze(request), EqualsProto(*first));
  ASSERT_THAT(Validate(second_member_, "dashboards/d1"), IsOk());
  ASSERT_THAT(Judge("plans/p1"), IsOk());
  EXPECT_THAT(*Freeze(request), EqualsProto(*first)) << "though nothing can be frozen any more";
  request.set_dashboard_id("d2");
  EXPECT_THAT(Freeze(request), HasReason("REQUEST_ID_REUSED"));
  request.set_request_id("");
  request.set_dashboard_id("d1");
  EXPECT_THAT(Freeze(request), HasReason("PLAN_OVER"));
}

TEST_F(Dashboards, ASecondPersonValidatesOneOfEachPeriod) {
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  ASSERT_THAT(Freeze(FirstQuarter("d2")), IsOk());
  EXPECT_THAT(Freeze(FirstQuarter("d2")), HasReason("DASHBOARD_EXISTS"));
  EXPECT_THAT(Validate(member_, "dashboards/d1"), HasReason("SECOND_PERSON_REQUIRED"));
  EXPECT_THAT(Validate(holder_, "dashboards/d1"), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Present("dashboards/d1"), HasReason("DASHBOARD_NOT_VALIDATED"));
  const auto validated = Validate(second_member_, "dashboards/d1");
  ASSERT_THAT(validated, IsOk());
  EXPECT_NE(validated->validator(), validated->freezer());
  EXPECT_THAT(Validate(second_member_, "dashboards/d2"), HasReason("DASHBOARD_VALIDATED_ALREADY"));
  EXPECT_THAT(Freeze(FirstQuarter("d3")), HasReason("DASHBOARD_VALIDATED_ALREADY"));
  EXPECT_THAT(Delete("dashboards/d1"), HasReason("DASHBOARD_NOT_FROZEN"));
  EXPECT_THAT(Delete("dashboards/d2"), IsOk());
  auto month = FirstQuarter("d3");
  month.mutable_period()->mutable_end_date()->set_month(1);
  EXPECT_THAT(Freeze(month), IsOk()) << "another period";
  const auto presented = Present("dashboards/d1");
  ASSERT_THAT(presented, IsOk());
  EXPECT_EQ(presented->meeting().reference(), "meetings/m1");
  EXPECT_THAT(Present("dashboards/d1"), HasReason("DASHBOARD_NOT_VALIDATED"));
}

TEST_F(Dashboards, OfTwoThatAreValidatedAtOnceOneIsSecond) {
  for (int month = 1; month <= 2; ++month) {
    v1::FreezeDashboardRequest request = FirstQuarter();
    *request.mutable_period() =
        base::ToPeriod({absl::CivilDay(2024, month, 1), absl::CivilDay(2024, month + 1, 1)});
    v1::ValidateDashboardRequest one, other;
    one.set_name(Freeze(request)->name());
    other.set_name(Freeze(request)->name());
    auto first = ServiceLedger::Start<ValidateDashboard>("ValidateDashboard", second_member_, one);
    auto second =
        ServiceLedger::Start<ValidateDashboard>("ValidateDashboard", second_member_, other);
    EXPECT_NE(first.get().ok(), second.get().ok());
  }
}

// Whatever happens to the plan, what the board saw stays as it was.
TEST_F(Dashboards, NeverChange) {
  const auto frozen = Freeze(FirstQuarter("d1"));
  ASSERT_THAT(frozen, IsOk());
  const auto before = Rows(holder_, "dashboards/d1");
  const auto csv = Export(holder_, "dashboards/d1", "language: 'fr'");
  const auto xlsx =
      Export(holder_, "dashboards/d1", "language: 'fr' format: DASHBOARD_FORMAT_XLSX");
  ASSERT_THAT(xlsx, IsOk());
  ASSERT_THAT(Validate(second_member_, "dashboards/d1"), IsOk());
  ASSERT_THAT(Present("dashboards/d1"), IsOk());
  ASSERT_THAT(Enter(80), IsOk());
  ASSERT_THAT(SetATarget("t2",
                         "words { fr: '95 %' } basis { reference: 'd' date { year: 2024 "
                         "month: 1 day: 1 } }"),
              IsOk());
  v1::UpdateActionRequest action;
  *action.mutable_action() = Parsed<v1::Action>(
      "name: 'actions/a1' state: ACTION_STATE_RUNNING effective_period { start_date { year: 2024 "
      "month: 1 day: 5 } }");
  ASSERT_THAT(Run<UpdateAction>("UpdateAction", director_, action), IsOk());
  const auto after = Rows(holder_, "dashboards/d1");
  ASSERT_EQ(after->size(), before->size());
  for (size_t i = 0; i < after->size(); ++i) EXPECT_THAT((*after)[i], EqualsProto((*before)[i]));
  EXPECT_EQ(Get(holder_, "dashboards/d1")->digest(), frozen->digest());
  EXPECT_EQ(*Export(holder_, "dashboards/d1", "language: 'fr'"), *csv);
  EXPECT_EQ(*Export(holder_, "dashboards/d1", "language: 'fr' format: DASHBOARD_FORMAT_XLSX"),
            *xlsx);
}

TEST_F(Dashboards, AreSeenByTheSupervisorOnceTheyAreValidated) {
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  const auto listed = [this](const access::Actor& actor) {
    return Ask("ListDashboards", actor, ListDashboards, v1::ListDashboardsRequest())
        ->dashboards_size();
  };
  for (const access::Actor* reader : {&holder_, &member_, &head_, &auditor_}) {
    EXPECT_THAT(Get(*reader, "dashboards/d1"), IsOk());
    EXPECT_THAT(Rows(*reader, "dashboards/d1"), IsOk());
    EXPECT_EQ(listed(*reader), 1);
  }
  const auto expect_hidden_from = [&](const access::Actor& reader) {
    EXPECT_THAT(Get(reader, "dashboards/d1"), HasReason(kNotFound));
    EXPECT_THAT(Rows(reader, "dashboards/d1"), HasReason(kNotFound));
    EXPECT_THAT(Export(reader, "dashboards/d1", "language: 'fr'"), HasReason(kNotFound));
    EXPECT_THAT(Compare(reader, "dashboards/d1", "dashboards/d1"), HasReason(kNotFound));
    EXPECT_EQ(listed(reader), 0);
  };
  expect_hidden_from(minister_);
  expect_hidden_from(other_minister_);
  expect_hidden_from(other_director_);
  ASSERT_THAT(Validate(second_member_, "dashboards/d1"), IsOk());
  EXPECT_THAT(Get(minister_, "dashboards/d1"), IsOk());
  EXPECT_THAT(*Rows(minister_, "dashboards/d1"), SizeIs(4));
  EXPECT_THAT(Export(minister_, "dashboards/d1", "language: 'fr'"), IsOk());
  EXPECT_EQ(listed(minister_), 1);
  expect_hidden_from(other_minister_);
  expect_hidden_from(other_director_);
}

TEST_F(Dashboards, AreThrownAwayWithTheirRowsAndTheNameIsGone) {
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  EXPECT_THAT(Delete("dashboards/d1"), IsOk());
  EXPECT_THAT(Get(holder_, "dashboards/d1"), HasReason(kNotFound));
  EXPECT_THAT(Freeze(FirstQuarter("d1")), HasReason("DASHBOARD_EXISTS"));
  const auto lines = LogLines();
  EXPECT_THAT(std::vector<std::string>(lines.end() - 5, lines.end()),
              ElementsAre("dashboards/d1@2 deleted", "dashboardRows/d1-0001@2 deleted",
                          "dashboardRows/d1-0002@2 deleted", "dashboardRows/d1-0003@2 deleted",
                          "dashboardRows/d1-0004@2 deleted"));
  const auto again = Freeze(FirstQuarter());
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(*Rows(holder_, again->name()), SizeIs(4));
}

TEST_F(Dashboards, AreComparedWithAnyOtherOfThePlan) {
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  ASSERT_THAT(Enter(60), IsOk());
  ASSERT_THAT(Freeze(FirstQuarter("d2")), IsOk());
  const auto found = Compare(holder_, "dashboards/d1", "dashboards/d2");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->before(), "dashboards/d1");
  EXPECT_EQ(found->after(), "dashboards/d2");
  std::vector<std::string> subjects;
  for (const auto& difference : found->differences()) subjects.push_back(difference.subject());
  EXPECT_THAT(subjects, ::testing::Contains("indicators/i1"));
  EXPECT_EQ(found->differences_size() + found->unchanged_count(), 4);
  EXPECT_EQ(Compare(holder_, "dashboards/d2", "dashboards/d2")->unchanged_count(), 4);
  EXPECT_THAT(Compare(holder_, "dashboards/d1", "dashboards/none"), HasReason(kNotFound));
  ASSERT_THAT(MakePlan("p2"), IsOk());
  ASSERT_THAT(MakeObjective("o2", "plan: 'plans/p2'"), IsOk());
  ASSERT_THAT(Adopt("plans/p2"), IsOk());
  auto other = FirstQuarter("d3");
  other.set_plan("plans/p2");
  ASSERT_THAT(Freeze(other), IsOk());
  EXPECT_THAT(Compare(holder_, "dashboards/d1", "dashboards/d3"),
              HasReason("DASHBOARD_OF_ANOTHER_PLAN"));
}

TEST_F(Dashboards, AreListedByPlanAndState) {
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  ASSERT_THAT(Freeze(FirstQuarter("d2")), IsOk());
  ASSERT_THAT(Validate(second_member_, "dashboards/d2"), IsOk());
  const auto listed = [this](const std::string& text) {
    std::vector<std::string> names;
    const auto page =
        Ask("ListDashboards", holder_, ListDashboards, Parsed<v1::ListDashboardsRequest>(text));
    EXPECT_THAT(page, IsOk());
    for (const Dashboard& one : page->dashboards()) names.push_back(one.name());
    return names;
  };
  EXPECT_THAT(listed(""), ElementsAre("dashboards/d1", "dashboards/d2"));
  EXPECT_THAT(listed("plan: 'plans/p1' state: DASHBOARD_STATE_FROZEN"),
              ElementsAre("dashboards/d1"));
  EXPECT_THAT(listed("plan: 'plans/p1' state: DASHBOARD_STATE_VALIDATED"),
              ElementsAre("dashboards/d2"));
  EXPECT_THAT(listed("plan: 'plans/none'"), IsEmpty());
}

TEST_F(Dashboards, AreFilesInPieces) {
  ASSERT_THAT(Freeze(FirstQuarter("d1")), IsOk());
  const auto csv = Export(holder_, "dashboards/d1", "language: 'en'");
  ASSERT_THAT(csv, IsOk());
  EXPECT_THAT(*csv, HasSubstr("Objective;o1;But;strategic;"));
  EXPECT_EQ(*Export(holder_, "dashboards/d1", "language: 'en' format: DASHBOARD_FORMAT_CSV"), *csv);
  EXPECT_THAT(Export(holder_, "dashboards/d1", "language: 'en' format: DASHBOARD_FORMAT_XLSX"),
              mandat::testing::IsOkAndHolds(HasSubstr("xl/workbook.xml")));
  EXPECT_THAT(Export(holder_, "dashboards/d1", ""), HasReason("FIELD_REQUIRED"));
  take_ = false;
  EXPECT_THAT(Export(holder_, "dashboards/d1", "language: 'en'"),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(Dashboards, HoldAThousandRowsAndNotOneMore) {
  constexpr int kThere = 4;
  for (int i = 0; i < 1000 - kThere; ++i) {
    ASSERT_THAT(MakeAction(absl::StrCat("more-", i)), IsOk());
  }
  const auto made = Freeze(FirstQuarter("d1"));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->rows_count(), 1000);
  const auto rows = Rows(holder_, "dashboards/d1", 300);
  EXPECT_THAT(*rows, SizeIs(1000));
  EXPECT_EQ(rows->back().name(), "dashboardRows/d1-1000");
  EXPECT_EQ(dashboards::DigestOf(*rows), made->digest());
  ASSERT_THAT(MakeAction("one-more"), IsOk());
  EXPECT_THAT(Freeze(FirstQuarter("d2")), HasReason("DASHBOARD_TOO_LARGE"));
  EXPECT_THAT(Delete("dashboards/d1"), IsOk());
}

}  // namespace
}  // namespace mandat::objectives
