// The story of a plan, on both engines, through the released program, beside social aid.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "mandat/objectives/v1/service.grpc.pb.h"
#include "mandat/socialaid/v1/service.grpc.pb.h"
#include "services/lib/runtime/thread.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"
#include "tests/support/event_collector.h"
#include "tests/support/eventually.h"
#include "tests/support/running_service.h"

namespace mandat::objectives {
namespace {

using mandat::testing::Engine;
using mandat::testing::Eventually;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::Persona;
using mandat::testing::RunningOptions;
using mandat::testing::RunningService;
using Stub = v1::ObjectivesService::Stub;

// A draft with an objective and an indicator, all of this id.
void MakePlan(RunningService& service, const std::string& id) {
  v1::CreatePlanRequest plan;
  plan.set_plan_id(id);
  *plan.mutable_plan() = TestPlan();
  ASSERT_THAT(service.Call(Persona::kMandateHolder, &Stub::CreatePlan, plan), IsOk());
  v1::CreateObjectiveRequest objective;
  objective.set_objective_id(id);
  *objective.mutable_objective() = TestObjective();
  objective.mutable_objective()->set_plan("plans/" + id);
  ASSERT_THAT(service.Call(Persona::kMandateHolder, &Stub::CreateObjective, objective), IsOk());
  v1::CreateIndicatorRequest indicator;
  indicator.set_indicator_id(id);
  *indicator.mutable_indicator() = TestIndicator();
  indicator.mutable_indicator()->set_objective("objectives/" + id);
  ASSERT_THAT(service.Call(Persona::kMandateHolder, &Stub::CreateIndicator, indicator), IsOk());
}

// One pair of services an engine, shared: every test has a plan of its own.
class Objectives : public ::testing::TestWithParam<Engine> {
 protected:
  struct Services {
    std::unique_ptr<RunningService> social_aid;
    std::unique_ptr<RunningService> objectives;
  };

  static void TearDownTestSuite() { services().clear(); }

  void SetUp() override {
    Services& both = services()[GetParam()];
    if (both.objectives == nullptr) {
      RunningOptions options;
      options.engine = GetParam();
      auto first = RunningService::Start(options);
      ASSERT_THAT(first, IsOk());
      both.social_aid = *std::move(first);
      options.service = "objectives";
      options.beside = both.social_aid.get();
      auto second = RunningService::Start(options);
      ASSERT_THAT(second, IsOk());
      both.objectives = *std::move(second);
    }
    service_ = both.objectives.get();
    social_aid_ = both.social_aid.get();
  }
  void TearDown() override {
    if (service_ == nullptr) return;
    EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
  }

  static std::map<Engine, Services>& services() {
    static auto& all = *new std::map<Engine, Services>();
    return all;
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(Persona persona,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const std::string& text) {
    return service_->Call(persona, method, Parsed<Request>(text));
  }

  void Make(const std::string& id) { MakePlan(*service_, id); }
  absl::StatusOr<v1::Target> SetTarget(const std::string& plan, const std::string& id,
                                       const std::string& text = "") {
    v1::SetTargetRequest request;
    request.set_target_id(id);
    *request.mutable_target() = With(TestTarget(), text);
    request.mutable_target()->set_indicator("indicators/" + plan);
    return service_->Call(Persona::kDirector, &Stub::SetTarget, request);
  }

  RunningService* service_ = nullptr;
  RunningService* social_aid_ = nullptr;
};

constexpr char kDecision[] =
    "basis { reference: 'decisions/d2' date { year: 2024 month: 2 day: 1 } } ";

TEST_P(Objectives, APlanRunsFromDraftToItsEndAndItsTargetsAreNeverOverwritten) {
  mandat::testing::EventCollector collector(service_->broker().Url(), "objectives");
  Make("story");
  ASSERT_THAT(SetTarget("story", "story-1"), IsOk());
  const std::string name = "name: 'plans/story' ";
  ASSERT_THAT(Call(Persona::kSecretary, &Stub::AdoptPlan, name + kDecision), IsOk());
  EXPECT_THAT(SetTarget("story", "story-2"), HasReason("TARGET_WITHOUT_DECISION"));
  ASSERT_THAT(SetTarget("story", "story-2", kDecision), IsOk());
  ASSERT_THAT(Call(Persona::kDirector, &Stub::StartPlan, name), IsOk());
  ASSERT_THAT(Call(Persona::kDirector, &Stub::AmendPlan,
                   name + "amendment { summary { fr: 'un an de plus' } " + kDecision +
                       "end_date { year: 2029 month: 12 day: 31 } }"),
              IsOk());
  ASSERT_THAT(Call(Persona::kSecretary, &Stub::EvaluatePlan,
                   name + "evaluation { mark: EVALUATION_MARK_FAVOURABLE grounds { fr: 'oui' } " +
                       kDecision + "}"),
              IsOk());
  EXPECT_THAT(SetTarget("story", "story-3", kDecision), HasReason("PLAN_OVER"));
  const auto closed = Call(Persona::kSecretary, &Stub::ClosePlan, name);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::PLAN_STATE_CLOSED);

