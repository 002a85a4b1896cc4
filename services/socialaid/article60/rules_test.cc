#include "services/socialaid/article60/rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/requests_for_test.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::article60 {
namespace {

using ledger::Decision;
using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;
using v1::Article60Request;

v1::CreateArticle60RequestRequest Creation() {
  v1::CreateArticle60RequestRequest request;
  *request.mutable_article60_request() = TestDraft();
  return request;
}

absl::StatusOr<Decision> CreateWith(const v1::Centre& centre, const v1::Person& person,
                                    const v1::Office& office) {
  return Create(Creation(), "article60Requests/new", centre, person, office, TestNow());
}

TEST(Create, MakesADraftOfTheCentreForTheOffice) {
  auto request = Creation();
  *request.mutable_article60_request() =
      With(TestDraft(), R"(state: ARTICLE60_STATE_CALCULATED owner: "x" agency: "x" etag: "7"
          answer { days: 1 } send_time { seconds: 1 } withdrawal_reason: "x")");
  request.mutable_article60_request()->clear_office();
  const auto decision =
      Create(request, "article60Requests/new", TestCentre(), TestPerson(), TestOffice(), TestNow());
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 1u);
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_EQ(decision->versions()[0].verb, "created");
  Article60Request expected = TestDraft();
  expected.set_name("article60Requests/new");
  EXPECT_THAT(After<Article60Request>(decision), EqualsProto(expected));
}

TEST(Create, RefusesAnErasedPersonAsUnknown) {
  EXPECT_THAT(CreateWith(TestCentre(), Parsed<v1::Person>(R"(name: "persons/p1")"), TestOffice()),
              HasReason("PERSON_NOT_FOUND"));
}

TEST(Create, RefusesACentreBeforeItsFirstAndAfterItsLastDay) {
  const auto file = [](const std::string& dates) {
    return base::ReasonOf(
        CreateWith(With(TestCentre(), dates), TestPerson(), TestOffice()).status());
  };
  EXPECT_EQ(file("valid_from { year: 2024 month: 2 day: 1 }"), "");
  EXPECT_EQ(file("valid_from { year: 2024 month: 2 day: 2 }"), "CENTRE_NOT_STARTED");
  EXPECT_EQ(file(R"(successor: "centres/c2" valid_to { year: 2024 month: 2 day: 1 })"), "");
  EXPECT_EQ(file(R"(successor: "centres/c2" valid_to { year: 2024 month: 1 day: 31 })"),
            "CENTRE_MERGED");
}

TEST(Create, RefusesAMergedOffice) {
  EXPECT_THAT(
      CreateWith(TestCentre(), TestPerson(), With(TestOffice(), R"(successor: "offices/namur")")),
      HasReason("OFFICE_MERGED"));
}

v1::UpdateArticle60RequestRequest Change(const std::string& text) {
  v1::UpdateArticle60RequestRequest request;
  *request.mutable_article60_request() =
      Parsed<Article60Request>(R"(name: "article60Requests/r1" )" + text);
  return request;
}

TEST(Update, ChangesADraft) {
  const auto decision = Update(TestDraft(), Change("admission: ADMISSION_PART_TIME"), nullptr);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "updated");
  EXPECT_THAT(After<Article60Request>(decision),
              EqualsProto(With(TestDraft(), "admission: ADMISSION_PART_TIME")));
}

TEST(Update, RefusesWhatIsNoDraft) {
  EXPECT_THAT(Update(Sent(), Change(""), nullptr), HasReason("ARTICLE60_REQUEST_NOT_EDITABLE"));
}

TEST(Update, KeepsPersonAndCentre) {
  EXPECT_THAT(Update(TestDraft(), Change(R"(person: "persons/p1" centre: "centres/c1")"), nullptr),
              IsOk());
  EXPECT_THAT(Update(TestDraft(), Change(R"(person: "persons/p2")"), nullptr),
              HasReason("FIELD_IMMUTABLE"));
  EXPECT_THAT(Update(TestDraft(), Change(R"(centre: "centres/c2")"), nullptr),
              HasReason("FIELD_IMMUTABLE"));
}

