#include "services/socialaid/article60/checks.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::article60 {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using v1::Article60Request;

struct Row {
  std::string text;    // merged into a draft that is in order
  const char* reason;  // empty = accepted
  const char* field;
};

std::string Spell(const std::string& rest) {
  return "career { period { start_date { year: 2020 month: 1 day: 1 } end_date { year: 2020 month: "
         "3 day: 31 } } kind: DAY_KIND_WORK " +
         rest + " }";
}

std::string Times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

v1::CreateArticle60RequestRequest Creation(Article60Request draft) {
  v1::CreateArticle60RequestRequest request;
  *request.mutable_article60_request() = std::move(draft);
  return request;
}

const std::vector<Row>& Rows() {
  static const std::string kPart =
      "working_time { weekly_hours_hundredths: 1900 reference_hours_hundredths: 3800 "
      "weekly_days_hundredths: 500 } ";
  static const auto& rows = *new std::vector<Row>{
      {R"(centre: "c1")", "NAME_INVALID", "centre"},
      {R"(centre: "offices/c1")", "NAME_INVALID", "centre"},
      {R"(office: "offices/")", "NAME_INVALID", "office"},
      {R"(person: "persons/P1")", "NAME_INVALID", "person"},
      {absl::StrCat("contact { display_name: '", std::string(201, 'x'), "' }"), "TEXT_TOO_LONG",
       "contact.display_name"},
      {absl::StrCat("contact { display_name: '", std::string(200, 'x'), "' }"), "", ""},
      {R"(contact { display_name: "a\001" })", "TEXT_INVALID", "contact.display_name"},
      {R"(contact { telephone: "02 555 12 34" })", "TELEPHONE_INVALID", "contact.telephone"},
      {R"(contact { telephone: "+0255512" })", "TELEPHONE_INVALID", "contact.telephone"},
      {R"(contact { telephone: "+1234567890123456" })", "TELEPHONE_INVALID", "contact.telephone"},
      {R"(contact { telephone: "+123456789012345" })", "", ""},
      {R"(contact { email: "nobody" })", "EMAIL_INVALID", "contact.email"},
      {R"(contact { email: "@b.be" })", "EMAIL_INVALID", "contact.email"},
      {R"(contact { email: "a@" })", "EMAIL_INVALID", "contact.email"},
      {R"(contact { email: "a@b@c.be" })", "EMAIL_INVALID", "contact.email"},
      {R"(contact { email: "a b@c.be" })", "EMAIL_INVALID", "contact.email"},
      {R"(contact { email: "a@c.be" })", "", ""},
      {absl::StrCat("contact { email: 'a@", std::string(253, 'x'), "' }"), "TEXT_TOO_LONG",
       "contact.email"},
      {"planned_start { year: 2024 month: 2 day: 30 }", "DATE_INVALID", "planned_start"},
      {"planned_start { year: 1999 month: 12 day: 31 }", "DATE_OUT_OF_RANGE", "planned_start"},
      {"planned_start { year: 2000 month: 1 day: 1 }", "", ""},
      {"planned_start { year: 2099 month: 12 day: 31 }", "", ""},
      {"planned_start { year: 2100 month: 1 day: 1 }", "DATE_OUT_OF_RANGE", "planned_start"},
      {"working_time { weekly_hours_hundredths: 3801 }", "WORKING_TIME_INVALID",
       "working_time.weekly_hours_hundredths"},
      {"working_time { weekly_days_hundredths: 701 }", "WORKING_TIME_INVALID",
       "working_time.weekly_days_hundredths"},
      {"admission: 3", "ADMISSION_UNKNOWN", "admission"},
      {Times(400, Spell("")), "", ""},
      {Times(401, Spell("")), "TOO_MANY_ITEMS", "career"},
      {"career { kind: DAY_KIND_WORK }", "PERIOD_INVALID", "career[0].period"},
      {Spell("") + "career { period { start_date { year: 2020 month: 1 day: 1 } } kind: 1 }",
       "SPELL_OPEN", "career[1].period"},
      {Spell("period { end_date { year: 2019 month: 1 day: 1 } }"), "PERIOD_INVALID",
       "career[0].period"},
      {Spell("period { end_date { year: 2070 month: 1 day: 1 } }"), "SPELL_TOO_LONG",
       "career[0].period"},
      {Spell("kind: 99"), "DAY_KIND_INVALID", "career[0].kind"},
      {Spell("kind: 0"), "DAY_KIND_INVALID", "career[0].kind"},
      {Spell("working_time { weekly_hours_hundredths: 1 }"), "WORKING_TIME_INVALID",
       "career[0].working_time.reference_hours_hundredths"},
      {Spell("days_hundredths: -1"), "SPELL_DAYS_INVALID", "career[0].days_hundredths"},
      {Spell("hours_hundredths: 100"), "SPELL_HOURS_INVALID", "career[0].hours_hundredths"},
      {Spell(kPart + "hours_hundredths: -1"), "SPELL_HOURS_INVALID", "career[0].hours_hundredths"},
      {Spell(R"(employer: "0403019262")"), "ENTERPRISE_NUMBER_INVALID", "career[0].employer"},
      {Spell(R"(employer: "0403019261" evidence: EVIDENCE_CERTIFIED)"), "", ""},
      {Spell("evidence: 9"), "EVIDENCE_UNKNOWN", "career[0].evidence"},
      {"earlier_admission { year: 2020 }", "DATE_INVALID", "earlier_admission"},
      {"contract_events { kind: DAY_KIND_STRIKE }", "PERIOD_INVALID", "contract_events[0].period"},
      {R"(contract_events { period { start_date { year: 2024 month: 5 day: 1 }
          end_date { year: 2024 month: 5 day: 2 } } kind: DAY_KIND_WORK })",
       "DAY_KIND_INVALID", "contract_events[0].kind"},
      {Times(101, R"(contract_events { period { start_date { year: 2024 month: 5 day: 1 }
          end_date { year: 2024 month: 5 day: 2 } } kind: DAY_KIND_STRIKE })"),
       "TOO_MANY_ITEMS", "contract_events"},
      {R"(comments { text: "x" })", "FIELD_REQUIRED", "comments[0].field"},
      {R"(comments { field: "career" })", "FIELD_REQUIRED", "comments[0].text"},
      {absl::StrCat("comments { field: 'x' text: '", std::string(1001, 'x'), "' }"),
       "TEXT_TOO_LONG", "comments[0].text"},
      {absl::StrCat("comments { text: 'x' field: '", std::string(101, 'x'), "' }"), "TEXT_TOO_LONG",
       "comments[0].field"},
      {Times(51, "comments { field: 'x' text: 'y' }"), "TOO_MANY_ITEMS", "comments"},
      {Times(50, "comments { field: 'x' text: 'y' }"), "", ""},
  };
  return rows;
}

