#include "services/socialaid/article60/explanations.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/requests_for_test.h"
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

ExplainArticle60RequestRequest IfAnsweredAfter(absl::Duration later) {
  ExplainArticle60RequestRequest asked;
  *asked.mutable_if_answered_time() = base::ToTimestamp(TestNow() + later);
  return asked;
}

TEST(Explain, ADraftHasNoAnswerAndNoDeadline) {
  for (const auto& asked : {ExplainArticle60RequestRequest(), IfAnsweredAfter(absl::Hours(1))}) {
    const auto explanation = Explain(TestDraft(), asked, common::v1::PARTY_OWNER, nullptr);
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
    const auto explanation = Explain(request, {}, caller, nullptr).value();
    std::string text = explanation.standing().en();
    for (const v1::Article60Action& action : explanation.actions()) {
      text += " " + action.verb() + "=" + action.label().fr();
    }
    return text;
  };
  using common::v1::PARTY_AGENCY;
  using common::v1::PARTY_OWNER;
  EXPECT_EQ(told(v1::ARTICLE60_STATE_DRAFT, PARTY_OWNER),
            "Draft. It is your turn. update=Modifier delete=Supprimer send=Envoyer "
            "withdraw=Retirer");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_DRAFT, PARTY_AGENCY), "Draft. It is the turn of the centre.");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_SENT, PARTY_OWNER),
            "Sent to the unemployment office. It is the turn of the office. forward=Transmettre "
            "withdraw=Retirer");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_SENT, PARTY_AGENCY),
            "Sent to the unemployment office. It is your turn. return=Renvoyer au centre "
            "calculate=Calculer forward=Transmettre");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_RETURNED, PARTY_OWNER),
            "Returned to the centre. It is your turn. update=Modifier resend=Envoyer à nouveau "
            "withdraw=Retirer");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_CALCULATED, PARTY_OWNER),
            "Calculated by the unemployment office. The request is closed. modify=Demander une "
            "modification");
  EXPECT_EQ(told(v1::ARTICLE60_STATE_WITHDRAWN, PARTY_AGENCY),
            "Withdrawn by the centre. The request is closed.");
}

TEST(Explain, SaysWhatMustHoldForAnAction) {
  const auto explanation = Explain(TestDraft(), {}, common::v1::PARTY_OWNER, nullptr).value();
  const v1::Article60Action& send = explanation.actions(2);
  EXPECT_EQ(send.verb(), "send");
  ASSERT_EQ(send.conditions_size(), 5);
  EXPECT_EQ(send.conditions(0).en(), "the start, the regime and the admission are given");
  EXPECT_EQ(send.conditions(4).nl(),
            "geen ander centrum heeft een open aanvraag voor de persoon, of er is een reden "
            "gegeven");
}

TEST(Explain, SaysUntilWhenTheAnswerIsDue) {
  const auto explanation = Explain(Sent(), {}, common::v1::PARTY_OWNER, nullptr);
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
  const auto early =
      Explain(Sent(), IfAnsweredAfter(absl::Hours(5 * 24)), common::v1::PARTY_OWNER, nullptr);
  ASSERT_THAT(early, IsOk());
  EXPECT_TRUE(early->if_answered().in_time());
  EXPECT_EQ(early->if_answered().days_to_spare(), 2);
  const auto late =
      Explain(Sent(), IfAnsweredAfter(absl::Hours(8 * 24)), common::v1::PARTY_OWNER, nullptr);
  ASSERT_THAT(late, IsOk());
  EXPECT_FALSE(late->if_answered().in_time());
  EXPECT_EQ(late->if_answered().explanation().en(),
            "On Friday 9 February 2024 it is too late: 1 day after the last day, Thursday 8 "
            "February 2024.");
  EXPECT_THAT(Explain(Sent(), IfAnsweredAfter(-absl::Seconds(1)), common::v1::PARTY_OWNER, nullptr),
              HasReason("CLOCK_INVALID"));
}

TEST(Explain, TellsEveryStepOfAnAnswer) {
  Article60Request answered = Sent();
  answered.set_state(v1::ARTICLE60_STATE_CALCULATED);
  const auto birth = base::ParseDate(TestPerson().birth_date(), "birth_date").value();
  *answered.mutable_answer()->mutable_calculation() =
      law::Answer(answered, birth, law::Parameters::Default()).value();
  const auto explanation =
      Explain(answered, IfAnsweredAfter(absl::Hours(1)), common::v1::PARTY_OWNER, nullptr);
  ASSERT_THAT(explanation, IsOk());
  EXPECT_THAT(explanation->calculation(), EqualsProto(answered.answer().calculation()));
  EXPECT_FALSE(explanation->has_if_answered()) << "it is answered";
  ASSERT_EQ(explanation->steps_size(), answered.answer().calculation().steps_size());
  EXPECT_THAT(explanation->steps(0).en(), HasSubstr("the day after the last day of work."));
  EXPECT_THAT(explanation->steps(0).de(), HasSubstr("am Tag nach dem letzten Arbeitstag."));
}

TEST(Explain, WhileTheCentreHasItBackTheClockStandsStill) {
  const Article60Request returned = With(Sent(), R"(state: ARTICLE60_STATE_RETURNED answer_pauses {
          start_time { seconds: 1706950800 } reason { en: "the request is returned" } })");
  const auto explanation =
      Explain(returned, IfAnsweredAfter(absl::Hours(4 * 24)), common::v1::PARTY_OWNER, nullptr);
  ASSERT_THAT(explanation, IsOk());
  EXPECT_FALSE(explanation->answer_deadline().has_due_date());
  EXPECT_EQ(explanation->answer_deadline().days_left(), 5);
  EXPECT_FALSE(explanation->has_forward_deadline());
  // Sent again on 5 February with five days left.
  EXPECT_THAT(explanation->if_answered().deadline().due_date(),
              EqualsProto("year: 2024 month: 2 day: 10"));
}

