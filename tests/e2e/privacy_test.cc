// After a whole run with every log line, nobody's number or name is anywhere but in answers to
// those who may read them. After an erasure not even there.

#include <libpq-fe.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/ssin.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"
#include "tests/support/event_collector.h"
#include "tests/support/eventually.h"
#include "tests/support/running_social_aid.h"
#include "tests/support/scenario.h"
#include "tests/support/stream_reader.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::CreateDraft;
using mandat::testing::DraftFor;
using mandat::testing::Engine;
using mandat::testing::Eventually;
using mandat::testing::IsOk;
using mandat::testing::kCentre;
using mandat::testing::kOffice;
using mandat::testing::kOtherOffice;
using mandat::testing::Persona;
using mandat::testing::PersonBorn;
using mandat::testing::RunningSocialAid;
using mandat::testing::SocialAidStub;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kRequestId[] = "b1b2f6a0-3c1d-4e57-9a38-6f1b0c9d8e77";

// The forms in which eleven digits could lie somewhere.
std::vector<std::string> FormsOf(const std::string& ssin) {
  const std::string hex = absl::BytesToHexString(ssin);
  int64_t number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(ssin, &number));
  std::vector<std::string> forms = {
      ssin, hex, absl::AsciiStrToUpper(hex),
      std::string(reinterpret_cast<const char*>(&number), sizeof(number)),
      absl::StrCat(ssin.substr(0, 2), ".", ssin.substr(2, 2), ".", ssin.substr(4, 2), "-",
                   ssin.substr(6, 3), ".", ssin.substr(9))};
  // In base64 the digits look different at each of three offsets; the first and the last characters
  // mix with the neighbours'.
  for (size_t offset = 0; offset < 3; ++offset) {
    const std::string encoded = absl::Base64Escape(std::string(offset, '\0') + ssin);
    forms.push_back(encoded.substr(offset == 0 ? 0 : 4, 8));
  }
  return forms;
}

struct Sample {
  v1::Person person;
  std::string name;
  std::string request;
  // What must be found nowhere.
  std::vector<std::string> needles;
};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// Every file below a folder, one after the other.
std::string ReadFolder(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) all += ReadFile(entry.path());
  }
  return all;
}