TEST(CheckCreate, RefusesEachBadFieldWithItsReason) {
  ASSERT_THAT(CheckCreate(Creation(TestDraft())), IsOk());
  for (const Row& row : Rows()) {
    SCOPED_TRACE(row.text.substr(0, 120));
    const absl::Status status = CheckCreate(Creation(With(TestDraft(), row.text)));
    if (*row.reason == '\0') {
      EXPECT_THAT(status, IsOk());
      continue;
    }
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(status, HasReason(row.reason));
    EXPECT_EQ(base::MetadataOf(status)["field"], absl::StrCat("article60_request.", row.field));
  }
}

TEST(CheckCreate, TheFirstBadFieldOfTheMessageDecides) {
  const char* const kInOrder[][2] = {
      {R"(centre: "x")", "article60_request.centre"},
      {R"(office: "x")", "article60_request.office"},
      {R"(person: "x")", "article60_request.person"},
      {R"(contact { telephone: "x" })", "article60_request.contact.telephone"},
      {R"(contact { email: "x" })", "article60_request.contact.email"},
      {"planned_start { year: 1 }", "article60_request.planned_start"},
      {"working_time { weekly_days_hundredths: 900 }",
       "article60_request.working_time.weekly_days_hundredths"},
      {"admission: 9", "article60_request.admission"},
      {"career { kind: 1 }", "article60_request.career[0].period"},
      {"earlier_admission { year: 1 }", "article60_request.earlier_admission"},
      {"contract_events { kind: 1 }", "article60_request.contract_events[0].period"},
      {"comments { }", "article60_request.comments[0].field"},
  };
  Article60Request spoiled = TestDraft();
  for (size_t i = std::size(kInOrder); i-- > 0;) {
    spoiled = With(spoiled, kInOrder[i][0]);
    EXPECT_EQ(base::MetadataOf(CheckCreate(Creation(spoiled)))["field"], kInOrder[i][1]);
  }
}

