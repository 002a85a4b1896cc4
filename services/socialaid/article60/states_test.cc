#include "services/socialaid/article60/states.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "mandat/socialaid/v1/service.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/documentation.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/guards.h"
#include "services/socialaid/article60/states_words.h"

namespace mandat::socialaid::article60 {
namespace {

using common::v1::Party;
using mandat::testing::HasReason;
using mandat::testing::MarkdownTable;
using mandat::testing::PageAt;
using mandat::testing::StatusIs;
using v1::Article60State;

const std::vector<Article60State>& States() {
  static const auto& states = *new std::vector<Article60State>{
      v1::ARTICLE60_STATE_DRAFT, v1::ARTICLE60_STATE_SENT, v1::ARTICLE60_STATE_RETURNED,
      v1::ARTICLE60_STATE_CALCULATED, v1::ARTICLE60_STATE_WITHDRAWN};
  return states;
}

constexpr Party kParties[] = {common::v1::PARTY_OWNER, common::v1::PARTY_AGENCY};

// What must come out, written a second time by hand from the domain's table: by state, "verb>state"
// for what the centre may do, then for what the office may do.
TEST(Article60States, EveryStateVerbAndPartyIsAllowedOrRefusedWithItsReason) {
  const std::map<Article60State, std::vector<std::string>> allowed = {
      {v1::ARTICLE60_STATE_DRAFT,
       {"centre update>DRAFT", "centre delete>UNSPECIFIED", "centre send>SENT",
        "centre withdraw>WITHDRAWN"}},
      {v1::ARTICLE60_STATE_SENT,
       {"centre forward>SENT", "centre withdraw>WITHDRAWN", "office return>RETURNED",
        "office forward>SENT", "office calculate>CALCULATED"}},
      {v1::ARTICLE60_STATE_RETURNED,
       {"centre update>RETURNED", "centre resend>SENT", "centre withdraw>WITHDRAWN"}},
      {v1::ARTICLE60_STATE_CALCULATED, {"centre modify>CALCULATED"}},
      {v1::ARTICLE60_STATE_WITHDRAWN, {}},
  };
  const std::map<Verb, std::string> reasons = {{Verb::kUpdate, "ARTICLE60_REQUEST_NOT_EDITABLE"},
                                               {Verb::kDelete, "ARTICLE60_REQUEST_NOT_DRAFT"},
                                               {Verb::kSend, "ARTICLE60_REQUEST_NOT_DRAFT"},
                                               {Verb::kReturn, "ARTICLE60_REQUEST_NOT_SENT"},
                                               {Verb::kResend, "ARTICLE60_REQUEST_NOT_RETURNED"},
                                               {Verb::kForward, "ARTICLE60_REQUEST_NOT_SENT"},
                                               {Verb::kCalculate, "ARTICLE60_REQUEST_NOT_SENT"},
                                               {Verb::kModify, "ARTICLE60_REQUEST_NOT_CALCULATED"},
                                               {Verb::kWithdraw, "ARTICLE60_REQUEST_CLOSED"}};
  ASSERT_EQ(reasons.size(), kVerbs.size());
  for (const Article60State state : States()) {
    std::vector<std::string> found;
    for (const Party party : kParties) {
      for (const Verb verb : kVerbs) {
        const auto transition = TransitionBy(state, verb, party);
        if (transition.ok()) {
          found.push_back(absl::StrCat(party == common::v1::PARTY_OWNER ? "centre " : "office ",
                                       CodeOf(verb), ">",
                                       absl::string_view(CodeOf((*transition)->to))));
        } else {
          EXPECT_THAT(transition, StatusIs(absl::StatusCode::kFailedPrecondition));
          EXPECT_THAT(transition, HasReason(reasons.at(verb)));
          EXPECT_EQ(base::MetadataOf(transition.status())["state"], CodeOf(state));
        }
      }
    }
    EXPECT_THAT(found, ::testing::ElementsAreArray(allowed.at(state))) << CodeOf(state);
  }
}

TEST(Article60States, ARefusalSaysWhatMayBeDoneInstead) {
  const auto message = [](Article60State state, Verb verb) {
    return std::string(TransitionBy(state, verb, common::v1::PARTY_OWNER).status().message());
  };
  EXPECT_EQ(message(v1::ARTICLE60_STATE_SENT, Verb::kSend),
            "Only a draft can be sent; it is SENT, where the centre can forward, withdraw; the "
            "office can return, calculate, forward.");
  EXPECT_EQ(message(v1::ARTICLE60_STATE_RETURNED, Verb::kDelete),
            "Only a draft can be deleted; it is RETURNED, where the centre can update, resend, "
            "withdraw.");
  EXPECT_EQ(message(v1::ARTICLE60_STATE_WITHDRAWN, Verb::kResend),
            "Only a returned request can be sent again; it is WITHDRAWN, which is final. Make a "
            "new one.");
}

TEST(Article60States, EveryStateIsReachedFromADraftAndOnlyTheEndsHaveNoExit) {
  std::set<Article60State> reached = {v1::ARTICLE60_STATE_DRAFT};
  std::vector<Article60State> open(reached.begin(), reached.end());
  std::set<Article60State> ends;
  while (!open.empty()) {
    const Article60State state = open.back();
    open.pop_back();
    bool exit = false;
    for (const Transition& transition : kTransitions) {
      if (transition.from != state) continue;
      exit |= transition.to != state;
      if (transition.to != v1::ARTICLE60_STATE_UNSPECIFIED &&
          reached.insert(transition.to).second) {
        open.push_back(transition.to);
      }
    }
    if (!exit) ends.insert(state);
  }
  EXPECT_EQ(reached, std::set<Article60State>(States().begin(), States().end()));
  EXPECT_EQ(ends, (std::set<Article60State>{v1::ARTICLE60_STATE_CALCULATED,
                                            v1::ARTICLE60_STATE_WITHDRAWN}));
}

// Whose move it is must be one whom the method lets in, and the method lets in nobody else.
TEST(Article60States, EveryMoveBelongsToThePartiesThatItsMethodAdmits) {
  const std::map<Verb, const char*> methods = {
      {Verb::kUpdate, "UpdateArticle60Request"},       {Verb::kDelete, "DeleteArticle60Request"},
      {Verb::kSend, "SendArticle60Request"},           {Verb::kReturn, "ReturnArticle60Request"},
      {Verb::kResend, "ResendArticle60Request"},       {Verb::kForward, "ForwardArticle60Request"},
      {Verb::kCalculate, "CalculateArticle60Request"}, {Verb::kModify, "ModifyArticle60Request"},
      {Verb::kWithdraw, "WithdrawArticle60Request"}};
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "mandat.socialaid.v1.SocialAidService");
  // Links the descriptor in.
  ASSERT_NE(v1::SendArticle60RequestRequest::descriptor(), nullptr);
  ASSERT_NE(service, nullptr);
  for (const Verb verb : kVerbs) {
    const auto* method = service->FindMethodByName(methods.at(verb));
    ASSERT_NE(method, nullptr);
    std::set<Party> admitted;
    const auto& options = method->options();
    for (int i = 0; i < options.ExtensionSize(common::v1::access); ++i) {
      const Party party = options.GetExtension(common::v1::access, i).party();
      // A unit acts for its agency.
      admitted.insert(party == common::v1::PARTY_UNIT ? common::v1::PARTY_AGENCY : party);
    }
    std::set<Party> movers;
    for (const Transition& transition : kTransitions) {
      if (transition.verb == verb) movers.insert(transition.who);
    }
    EXPECT_EQ(admitted, movers) << method->name();
  }
}

TEST(Article60States, WhoHoldsARequestCanMoveItOnAndNobodyHoldsWhatIsClosed) {
  ASSERT_EQ(kHoldings.size(), States().size());
  for (const Article60State state : States()) {
    const Party holder = HolderIn(state);
    bool held_moves_on = false;
    bool moves_on = false;
    for (const Transition& transition : kTransitions) {
      if (transition.from != state || transition.to == state) continue;
      moves_on = true;
      held_moves_on |= transition.who == holder;
    }
    EXPECT_EQ(held_moves_on, moves_on) << CodeOf(state);
    EXPECT_EQ(holder == common::v1::PARTY_UNSPECIFIED, !moves_on) << CodeOf(state);
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

// `create` is none of a state.
TEST(Article60States, TheDocumentationHasTheTable) {
  std::vector<std::vector<std::string>> rows = {
      {"From", "Verb", "To", "Who", "What must hold"},
      {"–", "create", "DRAFT", "centre", "the centre runs, the office runs, the person is known"},
  };
  for (const Transition& transition : kTransitions) {
    std::vector<std::string> guards;
    for (const Guard guard : transition.guards) {
      guards.emplace_back(WordsOf(guard).In(base::Language::kEn));
    }
    std::string to(CodeOf(transition.to));
    if (transition.to == v1::ARTICLE60_STATE_UNSPECIFIED) to = "gone";
    if (transition.verb == Verb::kModify) to = "CALCULATED, and a new DRAFT";
    rows.push_back({std::string(CodeOf(transition.from)), std::string(CodeOf(transition.verb)), to,
                    transition.who == common::v1::PARTY_OWNER ? "centre" : "office",
                    absl::StrJoin(guards, "; ")});
  }
  EXPECT_THAT(PageAt("services/socialaid/README.md"), ::testing::HasSubstr(MarkdownTable(rows)));
}

}  // namespace
}  // namespace mandat::socialaid::article60