  const auto all =
      Call(Persona::kBoardMember, &Stub::ListTargets, "plan: 'plans/story' replaced_too: true");
  ASSERT_THAT(all, IsOk());
  ASSERT_EQ(all->targets_size(), 2);
  EXPECT_EQ(all->targets(0).replaced_by(), "targets/story-2");
  EXPECT_EQ(all->targets(1).replaces(), "targets/story-1");

  // Everything of it reaches a subscriber, under the subject of its owner.
  ASSERT_TRUE(Eventually([&] {
    int closings = 0;
    for (const auto& [key, payload] : collector.Effects()) {
      closings += absl::StrContains(payload, "plan.notify.closed") &&
                          absl::StrContains(payload, "plans/story")
                      ? 1
                      : 0;
    }
    return closings == 1;
  }));
  EXPECT_THAT(collector.Faults(), ::testing::IsEmpty());
}

TEST_P(Objectives, WhoSupervisesReadsAndNobodyElseOutsideDoes) {
  Make("read");
  const std::string name = "name: 'plans/read'";
  EXPECT_THAT(Call(Persona::kMinister, &Stub::GetPlan, name), IsOk());
  EXPECT_THAT(Call(Persona::kAuditor, &Stub::GetPlan, name), IsOk());
  EXPECT_THAT(Call(Persona::kServiceHead, &Stub::GetPlan, name), IsOk());
  EXPECT_THAT(Call(Persona::kCentreAgent, &Stub::GetPlan, name), HasReason("ROLE_REQUIRED"));
  access::Actor stranger = mandat::testing::ActorOf(Persona::kMinister);
  stranger.organisation = kOtherAgency;
  EXPECT_THAT(service_->CallWithToken(service_->Token(stranger), &Stub::GetPlan,
                                      Parsed<v1::GetPlanRequest>(name)),
              HasReason("PLAN_NOT_FOUND"));
  const auto listed = Call(Persona::kMinister, &Stub::ListIndicators, "plan: 'plans/read'");
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->indicators_size(), 1);
}

TEST_P(Objectives, TheSameNumberIsGivenOnceInAPlanOnEveryEngine) {
  Make("numbers");
  v1::CreateObjectiveRequest request;
  *request.mutable_objective() = TestObjective();
  request.mutable_objective()->set_plan("plans/numbers");
  EXPECT_THAT(service_->Call(Persona::kDirector, &Stub::CreateObjective, request),
              HasReason("NUMBER_TAKEN"));
  v1::CreateIndicatorRequest indicator;
  *indicator.mutable_indicator() = TestIndicator();
  indicator.mutable_indicator()->set_objective("objectives/numbers");
  EXPECT_THAT(service_->Call(Persona::kDirector, &Stub::CreateIndicator, indicator),
              HasReason("NUMBER_TAKEN"));
}

TEST_P(Objectives, ATreeHasNoCirclesAndEightLevelsOnEveryEngine) {
  Make("tree");
  for (int level = 2; level <= 9; ++level) {
    v1::CreateObjectiveRequest request;
    request.set_objective_id(absl::StrCat("tree-", level));
    *request.mutable_objective() =
        With(TestObjective(), absl::StrCat("number: '", level, "' parent: 'objectives/tree",
                                           level == 2 ? "" : absl::StrCat("-", level - 1), "'"));
    request.mutable_objective()->set_plan("plans/tree");
    const auto made = service_->Call(Persona::kDirector, &Stub::CreateObjective, request);
    if (level == 9) {
      EXPECT_THAT(made, HasReason("TREE_TOO_DEEP"));
    } else {
      ASSERT_THAT(made, IsOk());
    }
  }
  EXPECT_THAT(Call(Persona::kDirector, &Stub::UpdateObjective,
                   "objective { name: 'objectives/tree' parent: 'objectives/tree-8' }"),
              HasReason("OBJECTIVE_CIRCLE"));
  EXPECT_THAT(Call(Persona::kDirector, &Stub::DeleteObjective, "name: 'objectives/tree-7'"),
              HasReason("OBJECTIVE_NOT_EMPTY"));
  EXPECT_THAT(Call(Persona::kDirector, &Stub::DeleteObjective, "name: 'objectives/tree-8'"),
              IsOk());
}

TEST_P(Objectives, TheHeadOfAUnitKeepsItsActionsUpToDate) {
  Make("action");
  v1::CreateActionRequest request;
  request.set_action_id("action");
  *request.mutable_action() = TestAction();
  request.mutable_action()->set_plan("plans/action");
  request.mutable_action()->mutable_serves(0)->set_objective("objectives/action");
  ASSERT_THAT(service_->Call(Persona::kDirector, &Stub::CreateAction, request), IsOk());
  const auto begun = Call(Persona::kServiceHead, &Stub::UpdateAction,
                          "action { name: 'actions/action' state: ACTION_STATE_RUNNING "
                          "effective_period { start_date { year: 2024 month: 1 day: 2 } } }");
  ASSERT_THAT(begun, IsOk());
  EXPECT_EQ(begun->state(), v1::ACTION_STATE_RUNNING);
  EXPECT_THAT(Call(Persona::kServiceHead, &Stub::DeleteAction, "name: 'actions/action'"),
              HasReason("ROLE_REQUIRED"));
}

TEST_P(Objectives, ARequestThatIsRepeatedIsDoneOnce) {
  auto request =
      Parsed<v1::CreatePlanRequest>("request_id: '7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b12'");
  *request.mutable_plan() = TestPlan();
  const auto first = service_->Call(Persona::kDirector, &Stub::CreatePlan, request);
  const auto second = service_->Call(Persona::kDirector, &Stub::CreatePlan, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(first->name(), second->name());
}

TEST_P(Objectives, BothServicesAnswerTheSameCallersAndNeitherHasTheOthersMethods) {
  EXPECT_THAT(social_aid_->Call(Persona::kOfficeManager,
                                &socialaid::v1::SocialAidService::Stub::ListOffices,
                                socialaid::v1::ListOfficesRequest()),
              IsOk());
  EXPECT_THAT(Call(Persona::kDirector, &Stub::ListPlans, ""), IsOk());
  const auto wrong =
      social_aid_->Call(Persona::kDirector, &Stub::ListPlans, v1::ListPlansRequest());
  EXPECT_EQ(wrong.status().code(), absl::StatusCode::kUnimplemented);
}

// Two processes on one database: the lock of the indicator lets them set its targets one after the
// other.
TEST(ObjectivesReplicas, OfAnIndicatorOneTargetCountsWhoeverSetsIt) {
  constexpr int kCallers = 8;
  constexpr int kTargetsEach = 5;
  RunningOptions options;
  options.service = "objectives";
  options.engine = Engine::kPostgres;
  options.replicas = 2;
  const auto service = RunningService::Start(std::move(options));
  ASSERT_THAT(service, IsOk());
  MakePlan(**service, "race");
  {
    std::vector<runtime::Thread> callers;
    for (int i = 0; i < kCallers; ++i) {
      callers.emplace_back("caller", [&service] {
        for (int target = 0; target < kTargetsEach; ++target) {
          v1::SetTargetRequest request;
          *request.mutable_target() = TestTarget();
          request.mutable_target()->set_indicator("indicators/race");
          EXPECT_THAT((*service)->Call(Persona::kDirector, &Stub::SetTarget, request), IsOk());
        }
      });
    }
    for (runtime::Thread& caller : callers) caller.Join();
  }
  v1::ListTargetsRequest request;
  request.set_indicator("indicators/race");
  const auto counting = (*service)->Call(Persona::kDirector, &Stub::ListTargets, request);
  ASSERT_THAT(counting, IsOk());
  EXPECT_EQ(counting->targets_size(), 1);
  request.set_replaced_too(true);
  const auto all = (*service)->Call(Persona::kDirector, &Stub::ListTargets, request);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->targets_size(), kCallers * kTargetsEach);
}

INSTANTIATE_TEST_SUITE_P(Engines, Objectives, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& test) { return mandat::testing::NameOf(test.param); });

}  // namespace
}  // namespace mandat::objectives
