#include "services/socialaid/article60/rules.h"

#include <string>

#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::article60 {
namespace {

using ledger::Decision;
using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using v1::Article60Request;

absl::Time BrusselsTime(int year, int month, int day, int hour, int minute) {
  return absl::FromCivil(absl::CivilMinute(year, month, day, hour, minute), base::BrusselsZone());
}

Article60Request Sent() {
  return With(TestDraft(), "state: ARTICLE60_STATE_SENT send_time { seconds: 1706778000 }");
}

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
  EXPECT_THAT(Update(Sent(), Change(""), nullptr), HasReason("ARTICLE60_REQUEST_NOT_DRAFT"));
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
  const auto decision = Send(TestDraft(), &person, {}, TestNow() + absl::Microseconds(5));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "sent");
  EXPECT_THAT(After<Article60Request>(decision),
              EqualsProto(With(TestDraft(), R"(state: ARTICLE60_STATE_SENT
                  send_time { seconds: 1706778000 nanos: 5000 }
                  due_time { seconds: 1707433200 })")));
}

TEST(Send, RefusesWhatIsNoDraft) {
  const v1::Person person = TestPerson();
  EXPECT_THAT(Send(Sent(), &person, {}, TestNow()), HasReason("ARTICLE60_REQUEST_NOT_DRAFT"));
}

TEST(Send, NamesWhatIsMissing) {
  const v1::Person person = TestPerson();
  Article60Request draft = TestDraft();
  const auto missing = [&] {
    const absl::Status status = Send(draft, &person, {}, TestNow()).status();
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
  EXPECT_THAT(Send(TestDraft(), &person, {&same}, TestNow()), IsOk());
  EXPECT_THAT(Send(TestDraft(), &person, {&same, &other}, TestNow()),
              HasReason("ARTICLE60_REQUEST_OPEN"));
  // Another centre's is no obstacle; one that its centre took over from another is.
  const Article60Request foreign = With(other, R"(owner: "0428759497" centre: "centres/c2")");
  EXPECT_THAT(Send(TestDraft(), &person, {&foreign}, TestNow()), IsOk());
  const Article60Request taken_over = With(other, R"(centre: "centres/c2")");
  EXPECT_THAT(Send(TestDraft(), &person, {&taken_over}, TestNow()),
              HasReason("ARTICLE60_REQUEST_OPEN"));
}

TEST(TakeOver, ChangesTheOwnerInAnyStateAndNothingElse) {
  for (const auto state : {v1::ARTICLE60_STATE_DRAFT, v1::ARTICLE60_STATE_SENT,
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
  EXPECT_THAT(Send(TestDraft(), nullptr, {}, TestNow()), HasReason("PERSON_ERASED"));
  EXPECT_THAT(Send(TestDraft(), &shell, {}, TestNow()), HasReason("PERSON_ERASED"));
}

TEST(Send, RefusesAPersonNotBornBeforeTheStart) {
  v1::Person person = With(TestPerson(), "birth_date { year: 2024 month: 3 day: 1 }");
  EXPECT_THAT(Send(TestDraft(), &person, {}, TestNow()), HasReason("BIRTH_DATE_INVALID"));
}

TEST(Send, TheFirstGuardThatFailsDecides) {
  const Article60Request other = With(Sent(), R"(name: "article60Requests/r2")");
  Article60Request draft = TestDraft();
  EXPECT_THAT(Send(draft, nullptr, {&other}, TestNow()), HasReason("ARTICLE60_REQUEST_OPEN"));
  draft.clear_admission();
  EXPECT_THAT(Send(draft, nullptr, {&other}, TestNow()), HasReason("ARTICLE60_REQUEST_INCOMPLETE"));
  draft.set_state(v1::ARTICLE60_STATE_WITHDRAWN);
  EXPECT_THAT(Send(draft, nullptr, {&other}, TestNow()), HasReason("ARTICLE60_REQUEST_NOT_DRAFT"));
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
    const auto decision = Send(TestDraft(), &person, {}, row.sent);
    ASSERT_THAT(decision, IsOk());
    EXPECT_EQ(base::ToTime(After<Article60Request>(decision).due_time()), row.due);
  }
}

v1::CalculateArticle60RequestRequest Calculation(const std::string& override_text = "") {
  return Parsed<v1::CalculateArticle60RequestRequest>(
      R"(name: "article60Requests/r1" )" +
      (override_text.empty() ? "" : "override { " + override_text + " }"));
}

const char kOverride[] =
    R"(days: 400 end_date { year: 2025 month: 6 day: 1 } outcome: ARTICLE60_OUTCOME_OPENS_RIGHT
       reason: "Certified days that the centre did not know.")";

TEST(Calculate, AnswersWithTheAgeOnTheLastDay) {
  const v1::Person person = TestPerson();
  const auto decision = Calculate(Sent(), &person, Calculation(), false, TestNow());
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

TEST(Calculate, AManagersOverrideStandsBesideTheCalculation) {
  const v1::Person person = TestPerson();
  const auto decision = Calculate(Sent(), &person, Calculation(kOverride), true, TestNow());
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
      Sent(), &person, Calculation(R"(outcome: ARTICLE60_OUTCOME_NOT_ATTAINABLE reason: "x")"),
      true, TestNow());
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
  EXPECT_THAT(Calculate(TestDraft(), nullptr, Calculation(kOverride), false, TestNow()),
              HasReason("ARTICLE60_REQUEST_NOT_SENT"));
  EXPECT_THAT(Calculate(Sent(), nullptr, Calculation(kOverride), false, TestNow()),
              HasReason("OVERRIDE_NEEDS_MANAGER"));
  EXPECT_THAT(Calculate(Sent(), nullptr, early, true, TestNow()), HasReason("PERSON_ERASED"));
  EXPECT_THAT(Calculate(Sent(), &person, early, true, TestNow()), HasReason("OVERRIDE_INVALID"));
  const auto first_day = Calculation(R"(days: 1 end_date { year: 2024 month: 3 day: 1 } outcome: 1
                                        reason: "x")");
  EXPECT_THAT(Calculate(Sent(), &person, first_day, true, TestNow()), IsOk());
}

TEST(Withdraw, KeepsTheReasonAndClosesTheRequest) {
  const auto request =
      Parsed<v1::WithdrawArticle60RequestRequest>(R"(name: "article60Requests/r1" reason: "why")");
  for (const Article60Request& before : {TestDraft(), Sent()}) {
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
