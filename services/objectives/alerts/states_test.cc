#include "services/objectives/alerts/states.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/documentation.h"
#include "services/lib/testing/matchers.h"

namespace mandat::objectives::alerts {
namespace {

using mandat::testing::HasReason;
using mandat::testing::MarkdownTable;
using mandat::testing::PageAt;
using mandat::testing::WordsOfGuards;
using v1::AlertState;

// What must come out, written a second time by hand from the domain: by state, "verb>state".
TEST(AlertStates, EveryStateAndVerbIsAllowedOrRefused) {
  const std::map<AlertState, std::vector<std::string>> allowed = {
      {v1::ALERT_STATE_RAISED,
       {"raise>RAISED", "escalate>RAISED", "acknowledge>RAISED", "clear>CLEARED"}},
      {v1::ALERT_STATE_CLEARED, {"raise>RAISED"}},
  };
  ASSERT_EQ(static_cast<int>(allowed.size()), v1::AlertState_descriptor()->value_count() - 1);
  for (const auto& [state, expected] : allowed) {
    std::vector<std::string> found;
    for (const Verb verb : kVerbs) {
      const auto transition = TransitionBy(state, verb);
      if (transition.ok()) {
        found.push_back(absl::StrCat(CodeOf(verb), ">", CodeOf((*transition)->to)));
      } else {
        EXPECT_THAT(transition, HasReason("ALERT_NOT_RAISED"));
        EXPECT_EQ(base::MetadataOf(transition.status())["state"], CodeOf(state));
      }
    }
    EXPECT_THAT(found, ::testing::ElementsAreArray(expected)) << CodeOf(state);
  }
}

TEST(AlertStates, ARefusalSaysWhy) {
  EXPECT_EQ(TransitionBy(v1::ALERT_STATE_CLEARED, Verb::kAcknowledge).status().message(),
            "Only an alert that is raised can be acknowledged; it is CLEARED, where its cause is "
            "gone and nothing is left to do.");
}

// The first raising is of no state.
TEST(AlertStates, TheDocumentationHasTheTable) {
  std::vector<std::vector<std::string>> rows = {
      {"From", "Verb", "To", "Who", "What must hold"},
      {"–", "raise", "RAISED", "the clock", "its cause lasts"},
  };
  for (const Transition& transition : kTransitions) {
    rows.push_back({std::string(CodeOf(transition.from)), std::string(CodeOf(transition.verb)),
                    std::string(CodeOf(transition.to)),
                    transition.who == Who::kUnit ? "who answers for it" : "the clock",
                    WordsOfGuards(transition.guards)});
  }
  EXPECT_THAT(PageAt("services/objectives/README.md"), ::testing::HasSubstr(MarkdownTable(rows)));
}

}  // namespace
}  // namespace mandat::objectives::alerts