TEST(Update, MovesItToAnOfficeThatRuns) {
  const auto namur = Parsed<v1::Office>(R"(name: "offices/namur" agency: "0428759497")");
  const auto decision = Update(TestDraft(), Change(R"(office: "offices/namur")"), &namur);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(After<Article60Request>(decision).office(), "offices/namur");
  EXPECT_EQ(After<Article60Request>(decision).agency(), "0428759497");
  const auto merged = With(namur, R"(successor: "offices/mons")");
  EXPECT_THAT(Update(TestDraft(), Change(R"(office: "offices/namur")"), &merged),
              HasReason("OFFICE_MERGED"));
}

TEST(Update, KeepsAnOfficeThatWasMergedSinceOrThatIsNotNamed) {
  const auto merged = With(TestOffice(), R"(successor: "offices/namur")");
  EXPECT_THAT(Update(TestDraft(), Change(R"(office: "offices/mons")"), &merged), IsOk());
  auto whole = Change("");
  whole.mutable_update_mask()->add_paths("*");
  const auto decision = Update(TestDraft(), whole, nullptr);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(After<Article60Request>(decision).office(), "offices/mons");
  EXPECT_FALSE(After<Article60Request>(decision).has_planned_start());
}

TEST(Update, ChecksTheWholeThatAPartMakes) {
  auto request = Change("working_time { weekly_hours_hundredths: 3900 }");
  request.mutable_update_mask()->add_paths("working_time.weekly_hours_hundredths");
  EXPECT_THAT(Update(TestDraft(), request, nullptr), HasReason("WORKING_TIME_INVALID"));
}

