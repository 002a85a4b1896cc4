#include "services/objectives/plans/states.h"

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "mandat/common/v1/options.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/plans/guards.h"

namespace mandat::objectives::plans {
namespace {

using mandat::testing::HasReason;
using mandat::testing::StatusIs;
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
  const std::map<Who, std::set<int>> roles = {
      {Who::kWriter, {common::v1::ROLE_MANDATE_HOLDER, common::v1::ROLE_DIRECTOR}},
      {Who::kManagement, {common::v1::ROLE_DIRECTOR, common::v1::ROLE_COMMITTEE_SECRETARY}}};
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "mandat.objectives.v1.ObjectivesService");
  ASSERT_NE(service, nullptr);
  for (const Transition& transition : kTransitions) {
    std::string name(CodeOf(transition.verb));
    name[0] = absl::ascii_toupper(static_cast<unsigned char>(name[0]));
    const auto* method = service->FindMethodByName(name + "Plan");
    ASSERT_NE(method, nullptr) << name;
    ASSERT_EQ(method->options().ExtensionSize(common::v1::access), 1);
    const auto& access = method->options().GetExtension(common::v1::access, 0);
    EXPECT_EQ(access.party(), common::v1::PARTY_OWNER);
    EXPECT_EQ(std::set<int>(access.roles().begin(), access.roles().end()), roles.at(transition.who))
        << name;
  }
}

// The table as Markdown. `create` is none of a state.
std::string Table() {
  std::string table =
      "| From | Verb | To | Who | What must hold |\n|---|---|---|---|---|\n"
      "| – | create | DRAFT | who writes it | the parent, where there is one, is the agency's |\n";
  for (const Transition& transition : kTransitions) {
    std::vector<std::string> guards;
    for (const Guard guard : transition.guards) guards.emplace_back(WordsOf(guard));
    std::string to(CodeOf(transition.to));
    if (transition.to == v1::PLAN_STATE_UNSPECIFIED) to = "gone";
    absl::StrAppend(&table, "| ", CodeOf(transition.from), " | ", CodeOf(transition.verb), " | ",
                    to, " | ", transition.who == Who::kWriter ? "who writes it" : "the management",
                    " | ", guards.empty() ? "–" : absl::StrJoin(guards, "; "), " |\n");
  }
  return table;
}

TEST(PlanStates, TheDocumentationHasTheTable) {
  std::ifstream file(MANDAT_SOURCE_DIR "/services/objectives/README.md");
  const std::string readme{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_THAT(readme, ::testing::HasSubstr(Table()));
}

}  // namespace
}  // namespace mandat::objectives::plans
