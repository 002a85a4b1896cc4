// Dashboards on both engines, through the released program: from events to a picture of one moment,
// to the board, to a meeting, and the same ever after.

#include <atomic>
#include <cstdlib>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/runtime/thread.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/xlsx/unzip_for_test.h"
#include "tests/e2e/figures_for_test.h"

namespace mandat::objectives {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using v1::Dashboard;
using v1::DashboardRow;

constexpr char kRequestId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b12";

// Dashboards of `plans/p` of a running service.
class Board {
 public:
  explicit Board(RunningService& service) : service_(service) {}

  void Adopt() {
    v1::AdoptPlanRequest adopt;
    adopt.set_name("plans/p");
    *adopt.mutable_basis() = TestBasis();
    ASSERT_THAT(service_.Call(Persona::kSecretary, &Stub::AdoptPlan, adopt), IsOk());
  }
  absl::StatusOr<Dashboard> Freeze(const std::string& id, const common::v1::Period& period,
                                   const std::string& request_id = "") {
    v1::FreezeDashboardRequest request;
    request.set_plan("plans/p");
    request.set_dashboard_id(id);
    request.set_request_id(request_id);
    *request.mutable_period() = period;
    return service_.Call(Persona::kMandateHolder, &Stub::FreezeDashboard, request);
  }
  absl::StatusOr<Dashboard> Validate(const std::string& name) {
    v1::ValidateDashboardRequest request;
    request.set_name(name);
    return service_.Call(Persona::kBoardMember, &Stub::ValidateDashboard, request);
  }
  absl::StatusOr<Dashboard> Get(Persona persona, const std::string& name) {
    v1::GetDashboardRequest request;
    request.set_name(name);
    return service_.Call(persona, &Stub::GetDashboard, request);
  }
  std::vector<DashboardRow> Rows(Persona persona, const std::string& name) {
    std::vector<DashboardRow> rows;
    v1::ListDashboardRowsRequest request;
    request.set_dashboard(name);
    request.set_page_size(2);
    do {
      const auto page = service_.Call(persona, &Stub::ListDashboardRows, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return rows;
      rows.insert(rows.end(), page->dashboard_rows().begin(), page->dashboard_rows().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return rows;
  }
  absl::StatusOr<std::string> Export(Persona persona, const std::string& name,
                                     v1::DashboardFormat format) {
    v1::ExportDashboardRequest request;
    request.set_name(name);
    request.set_format(format);
    request.set_language("nl");
    const auto pieces = service_.Collect(persona, &Stub::ExportDashboard, request);
    if (!pieces.ok()) return pieces.status();
    std::string file;
    for (const v1::ExportDashboardResponse& piece : *pieces) file += piece.data();
    return file;
  }

 private:
  RunningService& service_;
};

class QuarterlyPicture : public Figures {
 protected:
  // What a dashboard says of an indicator.
  static v1::DashboardIndicator In(const std::vector<DashboardRow>& rows,
                                   const std::string& indicator) {
    for (const DashboardRow& row : rows) {
      if (row.indicator().indicator() == indicator) return row.indicator();
    }
    ADD_FAILURE() << indicator;
    return {};
  }
  bool Frozen(Board& board, const std::string& id, Dashboard* made) {
    // A formula that was just made may have to count first.
    return Eventually([&] {
      const auto dashboard = board.Freeze(id, ThisYear());
      if (dashboard.ok()) *made = *dashboard;
      return dashboard.ok();
    });
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, QuarterlyPicture,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

TEST_P(QuarterlyPicture, GoesFromEventsToTheMeetingAndStaysAsItWas) {
  Board board(*objectives_);
  MakeIndicator("presented", "3", "unit: UNIT_COUNT aggregation: AGGREGATION_SUM",
                R"(tally { time_field: "present_time"
                     events { type: "be.mandat.objectives.v1.dashboard.notify.presented" } })");
  board.Adopt();
  SendOne();
  Answer(SendOne());
  ASSERT_TRUE(Becomes(2, 1));
  Dashboard frozen;
  ASSERT_TRUE(Frozen(board, "d1", &frozen));
  EXPECT_LT(frozen.position(), objectives_->HeadPosition());
  ASSERT_GE(frozen.sources_size(), 1);
  EXPECT_EQ(frozen.rows_count(), 4);
  const auto rows = board.Rows(Persona::kBoardMember, "dashboards/d1");
  ASSERT_THAT(rows, SizeIs(4));
  EXPECT_EQ(In(rows, kReceived).value().numerator(), 2);
  EXPECT_EQ(In(rows, kInTime).value().value().numerator(), 1);
  EXPECT_EQ(In(rows, kInTime).value().denominator(), 1);
  EXPECT_THAT(board.Get(Persona::kMinister, "dashboards/d1"), HasReason("DASHBOARD_NOT_FOUND"));

  ASSERT_THAT(board.Validate("dashboards/d1"), IsOk());
  const auto csv = board.Export(Persona::kMinister, "dashboards/d1", v1::DASHBOARD_FORMAT_CSV);
  const auto xlsx = board.Export(Persona::kMinister, "dashboards/d1", v1::DASHBOARD_FORMAT_XLSX);
  ASSERT_THAT(xlsx, IsOk());
  EXPECT_THAT(*csv, HasSubstr("Indicator;1;Mesure;"));
  auto parts = xlsx::UnzipForTest(*xlsx);
  ASSERT_THAT(parts, IsOk());
  EXPECT_THAT((*parts)["xl/workbook.xml"], HasSubstr("Boordtabel"));
  EXPECT_THAT((*parts)["xl/sharedStrings.xml"], HasSubstr("Mesure"));

  // A late event moves the figure and not the picture.
  SendOne();
  ASSERT_TRUE(Becomes(3, 1));
  v1::PresentDashboardRequest present;
  present.set_name("dashboards/d1");
  present.mutable_meeting()->set_reference("meetings/m1");
  *present.mutable_meeting()->mutable_date() = base::ToDate(base::BrusselsDay(absl::Now()));
  ASSERT_THAT(objectives_->Call(Persona::kDirector, &Stub::PresentDashboard, present), IsOk());
  const auto after = board.Rows(Persona::kMinister, "dashboards/d1");
  ASSERT_EQ(after.size(), rows.size());
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_THAT(after[i], EqualsProto(rows[i]));
  EXPECT_EQ(*board.Export(Persona::kMinister, "dashboards/d1", v1::DASHBOARD_FORMAT_XLSX), *xlsx);
  // What figures count of dashboards is the presentation.
  EXPECT_TRUE(Eventually([&] { return FigureOf("indicators/presented").numerator() == 1; }));
}

// Trap: an empty dashboard because a job was not run.
TEST_P(QuarterlyPicture, IsFullRightAfterAStart) {
  Board board(*objectives_);
  board.Adopt();
  Answer(SendOne());
  ASSERT_TRUE(Becomes(1, 1));
  objectives_->KillService();
  ASSERT_THAT(objectives_->StartService(), IsOk());
  ASSERT_THAT(board.Freeze("d1", ThisYear()), IsOk());
  const auto rows = board.Rows(Persona::kBoardMember, "dashboards/d1");
  EXPECT_EQ(In(rows, kReceived).value().numerator(), 1);
  EXPECT_EQ(In(rows, kInTime).value().denominator(), 1);
}

TEST_P(QuarterlyPicture, IsRepeatedComparedAndThrownAway) {
  Board board(*objectives_);
  board.Adopt();
  Dashboard unused;
  ASSERT_TRUE(Frozen(board, "d0", &unused));
  const auto first = board.Freeze("d1", ThisYear(), kRequestId);
  ASSERT_THAT(first, IsOk());
  SendOne();
  ASSERT_TRUE(Becomes(1, 0));
  EXPECT_THAT(*board.Freeze("d1", ThisYear(), kRequestId), EqualsProto(*first));
  EXPECT_THAT(board.Freeze("d1", ThisYear()), HasReason("DASHBOARD_EXISTS"));
  ASSERT_THAT(board.Freeze("d2", ThisYear()), IsOk());

  v1::CompareDashboardsRequest compare;
  compare.set_before("dashboards/d1");
  compare.set_after("dashboards/d2");
  const auto found = objectives_->Call(Persona::kAuditor, &Stub::CompareDashboards, compare);
  ASSERT_THAT(found, IsOk());
  ASSERT_EQ(found->differences_size(), 1);
  EXPECT_EQ(found->differences(0).subject(), kReceived);
  EXPECT_EQ(found->differences(0).before().value().numerator(), 0);
  EXPECT_EQ(found->differences(0).after().value().numerator(), 1);
  EXPECT_EQ(found->unchanged_count(), 2);

  v1::DeleteDashboardRequest away;
  away.set_name("dashboards/d1");
  ASSERT_THAT(objectives_->Call(Persona::kDirector, &Stub::DeleteDashboard, away), IsOk());
  EXPECT_THAT(board.Get(Persona::kAuditor, "dashboards/d1"), HasReason("DASHBOARD_NOT_FOUND"));
  ASSERT_THAT(board.Validate("dashboards/d2"), IsOk());
  EXPECT_THAT(board.Freeze("d3", ThisYear()), HasReason("DASHBOARD_VALIDATED_ALREADY"));
  EXPECT_THAT(board.Validate("dashboards/d0"), HasReason("DASHBOARD_VALIDATED_ALREADY"));
  const auto verified = objectives_->RunSubcommand({"verify"});
  EXPECT_THAT(verified, IsOk());
}

TEST_P(QuarterlyPicture, RefusesWhatIsNoDashboard) {
  Board board(*objectives_);
  EXPECT_THAT(board.Freeze("d1", ThisYear()), HasReason("PLAN_NOT_ADOPTED"));
  EXPECT_THAT(board.Freeze("D", ThisYear()), HasReason("ID_INVALID"));
  common::v1::Period odd = ThisYear();
  odd.mutable_end_date()->set_day(30);
  EXPECT_THAT(board.Freeze("d1", odd), HasReason("PERIOD_INVALID"));
  EXPECT_THAT(board.Validate("plans/p"), HasReason("NAME_INVALID"));
  EXPECT_THAT(board.Export(Persona::kDirector, "dashboards/none", v1::DASHBOARD_FORMAT_CSV),
              HasReason("DASHBOARD_NOT_FOUND"));
  EXPECT_THAT(board.Export(Persona::kCentreAgent, "dashboards/none", v1::DASHBOARD_FORMAT_CSV),
              HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(
      board.Export(Persona::kDirector, "dashboards/none", static_cast<v1::DashboardFormat>(7)),
      HasReason("FORMAT_UNKNOWN"));
}

// Whatever is written while it is read: it shows what was committed up to its position, and nothing
// after.
TEST_P(QuarterlyPicture, IsOfTheMomentThatItNames) {
  constexpr char kAction[] = "actions/busy";
  Board board(*objectives_);
  v1::CreateActionRequest action;
  action.set_action_id("busy");
  *action.mutable_action() = With(TestAction(), "title { fr: '1' }");
  action.mutable_action()->set_plan("plans/p");
  action.mutable_action()->mutable_serves(0)->set_objective("objectives/o");
  ASSERT_THAT(objectives_->Call(Persona::kDirector, &Stub::CreateAction, action), IsOk());
  board.Adopt();
  Dashboard unused;
  ASSERT_TRUE(Frozen(board, "warm-up", &unused));
  std::atomic<bool> stop{false};
  runtime::Thread writer("writer", [&] {
    for (int version = 2; !stop; ++version) {
      v1::UpdateActionRequest update;
      update.mutable_action()->set_name(kAction);
      update.mutable_action()->mutable_title()->set_fr(absl::StrCat(version));
      EXPECT_THAT(objectives_->Call(Persona::kDirector, &Stub::UpdateAction, update), IsOk());
    }
  });
  std::map<int64_t, int> shown;  // by position
  for (int i = 0; i < 40; ++i) {
    const auto made = board.Freeze(absl::StrCat("d", i), ThisYear());
    ASSERT_THAT(made, IsOk());
    for (const DashboardRow& row : board.Rows(Persona::kDirector, made->name())) {
      if (!row.has_action()) continue;
      shown[made->position()] = std::atoi(row.action().title().fr().c_str());
    }
  }
  stop = true;
  writer.Join();
  std::map<int64_t, int> committed;
  for (const common::v1::PublishedEvent& event : objectives_->Events()) {
    const common::v1::Revision& revision = event.revision();
    if (revision.resource() != kAction) continue;
    committed[revision.position()] = static_cast<int>(revision.version());
  }
  std::set<int> versions;
  for (const auto& [position, version] : shown) {
    EXPECT_EQ(version, std::prev(committed.upper_bound(position))->second) << position;
    versions.insert(version);
  }
  EXPECT_GT(versions.size(), 10u) << "too little was written meanwhile";
}

// Two processes on one database: the lock of the plan and the unique index let one of them through.
TEST(DashboardReplicas, OfAPeriodOneIsValidatedWhoeverIsAsked) {
  RunningOptions options;
  options.service = "objectives";
  options.engine = Engine::kPostgres;
  options.replicas = 2;
  const auto service = RunningService::Start(std::move(options));
  ASSERT_THAT(service, IsOk());
  v1::CreatePlanRequest plan;
  plan.set_plan_id("p");
  *plan.mutable_plan() = TestPlan();
  ASSERT_THAT((*service)->Call(Persona::kDirector, &Stub::CreatePlan, plan), IsOk());
  v1::CreateObjectiveRequest objective;
  *objective.mutable_objective() = TestObjective();
  objective.mutable_objective()->set_plan("plans/p");
  ASSERT_THAT((*service)->Call(Persona::kDirector, &Stub::CreateObjective, objective), IsOk());
  Board board(**service);
  board.Adopt();
  constexpr int kRounds = 5;
  for (int month = 1; month <= kRounds; ++month) {
    const auto period =
        base::ToPeriod({absl::CivilDay(2025, month, 1), absl::CivilDay(2025, month + 1, 1)});
    std::vector<std::string> names;
    for (int i = 0; i < 4; ++i) {
      const auto made = board.Freeze(absl::StrCat("d", month, "-", i), period);
      ASSERT_THAT(made, IsOk());
      names.push_back(made->name());
    }
    std::atomic<int> validated{0};
    std::vector<runtime::Thread> callers;
    for (const std::string& name : names) {
      callers.emplace_back("caller", [&, name] {
        const auto answer = board.Validate(name);
        if (answer.ok()) {
          ++validated;
        } else {
          EXPECT_THAT(answer, HasReason("DASHBOARD_VALIDATED_ALREADY"));
        }
      });
    }
    for (runtime::Thread& caller : callers) caller.Join();
    EXPECT_EQ(validated, 1);
  }
}

}  // namespace
}  // namespace mandat::objectives
