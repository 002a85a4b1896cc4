#include "services/socialaid/article60/guards.h"

#include <iterator>

#include "gtest/gtest.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/requests_for_test.h"

namespace mandat::socialaid::article60 {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Article60Request;

// Every guard of every transition, by a move in which it alone does not hold. A guard that is taken
// out of the table, or that lets everything pass, fails here.
TEST(Guards, EachStopsEveryMoveThatItStandsBefore) {
  const v1::Person person = TestPerson();
  const v1::Person unborn = With(person, "birth_date { year: 2024 month: 3 day: 1 }");
  const v1::Centre other = OtherCentre();
  const v1::Centre merged = With(other, R"(successor: "centres/c3" valid_to { year: 2024 month: 1
                                           day: 31 })");
  const v1::Centre own = TestCentre();
  const auto namur = Parsed<v1::Office>(R"(name: "offices/namur" agency: "0136695962")");
  const v1::Office closed = With(namur, R"(successor: "offices/mons")");
  const v1::Office mons = TestOffice();
  const Article60Request draft = TestDraft();
  const Article60Request sent = Sent();
  const Article60Request returned = Returned();
  const Article60Request calculated = Calculated();
  Article60Request bare = draft;
  bare.clear_admission();
  Article60Request bare_returned = returned;
  bare_returned.clear_admission();
  Article60Request often = sent;
  for (int i = 0; i < 100; ++i) often.add_answer_pauses();
  Article60Request far = sent;
  for (int i = 0; i < 20; ++i) {
    *far.add_forwardings()->mutable_forward_time() = sent.send_time();
    far.mutable_forwardings(i)->set_to(i % 2 == 0 ? "centres/c1" : "offices/mons");
  }
  Article60Request closed_change = returned;
  closed_change.set_admission(v1::ADMISSION_PART_TIME);
  const Article60Request second = With(sent, R"(name: "article60Requests/r2")");
  const Article60Request elsewhere = With(second, R"(owner: "0428759497")");
  const v1::SendArticle60RequestRequest send;
  const auto returning = Returning(R"(fields { field: "career[9]" reason: "x" })");
  const auto returning_well = Returning(R"(fields { field: "career" reason: "x" })");
  const auto answers = Parsed<v1::ResendArticle60RequestRequest>(
      R"(answers { field: "planned_start" text: "x" }
         answers { field: "career[1].days_hundredths" text: "x" })");
  auto beside = answers;
  beside.mutable_answers()->Add()->set_field("admission");
  auto half = answers;
  half.mutable_answers()->RemoveLast();
  const auto overriding = Calculation(kOverride);
  const auto early = Calculation(R"(days: 1 end_date { year: 2024 month: 2 day: 29 } outcome: 1
                                    reason: "x")");
  const v1::CalculateArticle60RequestRequest plain;
  const absl::Time late = BrusselsTime(2024, 2, 7, 0, 0);
  constexpr auto kCentre = common::v1::PARTY_OWNER;
  constexpr auto kOffice = common::v1::PARTY_AGENCY;
  const absl::Time now = TestNow();
  const struct {
    Guard guard;
    const char* reason;
    Move move;
  } rows[] = {
      {Guard::kComplete,
       "ARTICLE60_REQUEST_INCOMPLETE",
       {.verb = Verb::kSend, .who = kCentre, .before = bare, .person = &person, .send = &send}},
      {Guard::kNoOtherOpen,
       "ARTICLE60_REQUEST_OPEN",
       {.verb = Verb::kSend,
        .who = kCentre,
        .before = draft,
        .person = &person,
        .open = {&second},
        .send = &send}},
      {Guard::kPersonKnown,
       "PERSON_ERASED",
       {.verb = Verb::kSend, .who = kCentre, .before = draft, .send = &send}},
      {Guard::kBornBeforeStart,
       "BIRTH_DATE_INVALID",
       {.verb = Verb::kSend, .who = kCentre, .before = draft, .person = &unborn, .send = &send}},
      {Guard::kNoneElsewhere,
       "ARTICLE60_REQUEST_OPEN_ELSEWHERE",
       {.verb = Verb::kSend,
        .who = kCentre,
        .before = draft,
        .person = &person,
        .open = {&elsewhere},
        .send = &send}},
      {Guard::kReturnedSeldom,
       "RETURNED_TOO_OFTEN",
       {.verb = Verb::kReturn, .who = kOffice, .before = often, .returning = &returning_well}},
      {Guard::kFieldsExist,
       "FIELD_UNKNOWN",
       {.verb = Verb::kReturn, .who = kOffice, .before = sent, .returning = &returning}},
      {Guard::kOverrideByManager,
       "OVERRIDE_NEEDS_MANAGER",
       {.verb = Verb::kCalculate,
        .who = kOffice,
        .before = sent,
        .person = &person,
        .calculate = &overriding}},
      {Guard::kPersonKnown,
       "PERSON_ERASED",
       {.verb = Verb::kCalculate, .who = kOffice, .before = sent, .calculate = &plain}},
      {Guard::kOverrideEndsAfterStart,
       "OVERRIDE_INVALID",
       {.verb = Verb::kCalculate,
        .who = kOffice,
        .before = sent,
        .person = &person,
        .calculate = &early,
        .manager = true}},
      {Guard::kToAnother,
       "FORWARD_TARGET_INVALID",
       {.verb = Verb::kForward, .who = kOffice, .before = sent, .now = now, .to_office = &mons}},
      {Guard::kForwardedInTime,
       "FORWARD_TOO_LATE",
       {.verb = Verb::kForward, .who = kOffice, .before = sent, .now = late, .to_office = &namur}},
      {Guard::kForwardedSeldom,
       "FORWARDED_TOO_OFTEN",
       {.verb = Verb::kForward, .who = kOffice, .before = far, .now = now, .to_office = &namur}},
      {Guard::kOfficeRuns,
       "OFFICE_MERGED",
       {.verb = Verb::kForward, .who = kOffice, .before = sent, .now = now, .to_office = &closed}},
      {Guard::kToAnother,
       "FORWARD_TARGET_INVALID",
       {.verb = Verb::kForward, .who = kCentre, .before = sent, .now = now, .to_centre = &own}},
      {Guard::kForwardedInTime,
       "FORWARD_TOO_LATE",
       {.verb = Verb::kForward, .who = kCentre, .before = sent, .now = late, .to_centre = &other}},
      {Guard::kForwardedSeldom,
       "FORWARDED_TOO_OFTEN",
       {.verb = Verb::kForward, .who = kCentre, .before = far, .now = now, .to_centre = &other}},
      {Guard::kCentreRuns,
       "CENTRE_MERGED",
       {.verb = Verb::kForward, .who = kCentre, .before = sent, .now = now, .to_centre = &merged}},
      {Guard::kNoOtherOpen,
       "ARTICLE60_REQUEST_OPEN",
       {.verb = Verb::kForward,
        .who = kCentre,
        .before = sent,
        .now = now,
        .open = {&elsewhere},
        .to_centre = &other}},
      {Guard::kReturnedFieldsAlone,
       "FIELD_NOT_RETURNED",
       {.verb = Verb::kUpdate, .who = kCentre, .before = returned, .after = &closed_change}},
      {Guard::kAnswersAsked,
       "FIELD_NOT_RETURNED",
       {.verb = Verb::kResend,
        .who = kCentre,
        .before = returned,
        .person = &person,
        .resend = &beside}},
      {Guard::kFieldsAnswered,
       "FIELDS_UNANSWERED",
       {.verb = Verb::kResend,
        .who = kCentre,
        .before = returned,
        .person = &person,
        .resend = &half}},
      {Guard::kComplete,
       "ARTICLE60_REQUEST_INCOMPLETE",
       {.verb = Verb::kResend,
        .who = kCentre,
        .before = bare_returned,
        .person = &person,
        .resend = &answers}},
      {Guard::kPersonKnown,
       "PERSON_ERASED",
       {.verb = Verb::kResend, .who = kCentre, .before = returned, .resend = &answers}},
      {Guard::kBornBeforeStart,
       "BIRTH_DATE_INVALID",
       {.verb = Verb::kResend,
        .who = kCentre,
        .before = returned,
        .person = &unborn,
        .resend = &answers}},
      {Guard::kPersonKnown,
       "PERSON_ERASED",
       {.verb = Verb::kModify, .who = kCentre, .before = calculated}},
  };
  size_t row = 0;
  for (const Transition& transition : kTransitions) {
    for (const Guard guard : transition.guards) {
      ASSERT_LT(row, std::size(rows));
      SCOPED_TRACE(row);
      const Move& move = rows[row].move;
      EXPECT_EQ(rows[row].guard, guard);
      EXPECT_EQ(move.before.state(), transition.from);
      EXPECT_EQ(move.verb, transition.verb);
      EXPECT_EQ(move.who, transition.who);
      EXPECT_THAT(Admit(move), HasReason(rows[row].reason));
      for (const Guard held : transition.guards) {
        // One that stands behind may look at what only those before it let pass.
        if (held == guard) break;
        EXPECT_THAT(Check(held, move), IsOk());
      }
      ++row;
    }
  }
  EXPECT_EQ(row, std::size(rows)) << "a guard is gone from the table";
}

}  // namespace
}  // namespace mandat::socialaid::article60