class Privacy : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    mandat::testing::SocialAidOptions options;
    options.engine = GetParam();
    options.debug_log = true;
    auto started = RunningSocialAid::Start(std::move(options));
    ASSERT_THAT(started, IsOk());
    service_ = *std::move(started);
    ASSERT_THAT(RegisterParties(*service_), IsOk());
    RunWholeStory();
  }

  template <class Method, class Request>
  auto Call(Persona persona, Method method, const Request& request) {
    return service_->Call(persona, method, request);
  }

  void RunWholeStory() {
    const auto agent = Persona::kCentreAgent;
    const std::pair<const char*, const char*> names[] = {
        {"Wivine", "Quaghebeur"}, {"Zénobe", "Vandenkerkhove"}, {"Gudula", "Xhonneux"}};
    for (int i = 0; i < 3; ++i) {
      Sample sample;
      sample.person =
          PersonBorn(absl::CivilDay(1988, 9, 2), 101 + i, names[i].first, names[i].second);
      sample.needles = FormsOf(sample.person.ssin());
      const std::string replaced = base::MakeSsin(absl::CivilDay(1988, 9, 2), 201 + i).value();
      sample.person.add_replaced_ssins(replaced);
      for (std::string& form : FormsOf(replaced)) sample.needles.push_back(std::move(form));
      sample.needles.insert(sample.needles.end(), {names[i].first, names[i].second});
      samples_.push_back(std::move(sample));
    }
    for (Sample& sample : samples_) {
      sample.name = RegisterPerson(*service_, agent, sample.person).value();
      v1::CreateArticle60RequestRequest creation;
      creation.set_request_id(RequestIdOf(sample));
      *creation.mutable_article60_request() = DraftOf(sample);
      const auto made = Call(agent, &SocialAidStub::CreateArticle60Request, creation);
      ASSERT_THAT(made, IsOk());
      sample.request = made->name();
      ASSERT_THAT(Send(*service_, agent, sample.request), IsOk());
      Fail(sample);
    }
    ReturnAndForward(samples_[0]);
    ASSERT_THAT(Calculate(*service_, Persona::kOfficeAgent, samples_[0].request), IsOk());
    const std::string reason = absl::StrCat(samples_[1].person.family_name(), " moved away");
    ASSERT_THAT(Withdraw(*service_, agent, samples_[1].request, reason), IsOk());
    for (const Sample& sample : samples_) {
      v1::QueryPersonsRequest query;
      query.set_ssin(sample.person.ssin());
      EXPECT_EQ(Call(agent, &SocialAidStub::QueryPersons, query)->persons_size(), 1);
      EXPECT_EQ(
          Call(Persona::kOtherCentreAgent, &SocialAidStub::QueryPersons, query)->persons_size(), 0);
      ASSERT_THAT(Revisions(*service_, agent, sample.request), IsOk());
      ExpectNothingOf(sample, Files(), "statistics and exports");
      ASSERT_THAT(Consultations(*service_, Persona::kOfficer, sample.name), IsOk());
    }
  }

  // What may be handed on: statistics, and files for spreadsheets.
  std::string Files() {
    std::string files;
    for (const Persona persona :
         {Persona::kCentreManager, Persona::kOfficeAgent, Persona::kOfficeManager}) {
      v1::GetArticle60StatisticsRequest statistics;
      statistics.set_year(static_cast<int32_t>(base::BrusselsDay(absl::Now()).year()));
      const auto counted = Call(persona, &SocialAidStub::GetArticle60Statistics, statistics);
      EXPECT_THAT(counted, IsOk());
      // The story is told in them: else there would be nothing to give anybody away.
      const common::v1::StatisticsCell& total = counted->total().count();
      EXPECT_TRUE(total.hidden() || total.count() > 0) << total.ShortDebugString();
      files += counted->SerializeAsString();
      v1::CreateArticle60ExportRequest define;
      define.mutable_article60_export()->set_language("fr");
      define.mutable_article60_export()->mutable_requests();
      const auto made = Call(persona, &SocialAidStub::CreateArticle60Export, define);
      EXPECT_THAT(made, IsOk());
      v1::FetchArticle60ExportRequest fetch;
      fetch.set_name(made->name());
      const auto pieces = service_->Collect(persona, &SocialAidStub::FetchArticle60Export, fetch);
      EXPECT_THAT(pieces, IsOk());
      for (const auto& piece : *pieces) files += piece.data();
    }
    EXPECT_THAT(files, HasSubstr(samples_[0].request));
    return files;
  }

  // Reasons and answers that speak of the person.
  void ReturnAndForward(const Sample& sample) {
    const std::string name = sample.person.family_name();
    v1::ReturnArticle60RequestRequest back;
    back.set_name(sample.request);
    back.add_fields()->set_field("contact");
    back.mutable_fields(0)->set_reason(absl::StrCat("is this ", name, "?"));
    ASSERT_THAT(Call(Persona::kOfficeAgent, &SocialAidStub::ReturnArticle60Request, back), IsOk());
    v1::ResendArticle60RequestRequest again;
    again.set_name(sample.request);
    again.add_answers()->set_field("contact");
    again.mutable_answers(0)->set_text(absl::StrCat(name, " it is, ", sample.person.ssin()));
    ASSERT_THAT(Call(Persona::kCentreAgent, &SocialAidStub::ResendArticle60Request, again), IsOk());
    v1::ForwardArticle60RequestRequest hand;
    hand.set_name(sample.request);
    for (const auto& [persona, to] : {std::pair(Persona::kOfficeAgent, kOtherOffice),
                                      std::pair(Persona::kOtherOfficeAgent, kOffice)}) {
      hand.set_to(to);
      hand.set_reason(absl::StrCat(name, " moved"));
      ASSERT_THAT(Call(persona, &SocialAidStub::ForwardArticle60Request, hand), IsOk());
    }
  }

  static std::string RequestIdOf(const Sample& sample) {
    std::string id = kRequestId;
    id.back() = sample.person.ssin().back();
    return id;
  }

  // With the person's name wherever a careless colleague might write it.
  static v1::Article60Request DraftOf(const Sample& sample) {
    v1::Article60Request draft = DraftFor(kCentre, sample.name);
    draft.mutable_contact()->set_display_name(sample.person.family_name());
    v1::FieldComment* comment = draft.add_comments();
    comment->set_field("planned_start");
    comment->set_text(absl::StrCat(sample.person.given_names(), " is ", sample.person.ssin()));
    return draft;
  }

  // Refusals must not tell either: neither their texts nor what is logged of them.
  void Fail(const Sample& sample) {
    v1::Person mistyped = sample.person;
    mistyped.set_ssin(mistyped.ssin() + "7");
    const auto refused = RegisterPerson(*service_, Persona::kCentreAgent, mistyped);
    EXPECT_THAT(refused, mandat::testing::HasReason("SSIN_INVALID"));
    ExpectNothingOf(sample, refused.status().ToString(), "a refusal");
    v1::Article60Request wrong = DraftOf(sample);
    wrong.mutable_contact()->set_email(sample.person.family_name());
    const auto malformed = CreateDraft(*service_, Persona::kCentreAgent, wrong);
    EXPECT_THAT(malformed, mandat::testing::HasReason("EMAIL_INVALID"));
    ExpectNothingOf(sample, malformed.status().ToString(), "a refusal");
  }

  static void ExpectNothingOf(const Sample& sample, const std::string& haystack,
                              const std::string& where) {
    for (const std::string& needle : sample.needles) {
      EXPECT_EQ(haystack.find(needle), std::string::npos)
          << sample.person.family_name() << " is found in " << where << " as "
          << absl::CHexEscape(needle);
    }
  }

  // The place was searched, and what may be there is there.
  void ExpectNobodyIn(const std::string& haystack, const std::string& where,
                      const std::string& expected) {
    EXPECT_NE(haystack.find(expected), std::string::npos)
        << where << " does not even hold " << expected << ": was it searched?";
    for (const Sample& sample : samples_) ExpectNothingOf(sample, haystack, where);
  }

  std::string DatabaseFiles() {
    if (GetParam() == Engine::kSqlite) return ReadFolder(service_->SqliteFolder());
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(service_->store_url().c_str()), &PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), "CHECKPOINT"), &PQclear);
    EXPECT_EQ(PQresultStatus(result.get()), PGRES_COMMAND_OK) << PQerrorMessage(connection.get());
    return ReadFolder(service_->postgres().DataFolder());
  }

  void ExpectNobodyAtRest() {
    ExpectNobodyIn(service_->LogText(), "the log", "ListConsultations");
    ExpectNobodyIn(DatabaseFiles(), "the database", kCentreNumber);
    ExpectNobodyIn(ReadFolder(service_->broker().StoreFolder()), "the broker's store",
                   kCentreNumber);
    std::string bus;
    const auto stream = mandat::testing::ReadStream(service_->broker().Url());
    ASSERT_THAT(stream, IsOk());
    for (const auto& message : *stream) absl::StrAppend(&bus, message.subject, message.payload);
    ExpectNobodyIn(bus, "the bus", kCentreNumber);
    std::string listed;
    for (const auto& event : service_->Events()) listed += event.SerializeAsString();
    ExpectNobodyIn(listed, "the list of events", kCentreNumber);
  }

  std::unique_ptr<RunningSocialAid> service_;
  std::vector<Sample> samples_;
};