TEST(Explain, SaysWhatToPutRight) {
  Article60Request returned = With(Sent(), R"(state: ARTICLE60_STATE_RETURNED answer_pauses {
      start_time { seconds: 1706950800 } reason { en: "x" } } returned_fields {
      field: "planned_start" reason: "A Friday?" value: "\"2024-03-01\"" })");
  const auto told = [&returned] {
    return Explain(returned, {}, common::v1::PARTY_OWNER, nullptr)->corrections(0).en();
  };
  EXPECT_EQ(told(), "planned_start: A Friday? – to be put right or justified");
  returned.mutable_planned_start()->set_day(4);
  EXPECT_EQ(told(), "planned_start: A Friday? – changed");
  returned.mutable_returned_fields(0)->set_answer("We open on Monday.");
  EXPECT_EQ(told(), "planned_start: A Friday? – the centre answers: We open on Monday.");
}

TEST(Explain, SaysUntilWhenItMayBeForwarded) {
  const auto explanation = Explain(Sent(), {}, common::v1::PARTY_AGENCY, nullptr);
  ASSERT_THAT(explanation, IsOk());
  EXPECT_THAT(explanation->forward_deadline().due_date(),
              EqualsProto("year: 2024 month: 2 day: 6"));
}

v1::Article60Answer AnswerWith(const std::string& text) {
  return Parsed<v1::Article60Answer>("outcome: ARTICLE60_OUTCOME_OPENS_RIGHT " + text);
}

TEST(Explain, SaysWhatACopyChanges) {
  Article60Request original = Sent();
  *original.mutable_answer() =
      AnswerWith("days: 312 end_date { year: 2027 month: 3 day: 31 } calculation { days: 312 }");
  Article60Request copy =
      With(TestDraft(), R"(name: "article60Requests/r2" contract_events { kind: DAY_KIND_STRIKE }
                      planned_start { month: 4 } modification { original: "article60Requests/r1" })");
  const auto change = [&] {
    return Explain(copy, {}, common::v1::PARTY_OWNER, &original).value().change();
  };
  ASSERT_EQ(change().fields_size(), 2);
  EXPECT_EQ(change().fields(0).path(), "planned_start");
  EXPECT_EQ(change().fields(0).before(), "\"2024-03-01\"");
  EXPECT_EQ(change().fields(0).after(), "\"2024-04-01\"");
  EXPECT_EQ(change().fields(1).path(), "contract_events[0]");
  EXPECT_FALSE(change().has_explanation());

  *copy.mutable_answer() =
      AnswerWith("days: 312 end_date { year: 2027 month: 4 day: 30 } calculation { days: 312 }");
  EXPECT_EQ(change().explanation().en(),
            "Before: 312 days to work, until 31 March 2027. Now: 312 days to work, until 30 April "
            "2027. The last day comes 30 days later.");
  EXPECT_EQ(change().explanation().fr(),
            "Avant : 312 jours à travailler, jusqu'au 31 mars 2027. Maintenant : 312 jours à "
            "travailler, jusqu'au 30 avril 2027. Le dernier jour vient 30 jours plus tard.");
  *copy.mutable_answer() = original.answer();
  EXPECT_EQ(change().explanation().en(),
            "The answer does not change: 312 days to work, until 31 March 2027.");
  *copy.mutable_answer() = AnswerWith(
      "days: 311 end_date { year: 2027 month: 3 day: 30 } calculation { half_days: true }");
  EXPECT_EQ(change().explanation().nl(),
            "Voordien: 312 te werken dagen, tot en met 31 maart 2027. Nu: 311 te werken halve "
            "dagen, tot en met 30 maart 2027. De laatste dag komt 1 dag vroeger.");
  copy.mutable_answer()->set_outcome(v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE);
  copy.mutable_answer()->clear_end_date();
  EXPECT_THAT(change().explanation().en(),
              HasSubstr("Now: no contract of this regime opens the right."));
  copy.mutable_answer()->set_outcome(v1::ARTICLE60_OUTCOME_ALREADY_OPEN);
  EXPECT_THAT(change().explanation().de(), HasSubstr("Jetzt: der Anspruch besteht bereits."));
}

TEST(Explain, SaysWhatTheOfficeDecidedInstead) {
  Article60Request answered = Sent();
  *answered.mutable_answer() = AnswerWith(R"(days: 400 end_date { year: 2025 month: 6 day: 1 }
      override { reason: "Days of an earlier file." })");
  EXPECT_EQ(Explain(answered, {}, common::v1::PARTY_OWNER, nullptr)->override().en(),
            "The office decided otherwise than the calculation: 400 days to work, until 1 June "
            "2025. Reason: Days of an earlier file.");
}

TEST(Simulate, GivesTheAnswerThatTheSameFactsWouldGet) {
  v1::SimulateArticle60RequestRequest request;
  *request.mutable_article60_request() = TestDraft();
  *request.mutable_birth_date() = TestPerson().birth_date();
  const auto simulated = Simulate(request, law::Parameters::Default());
  ASSERT_THAT(simulated, IsOk());
  const auto birth = base::ParseDate(request.birth_date(), "birth_date").value();
  EXPECT_THAT(simulated->calculation(),
              EqualsProto(law::Answer(TestDraft(), birth, law::Parameters::Default()).value()));
  EXPECT_EQ(simulated->steps_size(), simulated->calculation().steps_size());
  EXPECT_FALSE(simulated->has_answer_deadline());
}

}  // namespace
}  // namespace mandat::socialaid::article60
