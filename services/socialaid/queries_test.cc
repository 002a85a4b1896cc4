#include "services/socialaid/queries.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Article60Request;

class Queries : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    person_ = *Register(centre_, "85073003328");
  }
  absl::StatusOr<v1::QueryPersonsResponse> Search(const access::Actor& actor,
                                                  const std::string& ssin = "85073003328") {
    v1::QueryPersonsRequest request;
    request.set_ssin(ssin);
    return Ask("QueryPersons", actor, QueryPersons, request);
  }
  // `organisation method file` of every reading of the person, newest first.
  std::vector<std::string> Readings(const std::string& person) {
    v1::ListConsultationsRequest request;
    request.set_person(person);
    std::vector<std::string> readings;
    const auto response = Ask("ListConsultations", officer_, ListConsultations, request);
    EXPECT_THAT(response, IsOk());
    for (const v1::Consultation& reading : response->consultations()) {
      EXPECT_EQ(reading.purpose(), "a test");
      EXPECT_EQ(reading.person(), person);
      EXPECT_FALSE(reading.reader().empty());
      readings.push_back(reading.organisation() + " " +
                         reading.method().substr(reading.method().find('/') + 1) + " " +
                         reading.file());
    }
    return readings;
  }
  std::vector<std::string> List(const access::Actor& actor, const std::string& text) {
    auto request = Parsed<v1::ListArticle60RequestsRequest>(text);
    std::vector<std::string> names;
    do {
      const auto page = Ask("ListArticle60Requests", actor, ListArticle60Requests, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const Article60Request& one : page->article60_requests()) names.push_back(one.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  // Drafts, one an hour.
  std::vector<std::string> Drafts(int count) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
      names.push_back(Draft(centre_, "centres/c1", person_)->name());
      clock_.Advance(absl::Hours(1));
    }
    return names;
  }

  std::string person_;
};

TEST_F(Queries, APersonIsFoundThroughAFileOfTheCallersOwnAlone) {
  EXPECT_THAT(Search(centre_)->persons(), IsEmpty());
  const auto draft = Draft(centre_, "centres/c1", person_);
  ASSERT_EQ(Search(centre_)->persons_size(), 1);
  const v1::Person found = Search(centre_)->persons(0);
  EXPECT_THAT(found, EqualsProto(With(TestPerson(), "name: '" + person_ + "'")));
  EXPECT_THAT(Search(other_centre_)->persons(), IsEmpty());
  EXPECT_THAT(Search(office_)->persons(), IsEmpty());
  ASSERT_THAT(Send(centre_, draft->name()), IsOk());
  EXPECT_EQ(Search(office_)->persons_size(), 1);
  EXPECT_EQ(Search(manager_)->persons_size(), 1);
  EXPECT_THAT(Search(other_office_)->persons(), IsEmpty());
  EXPECT_THAT(Search(centre_, "73011136173")->persons(), IsEmpty());
  EXPECT_THAT(Search(centre_, "73011136174"), HasReason("SSIN_INVALID"));
}