TEST(CheckCreate, AsksForCentreAndPersonAndForNothingElse) {
  Article60Request draft;
  EXPECT_EQ(base::MetadataOf(CheckCreate(Creation(draft)))["field"], "article60_request.centre");
  draft.set_centre("centres/c1");
  EXPECT_EQ(base::MetadataOf(CheckCreate(Creation(draft)))["field"], "article60_request.person");
  EXPECT_THAT(CheckCreate(Creation(draft)), HasReason("FIELD_REQUIRED"));
  draft.set_person("persons/p1");
  EXPECT_THAT(CheckCreate(Creation(draft)), IsOk());
}

TEST(CheckUpdate, LooksAtWhatTheMaskTakesOver) {
  v1::UpdateArticle60RequestRequest request;
  EXPECT_THAT(CheckUpdate(request), HasReason("FIELD_REQUIRED"));
  request.mutable_article60_request()->set_name("article60Requests/R1");
  EXPECT_THAT(CheckUpdate(request), HasReason("NAME_INVALID"));
  request.mutable_article60_request()->set_name("article60Requests/r1");
  EXPECT_THAT(CheckUpdate(request), IsOk());
  request.mutable_article60_request()->set_office("x");
  EXPECT_THAT(CheckUpdate(request), HasReason("NAME_INVALID"));
  request.mutable_update_mask()->add_paths("admission");
  EXPECT_THAT(CheckUpdate(request), IsOk());
  request.mutable_update_mask()->add_paths("office");
  EXPECT_THAT(CheckUpdate(request), HasReason("NAME_INVALID"));
  request.mutable_update_mask()->add_paths("nothing");
  EXPECT_THAT(CheckUpdate(request), HasReason("MASK_INVALID"));
}

template <typename Request, typename Check>
void ExpectNameIsChecked(Request request, Check check) {
  EXPECT_THAT(check(request), IsOk());
  request.set_name("");
  EXPECT_THAT(check(request), HasReason("FIELD_REQUIRED"));
  request.set_name("article60Requests/r1/x");
  EXPECT_THAT(check(request), HasReason("NAME_INVALID"));
}

TEST(Checks, NameTheRequest) {
  const char kName[] = R"(name: "article60Requests/r1")";
  ExpectNameIsChecked(Parsed<v1::SendArticle60RequestRequest>(kName), CheckSend);
  ExpectNameIsChecked(Parsed<v1::CalculateArticle60RequestRequest>(kName), CheckCalculate);
  ExpectNameIsChecked(Parsed<v1::DeleteArticle60RequestRequest>(kName), CheckDelete);
  ExpectNameIsChecked(
      Parsed<v1::WithdrawArticle60RequestRequest>(R"(name: "article60Requests/r1" reason: "x")"),
      CheckWithdraw);
}

