// What days make of plans, on both engines, through the released program.

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/service.grpc.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"
#include "services/objectives/test_data.h"
#include "tests/support/event_collector.h"
#include "tests/support/eventually.h"
#include "tests/support/running_service.h"

namespace mandat::objectives {
namespace {

using absl::CivilDay;
using mandat::testing::Engine;
using mandat::testing::Eventually;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::Persona;
using mandat::testing::RunningOptions;
using mandat::testing::RunningService;
using Stub = v1::ObjectivesService::Stub;
using v1::Duty;

// Months since the beginning of the plan, in January 2024, that are over.
int64_t MonthsOver(CivilDay today) { return absl::CivilMonth(today) - absl::CivilMonth(2024, 1); }

// One service, whose clock is `ahead` of the test's.
class Service {
 public:
  explicit Service(RunningService* service) : service_(service) {}

  // Waits until its clock is there, as tokens of that time are then accepted: programs look at the
  // machine's clock now and then and count cycles in between.
  void SetAhead(absl::Duration ahead) {
    ahead_ = ahead;
    ASSERT_TRUE(Eventually([&] { return Call(Persona::kDirector, &Stub::ListPlans, "").ok(); }));
  }
  absl::Time Now() const { return absl::Now() + ahead_; }
  CivilDay Today() const { return base::BrusselsDay(Now()); }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(Persona persona,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    const std::string token = service_->Token(mandat::testing::ActorOf(persona),
                                              Now() - absl::Minutes(30), Now() + absl::Minutes(30));
    return service_->CallWithToken(token, method, request);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Call(Persona persona,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const std::string& text) {
    return Call(persona, method, Parsed<Request>(text));
  }

  // A plan that runs, with an action that is years late, and a target that asks for something by
  // the last day of every month.
  void RunPlan() {
    v1::CreatePlanRequest plan;
    plan.set_plan_id("p");
    *plan.mutable_plan() = TestPlan();
    ASSERT_THAT(Call(Persona::kDirector, &Stub::CreatePlan, plan), IsOk());
    v1::CreateObjectiveRequest objective;
    objective.set_objective_id("o");
    *objective.mutable_objective() = With(TestObjective(), "plan: 'plans/p'");
    ASSERT_THAT(Call(Persona::kDirector, &Stub::CreateObjective, objective), IsOk());
    v1::CreateIndicatorRequest indicator;
    indicator.set_indicator_id("i");
    *indicator.mutable_indicator() =
        With(TestIndicator(), "objective: 'objectives/o' frequency: FREQUENCY_MONTH");
    ASSERT_THAT(Call(Persona::kDirector, &Stub::CreateIndicator, indicator), IsOk());
    MakeLateAction("a");
    v1::SetTargetRequest target;
    target.set_target_id("t");
    *target.mutable_target() =
        With(TestTarget(), "indicator: 'indicators/i' every { day_of_month: 31 }");
    ASSERT_THAT(Call(Persona::kDirector, &Stub::SetTarget, target), IsOk());
    v1::AdoptPlanRequest adopt;
    adopt.set_name("plans/p");
    *adopt.mutable_basis() = TestBasis();
    ASSERT_THAT(Call(Persona::kSecretary, &Stub::AdoptPlan, adopt), IsOk());
    ASSERT_THAT(Call(Persona::kDirector, &Stub::StartPlan, "name: 'plans/p'"), IsOk());
  }

  // An action of the plan that is years late.
  void MakeLateAction(const std::string& id) {
    v1::CreateActionRequest action;
    action.set_action_id(id);
    *action.mutable_action() =
        With(TestAction(),
             "plan: 'plans/p' planned_period { start_date { year: 2024 month: 1 day: "
             "15 } end_date { year: 2028 month: 12 day: 31 } }");
    action.mutable_action()->mutable_serves(0)->set_objective("objectives/o");
    ASSERT_THAT(Call(Persona::kDirector, &Stub::CreateAction, action), IsOk());
  }
  // Waits until the clock has looked at the plan from now on: it tells of an action that is new.
  void AwaitALook() {
    MakeLateAction("later");
    ASSERT_TRUE(Eventually([&] {
      for (const v1::Alert& alert : Alerts(Persona::kDirector, "plan: 'plans/p'")) {
        if (alert.subject() == "actions/later") return true;
      }
      return false;
    }));
  }

  std::vector<Duty> Duties(const std::string& filter = "page_size: 1000") {
    const auto response = Call(Persona::kBoardMember, &Stub::ListDuties, filter);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    return {response->duties().begin(), response->duties().end()};
  }
  // Whether it is as it shall be: every month that is over was missed, this one and the next are
  // due.
  bool IsAllThere() {
    const std::vector<Duty> duties = Duties();
    const auto over = static_cast<size_t>(MonthsOver(Today()));
    if (duties.size() != over + 2) return false;
    for (size_t i = 0; i < duties.size(); ++i) {
      const auto expected = i < over ? v1::DUTY_STATE_MISSED : v1::DUTY_STATE_DUE;
      const CivilDay last = CivilDay(absl::CivilMonth(2024, 1) + static_cast<int>(i) + 1) - 1;
      if (duties[i].state() != expected || base::ToDay(duties[i].due_date()) != last) return false;
    }
    return true;
  }
  std::vector<v1::Alert> Alerts(Persona persona, const std::string& filter) {
    const auto response = Call(persona, &Stub::ListAlerts, filter);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    return {response->alerts().begin(), response->alerts().end()};
  }

 private:
  RunningService* service_;
  absl::Duration ahead_;
};

// None was added, and none has another version.
bool AreTheSame(const std::vector<Duty>& some, const std::vector<Duty>& others) {
  return std::equal(
      some.begin(), some.end(), others.begin(), others.end(),
      [](const Duty& a, const Duty& b) { return a.name() == b.name() && a.etag() == b.etag(); });
}

constexpr char kLate[] = "state: ALERT_STATE_RAISED kind: ALERT_KIND_LATE_START";

class DutiesOnBothEngines : public ::testing::TestWithParam<Engine> {};

INSTANTIATE_TEST_SUITE_P(Engines, DutiesOnBothEngines,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

TEST_P(DutiesOnBothEngines, ComeByThemselvesAreKeptByPeopleAndTold) {
  RunningOptions options;
  options.service = "objectives";
  options.engine = GetParam();
  const auto running = RunningService::Start(std::move(options));
  ASSERT_THAT(running, IsOk());
  Service service(running->get());
  mandat::testing::EventCollector collector((*running)->broker().Url(), "objectives");
  ASSERT_NO_FATAL_FAILURE(service.RunPlan());
  ASSERT_TRUE(Eventually([&] { return service.IsAllThere(); }));

  // The first one, missed years ago: who does it says that it was done in time after all, who
  // cannot do it is refused.
  const Duty first = service.Duties().front();
  EXPECT_EQ(first.unit(), "contact");
  EXPECT_THAT(first.explanation().fr(), ::testing::HasSubstr("31 janvier 2024"));
  const std::string done = absl::StrCat("name: '", first.name(), "' evidence: 'dashboards/d1' ",
                                        "date { year: 2024 month: 1 day: 20 }");
  EXPECT_THAT(service.Call(Persona::kBoardMember, &Stub::KeepDuty, done),
              HasReason("ROLE_REQUIRED"));
  const auto kept = service.Call(Persona::kServiceHead, &Stub::KeepDuty, done);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->state(), v1::DUTY_STATE_KEPT);
  EXPECT_THAT(service.Call(Persona::kServiceHead, &Stub::KeepDuty, done),
              HasReason("DUTY_NOT_OPEN"));

  // The action is years late: everybody is told, who supervises too.
  ASSERT_TRUE(Eventually([&] { return service.Alerts(Persona::kMinister, kLate).size() == 1; }));
  const v1::Alert late = service.Alerts(Persona::kMinister, kLate).front();
  EXPECT_EQ(late.rung(), 3);
  EXPECT_EQ(late.subject(), "actions/a");
  const auto noted = service.Call(
      Persona::kServiceHead, &Stub::AcknowledgeAlert,
      absl::StrCat("name: '", late.name(), "' note: 'begins on Monday' etag: '", late.etag(), "'"));
  ASSERT_THAT(noted, IsOk());
  ASSERT_THAT(service.Call(Persona::kServiceHead, &Stub::UpdateAction,
                           "action { name: 'actions/a' state: ACTION_STATE_RUNNING "
                           "effective_period { start_date { year: 2026 month: 1 day: 5 } } }"),
              IsOk());
  ASSERT_TRUE(Eventually([&] { return service.Alerts(Persona::kMinister, kLate).empty(); }));
  const auto cleared =
      service.Call(Persona::kMinister, &Stub::GetAlert, absl::StrCat("name: '", late.name(), "'"));
  ASSERT_THAT(cleared, IsOk());
  EXPECT_EQ(cleared->state(), v1::ALERT_STATE_CLEARED);
  EXPECT_EQ(cleared->acknowledgements(0).note(), "begins on Monday");

  // A restart and another look change nothing.
  const std::vector<Duty> before = service.Duties();
  ASSERT_EQ((*running)->StopService(), 0);
  ASSERT_THAT((*running)->StartService(), IsOk());
  ASSERT_NO_FATAL_FAILURE(service.AwaitALook());
  EXPECT_TRUE(AreTheSame(service.Duties(), before));
  EXPECT_TRUE(Eventually([&] {
    int clearings = 0;
    for (const auto& [key, payload] : collector.Effects()) {
      const bool is_it = absl::StrContains(payload, "alert.notify.cleared") &&
                         absl::StrContains(payload, "\"actions/a\"");
      clearings += is_it ? 1 : 0;
    }
    return clearings == 1;
  }));
  EXPECT_THAT(collector.Faults(), ::testing::IsEmpty());
  EXPECT_THAT((*running)->RunSubcommand({"verify"}), IsOk());
}

// Two processes look at the same plan, and one is killed again and again while years of duties are
// raised: each is there once.
TEST(DutiesOfReplicas, AreRaisedOnceWhoeverIsKilled) {
  RunningOptions options;
  options.service = "objectives";
  options.engine = Engine::kPostgres;
  options.replicas = 2;
  const auto running = RunningService::Start(std::move(options));
  ASSERT_THAT(running, IsOk());
  Service service(running->get());
  ASSERT_NO_FATAL_FAILURE(service.RunPlan());
  for (int i = 0; i < 3; ++i) {
    (*running)->KillService(1);
    ASSERT_THAT((*running)->StartService(1), IsOk());
  }
  ASSERT_TRUE(Eventually([&] { return service.IsAllThere(); }));
  std::map<std::string, int> verbs;
  for (const common::v1::PublishedEvent& event : (*running)->Events()) {
    const std::string& text = event.cloud_event();
    for (const char* verb : {"duty.notify.raised", "duty.notify.missed"}) {
      verbs[verb] += absl::StrContains(text, verb) ? 1 : 0;
    }
  }
  const auto over = static_cast<int>(MonthsOver(service.Today()));
  EXPECT_EQ(verbs["duty.notify.raised"], over + 2);
  EXPECT_EQ(verbs["duty.notify.missed"], over);
  EXPECT_THAT((*running)->RunSubcommand({"verify"}), IsOk());
}

// The machine's clock jumps over months, and back again.
TEST(DutiesOfAClock, ThatJumpsAreMissedOnceAndNeverAgain) {
  const testing::TempDir folder;
  const auto set_clock = [&](const std::string& offset) {
    std::ofstream(folder.File("offset")) << offset << "\n";
  };
  set_clock("+0");
  RunningOptions options;
  options.service = "objectives";
  options.environment = {"LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
                         absl::StrCat("FAKETIME_TIMESTAMP_FILE=", folder.File("offset")),
                         "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"};
  const auto running = RunningService::Start(std::move(options));
  ASSERT_THAT(running, IsOk());
  Service service(running->get());
  ASSERT_NO_FATAL_FAILURE(service.RunPlan());
  ASSERT_TRUE(Eventually([&] { return service.IsAllThere(); }));
  set_clock("+100d");
  ASSERT_NO_FATAL_FAILURE(service.SetAhead(absl::Hours(24 * 100)));
  ASSERT_TRUE(Eventually([&] { return service.IsAllThere(); }));
  const std::vector<Duty> there = service.Duties();
  set_clock("+0");
  ASSERT_NO_FATAL_FAILURE(service.SetAhead(absl::ZeroDuration()));
  ASSERT_NO_FATAL_FAILURE(service.AwaitALook());
  EXPECT_TRUE(AreTheSame(service.Duties(), there));
  EXPECT_THAT((*running)->RunSubcommand({"verify"}), IsOk());
}

}  // namespace
}  // namespace mandat::objectives
