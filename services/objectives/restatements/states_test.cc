#include "services/objectives/restatements/states.h"

#include <string>

#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"

namespace mandat::objectives::restatements {
namespace {

using mandat::testing::HasReason;
using v1::Restatement;

TEST(RestatementStates, OnlyAProposalMovesAndItsProposerDoesNotDecide) {
  for (int state = v1::RestatementState_MIN; state <= v1::RestatementState_MAX; ++state) {
    for (const Verb verb : kVerbs) {
      for (const std::string proposer : {"", "p1"}) {
        for (const std::string person : {"", "p1", "b1"}) {
          Restatement before;
          before.set_state(static_cast<v1::RestatementState>(state));
          before.set_proposer(proposer);
          const auto after = Admit(before, verb, person);
          const bool decides = verb == Verb::kAccept || verb == Verb::kReject;
          if (state != v1::RESTATEMENT_STATE_PROPOSED) {
            EXPECT_THAT(after, HasReason("RESTATEMENT_NOT_PROPOSED"));
            EXPECT_EQ(base::MetadataOf(after.status())["state"], CodeOf(before.state()));
          } else if (decides && !proposer.empty() && person == proposer) {
            EXPECT_THAT(after, HasReason("SECOND_PERSON_REQUIRED"));
          } else {
            const v1::RestatementState wanted =
                verb == Verb::kAccept   ? v1::RESTATEMENT_STATE_ACCEPTED
                : verb == Verb::kReject ? v1::RESTATEMENT_STATE_REJECTED
                : verb == Verb::kLapse  ? v1::RESTATEMENT_STATE_LAPSED
                                        : v1::RESTATEMENT_STATE_PROPOSED;
            ASSERT_TRUE(after.ok()) << after.status();
            EXPECT_EQ(*after, wanted);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace mandat::objectives::restatements