TEST(CheckWithdraw, AsksForAReasonOfAtMost500Bytes) {
  auto request = Parsed<v1::WithdrawArticle60RequestRequest>(R"(name: "article60Requests/r1")");
  EXPECT_THAT(CheckWithdraw(request), HasReason("FIELD_REQUIRED"));
  request.set_reason(std::string(500, 'x'));
  EXPECT_THAT(CheckWithdraw(request), IsOk());
  request.set_reason(std::string(501, 'x'));
  EXPECT_THAT(CheckWithdraw(request), HasReason("TEXT_TOO_LONG"));
}

TEST(CheckCalculate, AnOverrideSaysOneThing) {
  const struct {
    std::string text;
    const char* reason;
  } rows[] = {
      {R"(days: 10 end_date { year: 2025 month: 1 day: 1 } outcome: 1 reason: "x")", ""},
      {R"(days: 10000 end_date { year: 2025 month: 1 day: 1 } outcome: 1 reason: "x")", ""},
      {R"(outcome: 2 reason: "x")", ""},
      {R"(outcome: 3 reason: "x")", ""},
      {R"(days: -1 outcome: 1 reason: "x")", "OVERRIDE_INVALID"},
      {R"(days: 10001 end_date { year: 2025 month: 1 day: 1 } outcome: 1 reason: "x")",
       "OVERRIDE_INVALID"},
      {R"(days: 10 end_date { year: 2025 month: 2 day: 29 } outcome: 1 reason: "x")",
       "DATE_INVALID"},
      {R"(days: 10 end_date { year: 2025 month: 1 day: 1 } reason: "x")", "FIELD_REQUIRED"},
      {R"(days: 10 end_date { year: 2025 month: 1 day: 1 } outcome: 4 reason: "x")",
       "OVERRIDE_INVALID"},
      {R"(days: 10 outcome: 1 reason: "x")", "OVERRIDE_INVALID"},
      {R"(end_date { year: 2025 month: 1 day: 1 } outcome: 1 reason: "x")", "OVERRIDE_INVALID"},
      {R"(days: 1 outcome: 2 reason: "x")", "OVERRIDE_INVALID"},
      {R"(end_date { year: 2025 month: 1 day: 1 } outcome: 3 reason: "x")", "OVERRIDE_INVALID"},
      {"outcome: 2", "FIELD_REQUIRED"},
      {absl::StrCat("outcome: 2 reason: '", std::string(1001, 'x'), "'"), "TEXT_TOO_LONG"},
  };
  for (const auto& row : rows) {
    const absl::Status status = CheckCalculate(Parsed<v1::CalculateArticle60RequestRequest>(
        absl::StrCat(R"(name: "article60Requests/r1" override { )", row.text, " }")));
    EXPECT_EQ(base::ReasonOf(status), row.reason) << row.text;
  }
}

// The reason and the field of what is refused; a space of what is accepted.
template <typename Request>
std::string Refusal(absl::Status (*check)(const Request&), const std::string& text) {
  const absl::Status status = check(With(Parsed<Request>("name: 'article60Requests/r1'"), text));
  return absl::StrCat(base::ReasonOf(status), " ", base::MetadataOf(status)["field"]);
}

TEST(CheckSend, ReadsTheReasonForADuplicate) {
  EXPECT_EQ(Refusal(CheckSend, ""), " ");
  EXPECT_EQ(Refusal(CheckSend, absl::StrCat("duplicate_reason: '", std::string(500, 'x'), "'")),
            " ");
  EXPECT_EQ(Refusal(CheckSend, absl::StrCat("duplicate_reason: '", std::string(501, 'x'), "'")),
            "TEXT_TOO_LONG duplicate_reason");
  EXPECT_EQ(Refusal(CheckSend, "name: 'r1'"), "NAME_INVALID name");
}

