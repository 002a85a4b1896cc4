#include "services/objectives/dashboards/states.h"

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
#include "services/objectives/test_data.h"

namespace mandat::objectives::dashboards {
namespace {

using mandat::testing::GrantsOfVerb;
using mandat::testing::HasReason;
using mandat::testing::IsOkAndHolds;
using mandat::testing::MarkdownTable;
using mandat::testing::PageAt;
using mandat::testing::StatusIs;
using mandat::testing::WordsOfGuards;
using v1::Dashboard;
using v1::DashboardState;

const std::vector<DashboardState>& States() {
  static const auto& states = *new std::vector<DashboardState>{
      v1::DASHBOARD_STATE_FROZEN, v1::DASHBOARD_STATE_VALIDATED, v1::DASHBOARD_STATE_PRESENTED};
  return states;
}

// Validated on 1 April 2026 at half past eleven in the evening in Brussels, unless it is frozen.
Dashboard In(DashboardState state) {
  Dashboard dashboard = Parsed<Dashboard>("name: 'dashboards/d1' freezer: 'aa'");
  dashboard.set_state(state);
  if (state != v1::DASHBOARD_STATE_FROZEN) {
    dashboard.mutable_validate_time()->set_seconds(1775079000);
  }
  return dashboard;
}

// A move of which every guard holds.
Move Fine(Verb verb, const Dashboard& before) {
  Move move{verb, before};
  move.actor = "bb";
  move.meeting = absl::CivilDay(2026, 4, 1);
  return move;
}

// What must come out, written a second time by hand from the domain.
TEST(DashboardStates, EveryStateAndVerbIsAllowedOrRefusedWithItsReason) {
  const std::map<DashboardState, std::vector<std::string>> allowed = {
      {v1::DASHBOARD_STATE_FROZEN, {"delete>UNSPECIFIED", "validate>VALIDATED"}},
      {v1::DASHBOARD_STATE_VALIDATED, {"present>PRESENTED"}},
      {v1::DASHBOARD_STATE_PRESENTED, {}},
  };
  const std::map<Verb, std::string> reasons = {{Verb::kDelete, "DASHBOARD_NOT_FROZEN"},
                                               {Verb::kValidate, "DASHBOARD_NOT_FROZEN"},
                                               {Verb::kPresent, "DASHBOARD_NOT_VALIDATED"}};
  ASSERT_EQ(reasons.size(), kVerbs.size());
  for (const DashboardState state : States()) {
    std::vector<std::string> found;
    const Dashboard before = In(state);
    for (const Verb verb : kVerbs) {
      const auto after = Admit(Fine(verb, before));
      if (after.ok()) {
        found.push_back(absl::StrCat(CodeOf(verb), ">", CodeOf(*after)));
      } else {
        EXPECT_THAT(after, StatusIs(absl::StatusCode::kFailedPrecondition));
        EXPECT_THAT(after, HasReason(reasons.at(verb)));
        EXPECT_EQ(base::MetadataOf(after.status())["state"], CodeOf(state));
      }
    }
    EXPECT_THAT(found, ::testing::ElementsAreArray(allowed.at(state))) << CodeOf(state);
  }
}

TEST(DashboardStates, WhoFrozeItDoesNotValidateIt) {
  const Dashboard frozen = In(v1::DASHBOARD_STATE_FROZEN);
  Move move = Fine(Verb::kValidate, frozen);
  move.actor = "aa";
  EXPECT_THAT(Admit(move), HasReason("SECOND_PERSON_REQUIRED"));
  move.actor = "";
  EXPECT_THAT(Admit(move), HasReason("SECOND_PERSON_REQUIRED"));
  move.actor = "bb";
  EXPECT_THAT(Admit(move), IsOkAndHolds(v1::DASHBOARD_STATE_VALIDATED));
}

TEST(DashboardStates, OneOfAPeriodIsValidated) {
  const Dashboard frozen = In(v1::DASHBOARD_STATE_FROZEN);
  Dashboard other = In(v1::DASHBOARD_STATE_FROZEN);
  other.set_name("dashboards/d0");
  const std::vector<const Dashboard*> all = {&frozen, &other};
  Move move = Fine(Verb::kValidate, frozen);
  move.same_period = all;
  EXPECT_THAT(Admit(move), IsOkAndHolds(v1::DASHBOARD_STATE_VALIDATED));
  for (const DashboardState state :
       {v1::DASHBOARD_STATE_VALIDATED, v1::DASHBOARD_STATE_PRESENTED}) {
    other.set_state(state);
    const auto refused = Admit(move);
    EXPECT_THAT(refused, HasReason("DASHBOARD_VALIDATED_ALREADY"));
    EXPECT_EQ(base::MetadataOf(refused.status())["dashboard"], "dashboards/d0");
  }
}

TEST(DashboardStates, AMeetingSeesWhatIsValidatedOnItsDayOrBefore) {
  const Dashboard validated = In(v1::DASHBOARD_STATE_VALIDATED);
  Move move = Fine(Verb::kPresent, validated);
  EXPECT_THAT(Admit(move), IsOkAndHolds(v1::DASHBOARD_STATE_PRESENTED));
  move.meeting = absl::CivilDay(2026, 3, 31);
  const auto refused = Admit(move);
  EXPECT_THAT(refused, HasReason("MEETING_TOO_EARLY"));
  EXPECT_EQ(base::MetadataOf(refused.status())["validateDate"], "2026-04-01");
}

TEST(DashboardStates, ARefusalSaysWhatMayBeDoneInstead) {
  const auto message = [](DashboardState state, Verb verb) {
    const Dashboard before = In(state);
    return std::string(Admit(Fine(verb, before)).status().message());
  };
  EXPECT_EQ(
      message(v1::DASHBOARD_STATE_FROZEN, Verb::kPresent),
      "Only a validated dashboard can be presented, once; it is FROZEN, where who freezes can "
      "delete; the board can validate.");
  EXPECT_EQ(message(v1::DASHBOARD_STATE_VALIDATED, Verb::kDelete),
            "Only a dashboard that nobody validated can go; it is VALIDATED, where who freezes can "
            "present.");
  EXPECT_EQ(message(v1::DASHBOARD_STATE_PRESENTED, Verb::kValidate),
            "Only a dashboard that nobody validated can be validated; it is PRESENTED, which is "
            "final. Freeze one of another period.");
}

// Nothing is presented that was not validated, and there is no way back.
TEST(DashboardStates, TheOnlyWayToAMeetingLeadsThroughTheBoard) {
  std::map<DashboardState, std::set<DashboardState>> before;
  for (const Transition& transition : kTransitions) before[transition.to].insert(transition.from);
  EXPECT_EQ(before[v1::DASHBOARD_STATE_PRESENTED],
            std::set<DashboardState>{v1::DASHBOARD_STATE_VALIDATED});
  EXPECT_EQ(before[v1::DASHBOARD_STATE_VALIDATED],
            std::set<DashboardState>{v1::DASHBOARD_STATE_FROZEN});
  EXPECT_EQ(before.count(v1::DASHBOARD_STATE_FROZEN), 0u);
}

// Who moves a dashboard is who its method lets in.
TEST(DashboardStates, EveryMoveBelongsToTheRolesThatItsMethodAdmits) {
  const std::map<Who, std::string> grants = {{Who::kWriter, "OWNER: MANDATE_HOLDER DIRECTOR"},
                                             {Who::kBoard, "OWNER: BOARD_MEMBER"}};
  for (const Transition& transition : kTransitions) {
    EXPECT_THAT(GrantsOfVerb("mandat.objectives.v1.ObjectivesService", CodeOf(transition.verb),
                             "Dashboard"),
                ::testing::ElementsAre(grants.at(transition.who)))
        << CodeOf(transition.verb);
  }
}

TEST(DashboardStates, TheDocumentationHasTheTable) {
  std::vector<std::vector<std::string>> rows = {
      {"From", "Verb", "To", "Who", "What must hold"},
      {"–", "freeze", "FROZEN", "who freezes",
       "the plan is adopted or running; the period has begun; "
       "no other of the plan and period is validated"},
  };
  for (const Transition& transition : kTransitions) {
    const bool deletes = transition.to == v1::DASHBOARD_STATE_UNSPECIFIED;
    rows.push_back({std::string(CodeOf(transition.from)), std::string(CodeOf(transition.verb)),
                    deletes ? "gone" : std::string(CodeOf(transition.to)),
                    transition.who == Who::kWriter ? "who freezes" : "the board",
                    WordsOfGuards(transition.guards)});
  }
  EXPECT_THAT(PageAt("services/objectives/README.md"), ::testing::HasSubstr(MarkdownTable(rows)));
}

}  // namespace
}  // namespace mandat::objectives::dashboards
