#include "services/objectives/duties/states.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/documentation.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/duties/guards.h"

namespace mandat::objectives::duties {
namespace {

using mandat::testing::HasReason;
using mandat::testing::MarkdownTable;
using mandat::testing::PageAt;
using mandat::testing::StatusIs;
using mandat::testing::WordsOfGuards;
using v1::DutyState;

const std::vector<DutyState>& States() {
  static const auto& states =
      *new std::vector<DutyState>{v1::DUTY_STATE_DUE, v1::DUTY_STATE_KEPT, v1::DUTY_STATE_MISSED,
                                  v1::DUTY_STATE_KEPT_LATE, v1::DUTY_STATE_LAPSED};
  return states;
}

// What must come out, written a second time by hand from the domain: by state, "verb>state".
TEST(DutyStates, EveryStateAndVerbIsAllowedOrRefused) {
  const std::map<DutyState, std::vector<std::string>> allowed = {
      {v1::DUTY_STATE_DUE,
       {"keep>KEPT", "keepLate>KEPT_LATE", "prove>KEPT", "miss>MISSED", "lapse>LAPSED"}},
      {v1::DUTY_STATE_KEPT, {}},
      // Time alone never takes a miss back: neither miss nor lapse is here.
      {v1::DUTY_STATE_MISSED, {"keep>KEPT", "keepLate>KEPT_LATE", "prove>KEPT"}},
      {v1::DUTY_STATE_KEPT_LATE, {}},
      {v1::DUTY_STATE_LAPSED, {}},
  };
  ASSERT_EQ(static_cast<int>(States().size()), v1::DutyState_descriptor()->value_count() - 1);
  for (const DutyState state : States()) {
    std::vector<std::string> found;
    for (const Verb verb : kVerbs) {
      const auto transition = TransitionBy(state, verb);
      if (transition.ok()) {
        found.push_back(absl::StrCat(CodeOf(verb), ">", CodeOf((*transition)->to)));
      } else {
        EXPECT_THAT(transition, StatusIs(absl::StatusCode::kFailedPrecondition));
        EXPECT_THAT(transition, HasReason("DUTY_NOT_OPEN"));
        EXPECT_EQ(base::MetadataOf(transition.status())["state"], CodeOf(state));
      }
    }
    EXPECT_THAT(found, ::testing::ElementsAreArray(allowed.at(state))) << CodeOf(state);
    EXPECT_EQ(IsOpen(state), !found.empty()) << CodeOf(state);
  }
}

TEST(DutyStates, ARefusalSaysWhatMayBeDoneInstead) {
  EXPECT_EQ(TransitionBy(v1::DUTY_STATE_LAPSED, Verb::kKeep).status().message(),
            "Only a duty that is due or missed can be kept; it is LAPSED, which is final.");
  EXPECT_EQ(TransitionBy(v1::DUTY_STATE_MISSED, Verb::kLapse).status().message(),
            "Only a duty that is due can lapse; it is MISSED, where who answers for it can keep, "
            "keepLate.");
}

TEST(DutyStates, EveryStateIsReachedFromDue) {
  std::set<DutyState> reached = {v1::DUTY_STATE_DUE};
  for (size_t round = 0; round < States().size(); ++round) {
    for (const Transition& transition : kTransitions) {
      if (reached.count(transition.from) != 0) reached.insert(transition.to);
    }
  }
  EXPECT_EQ(reached, std::set<DutyState>(States().begin(), States().end()));
}

// `raise` is none of a state.
TEST(DutyStates, TheDocumentationHasTheTable) {
  std::vector<std::vector<std::string>> rows = {
      {"From", "Verb", "To", "Who", "What must hold"},
      {"–", "raise", "DUE", "the clock", "its span has begun, or is the next one"},
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
}  // namespace mandat::objectives::duties
