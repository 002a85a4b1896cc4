// The story of an article 60 request, on both engines, through the released program.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"
#include "tests/support/event_collector.h"
#include "tests/support/eventually.h"
#include "tests/support/running_social_aid.h"
#include "tests/support/scenario.h"
#include "tests/support/stream_reader.h"

namespace mandat::socialaid {
namespace {

using google::protobuf::util::TimeUtil;
using mandat::testing::Calculate;
using mandat::testing::Consultations;
using mandat::testing::CreateDraft;
using mandat::testing::DraftFor;
using mandat::testing::Engine;
using mandat::testing::EqualsProto;
using mandat::testing::Eventually;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::kCentre;
using mandat::testing::kOtherCentre;
using mandat::testing::Persona;
using mandat::testing::PersonBorn;
using mandat::testing::RunningSocialAid;
using mandat::testing::Send;
using mandat::testing::SocialAidStub;
using mandat::testing::StatusIs;
using mandat::testing::Withdraw;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kNotFound[] = "ARTICLE60_REQUEST_NOT_FOUND";

// One service an engine, shared: every test has people of its own.
class SocialAid : public ::testing::TestWithParam<Engine> {
 protected:
  static void TearDownTestSuite() { services().clear(); }

  void SetUp() override {
    std::unique_ptr<RunningSocialAid>& service = services()[GetParam()];
    if (service == nullptr) {
      mandat::testing::SocialAidOptions options;
      options.engine = GetParam();
      auto started = RunningSocialAid::Start(std::move(options));
      ASSERT_THAT(started, IsOk());
      service = *std::move(started);
      ASSERT_THAT(RegisterParties(*service), IsOk());
    }
    service_ = service.get();
  }

  void TearDown() override {
    if (service_ == nullptr) return;
    EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
  }

  static std::map<Engine, std::unique_ptr<RunningSocialAid>>& services() {
    static auto& all = *new std::map<Engine, std::unique_ptr<RunningSocialAid>>();
    return all;
  }

  // A person whom no other test knows, born on 2 September 1988.
  v1::Person NewPerson() {
    static int serial = 0;
    return PersonBorn(absl::CivilDay(1988, 9, 2), ++serial, "Wivine", "Quaghebeur");
  }
  std::string Register(const v1::Person& person) {
    return RegisterPerson(*service_, Persona::kCentreAgent, person).value();
  }
  std::string Draft(const std::string& person) {
    return CreateDraft(*service_, Persona::kCentreAgent, DraftFor(kCentre, person)).value().name();
  }

  template <class Method, class Request>
  auto Call(Persona persona, Method method, const Request& request) {
    return service_->Call(persona, method, request);
  }