TEST(Send, StartsTheClockOfTheOffice) {
  const v1::Person person = TestPerson();
  const auto decision = Send(TestDraft(), {}, &person, {}, TestNow() + absl::Microseconds(5));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "sent");
  EXPECT_THAT(After<Article60Request>(decision),
              EqualsProto(With(TestDraft(), R"(state: ARTICLE60_STATE_SENT
                  send_time { seconds: 1706778000 nanos: 5000 }
                  due_time { seconds: 1707433200 })")));
}

TEST(Send, RefusesWhatIsNoDraft) {
  const v1::Person person = TestPerson();
  EXPECT_THAT(Send(Sent(), {}, &person, {}, TestNow()), HasReason("ARTICLE60_REQUEST_NOT_DRAFT"));
}

TEST(Send, NamesWhatIsMissing) {
  const v1::Person person = TestPerson();
  Article60Request draft = TestDraft();
  const auto missing = [&] {
    const absl::Status status = Send(draft, {}, &person, {}, TestNow()).status();
    EXPECT_THAT(status, HasReason("ARTICLE60_REQUEST_INCOMPLETE"));
    return base::MetadataOf(status)["fields"];
  };
  draft.clear_admission();
  EXPECT_EQ(missing(), "admission");
  draft.clear_planned_start();
  EXPECT_EQ(missing(), "planned_start,admission");
  draft.clear_working_time();
  EXPECT_EQ(missing(), "planned_start,working_time,admission");
}

TEST(Send, RefusesASecondOpenRequestForThePerson) {
  const v1::Person person = TestPerson();
  const Article60Request same = Sent();
  const Article60Request other = With(Sent(), R"(name: "article60Requests/r2")");
  EXPECT_THAT(Send(TestDraft(), {}, &person, {&same}, TestNow()), IsOk());
  EXPECT_THAT(Send(TestDraft(), {}, &person, {&same, &other}, TestNow()),
              HasReason("ARTICLE60_REQUEST_OPEN"));
  // One that its centre took over from another is no less an obstacle.
  const Article60Request taken_over = With(other, R"(centre: "centres/c2")");
  EXPECT_THAT(Send(TestDraft(), {}, &person, {&taken_over}, TestNow()),
              HasReason("ARTICLE60_REQUEST_OPEN"));
}

TEST(Send, WarnsOfARequestElsewhereUnlessAReasonIsGiven) {
  const v1::Person person = TestPerson();
  const Article60Request foreign =
      With(Sent(), R"(name: "article60Requests/r2" owner: "0428759497" centre: "centres/c2")");
  const absl::Status warned = Send(TestDraft(), {}, &person, {&foreign}, TestNow()).status();
  EXPECT_THAT(warned, HasReason("ARTICLE60_REQUEST_OPEN_ELSEWHERE"));
  // It says neither which nor whose.
  EXPECT_THAT(warned.ToString(), Not(HasSubstr("r2")));
  EXPECT_THAT(warned.ToString(), Not(HasSubstr("c2")));
  EXPECT_THAT(warned.ToString(), Not(HasSubstr("0428759497")));
  const auto reason = Parsed<v1::SendArticle60RequestRequest>(R"(duplicate_reason: "moved")");
  const auto decision = Send(TestDraft(), reason, &person, {&foreign}, TestNow());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(After<Article60Request>(decision).duplicate_reason(), "moved");
  // Where there is none, there is nothing to excuse.
  const auto alone = Send(TestDraft(), reason, &person, {}, TestNow());
  EXPECT_EQ(After<Article60Request>(alone).duplicate_reason(), "");
}

TEST(Send, AChangedCopyHasToDoWithOtherCopiesOfItsOriginalAlone) {
  const v1::Person person = TestPerson();
  const Article60Request copy =
      With(TestDraft(), R"(modification { original: "article60Requests/o1" })");
  const Article60Request plain = With(Sent(), R"(name: "article60Requests/r2")");
  const Article60Request other_copy =
      With(plain, R"(modification { original: "article60Requests/o1" })");
  const Article60Request copy_of_another =
      With(plain, R"(modification { original: "article60Requests/o2" })");
  EXPECT_THAT(Send(copy, {}, &person, {&plain, &copy_of_another}, TestNow()), IsOk());
  EXPECT_THAT(Send(copy, {}, &person, {&other_copy}, TestNow()),
              HasReason("ARTICLE60_REQUEST_OPEN"));
  EXPECT_THAT(Send(TestDraft(), {}, &person, {&copy_of_another}, TestNow()), IsOk());
}

TEST(Return, NamesTheFieldsWithWhatTheySayAndStopsTheClock) {
  const Article60Request returned = Returned();
  EXPECT_EQ(returned.state(), v1::ARTICLE60_STATE_RETURNED);
  ASSERT_EQ(returned.returned_fields_size(), 2);
  EXPECT_THAT(returned.returned_fields(0), EqualsProto(R"pb(field: "planned_start"
                                                            reason: "a Sunday?"
                                                            value: "\"2024-03-01\"")pb"));
  EXPECT_EQ(returned.returned_fields(1).value(), "700");
  ASSERT_EQ(returned.answer_pauses_size(), 1);
  EXPECT_EQ(base::ToTime(returned.answer_pauses(0).start_time()), TestNow() + absl::Hours(48));
  EXPECT_FALSE(returned.answer_pauses(0).has_end_time());
  EXPECT_FALSE(returned.has_due_time());
  EXPECT_TRUE(returned.has_send_time());
}

TEST(Return, AClockThatWasSetBackPausesNothingBeforeItBegan) {
  const auto decision = Return(Sent(), Returning(R"(fields { field: "career" reason: "x" })"),
                               TestNow() - absl::Hours(1));
  ASSERT_THAT(decision, IsOk());
  const Article60Request& returned = After<Article60Request>(decision);
  EXPECT_THAT(returned.answer_pauses(0).start_time(), EqualsProto(Sent().send_time()));
  const v1::Person person = TestPerson();
  const auto again =
      Resend(returned,
             Parsed<v1::ResendArticle60RequestRequest>(R"(answers { field: "career" text: "x" })"),
             &person, TestNow() - absl::Hours(2));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(After<Article60Request>(again).answer_pauses(0).end_time(),
              EqualsProto(Sent().send_time()));
}

TEST(Update, OpensOnlyWhatWasReturned) {
  const Article60Request returned = Returned();
  const auto start =
      Update(returned, Change("planned_start { year: 2024 month: 3 day: 4 }"), nullptr);
  ASSERT_THAT(start, IsOk());
  EXPECT_EQ(After<Article60Request>(start).state(), v1::ARTICLE60_STATE_RETURNED);
  Article60Request wanted = returned;
  wanted.mutable_career(1)->set_days_hundredths(800);
  const auto reason = [&] {
    v1::UpdateArticle60RequestRequest request;
    *request.mutable_article60_request() = wanted;
    request.mutable_update_mask()->add_paths("career");
    return base::ReasonOf(Update(returned, request, nullptr).status());
  };
  EXPECT_EQ(reason(), "");
  wanted.mutable_career(0)->set_days_hundredths(800);
  EXPECT_EQ(reason(), "FIELD_NOT_RETURNED");
  wanted = returned;
  wanted.mutable_career()->RemoveLast();
  EXPECT_EQ(reason(), "FIELD_NOT_RETURNED");
  wanted = returned;
  *wanted.add_career() = wanted.career(0);
  EXPECT_EQ(reason(), "FIELD_NOT_RETURNED");
  EXPECT_THAT(Update(returned, Change("admission: ADMISSION_PART_TIME"), nullptr),
              HasReason("FIELD_NOT_RETURNED"));
  const auto namur = Parsed<v1::Office>(R"(name: "offices/namur" agency: "0428759497")");
  EXPECT_THAT(Update(returned, Change(R"(office: "offices/namur")"), &namur),
              HasReason("FIELD_NOT_RETURNED"));
}

TEST(Resend, GoesOnWithTheDaysThatWereLeft) {
  const v1::Person person = TestPerson();
  Article60Request corrected = Returned();
  corrected.mutable_planned_start()->set_day(4);
  corrected.mutable_career()->Clear();  // not asked, and not for this rule to say
  const auto answers = Parsed<v1::ResendArticle60RequestRequest>(
      R"(answers { field: "planned_start" text: "moved" })");
  const auto decision = Resend(corrected, answers, &person, TestNow() + absl::Hours(10 * 24));
  ASSERT_THAT(decision, IsOk());
  const Article60Request& sent = After<Article60Request>(decision);
  EXPECT_EQ(decision->versions()[0].verb, "resent");
  EXPECT_EQ(sent.state(), v1::ARTICLE60_STATE_SENT);
  EXPECT_EQ(sent.returned_fields(0).answer(), "moved");
  EXPECT_THAT(sent.send_time(), EqualsProto(Sent().send_time()));
  // Due on 8 February, returned on 3 February with five days left, sent again on 11 February.
  EXPECT_EQ(base::ToTime(sent.due_time()), BrusselsTime(2024, 2, 17, 0, 0));
  const auto again = Return(sent, Returning(R"(fields { field: "career" reason: "x" })"),
                            TestNow() + absl::Hours(11 * 24));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(After<Article60Request>(again).returned_fields_size(), 1);
  EXPECT_EQ(After<Article60Request>(again).answer_pauses_size(), 2);
}

TEST(Resend, AFieldThatWasSetBackToWhatItSaidIsNotAnswered) {
  const v1::Person person = TestPerson();
  const absl::Status status = Resend(Returned(), {}, &person, TestNow() + absl::Hours(72)).status();
  EXPECT_THAT(status, HasReason("FIELDS_UNANSWERED"));
  EXPECT_EQ(base::MetadataOf(status)["fields"], "planned_start,career[1].days_hundredths");
}

v1::ForwardArticle60RequestRequest Forwarding(const std::string& to) {
  return Parsed<v1::ForwardArticle60RequestRequest>(
      R"(name: "article60Requests/r1" reason: "moved" to: ")" + to + "\"");
}

TEST(Forward, TheCentreHandsItToAnotherCentre) {
  const v1::Centre other = OtherCentre();
  const auto decision = Forward(Sent(), Forwarding("centres/c2"), common::v1::PARTY_OWNER, &other,
                                nullptr, {}, TestNow());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "forwarded");
  EXPECT_THAT(After<Article60Request>(decision),
              EqualsProto(With(Sent(), R"(centre: "centres/c2" owner: "0428759497" forwardings {
                  forward_time { seconds: 1706778000 } from: "centres/c1" to: "centres/c2"
                  reason: "moved" })")));
}

TEST(Forward, TheOfficeHandsItToAnotherOffice) {
  const auto namur = Parsed<v1::Office>(R"(name: "offices/namur" agency: "0428759497")");
  const auto decision = Forward(Sent(), Forwarding("offices/namur"), common::v1::PARTY_AGENCY,
                                nullptr, &namur, {}, TestNow());
  ASSERT_THAT(decision, IsOk());
  EXPECT_THAT(After<Article60Request>(decision),
              EqualsProto(With(Sent(), R"(office: "offices/namur" agency: "0428759497" forwardings {
                  forward_time { seconds: 1706778000 } from: "offices/mons" to: "offices/namur"
                  reason: "moved" })")));
}

TEST(Forward, EachOwnerHasFiveDaysOfItsOwn) {
  const v1::Centre other = OtherCentre();
  const v1::Centre first = TestCentre();
  const auto forwarded = Forward(Sent(), Forwarding("centres/c2"), common::v1::PARTY_OWNER, &other,
                                 nullptr, {}, BrusselsTime(2024, 2, 6, 23, 59));
  ASSERT_THAT(forwarded, IsOk());
  const auto back = [&](absl::Time now) {
    return base::ReasonOf(Forward(After<Article60Request>(forwarded), Forwarding("centres/c1"),
                                  common::v1::PARTY_OWNER, &first, nullptr, {}, now)
                              .status());
  };
  EXPECT_EQ(back(BrusselsTime(2024, 2, 11, 23, 59)), "");
  EXPECT_EQ(back(BrusselsTime(2024, 2, 12, 0, 0)), "FORWARD_TOO_LATE");
  // The office's days ran on.
  const auto namur = Parsed<v1::Office>(R"(name: "offices/namur" agency: "0136695962")");
  EXPECT_THAT(
      Forward(After<Article60Request>(forwarded), Forwarding("offices/namur"),
              common::v1::PARTY_AGENCY, nullptr, &namur, {}, BrusselsTime(2024, 2, 7, 0, 0)),
      HasReason("FORWARD_TOO_LATE"));
}

TEST(Modify, MakesADraftWithTheFactsOfTheOriginal) {
  const v1::Person person = TestPerson();
  const auto request = Parsed<v1::ModifyArticle60RequestRequest>(
      R"(name: "article60Requests/r1" reason: MODIFICATION_REASON_CONTRACT_EVENT)");
  const auto decision = Modify(Calculated(), request, "article60Requests/r9", &person);
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 1u) << "the original stays as it is";
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_THAT(After<Article60Request>(decision),
              EqualsProto(With(TestDraft(), R"(name: "article60Requests/r9"
                  contact { telephone: "+3225551234" } comments { field: "career" text: "x" }
                  career { kind: 1 } modification { original: "article60Requests/r1"
                                 reason: MODIFICATION_REASON_CONTRACT_EVENT })")));
}

TEST(TakeOver, ChangesTheOwnerInAnyStateAndNothingElse) {
  for (const auto state :
       {v1::ARTICLE60_STATE_DRAFT, v1::ARTICLE60_STATE_SENT, v1::ARTICLE60_STATE_RETURNED,
        v1::ARTICLE60_STATE_CALCULATED, v1::ARTICLE60_STATE_WITHDRAWN}) {
    Article60Request before = Sent();
    before.set_state(state);
    const auto decision = TakeOver(before, "0428759497");
    ASSERT_THAT(decision, IsOk());
    EXPECT_EQ(decision->versions()[0].verb, "takenOver");
    EXPECT_THAT(After<Article60Request>(decision),
                EqualsProto(With(before, R"(owner: "0428759497")")));
  }
  const auto again = TakeOver(Sent(), Sent().owner());
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->versions().empty());
}

TEST(Send, RefusesAnErasedPerson) {
  const auto shell = Parsed<v1::Person>(R"(name: "persons/p1")");
  EXPECT_THAT(Send(TestDraft(), {}, nullptr, {}, TestNow()), HasReason("PERSON_ERASED"));
  EXPECT_THAT(Send(TestDraft(), {}, &shell, {}, TestNow()), HasReason("PERSON_ERASED"));
}

TEST(Send, RefusesAPersonNotBornBeforeTheStart) {
  v1::Person person = With(TestPerson(), "birth_date { year: 2024 month: 3 day: 1 }");
  EXPECT_THAT(Send(TestDraft(), {}, &person, {}, TestNow()), HasReason("BIRTH_DATE_INVALID"));
}

TEST(Send, TheFirstGuardThatFailsDecides) {
  const Article60Request other = With(Sent(), R"(name: "article60Requests/r2")");
  Article60Request draft = TestDraft();
  EXPECT_THAT(Send(draft, {}, nullptr, {&other}, TestNow()), HasReason("ARTICLE60_REQUEST_OPEN"));
  draft.clear_admission();
  EXPECT_THAT(Send(draft, {}, nullptr, {&other}, TestNow()),
              HasReason("ARTICLE60_REQUEST_INCOMPLETE"));
  draft.set_state(v1::ARTICLE60_STATE_WITHDRAWN);
  EXPECT_THAT(Send(draft, {}, nullptr, {&other}, TestNow()),
              HasReason("ARTICLE60_REQUEST_NOT_DRAFT"));
}

TEST(Send, TheAnswerIsDueWhenTheSeventhDayIsOver) {
  const v1::Person person = TestPerson();
  const struct {
    absl::Time sent;
    absl::Time due;
  } rows[] = {
      {BrusselsTime(2024, 2, 1, 0, 0), BrusselsTime(2024, 2, 9, 0, 0)},
      {BrusselsTime(2024, 2, 1, 23, 59), BrusselsTime(2024, 2, 9, 0, 0)},
      // Into summer time (31 March 2024) and out of it (27 October 2024).
      {BrusselsTime(2024, 3, 24, 10, 0), BrusselsTime(2024, 4, 1, 0, 0)},
      {BrusselsTime(2024, 10, 20, 10, 0), BrusselsTime(2024, 10, 28, 0, 0)},
  };
  for (const auto& row : rows) {
    const auto decision = Send(TestDraft(), {}, &person, {}, row.sent);
    ASSERT_THAT(decision, IsOk());
    EXPECT_EQ(base::ToTime(After<Article60Request>(decision).due_time()), row.due);
  }
}

const law::Parameters& TheLaw() { return law::Parameters::Default(); }

TEST(Calculate, AnswersWithTheAgeOnTheLastDay) {
  const v1::Person person = TestPerson();
  const auto decision = Calculate(Sent(), &person, TheLaw(), Calculation(), false, TestNow());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "calculated");
  const auto& after = After<Article60Request>(decision);
  EXPECT_EQ(after.state(), v1::ARTICLE60_STATE_CALCULATED);
  EXPECT_EQ(after.answer_time().seconds(), 1706778000);
  EXPECT_EQ(after.answer().outcome(), v1::ARTICLE60_OUTCOME_OPENS_RIGHT);
  EXPECT_EQ(after.answer().days(), 468);
  EXPECT_THAT(after.answer().end_date(), EqualsProto("year: 2025 month: 8 day: 31"));
  EXPECT_THAT(after.answer().end_date(), EqualsProto(after.answer().calculation().end_date_a()));
  EXPECT_EQ(after.answer().calculation().days(), 468);
  EXPECT_FALSE(after.answer().has_override());
  Article60Request rest = after;
  rest.clear_answer();
  rest.clear_answer_time();
  rest.set_state(v1::ARTICLE60_STATE_SENT);
  EXPECT_THAT(rest, EqualsProto(Sent()));
}

TEST(Calculate, AnswersByTheLawThatItIsGiven) {
  std::vector<law::Parameter> rows(law::DefaultParameters().begin(),
                                   law::DefaultParameters().end());
  const absl::CivilDay day(2024, 1, 1);
  rows.push_back({law::Key::kDaysFrom36, 260, day, day, "a new decree", law::Source::kPublished});
  const auto changed = law::Parameters::Make(rows, absl::CivilDay(2024, 2, 1));
  const v1::Person person = With(TestPerson(), "birth_date { year: 1980 }");
  const auto decision = Calculate(Sent(), &person, *changed, Calculation(), false, TestNow());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(After<Article60Request>(decision).answer().days(), 260);
}

TEST(Calculate, AManagersOverrideStandsBesideTheCalculation) {
  const v1::Person person = TestPerson();
  const auto decision =
      Calculate(Sent(), &person, TheLaw(), Calculation(kOverride), true, TestNow());
  ASSERT_THAT(decision, IsOk());
  const v1::Article60Answer& answer = After<Article60Request>(decision).answer();
  EXPECT_EQ(answer.days(), 400);
  EXPECT_THAT(answer.end_date(), EqualsProto("year: 2025 month: 6 day: 1"));
  EXPECT_EQ(answer.calculation().days(), 468);
  EXPECT_THAT(answer.override(), EqualsProto(Parsed<v1::Article60Override>(kOverride)));
}

TEST(Calculate, AnOverrideThatSaysNotAttainableHasNoEndDate) {
  const v1::Person person = TestPerson();
  const auto decision = Calculate(
      Sent(), &person, TheLaw(),
      Calculation(R"(outcome: ARTICLE60_OUTCOME_NOT_ATTAINABLE reason: "x")"), true, TestNow());
  ASSERT_THAT(decision, IsOk());
  const v1::Article60Answer& answer = After<Article60Request>(decision).answer();
  EXPECT_EQ(answer.outcome(), v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE);
  EXPECT_EQ(answer.days(), 0);
  EXPECT_FALSE(answer.has_end_date());
}

TEST(Calculate, RefusesInTheOrderOfItsGuards) {
  const v1::Person person = TestPerson();
  const auto early = Calculation(R"(days: 1 end_date { year: 2024 month: 2 day: 29 } outcome: 1
                                    reason: "x")");
  EXPECT_THAT(Calculate(TestDraft(), nullptr, TheLaw(), Calculation(kOverride), false, TestNow()),
              HasReason("ARTICLE60_REQUEST_NOT_SENT"));
  EXPECT_THAT(Calculate(Sent(), nullptr, TheLaw(), Calculation(kOverride), false, TestNow()),
              HasReason("OVERRIDE_NEEDS_MANAGER"));
  EXPECT_THAT(Calculate(Sent(), nullptr, TheLaw(), early, true, TestNow()),
              HasReason("PERSON_ERASED"));
  EXPECT_THAT(Calculate(Sent(), &person, TheLaw(), early, true, TestNow()),
              HasReason("OVERRIDE_INVALID"));
  const auto first_day = Calculation(R"(days: 1 end_date { year: 2024 month: 3 day: 1 } outcome: 1
                                        reason: "x")");
  EXPECT_THAT(Calculate(Sent(), &person, TheLaw(), first_day, true, TestNow()), IsOk());
}

TEST(Withdraw, KeepsTheReasonAndClosesTheRequest) {
  const auto request =
      Parsed<v1::WithdrawArticle60RequestRequest>(R"(name: "article60Requests/r1" reason: "why")");
  for (const Article60Request& before : {TestDraft(), Sent(), Returned()}) {
    const auto decision = Withdraw(before, request);
    ASSERT_THAT(decision, IsOk());
    EXPECT_EQ(decision->versions()[0].verb, "withdrawn");
    EXPECT_THAT(After<Article60Request>(decision),
                EqualsProto(With(before, R"(state: ARTICLE60_STATE_WITHDRAWN
                                            withdrawal_reason: "why")")));
    // The reason may speak of the person: it is in the resource, and not in the log's open part.
    EXPECT_EQ(decision->reason(), "");
    EXPECT_THAT(Withdraw(After<Article60Request>(decision), request),
                HasReason("ARTICLE60_REQUEST_CLOSED"));
  }
}

TEST(Delete, ThrowsADraftAway) {
  const auto decision = Delete(TestDraft());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].how, Version::How::kDelete);
  EXPECT_THAT(Delete(Sent()), HasReason("ARTICLE60_REQUEST_NOT_DRAFT"));
}

}  // namespace
}  // namespace mandat::socialaid::article60