TEST(CheckReturn, WantsFieldsOfTheAnswerEachOnceAndWithAReason) {
  const auto returning = [](const std::string& field) {
    return Refusal(CheckReturn,
                   absl::StrCat("fields { field: 'career' reason: 'x' } fields { ", field, " }"));
  };
  for (const char* field : {"contact", "contact.telephone", "planned_start", "working_time",
                            "working_time.weekly_hours_hundredths", "admission", "career[399]",
                            "career[0].period.end_date", "earlier_admission", "contract_events"}) {
    EXPECT_EQ(returning(absl::StrCat("field: '", field, "' reason: 'x'")), " ") << field;
  }
  for (const char* field : {"none", "person", "centre", "office", "comments", "state",
                            "answer.days", "career[x]", "planned_start.year", "etag"}) {
    EXPECT_EQ(returning(absl::StrCat("field: '", field, "' reason: 'x'")),
              "FIELD_UNKNOWN fields[1].field")
        << field;
  }
  EXPECT_EQ(Refusal(CheckReturn, ""), "FIELD_REQUIRED fields");
  EXPECT_EQ(returning("reason: 'x'"), "FIELD_REQUIRED fields[1].field");
  EXPECT_EQ(returning("field: 'admission'"), "FIELD_REQUIRED fields[1].reason");
  EXPECT_EQ(returning(absl::StrCat("field: 'admission' reason: '", std::string(1001, 'x'), "'")),
            "TEXT_TOO_LONG fields[1].reason");
  EXPECT_EQ(returning("field: 'career' reason: 'x'"), "FIELD_REPEATED fields[1].field");
  EXPECT_EQ(Refusal(CheckReturn, Times(51, "fields { field: 'career' reason: 'x' } ")),
            "TOO_MANY_ITEMS fields");
  EXPECT_EQ(Refusal(CheckReturn, "name: 'r1' fields { field: 'career' reason: 'x' }"),
            "NAME_INVALID name");
}

TEST(CheckResend, ReadsTheAnswers) {
  const std::string answer = "answers { field: 'career' text: 'x' } ";
  EXPECT_EQ(Refusal(CheckResend, ""), " ");
  EXPECT_EQ(Refusal(CheckResend, answer), " ");
  EXPECT_EQ(Refusal(CheckResend, answer + answer), "FIELD_REPEATED answers[1].field");
  EXPECT_EQ(Refusal(CheckResend, "answers { field: 'career' }"), "FIELD_REQUIRED answers[0].text");
  EXPECT_EQ(Refusal(CheckResend, Times(51, answer)), "TOO_MANY_ITEMS answers");
  EXPECT_EQ(Refusal(CheckResend, "name: 'r1'"), "NAME_INVALID name");
}

TEST(CheckForward, ReadsToWhomAndWhy) {
  EXPECT_EQ(Refusal(CheckForward, "to: 'centres/c2' reason: 'x'"), " ");
  EXPECT_EQ(Refusal(CheckForward, "to: 'offices/o2' reason: 'x'"), " ");
  EXPECT_EQ(Refusal(CheckForward, "reason: 'x'"), "FIELD_REQUIRED to");
  EXPECT_EQ(Refusal(CheckForward, "to: 'persons/p1' reason: 'x'"), "NAME_INVALID to");
  EXPECT_EQ(Refusal(CheckForward, "to: 'offices/' reason: 'x'"), "NAME_INVALID to");
  EXPECT_EQ(Refusal(CheckForward, "to: 'centres/c2'"), "FIELD_REQUIRED reason");
  EXPECT_EQ(
      Refusal(CheckForward, absl::StrCat("to: 'centres/c2' reason: '", std::string(501, 'x'), "'")),
      "TEXT_TOO_LONG reason");
  EXPECT_EQ(Refusal(CheckForward, "name: 'r1'"), "NAME_INVALID name");
}

TEST(CheckModify, WantsAReason) {
  EXPECT_EQ(Refusal(CheckModify, "reason: MODIFICATION_REASON_CONTRACT_EVENT"), " ");
  EXPECT_EQ(Refusal(CheckModify, ""), "FIELD_REQUIRED reason");
  EXPECT_EQ(Refusal(CheckModify, "name: 'r1'"), "NAME_INVALID name");
  v1::ModifyArticle60RequestRequest unknown;
  unknown.set_name("article60Requests/r1");
  unknown.set_reason(static_cast<v1::ModificationReason>(99));
  EXPECT_THAT(CheckModify(unknown), HasReason("MODIFICATION_REASON_UNKNOWN"));
}