TEST_P(Privacy, NobodyIsNamedOutsideAnswers) {
  mandat::testing::EventCollector collector(service_->broker().Url());
  const size_t published = service_->Events().size();
  ASSERT_TRUE(Eventually([&] { return collector.effects() == published; }));
  const auto metrics = service_->MetricsText();
  ASSERT_THAT(metrics, IsOk());
  ExpectNobodyIn(*metrics, "the metrics", "rpc_duration_seconds");
  ExpectNobodyAtRest();
  // In order: what lay in memory is written now.
  EXPECT_EQ(service_->StopService(), 0);
  ExpectNobodyIn(DatabaseFiles(), "the database of a stopped service", kCentreNumber);
  EXPECT_THAT(service_->LogText(), Not(HasSubstr(samples_[0].name))) << "no ids of people either";
}

TEST_P(Privacy, NothingOfAnErasedPersonIsReadable) {
  const Sample& gone = samples_[0];
  const auto agent = Persona::kCentreAgent;
  const auto before = Revisions(*service_, agent, gone.request);
  const auto kept_before = Get(*service_, agent, samples_[2].request);
  ASSERT_THAT(Erase(*service_, gone.name), IsOk());

  std::string answers;
  const auto add = [&](const auto& answer) {
    if (answer.ok())
      answers += answer->SerializeAsString();
    else
      answers += answer.status().ToString();
  };
  for (const Persona persona :
       {agent, Persona::kOfficeAgent, Persona::kOfficeManager, Persona::kOtherCentreAgent}) {
    add(Get(*service_, persona, gone.request));
    add(Revisions(*service_, persona, gone.request));
    v1::ListArticle60RequestsRequest by_person;
    by_person.set_person(gone.name);
    add(Call(persona, &SocialAidStub::ListArticle60Requests, by_person));
    v1::QueryPersonsRequest query;
    query.set_ssin(gone.person.ssin());
    add(Call(persona, &SocialAidStub::QueryPersons, query));
    query.set_ssin(gone.person.replaced_ssins(0));
    add(Call(persona, &SocialAidStub::QueryPersons, query));
    for (const auto& revision : before->revisions()) {
      v1::GetArticle60RequestRequest then;
      then.set_name(gone.request);
      *then.mutable_as_of_time() = revision.revision().commit_time();
      add(Call(persona, &SocialAidStub::GetArticle60Request, then));
      v1::CompareArticle60RequestRequest compare;
      compare.set_name(gone.request);
      compare.set_from_version(revision.revision().version());
      add(Call(persona, &SocialAidStub::CompareArticle60Request, compare));
    }
  }
  for (const Persona persona : {Persona::kOfficer, Persona::kSecondOfficer}) {
    add(Consultations(*service_, persona, gone.name));
  }
  // A repeat is answered out of the log.
  v1::CreateArticle60RequestRequest repeat;
  repeat.set_request_id(RequestIdOf(gone));
  *repeat.mutable_article60_request() = DraftOf(gone);
  const auto repeated = Call(agent, &SocialAidStub::CreateArticle60Request, repeat);
  EXPECT_EQ(repeated->name(), gone.request);
  add(repeated);
  EXPECT_THAT(answers, HasSubstr(gone.request));
  ExpectNothingOf(gone, answers, "an answer");

  EXPECT_THAT(*Get(*service_, agent, samples_[2].request),
              mandat::testing::EqualsProto(*kept_before));
  ExpectNobodyAtRest();
  EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Engines, Privacy, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

}  // namespace
}  // namespace mandat::socialaid
