#include "services/objectives/queries.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Two plans; the first has two objectives, an action, two indicators and a target.
class Queries : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    MakeSmallPlan();
    ASSERT_THAT(MakeObjective("o2", "parent: 'objectives/o1'"), IsOk());
    ASSERT_THAT(MakeIndicator("i2", "objective: 'objectives/o2'"), IsOk());
    ASSERT_THAT(MakeAction("a1"), IsOk());
    ASSERT_THAT(SetATarget("t1"), IsOk());
    ASSERT_THAT(MakePlan("p2", "kind: PLAN_KIND_STRATEGIC"), IsOk());
  }

  // The names that a list answers, over all pages of one.
  template <typename Request, typename Response, typename Items>
  std::vector<std::string> Names(const access::Actor& actor, const char* method,
                                 absl::Status (*read)(const Request&, ledger::View&, Response*),
                                 Items items, const std::string& text) {
    auto request = Parsed<Request>(text);
    request.set_page_size(1);
    std::vector<std::string> names;
    do {
      const auto page = Ask(method, actor, read, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const auto& item : (*page.*items)()) names.push_back(item.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  std::vector<std::string> PlansFor(const access::Actor& actor, const std::string& text = "") {
    const google::protobuf::RepeatedPtrField<v1::Plan>& (v1::ListPlansResponse::*items)() const =
        &v1::ListPlansResponse::plans;
    return Names(actor, "ListPlans", ListPlans, items, text);
  }
  std::vector<std::string> ObjectivesFor(const access::Actor& actor, const std::string& text = "") {
    const google::protobuf::RepeatedPtrField<v1::Objective>& (v1::ListObjectivesResponse::*items)()
        const = &v1::ListObjectivesResponse::objectives;
    return Names(actor, "ListObjectives", ListObjectives, items, text);
  }
  std::vector<std::string> ActionsFor(const access::Actor& actor, const std::string& text = "") {
    const google::protobuf::RepeatedPtrField<v1::Action>& (v1::ListActionsResponse::*items)()
        const = &v1::ListActionsResponse::actions;
    return Names(actor, "ListActions", ListActions, items, text);
  }
  std::vector<std::string> IndicatorsFor(const access::Actor& actor, const std::string& text = "") {
    const google::protobuf::RepeatedPtrField<v1::Indicator>& (v1::ListIndicatorsResponse::*items)()
        const = &v1::ListIndicatorsResponse::indicators;
    return Names(actor, "ListIndicators", ListIndicators, items, text);
  }
  std::vector<std::string> TargetsFor(const access::Actor& actor, const std::string& text = "") {
    const google::protobuf::RepeatedPtrField<v1::Target>& (v1::ListTargetsResponse::*items)()
        const = &v1::ListTargetsResponse::targets;
    return Names(actor, "ListTargets", ListTargets, items, text);
  }
};

TEST_F(Queries, ListsShowTheAgencyItsOwnAndTheSupervisorWhatItSupervises) {
  for (const access::Actor& actor : {director_, member_, head_, minister_, auditor_}) {
    EXPECT_THAT(PlansFor(actor), ElementsAre("plans/p1", "plans/p2"));
    EXPECT_THAT(ObjectivesFor(actor), ElementsAre("objectives/o1", "objectives/o2"));
    EXPECT_THAT(ActionsFor(actor), ElementsAre("actions/a1"));
    EXPECT_THAT(IndicatorsFor(actor), ElementsAre("indicators/i1", "indicators/i2"));
    EXPECT_THAT(TargetsFor(actor), ElementsAre("targets/t1"));
  }
  for (const access::Actor& actor : {other_director_, other_minister_}) {
    EXPECT_THAT(PlansFor(actor), IsEmpty());
    EXPECT_THAT(ObjectivesFor(actor), IsEmpty());
    EXPECT_THAT(ActionsFor(actor), IsEmpty());
    EXPECT_THAT(IndicatorsFor(actor), IsEmpty());
    EXPECT_THAT(TargetsFor(actor), IsEmpty());
  }
}

TEST_F(Queries, ListsShowWhatIsAskedFor) {
  EXPECT_THAT(PlansFor(director_, "kind: PLAN_KIND_STRATEGIC"), ElementsAre("plans/p2"));
  EXPECT_THAT(PlansFor(director_, "state: PLAN_STATE_ADOPTED"), IsEmpty());
  ASSERT_THAT(Adopt("plans/p1"), IsOk());
  EXPECT_THAT(PlansFor(director_, "state: PLAN_STATE_ADOPTED"), ElementsAre("plans/p1"));
  EXPECT_THAT(ObjectivesFor(director_, "plan: 'plans/p2'"), IsEmpty());
  EXPECT_THAT(ObjectivesFor(director_, "parent: 'objectives/o1'"), ElementsAre("objectives/o2"));
  EXPECT_THAT(ActionsFor(director_, "plan: 'plans/p2'"), IsEmpty());
  EXPECT_THAT(ActionsFor(director_, "state: ACTION_STATE_DONE"), IsEmpty());
  EXPECT_THAT(ActionsFor(director_, "state: ACTION_STATE_PLANNED"), ElementsAre("actions/a1"));
  EXPECT_THAT(IndicatorsFor(director_, "objective: 'objectives/o2'"), ElementsAre("indicators/i2"));
  EXPECT_THAT(IndicatorsFor(director_, "plan: 'plans/p2'"), IsEmpty());
  EXPECT_THAT(TargetsFor(director_, "indicator: 'indicators/i2'"), IsEmpty());
  EXPECT_THAT(TargetsFor(director_, "plan: 'plans/p1'"), ElementsAre("targets/t1"));
}

TEST_F(Queries, OneIsShownToItsPartiesAlone) {
  const auto get = [this](const access::Actor& actor) {
    std::vector<std::string> reasons;
    v1::GetPlanRequest plan;
    plan.set_name("plans/p1");
    reasons.push_back(base::ReasonOf(Ask("GetPlan", actor, GetPlan, plan).status()));
    v1::GetObjectiveRequest objective;
    objective.set_name("objectives/o1");
    reasons.push_back(base::ReasonOf(Ask("GetObjective", actor, GetObjective, objective).status()));
    v1::GetActionRequest action;
    action.set_name("actions/a1");
    reasons.push_back(base::ReasonOf(Ask("GetAction", actor, GetAction, action).status()));
    v1::GetIndicatorRequest indicator;
    indicator.set_name("indicators/i1");
    reasons.push_back(base::ReasonOf(Ask("GetIndicator", actor, GetIndicator, indicator).status()));
    v1::GetTargetRequest target;
    target.set_name("targets/t1");
    reasons.push_back(base::ReasonOf(Ask("GetTarget", actor, GetTarget, target).status()));
    return reasons;
  };
  for (const access::Actor& actor : {member_, minister_, auditor_}) {
    EXPECT_THAT(get(actor), ElementsAre("", "", "", "", ""));
  }
  for (const access::Actor& actor : {other_director_, other_minister_}) {
    EXPECT_THAT(get(actor), ElementsAre("PLAN_NOT_FOUND", "OBJECTIVE_NOT_FOUND", "ACTION_NOT_FOUND",
                                        "INDICATOR_NOT_FOUND", "TARGET_NOT_FOUND"));
  }
  EXPECT_THAT(get(Agent(common::v1::ROLE_WELFARE_CENTRE_AGENT, kAgency)),
              ::testing::Each("ROLE_REQUIRED"));
}

TEST_F(Queries, ObjectivesAreRankedWhereTheirPlanIsTheCallersToRead) {
  const auto score = [](int stake) {
    return "scores { stake: " + std::to_string(stake) +
           " urgency: 1 return_on_investment: 1 justification: 'j' date { year: 2024 month: 1 "
           "day: 1 } }";
  };
  ASSERT_THAT(MakeObjective("o3", score(2)), IsOk());
  ASSERT_THAT(MakeObjective("o4", score(5)), IsOk());
  ASSERT_THAT(MakeObjective("o5", "plan: 'plans/p2' " + score(4)), IsOk());
  v1::RankObjectivesRequest request;
  request.set_plan("plans/p1");
  const auto ranking = Ask("RankObjectives", minister_, RankObjectives, request);
  ASSERT_THAT(ranking, IsOk());
  ASSERT_EQ(ranking->ranks_size(), 2);
  EXPECT_EQ(ranking->ranks(0).objective(), "objectives/o4");
  EXPECT_THAT(Ask("RankObjectives", other_director_, RankObjectives, request),
              HasReason("PLAN_NOT_FOUND"));
  request.set_stake_weight(101);
  EXPECT_THAT(Ask("RankObjectives", director_, RankObjectives, request),
              HasReason("WEIGHT_INVALID"));
}

}  // namespace
}  // namespace mandat::objectives
