#include "services/socialaid/article60/states.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "mandat/socialaid/v1/service.pb.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/states_words.h"

namespace mandat::socialaid::article60 {
namespace {

using common::v1::Party;
using mandat::testing::HasReason;
using mandat::testing::StatusIs;
using v1::Article60State;

const std::vector<Article60State>& States() {
  static const auto& states = *new std::vector<Article60State>{
      v1::ARTICLE60_STATE_DRAFT, v1::ARTICLE60_STATE_SENT, v1::ARTICLE60_STATE_CALCULATED,
      v1::ARTICLE60_STATE_WITHDRAWN};
  return states;
}

// What must come out, written a second time by hand from the domain's table.
TEST(Article60States, EveryPairOfStateAndVerbIsAllowedOrRefusedWithItsReason) {
  struct Expected {
    Article60State from;
    Verb verb;
    const char* outcome;  // the state after, or the reason
  };
  const Expected table[] = {
      {v1::ARTICLE60_STATE_DRAFT, Verb::kUpdate, "ARTICLE60_STATE_DRAFT"},
      {v1::ARTICLE60_STATE_DRAFT, Verb::kDelete, "ARTICLE60_STATE_UNSPECIFIED"},
      {v1::ARTICLE60_STATE_DRAFT, Verb::kSend, "ARTICLE60_STATE_SENT"},
      {v1::ARTICLE60_STATE_DRAFT, Verb::kCalculate, "ARTICLE60_REQUEST_NOT_SENT"},
      {v1::ARTICLE60_STATE_DRAFT, Verb::kWithdraw, "ARTICLE60_STATE_WITHDRAWN"},
      {v1::ARTICLE60_STATE_SENT, Verb::kUpdate, "ARTICLE60_REQUEST_NOT_DRAFT"},
      {v1::ARTICLE60_STATE_SENT, Verb::kDelete, "ARTICLE60_REQUEST_NOT_DRAFT"},
      {v1::ARTICLE60_STATE_SENT, Verb::kSend, "ARTICLE60_REQUEST_NOT_DRAFT"},
      {v1::ARTICLE60_STATE_SENT, Verb::kCalculate, "ARTICLE60_STATE_CALCULATED"},
      {v1::ARTICLE60_STATE_SENT, Verb::kWithdraw, "ARTICLE60_STATE_WITHDRAWN"},
      {v1::ARTICLE60_STATE_CALCULATED, Verb::kUpdate, "ARTICLE60_REQUEST_NOT_DRAFT"},
      {v1::ARTICLE60_STATE_CALCULATED, Verb::kDelete, "ARTICLE60_REQUEST_NOT_DRAFT"},
      {v1::ARTICLE60_STATE_CALCULATED, Verb::kSend, "ARTICLE60_REQUEST_NOT_DRAFT"},
      {v1::ARTICLE60_STATE_CALCULATED, Verb::kCalculate, "ARTICLE60_REQUEST_NOT_SENT"},
      {v1::ARTICLE60_STATE_CALCULATED, Verb::kWithdraw, "ARTICLE60_REQUEST_CLOSED"},
      {v1::ARTICLE60_STATE_WITHDRAWN, Verb::kUpdate, "ARTICLE60_REQUEST_NOT_DRAFT"},
      {v1::ARTICLE60_STATE_WITHDRAWN, Verb::kDelete, "ARTICLE60_REQUEST_NOT_DRAFT"},
      {v1::ARTICLE60_STATE_WITHDRAWN, Verb::kSend, "ARTICLE60_REQUEST_NOT_DRAFT"},
      {v1::ARTICLE60_STATE_WITHDRAWN, Verb::kCalculate, "ARTICLE60_REQUEST_NOT_SENT"},
      {v1::ARTICLE60_STATE_WITHDRAWN, Verb::kWithdraw, "ARTICLE60_REQUEST_CLOSED"},
  };
  ASSERT_EQ(std::size(table), States().size() * kVerbs.size());
  for (const Expected& expected : table) {
    SCOPED_TRACE(v1::Article60State_Name(expected.from) + " verb " +
                 std::to_string(static_cast<int>(expected.verb)));
    const auto next = Next(expected.from, expected.verb);
    if (next.ok()) {
      EXPECT_EQ(v1::Article60State_Name(*next), expected.outcome);
    } else {
      EXPECT_THAT(next, StatusIs(absl::StatusCode::kFailedPrecondition));
      EXPECT_THAT(next, HasReason(expected.outcome));
    }
  }
}

TEST(Article60States, EveryStateIsReachedFromADraftAndOnlyTheEndsHaveNoExit) {
  std::set<Article60State> reached = {v1::ARTICLE60_STATE_DRAFT};
  std::vector<Article60State> open(reached.begin(), reached.end());
  std::set<Article60State> ends;
  while (!open.empty()) {
    const Article60State state = open.back();
    open.pop_back();
    bool exit = false;
    for (const Verb verb : kVerbs) {
      const auto next = Next(state, verb);
      if (!next.ok()) continue;
      exit |= *next != state;
      if (*next != v1::ARTICLE60_STATE_UNSPECIFIED && reached.insert(*next).second) {
        open.push_back(*next);
      }
    }
    if (!exit) ends.insert(state);
  }
  EXPECT_EQ(reached, std::set<Article60State>(States().begin(), States().end()));
  EXPECT_EQ(ends, (std::set<Article60State>{v1::ARTICLE60_STATE_CALCULATED,
                                            v1::ARTICLE60_STATE_WITHDRAWN}));
}

// Whose move it is must be one whom the method lets in; and in no open state may all wait for
// nobody.
TEST(Article60States, EveryMoveBelongsToAPartyThatItsMethodAdmits) {
  const std::map<Verb, const char*> methods = {{Verb::kUpdate, "UpdateArticle60Request"},
                                               {Verb::kDelete, "DeleteArticle60Request"},
                                               {Verb::kSend, "SendArticle60Request"},
                                               {Verb::kCalculate, "CalculateArticle60Request"},
                                               {Verb::kWithdraw, "WithdrawArticle60Request"}};
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "mandat.socialaid.v1.SocialAidService");
  // Links the descriptor in.
  ASSERT_NE(v1::SendArticle60RequestRequest::descriptor(), nullptr);
  ASSERT_NE(service, nullptr);
  for (const Transition& transition : kTransitions) {
    const auto* method = service->FindMethodByName(methods.at(transition.verb));
    ASSERT_NE(method, nullptr);
    std::set<Party> admitted;
    const auto& options = method->options();
    for (int i = 0; i < options.ExtensionSize(common::v1::access); ++i) {
      admitted.insert(options.GetExtension(common::v1::access, i).party());
    }
    EXPECT_EQ(admitted.count(transition.who), 1u) << method->name();
    const bool centre_alone = admitted == std::set<Party>{common::v1::PARTY_OWNER};
    EXPECT_EQ(centre_alone, transition.who == common::v1::PARTY_OWNER) << method->name();
  }
}

TEST(Article60States, WhoHoldsARequestCanMoveItOnAndNobodyHoldsWhatIsClosed) {
  ASSERT_EQ(kHoldings.size(), States().size());
  for (const Article60State state : States()) {
    const Party holder = HolderIn(state);
    bool moves_on = false;
    for (const Verb verb : VerbsOf(state, holder)) moves_on |= *Next(state, verb) != state;
    const bool closed = VerbsOf(state, common::v1::PARTY_OWNER).empty() &&
                        VerbsOf(state, common::v1::PARTY_AGENCY).empty();
    EXPECT_EQ(moves_on, !closed) << v1::Article60State_Name(state);
    EXPECT_EQ(holder == common::v1::PARTY_UNSPECIFIED, closed) << v1::Article60State_Name(state);
  }
  EXPECT_EQ(HolderIn(v1::ARTICLE60_STATE_UNSPECIFIED), common::v1::PARTY_UNSPECIFIED);
}

TEST(Article60States, StatesAndVerbsHaveWordsOfTheirOwn) {
  for (const base::Language language : base::kLanguages) {
    std::set<std::string> words;
    for (const Article60State state : States()) words.emplace(WordsOf(state).In(language));
    for (const Verb verb : kVerbs) words.emplace(WordsOf(verb).In(language));
    EXPECT_EQ(words.size(), States().size() + kVerbs.size());
    EXPECT_EQ(words.count(""), 0u);
  }
}

}  // namespace
}  // namespace mandat::socialaid::article60
