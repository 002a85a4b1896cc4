#include "services/socialaid/article60/explanations.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::article60 {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using ::testing::HasSubstr;
using v1::Article60Request;
using v1::ExplainArticle60RequestRequest;

// Sent on Thursday 1 February 2024 at 10:00 in Brussels.
Article60Request Sent() {
  return With(TestDraft(), "state: ARTICLE60_STATE_SENT send_time { seconds: 1706778000 }");
}

ExplainArticle60RequestRequest IfAnsweredAfter(absl::Duration later) {
  ExplainArticle60RequestRequest asked;
  *asked.mutable_if_answered_time() = base::ToTimestamp(TestNow() + later);
  return asked;
}

TEST(Explain, ADraftHasNoAnswerAndNoDeadline) {
  for (const auto& asked : {ExplainArticle60RequestRequest(), IfAnsweredAfter(absl::Hours(1))}) {
    const auto explanation = Explain(TestDraft(), asked, common::v1::PARTY_OWNER);
    ASSERT_THAT(explanation, IsOk());
    EXPECT_FALSE(explanation->has_calculation());
    EXPECT_FALSE(explanation->has_answer_deadline());
    EXPECT_FALSE(explanation->has_if_answered());
  }
}

TEST(Explain, SaysWhereItStandsAndWhatTheCallerMayDo) {
  const auto told = [](v1::Article60State state, common::v1::Party caller) {
    Article60Request request = TestDraft();
    request.set_state(state);
    const auto explanation = Explain(request, {}, caller).value();
    std::string text = explanation.standing().en();
    for (const v1::Article60Action& action : explanation.actions()) {
      text += " " + action.verb() + "=" + action.label().fr();
    }
    return text;
  };
  using common::v1::PARTY_AGENCY;
  using common::v1::PARTY_OWNER;
  EXPECT_EQ(told(v1::ARTICLE60_STATE_DRAFT, PARTY_OWNER),
            "Draft. Next to move: the centre. update=Modifier delete=Supprimer send=Envoyer "
            "withdraw=Retirer");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_DRAFT, PARTY_AGENCY), "Draft. Next to move: the centre.");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_SENT, PARTY_OWNER),
            "Sent to the unemployment office. Next to move: the office. withdraw=Retirer");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_SENT, PARTY_AGENCY),
            "Sent to the unemployment office. Next to move: the office. calculate=Calculer");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_CALCULATED, PARTY_AGENCY),
            "Calculated by the unemployment office. Next to move: nobody.");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_WITHDRAWN, PARTY_OWNER),
            "Withdrawn by the centre. Next to move: nobody.");
}

TEST(Explain, SaysUntilWhenTheAnswerIsDue) {
  const auto explanation = Explain(Sent(), {}, common::v1::PARTY_OWNER);
  ASSERT_THAT(explanation, IsOk());
  EXPECT_FALSE(explanation->has_calculation());
  EXPECT_FALSE(explanation->has_if_answered());
  EXPECT_THAT(explanation->answer_deadline().due_date(), EqualsProto("year: 2024 month: 2 day: 8"));
  EXPECT_EQ(
      explanation->answer_deadline().explanation().en(),
      "The delay runs from Thursday 1 February 2024; that day does not count. 7 calendar days "
      "later: Thursday 8 February 2024. Last day: Thursday 8 February 2024, until midnight. "
      "Rule: CPAS@ONEM.");
}

TEST(Explain, SaysWhatAnsweringThenWouldMean) {
  const auto early = Explain(Sent(), IfAnsweredAfter(absl::Hours(5 * 24)), common::v1::PARTY_OWNER);
  ASSERT_THAT(early, IsOk());
  EXPECT_TRUE(early->if_answered().in_time());
  EXPECT_EQ(early->if_answered().days_to_spare(), 2);
  const auto late = Explain(Sent(), IfAnsweredAfter(absl::Hours(8 * 24)), common::v1::PARTY_OWNER);
  ASSERT_THAT(late, IsOk());
  EXPECT_FALSE(late->if_answered().in_time());
  EXPECT_EQ(late->if_answered().explanation().en(),
            "On Friday 9 February 2024 it is too late: 1 day after the last day, Thursday 8 "
            "February 2024.");
  EXPECT_THAT(Explain(Sent(), IfAnsweredAfter(-absl::Seconds(1)), common::v1::PARTY_OWNER),
              HasReason("CLOCK_INVALID"));
}

TEST(Explain, TellsEveryStepOfAnAnswer) {
  Article60Request answered = Sent();
  answered.set_state(v1::ARTICLE60_STATE_CALCULATED);
  const auto birth = base::ParseDate(TestPerson().birth_date(), "birth_date").value();
  *answered.mutable_answer()->mutable_calculation() =
      law::Answer(answered, birth, law::Parameters::Default()).value();
  const auto explanation =
      Explain(answered, IfAnsweredAfter(absl::Hours(1)), common::v1::PARTY_OWNER);
  ASSERT_THAT(explanation, IsOk());
  EXPECT_THAT(explanation->calculation(), EqualsProto(answered.answer().calculation()));
  EXPECT_FALSE(explanation->has_if_answered()) << "it is answered";
  ASSERT_EQ(explanation->steps_size(), answered.answer().calculation().steps_size());
  EXPECT_THAT(explanation->steps(0).en(), HasSubstr("the day after the last day of work."));
  EXPECT_THAT(explanation->steps(0).de(), HasSubstr("am Tag nach dem letzten Arbeitstag."));
}

TEST(Simulate, GivesTheAnswerThatTheSameFactsWouldGet) {
  v1::SimulateArticle60RequestRequest request;
  *request.mutable_article60_request() = TestDraft();
  *request.mutable_birth_date() = TestPerson().birth_date();
  const auto simulated = Simulate(request);
  ASSERT_THAT(simulated, IsOk());
  const auto birth = base::ParseDate(request.birth_date(), "birth_date").value();
  EXPECT_THAT(simulated->calculation(),
              EqualsProto(law::Answer(TestDraft(), birth, law::Parameters::Default()).value()));
  EXPECT_EQ(simulated->steps_size(), simulated->calculation().steps_size());
  EXPECT_FALSE(simulated->has_answer_deadline());
}

}  // namespace
}  // namespace mandat::socialaid::article60
