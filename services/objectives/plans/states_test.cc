#include "services/objectives/plans/states.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/documentation.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/method_access.h"
#include "services/objectives/plans/guards.h"

namespace mandat::objectives::plans {
namespace {

using mandat::testing::GrantsOfVerb;
using mandat::testing::HasReason;
using mandat::testing::MarkdownTable;
using mandat::testing::PageAt;
using mandat::testing::StatusIs;
using mandat::testing::WordsOfGuards;
using v1::PlanState;

const std::vector<PlanState>& States() {
  static const auto& states = *new std::vector<PlanState>{
      v1::PLAN_STATE_DRAFT, v1::PLAN_STATE_ADOPTED, v1::PLAN_STATE_RUNNING,
      v1::PLAN_STATE_EVALUATED, v1::PLAN_STATE_CLOSED};
  return states;
}

// What must come out, written a second time by hand from the domain: by state, "verb>state".
TEST(PlanStates, EveryStateAndVerbIsAllowedOrRefusedWithItsReason) {
  const std::map<PlanState, std::vector<std::string>> allowed = {
      {v1::PLAN_STATE_DRAFT, {"update>DRAFT", "delete>UNSPECIFIED", "adopt>ADOPTED"}},
      {v1::PLAN_STATE_ADOPTED, {"start>RUNNING", "amend>ADOPTED"}},
      {v1::PLAN_STATE_RUNNING, {"amend>RUNNING", "evaluate>EVALUATED"}},
      {v1::PLAN_STATE_EVALUATED, {"close>CLOSED"}},
      {v1::PLAN_STATE_CLOSED, {}},
  };
  const std::map<Verb, std::string> reasons = {
      {Verb::kUpdate, "PLAN_NOT_DRAFT"},    {Verb::kDelete, "PLAN_NOT_DRAFT"},
      {Verb::kAdopt, "PLAN_NOT_DRAFT"},     {Verb::kStart, "PLAN_NOT_ADOPTED"},
      {Verb::kAmend, "PLAN_NOT_AMENDABLE"}, {Verb::kEvaluate, "PLAN_NOT_RUNNING"},
      {Verb::kClose, "PLAN_NOT_EVALUATED"}};
  ASSERT_EQ(reasons.size(), kVerbs.size());
  for (const PlanState state : States()) {
    std::vector<std::string> found;
    for (const Verb verb : kVerbs) {
      const auto transition = TransitionBy(state, verb);
      if (transition.ok()) {
        found.push_back(absl::StrCat(CodeOf(verb), ">", CodeOf((*transition)->to)));
      } else {
        EXPECT_THAT(transition, StatusIs(absl::StatusCode::kFailedPrecondition));
        EXPECT_THAT(transition, HasReason(reasons.at(verb)));
        EXPECT_EQ(base::MetadataOf(transition.status())["state"], CodeOf(state));
      }
    }
    EXPECT_THAT(found, ::testing::ElementsAreArray(allowed.at(state))) << CodeOf(state);
  }
}

TEST(PlanStates, ARefusalSaysWhatMayBeDoneInstead) {
  const auto message = [](PlanState state, Verb verb) {
    return std::string(TransitionBy(state, verb).status().message());
  };
  EXPECT_EQ(message(v1::PLAN_STATE_DRAFT, Verb::kStart),
            "Only an adopted plan can be started; it is DRAFT, where who writes it can update, "
            "delete; the management can adopt.");
  EXPECT_EQ(message(v1::PLAN_STATE_RUNNING, Verb::kUpdate),
            "Only a draft can be changed; later a plan is amended; it is RUNNING, where the "
            "management can amend, evaluate.");
  EXPECT_EQ(message(v1::PLAN_STATE_CLOSED, Verb::kAmend),
            "Only an adopted or running plan can be amended; it is CLOSED, which is final. Make a "
            "new one.");
}

TEST(PlanStates, EveryStateIsReachedAndOnlyTheLastHasNoExit) {
  std::set<PlanState> reached = {v1::PLAN_STATE_DRAFT};
  std::set<PlanState> ends(States().begin(), States().end());
  for (size_t round = 0; round < States().size(); ++round) {
    for (const Transition& transition : kTransitions) {
      if (reached.count(transition.from) == 0 || transition.to == transition.from) continue;
      ends.erase(transition.from);
      if (transition.to != v1::PLAN_STATE_UNSPECIFIED) reached.insert(transition.to);
    }
  }
  EXPECT_EQ(reached, std::set<PlanState>(States().begin(), States().end()));
  EXPECT_EQ(ends, std::set<PlanState>{v1::PLAN_STATE_CLOSED});
}

TEST(PlanStates, WhatBelongsToAPlanChangesUntilItIsJudged) {
  for (const PlanState state : States()) {
    const bool judged = state == v1::PLAN_STATE_EVALUATED || state == v1::PLAN_STATE_CLOSED;
    EXPECT_NE(IsOpen(state), judged) << CodeOf(state);
  }
}

// Who moves a plan is who its method lets in.
TEST(PlanStates, EveryMoveBelongsToTheRolesThatItsMethodAdmits) {
  const std::map<Who, std::string> grants = {
      {Who::kWriter, "OWNER: MANDATE_HOLDER DIRECTOR"},
      {Who::kManagement, "OWNER: DIRECTOR COMMITTEE_SECRETARY"}};
  for (const Transition& transition : kTransitions) {
    EXPECT_THAT(
        GrantsOfVerb("mandat.objectives.v1.ObjectivesService", CodeOf(transition.verb), "Plan"),
        ::testing::ElementsAre(grants.at(transition.who)))
        << CodeOf(transition.verb);
  }
}

// `create` is none of a state.
TEST(PlanStates, TheDocumentationHasTheTable) {
  std::vector<std::vector<std::string>> rows = {
      {"From", "Verb", "To", "Who", "What must hold"},
      {"–", "create", "DRAFT", "who writes it", "the parent, where there is one, is the agency's"},
  };
  for (const Transition& transition : kTransitions) {
    const bool deletes = transition.to == v1::PLAN_STATE_UNSPECIFIED;
    rows.push_back({std::string(CodeOf(transition.from)), std::string(CodeOf(transition.verb)),
                    deletes ? "gone" : std::string(CodeOf(transition.to)),
                    transition.who == Who::kWriter ? "who writes it" : "the management",
                    WordsOfGuards(transition.guards)});
  }
  EXPECT_THAT(PageAt("services/objectives/README.md"), ::testing::HasSubstr(MarkdownTable(rows)));
}

}  // namespace
}  // namespace mandat::objectives::plans