  RunningSocialAid* service_ = nullptr;
};

TEST_P(SocialAid, AnswersWithTheAgeOnTheLastDay) {
  const std::string name = Draft(Register(NewPerson()));
  const auto sent = Send(*service_, Persona::kCentreAgent, name);
  ASSERT_THAT(sent, IsOk());
  EXPECT_EQ(sent->state(), v1::ARTICLE60_STATE_SENT);
  const auto answered = Calculate(*service_, Persona::kOfficeAgent, name);
  ASSERT_THAT(answered, IsOk());
  const v1::Article60Answer& answer = answered->answer();
  EXPECT_EQ(answer.outcome(), v1::ARTICLE60_OUTCOME_OPENS_RIGHT);
  EXPECT_EQ(answer.days(), 468);
  EXPECT_THAT(answer.end_date(), EqualsProto("year: 2025 month: 8 day: 31"));
  EXPECT_EQ(answer.calculation().convention(), v1::END_DATE_CONVENTION_A);
  EXPECT_EQ(answer.calculation().rule_set(), v1::RULE_SET_BEFORE_2026_03);
  std::map<std::string, v1::TraceStep> steps;
  for (const v1::TraceStep& step : answer.calculation().steps()) steps[step.code()] = step;
  const auto& bracket = steps["BRACKET_BY_AGE_ON_LAST_DAY"].arguments();
  ASSERT_TRUE(bracket.contains("age") && bracket.contains("last_day"));
  EXPECT_EQ(bracket.at("age"), "36");
  EXPECT_EQ(bracket.at("age_on_first_day"), "35");
  EXPECT_EQ(bracket.at("last_day"), "2025-08-31");
  // The centre reads the same answer.
  EXPECT_THAT(Get(*service_, Persona::kCentreAgent, name),
              mandat::testing::IsOkAndHolds(EqualsProto(*answered)));
}

TEST_P(SocialAid, ShowsNothingToAnotherCentre) {
  const std::string person = Register(NewPerson());
  const std::string name = Draft(person);
  const auto other = Persona::kOtherCentreAgent;
  v1::UpdateArticle60RequestRequest update;
  update.mutable_article60_request()->set_name(name);
  update.mutable_article60_request()->set_admission(v1::ADMISSION_PART_TIME);
  v1::DeleteArticle60RequestRequest erase;
  erase.set_name(name);
  const auto nothing_of_it = [&] {
    EXPECT_THAT(Get(*service_, other, name), HasReason(kNotFound));
    EXPECT_THAT(Call(other, &SocialAidStub::UpdateArticle60Request, update), HasReason(kNotFound));
    EXPECT_THAT(Send(*service_, other, name), HasReason(kNotFound));
    EXPECT_THAT(Withdraw(*service_, other, name, "mistaken"), HasReason(kNotFound));
    EXPECT_THAT(Call(other, &SocialAidStub::DeleteArticle60Request, erase), HasReason(kNotFound));
    EXPECT_THAT(Revisions(*service_, other, name), HasReason(kNotFound));
    v1::ListArticle60RequestsRequest list;
    list.set_person(person);
    const auto listed = Call(other, &SocialAidStub::ListArticle60Requests, list);
    ASSERT_THAT(listed, IsOk());
    EXPECT_THAT(listed->article60_requests(), IsEmpty());
  };
  nothing_of_it();
  EXPECT_THAT(Get(*service_, Persona::kOfficeAgent, name), HasReason(kNotFound)) << "not yet sent";
  ASSERT_THAT(Send(*service_, Persona::kCentreAgent, name), IsOk());
  nothing_of_it();
  EXPECT_THAT(Calculate(*service_, Persona::kOtherOfficeAgent, name), HasReason(kNotFound));
  EXPECT_THAT(Get(*service_, Persona::kOtherOfficeAgent, name), HasReason(kNotFound));
  EXPECT_THAT(Get(*service_, Persona::kOfficeAgent, name), IsOk());
  // What is missing is answered in the same words.
  const std::string missing = "article60Requests/0190b3f4-0000-7000-8000-000000000000";
  EXPECT_THAT(Get(*service_, other, missing), HasReason(kNotFound));
  EXPECT_THAT(CreateDraft(*service_, other, DraftFor(kCentre, person)),
              HasReason("CENTRE_NOT_FOUND"));
}

TEST_P(SocialAid, FindsAPersonThroughAFileOfOnesOwnAlone) {
  const v1::Person ann = NewPerson();
  const std::string person = Register(ann);
  v1::QueryPersonsRequest query;
  query.set_ssin(ann.ssin());
  const auto found_by = [&](Persona persona) {
    return Call(persona, &SocialAidStub::QueryPersons, query).value().persons_size();
  };
  EXPECT_EQ(found_by(Persona::kCentreAgent), 0);
  const std::string name = Draft(person);
  EXPECT_EQ(found_by(Persona::kCentreAgent), 1);
  EXPECT_EQ(found_by(Persona::kOtherCentreAgent), 0);
  EXPECT_EQ(found_by(Persona::kOfficeAgent), 0);
  ASSERT_THAT(Send(*service_, Persona::kCentreAgent, name), IsOk());
  EXPECT_EQ(found_by(Persona::kOfficeAgent), 1);
  EXPECT_EQ(RegisterPerson(*service_, Persona::kOtherCentreAgent, ann).value(), person);
  EXPECT_EQ(found_by(Persona::kOtherCentreAgent), 0);
}

TEST_P(SocialAid, TellsSubscribersEveryVersionAndNobodysName) {
  mandat::testing::EventCollector collector(service_->broker().Url());
  const v1::Person ann = NewPerson();
  const std::string person = Register(ann);
  v1::Article60Request draft = DraftFor(kCentre, person);
  draft.mutable_contact()->set_display_name("Fernande Contactpersoon");
  draft.mutable_contact()->set_telephone("+3225551234");
  draft.mutable_contact()->set_email("fernande@example.be");
  v1::FieldComment* comment = draft.add_comments();
  comment->set_field("planned_start");
  comment->set_text("Wivine begins late");
  const std::string name = CreateDraft(*service_, Persona::kCentreAgent, draft).value().name();
  ASSERT_THAT(Send(*service_, Persona::kCentreAgent, name), IsOk());
  ASSERT_THAT(Calculate(*service_, Persona::kOfficeAgent, name), IsOk());

  const auto told = [&] {
    std::map<int64_t, std::string> by_version;
    for (const auto& [key, payload] : collector.Effects()) {
      const auto event = events::ParseCloudEvent(payload);
      if (event.ok() && event->resource == name) by_version[event->version] = payload;
    }
    return by_version;
  };
  ASSERT_TRUE(Eventually([&] { return told().size() == 3; }));
  EXPECT_THAT(collector.Faults(), IsEmpty());
  const auto payloads = told();
  const char* verbs[] = {"created", "sent", "calculated"};
  for (const auto& [version, payload] : payloads) {
    const auto event = events::ParseCloudEvent(payload).value();
    EXPECT_EQ(event.type,
              absl::StrCat("be.mandat.socialaid.v1.article60Request.notify.", verbs[version - 1]));
    EXPECT_EQ(event.id, events::EventId(event.source, name, version));
    EXPECT_EQ(event.actor_organisation, version < 3 ? kCentreNumber : kAgencyNumber);
    EXPECT_THAT(event.data, HasSubstr(absl::StrCat("\"owner\":\"", kCentreNumber, "\"")));
    for (const std::string& secret :
         {ann.ssin(), ann.given_names(), ann.family_name(), person, person.substr(8),
          std::string("1988"), std::string("Fernande"), std::string("3225551234"),
          std::string("begins late"), std::string("agent\"")}) {
      EXPECT_THAT(payload, Not(HasSubstr(secret)));
    }
  }
  EXPECT_THAT(payloads.at(3), HasSubstr("\"days\":468"));
  EXPECT_THAT(payloads.at(3), HasSubstr("\"endDate\":\"2025-08-31\""));
  const auto stream = mandat::testing::ReadStream(service_->broker().Url());
  ASSERT_THAT(stream, IsOk());
  const std::string subject =
      absl::StrCat("mandat.socialaid.v1.article60_request.sent.", kCentreNumber);
  EXPECT_THAT(*stream,
              ::testing::Contains(::testing::AllOf(
                  ::testing::Field(&mandat::testing::StreamMessage::subject, subject),
                  ::testing::Field(&mandat::testing::StreamMessage::payload, payloads.at(2)))));
}

TEST_P(SocialAid, EndsARequestThatIsWithdrawn) {
  const std::string person = Register(NewPerson());
  const std::string name = Draft(person);
  ASSERT_THAT(Send(*service_, Persona::kCentreAgent, name), IsOk());
  EXPECT_THAT(Send(*service_, Persona::kCentreAgent, Draft(person)),
              HasReason("ARTICLE60_REQUEST_OPEN"));
  const auto withdrawn = Withdraw(*service_, Persona::kCentreAgent, name, "moved away");
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->state(), v1::ARTICLE60_STATE_WITHDRAWN);
  EXPECT_EQ(withdrawn->withdrawal_reason(), "moved away");
  EXPECT_THAT(Calculate(*service_, Persona::kOfficeAgent, name),
              HasReason("ARTICLE60_REQUEST_NOT_SENT"));
  EXPECT_THAT(Withdraw(*service_, Persona::kCentreAgent, name, "again"),
              HasReason("ARTICLE60_REQUEST_CLOSED"));
  // Another one may be sent now.
  EXPECT_THAT(Send(*service_, Persona::kCentreAgent, Draft(person)), IsOk());
}

TEST_P(SocialAid, ForgetsADraftThatIsDeletedButNotThatThereWasOne) {
  const std::string name = Draft(Register(NewPerson()));
  v1::DeleteArticle60RequestRequest request;
  request.set_name(name);
  ASSERT_THAT(Call(Persona::kCentreAgent, &SocialAidStub::DeleteArticle60Request, request), IsOk());
  EXPECT_THAT(Get(*service_, Persona::kCentreAgent, name), HasReason(kNotFound));
  EXPECT_THAT(Call(Persona::kCentreAgent, &SocialAidStub::DeleteArticle60Request, request),
              HasReason(kNotFound));
  const auto revisions = Revisions(*service_, Persona::kCentreAgent, name);
  ASSERT_THAT(revisions, IsOk());
  ASSERT_THAT(revisions->revisions(), SizeIs(2));
  EXPECT_EQ(revisions->revisions(0).revision().verb(), "deleted");
}

TEST_P(SocialAid, ListsEachRequestOnceNewestFirst) {
  const auto agent = Persona::kOtherCentreAgent;
  std::vector<std::string> created;
  for (int i = 0; i < 7; ++i) {
    const auto person = RegisterPerson(*service_, agent, NewPerson());
    created.insert(created.begin(),
                   CreateDraft(*service_, agent, DraftFor(kOtherCentre, person.value()))->name());
  }
  ASSERT_THAT(Send(*service_, agent, created[2]), IsOk());
  v1::ListArticle60RequestsRequest request;
  request.set_page_size(3);
  std::vector<std::string> listed;
  while (true) {
    const auto page = Call(agent, &SocialAidStub::ListArticle60Requests, request);
    ASSERT_THAT(page, IsOk());
    for (const auto& item : page->article60_requests()) listed.push_back(item.name());
    if (page->next_page_token().empty()) break;
    EXPECT_EQ(page->article60_requests_size(), 3);
    request.set_page_token(page->next_page_token());
    // What is added while somebody pages does not move what they see.
    const auto person = RegisterPerson(*service_, agent, NewPerson());
    ASSERT_THAT(CreateDraft(*service_, agent, DraftFor(kOtherCentre, person.value())), IsOk());
  }
  EXPECT_EQ(listed, created);
  v1::ListArticle60RequestsRequest sent;
  sent.set_state(v1::ARTICLE60_STATE_SENT);
  const auto page = Call(agent, &SocialAidStub::ListArticle60Requests, sent);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->article60_requests(), SizeIs(1));
  EXPECT_EQ(page->article60_requests(0).name(), created[2]);
}