TEST_F(Queries, WhoeverReadsOfAPersonLeavesAConsultation) {
  const auto draft = Draft(centre_, "centres/c1", person_);
  EXPECT_THAT(Readings(person_), IsEmpty());
  ASSERT_THAT(Get(centre_, draft->name()), IsOk());
  EXPECT_THAT(Get(other_centre_, draft->name()), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  ASSERT_EQ(Search(centre_)->persons_size(), 1);
  ASSERT_THAT(List(centre_, ""), ElementsAre(draft->name()));
  const std::string by = std::string(kCentreNumber) + " ";
  EXPECT_THAT(Readings(person_), ElementsAre(by + "ListArticle60Requests " + draft->name(),
                                             by + "QueryPersons " + draft->name(),
                                             by + "GetArticle60Request " + draft->name()));
  EXPECT_THAT(Search(office_)->persons(), IsEmpty());
  EXPECT_EQ(Readings(person_).size(), 3u);
  const auto nobody = store_->OpenReader().value()->Consultations("", 0, 10);
  ASSERT_THAT(nobody, IsOk());
  ASSERT_EQ(nobody->size(), 1u);
  EXPECT_EQ(nobody->front().organisation, kAgencyNumber);
}

TEST_F(Queries, QueuesHoldWhatIsToBeDoneTheMostUrgentFirst) {
  // Of four people: a draft, one that is returned, and two that wait, sent a day apart.
  std::vector<std::string> names;
  for (const char* ssin : {"85073003328", "17073003384", "73011136173", "98472899765"}) {
    const auto person = Register(centre_, ssin);
    ASSERT_THAT(person, IsOk());
    names.push_back(Draft(centre_, "centres/c1", *person)->name());
    clock_.Advance(absl::Seconds(1));
  }
  v1::ReturnArticle60RequestRequest back;
  back.set_name(names[1]);
  back.add_fields()->set_field("career");
  back.mutable_fields(0)->set_reason("none?");
  ASSERT_THAT(Send(centre_, names[1]), IsOk());
  ASSERT_THAT(Run<ReturnArticle60Request>("ReturnArticle60Request", office_, back), IsOk());
  ASSERT_THAT(Send(centre_, names[3]), IsOk());
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(Send(centre_, names[2]), IsOk());

  const auto queue = [&](const access::Actor& actor, v1::Article60Queue wanted) {
    v1::ListArticle60RequestsRequest request;
    request.set_queue(wanted);
    request.set_page_size(1);
    std::vector<std::string> found;
    do {
      const auto page = Ask("ListArticle60Requests", actor, ListArticle60Requests, request);
      EXPECT_THAT(page, IsOk());
      for (const auto& item : page->article60_requests()) found.push_back(item.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  };
  for (const access::Actor& office : {office_, manager_}) {
    EXPECT_THAT(queue(office, v1::ARTICLE60_QUEUE_MINE), ElementsAre(names[3], names[2]));
    EXPECT_THAT(queue(office, v1::ARTICLE60_QUEUE_RETURNED), ElementsAre(names[1]));
    EXPECT_THAT(queue(office, v1::ARTICLE60_QUEUE_LATE), IsEmpty());
  }
  EXPECT_THAT(queue(centre_, v1::ARTICLE60_QUEUE_MINE), ElementsAre(names[1], names[0]));
  EXPECT_THAT(queue(other_office_, v1::ARTICLE60_QUEUE_MINE), IsEmpty());
  // The first is due on 8 February, until midnight in Brussels.
  clock_.SetTime(absl::FromCivil(absl::CivilMinute(2024, 2, 8, 0, 0), base::BrusselsZone()));
  EXPECT_THAT(queue(office_, v1::ARTICLE60_QUEUE_DUE_TODAY), ElementsAre(names[3]));
  EXPECT_THAT(queue(office_, v1::ARTICLE60_QUEUE_LATE), IsEmpty());
  const absl::Time midnight = absl::FromCivil(absl::CivilDay(2024, 2, 9), base::BrusselsZone());
  clock_.SetTime(midnight - absl::Microseconds(1));
  EXPECT_THAT(queue(office_, v1::ARTICLE60_QUEUE_LATE), IsEmpty());
  clock_.SetTime(midnight);
  EXPECT_THAT(queue(office_, v1::ARTICLE60_QUEUE_DUE_TODAY), ElementsAre(names[2]));
  EXPECT_THAT(queue(office_, v1::ARTICLE60_QUEUE_LATE), ElementsAre(names[3]));
  EXPECT_THAT(queue(centre_, v1::ARTICLE60_QUEUE_LATE), ElementsAre(names[3]));
  clock_.Advance(absl::Hours(24));
  EXPECT_THAT(queue(manager_, v1::ARTICLE60_QUEUE_LATE), ElementsAre(names[3], names[2]));
}

TEST_F(Queries, AnExplanationIsForThePartiesAndLeavesAConsultation) {
  const auto draft = Draft(centre_, "centres/c1", person_);
  v1::ExplainArticle60RequestRequest request;
  request.set_name(draft->name());
  const auto explain = [&](const access::Actor& actor) {
    return Ask("ExplainArticle60Request", actor, ExplainArticle60Request, request);
  };
  ASSERT_THAT(explain(centre_), IsOk());
  EXPECT_FALSE(explain(centre_)->has_answer_deadline());
  EXPECT_THAT(explain(office_), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  ASSERT_THAT(Send(centre_, draft->name()), IsOk());
  EXPECT_TRUE(explain(office_)->has_answer_deadline());
  const auto verbs = [&](const access::Actor& actor) {
    const v1::Article60Explanation explanation = *explain(actor);
    std::string all;
    for (const v1::Article60Action& action : explanation.actions()) all += action.verb() + " ";
    return all;
  };
  EXPECT_EQ(verbs(centre_), "forward withdraw ");
  EXPECT_EQ(verbs(office_), "return calculate forward ");
  EXPECT_EQ(verbs(manager_), "return calculate forward ");
  EXPECT_THAT(explain(other_centre_), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  EXPECT_THAT(Readings(person_).front(), ::testing::HasSubstr("ExplainArticle60Request"));
  EXPECT_EQ(Readings(person_).size(), 6u);
  request.set_name("x");
  EXPECT_THAT(explain(centre_), HasReason("NAME_INVALID"));
}

TEST_F(Queries, ASimulationKnowsNobody) {
  v1::SimulateArticle60RequestRequest request;
  *request.mutable_article60_request() = TestDraft();
  request.mutable_article60_request()->clear_centre();
  request.mutable_article60_request()->clear_person();
  EXPECT_THAT(Ask("SimulateArticle60Request", centre_, SimulateArticle60Request, request),
              HasReason("FIELD_REQUIRED"));
  *request.mutable_birth_date() = TestPerson().birth_date();
  const auto simulated =
      Ask("SimulateArticle60Request", centre_, SimulateArticle60Request, request);
  ASSERT_THAT(simulated, IsOk());
  EXPECT_EQ(simulated->calculation().days(), 468);
  EXPECT_THAT(Ask("SimulateArticle60Request", officer_, SimulateArticle60Request, request),
              HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Readings(person_), IsEmpty());
}

TEST_F(Queries, ConsultationsAreForOfficersAndByPage) {
  const auto draft = Draft(centre_, "centres/c1", person_);
  for (int i = 0; i < 3; ++i) ASSERT_THAT(Get(centre_, draft->name()), IsOk());
  v1::ListConsultationsRequest request;
  request.set_person(person_);
  EXPECT_THAT(Ask("ListConsultations", centre_, ListConsultations, request),
              HasReason("ROLE_REQUIRED"));
  request.set_page_size(2);
  const auto first = Ask("ListConsultations", officer_, ListConsultations, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->consultations_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto second = Ask("ListConsultations", officer_, ListConsultations, request);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->consultations_size(), 1);
  EXPECT_EQ(second->next_page_token(), "");
  request.set_person("x");
  EXPECT_THAT(Ask("ListConsultations", officer_, ListConsultations, request),
              HasReason("NAME_INVALID"));
}

TEST_F(Queries, ListsAreNewestFirstAndTheCallersOwn) {
  const auto drafts = Drafts(3);
  EXPECT_THAT(List(centre_, ""), ElementsAre(drafts[2], drafts[1], drafts[0]));
  EXPECT_THAT(List(centre_, "page_size: 1"), ElementsAre(drafts[2], drafts[1], drafts[0]));
  EXPECT_THAT(List(other_centre_, ""), IsEmpty());
  EXPECT_THAT(List(office_, ""), IsEmpty());
  ASSERT_THAT(Send(centre_, drafts[1]), IsOk());
  EXPECT_THAT(List(office_, ""), ElementsAre(drafts[1]));
  EXPECT_THAT(List(manager_, ""), ElementsAre(drafts[1]));
  EXPECT_THAT(List(other_office_, ""), IsEmpty());
}

TEST_F(Queries, ListsAreFilteredByStateAndPerson) {
  const auto drafts = Drafts(2);
  const std::string other = *Register(centre_, "73011136173");
  const auto third = Draft(centre_, "centres/c1", other);
  ASSERT_THAT(Send(centre_, drafts[0]), IsOk());
  EXPECT_THAT(List(centre_, "state: ARTICLE60_STATE_SENT"), ElementsAre(drafts[0]));
  EXPECT_THAT(List(centre_, "state: ARTICLE60_STATE_DRAFT"), ElementsAre(third->name(), drafts[1]));
  EXPECT_THAT(List(centre_, "person: '" + other + "'"), ElementsAre(third->name()));
  EXPECT_THAT(List(centre_, "state: ARTICLE60_STATE_SENT person: '" + other + "'"), IsEmpty());
}

TEST_F(Queries, ListsRefuseWhatTheyDoNotUnderstand) {
  const auto ask = [this](const std::string& text) {
    return Ask("ListArticle60Requests", centre_, ListArticle60Requests,
               Parsed<v1::ListArticle60RequestsRequest>(text));
  };
  Drafts(2);
  EXPECT_THAT(ask("page_size: -1"), HasReason("PAGE_SIZE_INVALID"));
  EXPECT_THAT(ask("page_token: 'x'"), HasReason("PAGE_TOKEN_INVALID"));
  EXPECT_THAT(ask("state: 9"), HasReason("STATE_UNKNOWN"));
  EXPECT_THAT(ask("person: 'x'"), HasReason("NAME_INVALID"));
  const std::string token = ask("page_size: 1")->next_page_token();
  EXPECT_THAT(ask("page_size: 2 page_token: '" + token + "'"), IsOk());
  EXPECT_THAT(ask("state: ARTICLE60_STATE_DRAFT page_token: '" + token + "'"),
              HasReason("PAGE_TOKEN_MISMATCH"));
}

TEST_F(Queries, ARequestIsReadAsItWas) {
  const std::string name = Drafts(1)[0];
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(48));
  ASSERT_THAT(Send(centre_, name), IsOk());
  const auto at = [&](absl::Time time) {
    v1::GetArticle60RequestRequest request;
    request.set_name(name);
    request.mutable_as_of_time()->set_seconds(absl::ToUnixSeconds(time));
    return Ask("GetArticle60Request", centre_, GetArticle60Request, request);
  };
  EXPECT_EQ(at(before)->state(), v1::ARTICLE60_STATE_DRAFT);
  EXPECT_EQ(at(clock_.Now())->state(), v1::ARTICLE60_STATE_SENT);
  EXPECT_THAT(at(before - absl::Hours(2)), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));

  v1::GetArticle60RequestRequest request;
  request.set_name(name);
  *request.mutable_as_of_date() = base::ToDate(base::BrusselsDay(clock_.Now()) - 1);
  EXPECT_EQ(Ask("GetArticle60Request", centre_, GetArticle60Request, request)->state(),
            v1::ARTICLE60_STATE_DRAFT);
  *request.mutable_as_of_date() = base::ToDate(base::BrusselsDay(clock_.Now()));
  EXPECT_EQ(Ask("GetArticle60Request", centre_, GetArticle60Request, request)->state(),
            v1::ARTICLE60_STATE_SENT);
  request.mutable_as_of_date()->set_month(13);
  EXPECT_THAT(Ask("GetArticle60Request", centre_, GetArticle60Request, request),
              HasReason("DATE_INVALID"));
  request.mutable_as_of_time()->set_nanos(-1);
  EXPECT_THAT(Ask("GetArticle60Request", centre_, GetArticle60Request, request),
              HasReason("DATE_INVALID"));
}

TEST_F(Queries, TheHistorySaysWhatEachVersionChanged) {
  const std::string name = Drafts(1)[0];
  ASSERT_THAT(Send(centre_, name), IsOk());
  v1::WithdrawArticle60RequestRequest withdraw;
  withdraw.set_name(name);
  withdraw.set_reason("moved");
  ASSERT_THAT(Run<WithdrawArticle60Request>("WithdrawArticle60Request", centre_, withdraw), IsOk());
  for (const int page_size : {0, 1, 2}) {
    v1::ListArticle60RequestRevisionsRequest request;
    request.set_name(name);
    request.set_page_size(page_size);
    std::vector<v1::Article60Revision> all;
    do {
      const auto page =
          Ask("ListArticle60RequestRevisions", centre_, ListArticle60RequestRevisions, request);
      ASSERT_THAT(page, IsOk());
      for (const auto& revision : page->revisions()) all.push_back(revision);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    ASSERT_EQ(all.size(), 3u) << page_size;
    EXPECT_EQ(all[0].revision().verb(), "withdrawn");
    EXPECT_THAT(all[0].changed_fields(), ElementsAre("state", "withdrawal_reason"));
    EXPECT_EQ(all[1].revision().verb(), "sent");
    EXPECT_THAT(all[1].changed_fields(), ElementsAre("state", "send_time", "due_time"));
    EXPECT_EQ(all[1].article60_request().state(), v1::ARTICLE60_STATE_SENT);
    EXPECT_EQ(all[2].revision().verb(), "created");
    EXPECT_THAT(all[2].changed_fields(),
                ElementsAre("name", "create_time", "state", "centre", "office", "person", "owner",
                            "agency", "planned_start", "working_time", "admission"));
    EXPECT_FALSE(all[2].erased());
  }
}

TEST_F(Queries, TwoVersionsAreComparedByThoseWhoMaySeeTheRequest) {
  const std::string name = Drafts(1)[0];
  ASSERT_THAT(Send(centre_, name), IsOk());
  const auto compare = [&](const access::Actor& actor, const std::string& text) {
    return Ask("CompareArticle60Request", actor, CompareArticle60Request,
               Parsed<v1::CompareArticle60RequestRequest>(text));
  };
  const std::string versions = "name: '" + name + "' from_version: 1 to_version: 2";
  const auto difference = compare(centre_, versions);
  ASSERT_THAT(difference, IsOk());
  std::vector<std::string> lines;
  for (const auto& field : difference->fields()) {
    lines.push_back(field.path() + ": " + field.before() + " -> " + field.after());
  }
  EXPECT_THAT(lines,
              ElementsAre("state: \"draft\" -> \"sent\"", "send_time:  -> \"2024-02-01T10:00:00Z\"",
                          "due_time:  -> \"2024-02-08T23:00:00Z\""));
  EXPECT_EQ(difference->before().verb(), "created");
  EXPECT_EQ(difference->after().verb(), "sent");
  EXPECT_FALSE(difference->erased());
  EXPECT_THAT(Readings(person_),
              ElementsAre(std::string(kCentreNumber) + " CompareArticle60Request " + name));
  for (const access::Actor& party : {office_, manager_})
    EXPECT_THAT(compare(party, versions), IsOk());
  for (const access::Actor& other : {other_centre_, other_office_}) {
    EXPECT_THAT(compare(other, versions), HasReason("ARTICLE60_REQUEST_NOT_FOUND"));
  }
  EXPECT_THAT(compare(officer_, versions), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(compare(centre_, "name: 'x' from_version: 1"), HasReason("NAME_INVALID"));
  EXPECT_THAT(compare(centre_, "name: '" + name + "'"), HasReason("VERSION_INVALID"));
  EXPECT_THAT(compare(centre_, "name: '" + name + "' from_version: 3"),
              HasReason("VERSION_NOT_FOUND"));
}

TEST_F(Queries, CentresAndOfficesAreListedByIdAndFiltered) {
  const auto centres = [this](const std::string& text) {
    return Ask("ListCentres", centre_, ListCentres, Parsed<v1::ListCentresRequest>(text));
  };
  ASSERT_EQ(centres("")->centres_size(), 2);
  EXPECT_EQ(centres("")->centres(0).name(), "centres/c1");
  ASSERT_EQ(centres("enterprise_number: '0428.759.497'")->centres_size(), 1);
  EXPECT_EQ(centres("enterprise_number: '0428759497'")->centres(0).name(), "centres/c2");
  EXPECT_EQ(centres("office: 'offices/mons'")->centres_size(), 2);
  EXPECT_EQ(centres("office: 'offices/namur'")->centres_size(), 0);
  EXPECT_THAT(centres("enterprise_number: '1'"), HasReason("ENTERPRISE_NUMBER_INVALID"));
  EXPECT_THAT(centres("office: 'x'"), HasReason("NAME_INVALID"));
  v1::ListOfficesRequest request;
  EXPECT_EQ(Ask("ListOffices", centre_, ListOffices, request)->offices_size(), 2);
  request.set_code("NA1");
  const auto offices = Ask("ListOffices", centre_, ListOffices, request);
  ASSERT_EQ(offices->offices_size(), 1);
  EXPECT_EQ(offices->offices(0).name(), "offices/namur");
  v1::GetOfficeRequest get;
  get.set_name("offices/none");
  EXPECT_THAT(Ask("GetOffice", centre_, GetOffice, get), HasReason("OFFICE_NOT_FOUND"));
}

}  // namespace
}  // namespace mandat::socialaid