TEST(CheckList, ReadsTheFilters) {
  const auto list = [](const std::string& text) {
    return base::ReasonOf(CheckList(Parsed<v1::ListArticle60RequestsRequest>(text)));
  };
  EXPECT_EQ(list(""), "");
  EXPECT_EQ(list("state: ARTICLE60_STATE_RETURNED person: 'persons/p1'"), "");
  EXPECT_EQ(list("queue: ARTICLE60_QUEUE_RETURNED"), "");
  EXPECT_EQ(list("state: 99"), "STATE_UNKNOWN");
  EXPECT_EQ(list("queue: 99"), "QUEUE_UNKNOWN");
  EXPECT_EQ(list("person: 'centres/c1'"), "NAME_INVALID");
  EXPECT_EQ(list("state: ARTICLE60_STATE_SENT queue: ARTICLE60_QUEUE_MINE"), "QUEUE_WITH_STATE");
}

TEST(CheckExplain, ReadsTheNameAndTheTime) {
  const auto explain = [](const std::string& text) {
    const absl::Status status = CheckExplain(Parsed<v1::ExplainArticle60RequestRequest>(text));
    return absl::StrCat(base::ReasonOf(status), " ", base::MetadataOf(status)["field"]);
  };
  EXPECT_EQ(explain("name: 'article60Requests/r1'"), " ");
  EXPECT_EQ(explain("name: 'article60Requests/r1' if_answered_time { seconds: 5 }"), " ");
  EXPECT_EQ(explain("name: 'r1'"), "NAME_INVALID name");
  EXPECT_EQ(explain("name: 'article60Requests/r1' if_answered_time { nanos: -1 }"),
            "DATE_INVALID if_answered_time");
}

TEST(CheckSimulate, WantsWhatTheAnswerRestsOn) {
  v1::SimulateArticle60RequestRequest good;
  *good.mutable_article60_request() = TestDraft();
  good.mutable_article60_request()->clear_centre();
  good.mutable_article60_request()->clear_person();
  *good.mutable_birth_date() = Parsed<google::type::Date>("year: 1988 month: 9 day: 2");
  const auto refusal = [](const v1::SimulateArticle60RequestRequest& request) {
    const absl::Status status = CheckSimulate(request);
    return absl::StrCat(base::ReasonOf(status), " ", base::MetadataOf(status)["field"]);
  };
  EXPECT_EQ(refusal(good), " ");
  auto request = good;
  request.mutable_article60_request()->clear_planned_start();
  EXPECT_EQ(refusal(request), "FIELD_REQUIRED article60_request.planned_start");
  request = good;
  request.mutable_article60_request()->clear_working_time();
  EXPECT_EQ(refusal(request), "FIELD_REQUIRED article60_request.working_time");
  request = good;
  request.mutable_article60_request()->clear_admission();
  EXPECT_EQ(refusal(request), "FIELD_REQUIRED article60_request.admission");
  request = good;
  request.clear_birth_date();
  EXPECT_EQ(refusal(request), "FIELD_REQUIRED birth_date");
  request = good;
  request.mutable_birth_date()->set_month(13);
  EXPECT_EQ(refusal(request), "DATE_INVALID birth_date");
  request = good;
  *request.mutable_birth_date() = good.article60_request().planned_start();
  EXPECT_EQ(refusal(request), "BIRTH_DATE_INVALID birth_date");
  // The facts are checked as those of a draft.
  request = good;
  request.mutable_article60_request()->mutable_working_time()->set_weekly_hours_hundredths(0);
  EXPECT_EQ(refusal(request),
            "WORKING_TIME_INVALID article60_request.working_time.weekly_hours_hundredths");
}

}  // namespace
}  // namespace mandat::socialaid::article60