TEST_P(SocialAid, KeepsEveryVersionAndSaysWhatChanged) {
  const auto agent = Persona::kCentreAgent;
  const std::string person = Register(NewPerson());
  const auto first = CreateDraft(*service_, agent, DraftFor(kCentre, person));
  ASSERT_THAT(first, IsOk());
  v1::UpdateArticle60RequestRequest update;
  update.mutable_article60_request()->set_name(first->name());
  update.mutable_article60_request()->set_etag(first->etag());
  update.mutable_article60_request()->mutable_planned_start()->set_year(2024);
  update.mutable_article60_request()->mutable_planned_start()->set_month(4);
  update.mutable_article60_request()->mutable_planned_start()->set_day(1);
  const auto second = Call(agent, &SocialAidStub::UpdateArticle60Request, update);
  ASSERT_THAT(second, IsOk());
  const auto third = Send(*service_, agent, first->name());
  ASSERT_THAT(third, IsOk());

  v1::GetArticle60RequestRequest as_of;
  as_of.set_name(first->name());
  const auto at = [&](int64_t microseconds) {
    *as_of.mutable_as_of_time() = TimeUtil::MicrosecondsToTimestamp(microseconds);
    return Call(agent, &SocialAidStub::GetArticle60Request, as_of);
  };
  const int64_t made = TimeUtil::TimestampToMicroseconds(first->update_time());
  const int64_t changed = TimeUtil::TimestampToMicroseconds(second->update_time());
  EXPECT_THAT(at(made - 1), HasReason(kNotFound));
  EXPECT_THAT(at(made), mandat::testing::IsOkAndHolds(EqualsProto(*first)));
  EXPECT_THAT(at(changed - 1), mandat::testing::IsOkAndHolds(EqualsProto(*first)));
  EXPECT_THAT(at(changed), mandat::testing::IsOkAndHolds(EqualsProto(*second)));
  as_of.mutable_as_of_date()->set_year(2100);
  as_of.mutable_as_of_date()->set_month(1);
  as_of.mutable_as_of_date()->set_day(1);
  EXPECT_THAT(Call(agent, &SocialAidStub::GetArticle60Request, as_of),
              mandat::testing::IsOkAndHolds(EqualsProto(*third)));

  // Page by page: what the last one of a page changed is told against the first of the next.
  v1::ListArticle60RequestRevisionsRequest request;
  request.set_name(first->name());
  request.set_page_size(1);
  std::vector<v1::Article60Revision> revisions;
  do {
    const auto page = Call(agent, &SocialAidStub::ListArticle60RequestRevisions, request);
    ASSERT_THAT(page, IsOk());
    revisions.insert(revisions.end(), page->revisions().begin(), page->revisions().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_THAT(revisions, SizeIs(3));
  EXPECT_THAT(revisions[0].changed_fields(), ElementsAre("state", "send_time", "due_time"));
  EXPECT_THAT(revisions[1].changed_fields(), ElementsAre("planned_start"));
  v1::CompareArticle60RequestRequest compare;
  compare.set_name(first->name());
  compare.set_from_version(1);
  compare.set_to_version(2);
  const auto difference = Call(agent, &SocialAidStub::CompareArticle60Request, compare);
  ASSERT_THAT(difference, IsOk());
  EXPECT_THAT(difference->before(), EqualsProto(revisions[2].revision()));
  EXPECT_THAT(difference->after(), EqualsProto(revisions[1].revision()));
  ASSERT_THAT(difference->fields(), SizeIs(1));
  EXPECT_THAT(difference->fields(0), EqualsProto(R"pb(path: "planned_start"
                                                      before: '"2024-03-01"'
                                                      after: '"2024-04-01"')pb"));
  EXPECT_THAT(Call(Persona::kOtherCentreAgent, &SocialAidStub::CompareArticle60Request, compare),
              HasReason(kNotFound));

  EXPECT_THAT(revisions[2].article60_request(), EqualsProto(*first));
  EXPECT_THAT(revisions[0].article60_request(), EqualsProto(*third));
  for (int i = 0; i < 3; ++i) {
    const auto& revision = revisions[static_cast<size_t>(i)].revision();
    EXPECT_EQ(revision.version(), 3 - i);
    EXPECT_EQ(revision.organisation(), kCentreNumber);
    EXPECT_EQ(revision.role(), common::v1::ROLE_WELFARE_CENTRE_AGENT);
  }
}

TEST_P(SocialAid, RecordsWhoReadAPersonsData) {
  const v1::Person ann = NewPerson();
  const std::string person = Register(ann);
  const std::string name = Draft(person);
  ASSERT_THAT(Send(*service_, Persona::kCentreAgent, name), IsOk());
  ASSERT_THAT(Get(*service_, Persona::kCentreAgent, name), IsOk());
  ASSERT_THAT(Revisions(*service_, Persona::kOfficeAgent, name), IsOk());
  v1::QueryPersonsRequest query;
  query.set_ssin(ann.ssin());
  ASSERT_THAT(Call(Persona::kOfficeAgent, &SocialAidStub::QueryPersons, query), IsOk());
  // Refused: nothing was read.
  ASSERT_THAT(Get(*service_, Persona::kOtherCentreAgent, name), HasReason(kNotFound));

  const auto listed = Consultations(*service_, Persona::kOfficer, person);
  ASSERT_THAT(listed, IsOk());
  std::vector<std::string> readings;
  for (const v1::Consultation& reading : listed->consultations()) {
    readings.push_back(absl::StrCat(reading.organisation(), " ",
                                    reading.method().substr(reading.method().find('/') + 1)));
    EXPECT_EQ(reading.person(), person);
    EXPECT_EQ(reading.purpose(), "article 60 file");
    EXPECT_EQ(reading.file(), name);
    EXPECT_THAT(reading.reader(), Not(HasSubstr("agent")));
  }
  EXPECT_THAT(readings, ElementsAre(absl::StrCat(kAgencyNumber, " QueryPersons"),
                                    absl::StrCat(kAgencyNumber, " ListArticle60RequestRevisions"),
                                    absl::StrCat(kCentreNumber, " GetArticle60Request")));
  EXPECT_THAT(Consultations(*service_, Persona::kCentreAgent, person), HasReason("ROLE_REQUIRED"));
}

TEST_P(SocialAid, ErasesAPersonWhenTwoOfficersAgree) {
  const v1::Person ann = NewPerson();
  const std::string person = Register(ann);
  const std::string name = Draft(person);
  ASSERT_THAT(Send(*service_, Persona::kCentreAgent, name), IsOk());
  ASSERT_THAT(Calculate(*service_, Persona::kOfficeAgent, name), IsOk());
  const std::string kept = Draft(Register(NewPerson()));
  const auto kept_before = Get(*service_, Persona::kCentreAgent, kept);
  const auto log_before = service_->Events();
  const int64_t head_before = service_->HeadPosition();

  v1::ProposeErasureRequest proposal;
  proposal.mutable_erasure()->set_person(person);
  proposal.mutable_erasure()->set_reason("asked for by letter");
  const auto proposed = Call(Persona::kOfficer, &SocialAidStub::ProposeErasure, proposal);
  ASSERT_THAT(proposed, IsOk());
  v1::ErasePersonRequest consent;
  consent.set_name(proposed->name());
  EXPECT_THAT(Call(Persona::kOfficer, &SocialAidStub::ErasePerson, consent),
              HasReason("SECOND_PERSON_REQUIRED"));
  EXPECT_EQ(Get(*service_, Persona::kCentreAgent, name)->person(), person) << "nothing done yet";
  ASSERT_THAT(Call(Persona::kSecondOfficer, &SocialAidStub::ErasePerson, consent), IsOk());

  v1::QueryPersonsRequest query;
  query.set_ssin(ann.ssin());
  EXPECT_EQ(Call(Persona::kCentreAgent, &SocialAidStub::QueryPersons, query)->persons_size(), 0);
  const auto left = Get(*service_, Persona::kCentreAgent, name);
  ASSERT_THAT(left, IsOk());
  EXPECT_EQ(left->person(), "");
  EXPECT_THAT(left->answer().calculation().steps(), IsEmpty());
  EXPECT_EQ(left->answer().days(), 468) << "what is not personal stays";
  const auto revisions = Revisions(*service_, Persona::kCentreAgent, name);
  ASSERT_THAT(revisions, IsOk());
  EXPECT_THAT(revisions->revisions(), SizeIs(4));
  for (const v1::Article60Revision& revision : revisions->revisions()) {
    EXPECT_TRUE(revision.erased() || revision.revision().verb() == "erased");
    EXPECT_EQ(revision.article60_request().person(), "");
  }
  v1::CompareArticle60RequestRequest compare;
  compare.set_name(name);
  compare.set_from_version(2);
  const auto difference =
      Call(Persona::kCentreAgent, &SocialAidStub::CompareArticle60Request, compare);
  ASSERT_THAT(difference, IsOk());
  EXPECT_TRUE(difference->erased());
  ASSERT_THAT(difference->fields(), SizeIs(3)) << "state, answer_time and answer";
  EXPECT_EQ(difference->fields(2).path(), "answer");
  EXPECT_THAT(difference->fields(2).after(), HasSubstr("\"days\":468"));
  EXPECT_THAT(difference->fields(2).after(), Not(HasSubstr("steps")));
  // Other people and what was written are as they were.
  EXPECT_THAT(*Get(*service_, Persona::kCentreAgent, kept), EqualsProto(*kept_before));
  const auto log_after = service_->Events();
  ASSERT_GE(log_after.size(), log_before.size());
  for (size_t i = 0; i < log_before.size(); ++i) {
    EXPECT_THAT(log_after[i], EqualsProto(log_before[i]));
  }
  // Proposal, person, request and erasure: one version each.
  EXPECT_EQ(service_->HeadPosition(), head_before + 4);
  // Whoever has the number registers somebody new.
  EXPECT_NE(Register(ann), person);
}

INSTANTIATE_TEST_SUITE_P(Engines, SocialAid, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

}  // namespace
}  // namespace mandat::socialaid
