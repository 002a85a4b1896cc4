#include "services/objectives/measurements/states.h"

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
#include "services/objectives/measurements/guards.h"

namespace mandat::objectives::measurements {
namespace {

using mandat::testing::GrantsOfVerb;
using mandat::testing::HasReason;
using mandat::testing::MarkdownTable;
using mandat::testing::PageAt;
using mandat::testing::StatusIs;
using mandat::testing::WordsOfGuards;
using v1::MeasurementState;

const std::vector<MeasurementState>& States() {
  static const auto& states = *new std::vector<MeasurementState>{
      v1::MEASUREMENT_STATE_UNSPECIFIED, v1::MEASUREMENT_STATE_DRAFT,
      v1::MEASUREMENT_STATE_SUBMITTED,   v1::MEASUREMENT_STATE_VALIDATED,
      v1::MEASUREMENT_STATE_ACCEPTED,    v1::MEASUREMENT_STATE_RETURNED};
  return states;
}

// What must come out, written a second time by hand from the domain: by state, "verb>state".
TEST(MeasurementStates, EveryStateAndVerbIsAllowedOrRefusedWithItsReason) {
  const std::map<MeasurementState, std::vector<std::string>> allowed = {
      {v1::MEASUREMENT_STATE_UNSPECIFIED, {"enter>DRAFT", "submitFigure>SUBMITTED"}},
      {v1::MEASUREMENT_STATE_DRAFT, {"enter>DRAFT", "submit>SUBMITTED"}},
      {v1::MEASUREMENT_STATE_SUBMITTED, {"validate>VALIDATED", "return>RETURNED"}},
      {v1::MEASUREMENT_STATE_VALIDATED, {"accept>ACCEPTED", "return>RETURNED"}},
      {v1::MEASUREMENT_STATE_ACCEPTED, {"reopen>RETURNED"}},
      {v1::MEASUREMENT_STATE_RETURNED,
       {"enter>DRAFT", "submit>SUBMITTED", "submitFigure>SUBMITTED"}},
  };
  const std::map<Verb, std::string> reasons = {{Verb::kEnter, "MEASUREMENT_SUBMITTED"},
                                               {Verb::kSubmit, "MEASUREMENT_NOT_DRAFT"},
                                               {Verb::kSubmitFigure, "MEASUREMENT_SUBMITTED"},
                                               {Verb::kValidate, "MEASUREMENT_NOT_SUBMITTED"},
                                               {Verb::kAccept, "MEASUREMENT_NOT_VALIDATED"},
                                               {Verb::kReturn, "MEASUREMENT_NOT_SUBMITTED"},
                                               {Verb::kReopen, "MEASUREMENT_NOT_ACCEPTED"}};
  ASSERT_EQ(reasons.size(), kVerbs.size());
  for (const MeasurementState state : States()) {
    std::vector<std::string> found;
    for (const Verb verb : kVerbs) {
      const auto transition = TransitionBy(state, verb);
      if (transition.ok()) {
        found.push_back(absl::StrCat(CodeOf(verb), ">", CodeOf((*transition)->to)));
        continue;
      }
      const bool published = state == v1::MEASUREMENT_STATE_ACCEPTED &&
                             (verb == Verb::kEnter || verb == Verb::kSubmitFigure);
      EXPECT_THAT(transition, StatusIs(absl::StatusCode::kFailedPrecondition));
      EXPECT_THAT(transition, HasReason(published ? "MEASUREMENT_ACCEPTED" : reasons.at(verb)));
      EXPECT_EQ(base::MetadataOf(transition.status())["state"], CodeOf(state));
    }
    EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(allowed.at(state))) << CodeOf(state);
  }
}

TEST(MeasurementStates, ARefusalSaysWhatMayBeDoneInstead) {
  const auto message = [](MeasurementState state, Verb verb) {
    return std::string(TransitionBy(state, verb).status().message());
  };
  EXPECT_EQ(message(v1::MEASUREMENT_STATE_SUBMITTED, Verb::kEnter),
            "A value changes as long as it is a draft or was returned; it is SUBMITTED, where a "
            "member of the board can validate; a member of the board or the director can return.");
  EXPECT_EQ(message(v1::MEASUREMENT_STATE_ACCEPTED, Verb::kEnter),
            "What was accepted is published; propose a restatement to change it; it is ACCEPTED, "
            "where a member of the board or the director can reopen.");
}

TEST(MeasurementStates, EveryStateIsReachedAndNoneIsATrap) {
  std::set<MeasurementState> reached = {v1::MEASUREMENT_STATE_UNSPECIFIED};
  std::set<MeasurementState> left;
  for (size_t round = 0; round < States().size(); ++round) {
    for (const Transition& transition : kTransitions) {
      if (reached.count(transition.from) == 0) continue;
      reached.insert(transition.to);
      if (transition.to != transition.from) left.insert(transition.from);
    }
  }
  const std::set<MeasurementState> all(States().begin(), States().end());
  EXPECT_EQ(reached, all);
  EXPECT_EQ(left, all);
}

TEST(MeasurementStates, EveryMoveBelongsToTheRolesThatItsMethodAdmits) {
  const std::map<Who, std::vector<std::string>> grants = {
      {Who::kUnit, {"OWNER: MANDATE_HOLDER DIRECTOR", "UNIT: SERVICE_HEAD"}},
      {Who::kBoard, {"OWNER: BOARD_MEMBER"}},
      {Who::kAbove, {"OWNER: BOARD_MEMBER DIRECTOR"}}};
  for (const Transition& transition : kTransitions) {
    const char* resource = transition.verb == Verb::kSubmitFigure ? "" : "Measurement";
    EXPECT_THAT(
        GrantsOfVerb("mandat.objectives.v1.ObjectivesService", CodeOf(transition.verb), resource),
        ::testing::ElementsAreArray(grants.at(transition.who)))
        << CodeOf(transition.verb);
  }
}

TEST(MeasurementStates, TheDocumentationHasTheTable) {
  std::vector<std::vector<std::string>> rows = {
      {"From", "Verb", "To", "Who", "What must hold"},
  };
  for (const Transition& transition : kTransitions) {
    const bool begins = transition.from == v1::MEASUREMENT_STATE_UNSPECIFIED;
    rows.push_back({begins ? "" : std::string(CodeOf(transition.from)),
                    std::string(CodeOf(transition.verb)), std::string(CodeOf(transition.to)),
                    std::string(WordsOf(transition.who)), WordsOfGuards(transition.guards)});
  }
  EXPECT_THAT(PageAt("services/objectives/README.md"), ::testing::HasSubstr(MarkdownTable(rows)));
}

}  // namespace
}  // namespace mandat::objectives::measurements
