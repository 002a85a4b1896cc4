#include "services/socialaid/legal_parameters/states.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/documentation.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::legal_parameters {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOkAndHolds;
using mandat::testing::MarkdownTable;
using mandat::testing::PageAt;
using v1::LegalParameter;
using v1::LegalParameterState;

LegalParameter In(LegalParameterState state) {
  LegalParameter parameter;
  parameter.set_state(state);
  parameter.set_proposer("aa");
  return parameter;
}

TEST(LegalParameterStates, AProposalIsDecidedOnByAnotherAndGivenUpByItsProposer) {
  const LegalParameter proposed = In(v1::LEGAL_PARAMETER_STATE_PROPOSED);
  EXPECT_THAT(Admit(proposed, Verb::kPublish, "bb"),
              IsOkAndHolds(v1::LEGAL_PARAMETER_STATE_PUBLISHED));
  EXPECT_THAT(Admit(proposed, Verb::kReject, "bb"),
              IsOkAndHolds(v1::LEGAL_PARAMETER_STATE_REJECTED));
  EXPECT_THAT(Admit(proposed, Verb::kWithdraw, "aa"),
              IsOkAndHolds(v1::LEGAL_PARAMETER_STATE_WITHDRAWN));
  EXPECT_THAT(Admit(proposed, Verb::kPublish, "aa"), HasReason("SECOND_PERSON_REQUIRED"));
  EXPECT_THAT(Admit(proposed, Verb::kReject, "aa"), HasReason("SECOND_PERSON_REQUIRED"));
  EXPECT_THAT(Admit(proposed, Verb::kWithdraw, "bb"), HasReason("PROPOSER_REQUIRED"));
}

TEST(LegalParameterStates, WhatIsDecidedIsFinal) {
  std::set<LegalParameterState> ends;
  for (const Transition& transition : kTransitions) ends.insert(transition.to);
  EXPECT_EQ(ends.size(), 3u);
  for (const LegalParameterState state : ends) {
    for (const Verb verb : kVerbs) {
      for (const char* steward : {"aa", "bb"}) {
        const auto refused = Admit(In(state), verb, steward);
        EXPECT_THAT(refused, HasReason("LEGAL_PARAMETER_NOT_PROPOSED"));
        EXPECT_EQ(base::MetadataOf(refused.status())["state"], CodeOf(state));
      }
    }
  }
}

TEST(LegalParameterStates, ARefusalSaysWhatMayBeDoneInstead) {
  const auto refused = Admit(In(v1::LEGAL_PARAMETER_STATE_PUBLISHED), Verb::kWithdraw, "aa");
  EXPECT_EQ(refused.status().message(),
            "Only a proposal can be withdrawn; it is PUBLISHED, which is final. Propose a new "
            "value.");
}

TEST(LegalParameterStates, VerbsAreCalledAsInPathsAndEvents) {
  std::string called;
  for (const Verb verb : kVerbs) absl::StrAppend(&called, CodeOf(verb), " ", EventOf(verb), " ");
  EXPECT_EQ(called, "publish published reject rejected withdraw withdrawn ");
}

TEST(LegalParameterStates, TheDocumentationHasTheTable) {
  std::vector<std::vector<std::string>> rows = {{"From", "Verb", "To", "Who"},
                                                {"–", "propose", "PROPOSED", "a steward"}};
  for (const Transition& transition : kTransitions) {
    rows.push_back({std::string(CodeOf(transition.from)), std::string(CodeOf(transition.verb)),
                    std::string(CodeOf(transition.to)),
                    transition.who == Who::kProposer ? "whoever proposed it" : "another steward"});
  }
  EXPECT_THAT(PageAt("services/socialaid/README.md"), ::testing::HasSubstr(MarkdownTable(rows)));
}

}  // namespace
}  // namespace mandat::socialaid::legal_parameters
