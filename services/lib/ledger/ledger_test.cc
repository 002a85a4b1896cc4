// The ledger against both engines: what holds for every command, whatever it does.

#include "services/lib/ledger/ledger.h"

#include <algorithm>
#include <future>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/role.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/ledger/backup.h"
#include "services/lib/ledger/verify.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/privacy/sensitive.h"
#include "services/lib/testing/fake_clock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"
#include "services/lib/testing/temporary_postgres.h"

namespace mandat::ledger {
namespace {

using socialaid::v1::Article60Request;
using socialaid::v1::Office;
using socialaid::v1::Person;
using testing::HasReason;
using testing::IsOk;
using testing::StatusIs;

// --- Three kinds of a small service: offices, persons, and files about persons.

const Column& OfficeCode() {
  static const Column& column =
      *new Column(TextColumn<Office>("code", [](const Office& office) { return office.code(); }));
  return column;
}
const Column& OfficeAgency() {
  static const Column& column =
      *new Column(TextColumn<Office>("agency", [](const Office& office) { return office.agency(); }));
  return column;
}
const Column& PersonSsin() {
  static const Column& column = *new Column(
      TextColumn<Person>("ssin_hash", [](const Person& person) { return person.ssin(); }, ColumnType::kHash));
  return column;
}
const Column& FilePerson() {
  static const Column& column = *new Column(TextColumn<Article60Request>("person", [](const Article60Request& file) {
    return std::string(absl::StripPrefix(file.person(), "persons/"));
  }));
  return column;
}
const Column& FileOwner() {
  static const Column& column =
      *new Column(TextColumn<Article60Request>("owner", [](const Article60Request& file) { return file.owner(); }));
  return column;
}
const Column& FileState() {
  static const Column& column = *new Column(ColumnOf<Article60Request>(
      "state", ColumnType::kInt, [](const Article60Request& file) { return Value(int64_t{file.state()}); }));
  return column;
}

const Kind& Offices() {
  static const Kind& kind = *[] {
    auto* made = new Kind();
    made->collection = "offices";
    made->table = "office";
    made->event = "office";
    made->prototype = &Office::default_instance();
    made->columns = {&OfficeCode(), &OfficeAgency()};
    made->owner = &OfficeAgency();
    made->unique = {{{&OfficeCode()},
                     base::Error(absl::StatusCode::kAlreadyExists, "OFFICE_CODE_TAKEN", "Another office has this code.")}};
    return made;
  }();
  return kind;
}
const Kind& Persons() {
  static const Kind& kind = *[] {
    auto* made = new Kind();
    made->collection = "persons";
    made->table = "person";
    made->event = "person";
    made->prototype = &Person::default_instance();
    made->published = false;
    made->columns = {&PersonSsin()};
    made->is_person = true;
    return made;
  }();
  return kind;
}
const Kind& Files() {
  static const Kind& kind = *[] {
    auto* made = new Kind();
    made->collection = "article60Requests";
    made->table = "file";
    made->event = "article60Request";
    made->prototype = &Article60Request::default_instance();
    made->columns = {&FilePerson(), &FileOwner(), &FileState()};
    made->owner = &FileOwner();
    made->person = &FilePerson();
    made->counters = {{"by_state", {&FileOwner(), &FileState()}}};
    return made;
  }();
  return kind;
}
const Catalog& Kinds() {
  static const Catalog& catalog = *new Catalog({&Offices(), &Persons(), &Files()});
  return catalog;
}

const std::vector<Migration>& Migrations() {
  static const auto& all = *new std::vector<Migration>{{"0001_create_test.sql",
                                                        R"(
CREATE TABLE office (id TEXT COLLATE "C" NOT NULL PRIMARY KEY, version BIGINT NOT NULL, code TEXT, agency TEXT,
                     body BYTEA NOT NULL);
CREATE UNIQUE INDEX office_code_unique ON office (code);
CREATE TABLE person (id TEXT COLLATE "C" NOT NULL PRIMARY KEY, version BIGINT NOT NULL, ssin_hash BYTEA,
                     body BYTEA NOT NULL);
CREATE UNIQUE INDEX person_ssin_hash_unique ON person (ssin_hash);
CREATE TABLE file (id TEXT COLLATE "C" NOT NULL PRIMARY KEY, version BIGINT NOT NULL, person TEXT, owner TEXT,
                   state BIGINT, body BYTEA NOT NULL);
CREATE INDEX file_person ON file (person);)"}};
  return all;
}

// --- Commands of that service.

struct CreateOffice {
  using Request = socialaid::v1::CreateOfficeRequest;
  using Response = Office;
  static absl::Status Check(const Request& request, const Context&) {
    if (request.office().code().empty()) return base::InvalidField("FIELD_REQUIRED", "office.code", "Give a code.");
    return absl::OkStatus();
  }
  static Reads Read(const Request& request, const Context&) {
    return {Consult<Office>("offices/" + request.office_id()).IfExists()};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot&, const Context& context) {
    Office office = request.office();
    office.set_name("offices/" + (request.office_id().empty() ? context.new_id : request.office_id()));
    office.set_agency(context.actor->organisation);
    return Decision::Create(office);
  }
};

struct RenameOffice {
  using Request = socialaid::v1::UpdateOfficeRequest;
  using Response = Office;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) { return {Change<Office>(request.office().name())}; }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot, const Context&) {
    Office office = snapshot.Get<Office>(request.office().name());
    // A counter in the name shows lost updates; a code that is given replaces the old one.
    office.mutable_display_name()->set_fr(absl::StrCat(office.display_name().fr(), "x"));
    if (!request.office().code().empty()) office.set_code(request.office().code());
    return Decision::Of(office, "renamed");
  }
};

struct CloseOffice {
  using Request = socialaid::v1::MergeOfficeRequest;
  using Response = google::protobuf::Empty;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) { return {Change<Office>(request.name())}; }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot, const Context&) {
    return Decision::Delete(snapshot.Get<Office>(request.name()));
  }
};

struct RegisterPerson {
  using Request = socialaid::v1::RegisterPersonRequest;
  using Response = socialaid::v1::RegisterPersonResponse;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) {
    return {FindAll<Person>({{PersonSsin(), Value(request.person().ssin())}})};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot, const Context& context) {
    const auto known = snapshot.All<Person>({{PersonSsin(), Value(request.person().ssin())}});
    if (!known.empty()) return Decision::Unchanged(*known.front());
    Person person = request.person();
    person.set_name("persons/" + context.random_id);
    return Decision::Create(person);
  }
  static Response Reply(const google::protobuf::Message& person) {
    Response response;
    response.set_person(static_cast<const Person&>(person).name());
    return response;
  }
};

struct OpenFile {
  using Request = socialaid::v1::CreateArticle60RequestRequest;
  using Response = Article60Request;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) {
    return {RelyOn<Person>(request.article60_request().person())};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot&, const Context& context) {
    Article60Request file = request.article60_request();
    file.set_name("article60Requests/" + context.new_id);
    file.set_owner(context.actor->organisation);
    file.set_state(socialaid::v1::ARTICLE60_STATE_DRAFT);
    return Decision::Create(file);
  }
};

// Sends a file; a person has one sent file at a time.
struct SendFile {
  using Request = socialaid::v1::SendArticle60RequestRequest;
  using Response = Article60Request;
  static std::vector<Condition> Open(const Request& request) {
    return {{FilePerson(), From<Article60Request>(request.name(), FilePerson())},
            {FileState(), Value(int64_t{socialaid::v1::ARTICLE60_STATE_SENT})}};
  }
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) {
    return {Change<Article60Request>(request.name()),
            Change<Person>(From<Article60Request>(request.name(), FilePerson())), FindAll<Article60Request>(Open(request))};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot, const Context&) {
    if (!snapshot.All<Article60Request>(Open(request)).empty()) {
      return base::Error(absl::StatusCode::kFailedPrecondition, "FILE_OPEN", "Another file is open.");
    }
    Article60Request file = snapshot.Get<Article60Request>(request.name());
    file.set_state(socialaid::v1::ARTICLE60_STATE_SENT);
    return Decision::Of(file, "sent");
  }
};

struct Forget {
  using Request = socialaid::v1::ListConsultationsRequest;  // carries the name of a person
  using Response = Person;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static std::vector<Condition> Theirs(const Request& request) {
    return {{FilePerson(), Value(std::string(absl::StripPrefix(request.person(), "persons/")))}};
  }
  static Reads Read(const Request& request, const Context&) {
    return {Change<Person>(request.person()), FindAll<Article60Request>(Theirs(request))};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot, const Context&) {
    Person person = snapshot.Get<Person>(request.person());
    const std::string id(absl::StripPrefix(person.name(), "persons/"));
    privacy::Redact(&person);
    Decision decision = Decision::Of(person, "erased");
    for (const Article60Request* file : snapshot.All<Article60Request>(Theirs(request))) {
      Article60Request shell = *file;
      privacy::Redact(&shell);
      decision = std::move(decision).Also(shell, "erased");
    }
    return std::move(decision).DestroyKey(id);
  }
};

// --- The fixture: a database of each engine, a ledger on it.

enum class Engine { kSqlite, kPostgres };

testing::TemporaryPostgres& Postgres() {
  static auto& server = *testing::TemporaryPostgres::Create().value().release();
  return server;
}

class LedgerTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    keys_.emplace(privacy::KeyRing::Create(folder_.File("keys"), absl::CivilDay(2026, 1, 1)).value());
    url_ = GetParam() == Engine::kSqlite ? "sqlite:" + folder_.File("ledger.db") : Postgres().NewDatabase().value();
    store_ = Open(url_);
    ASSERT_THAT(store_->Migrate(Migrations()), IsOk());
    OpenLedgerAgain();
  }
  void TearDown() override {
    if (ledger_ != nullptr) ledger_->Close();
    // Whatever a test did, the database agrees with itself afterwards.
    ASSERT_OK_AND_SOUND();
  }

  void ASSERT_OK_AND_SOUND() {
    auto reader = store_->OpenReader();
    ASSERT_THAT(reader, IsOk());
    const auto findings = Verify(Kinds(), *keys_, **reader, [](const VerifyProgress&) {});
    ASSERT_THAT(findings, IsOk());
    EXPECT_THAT(*findings, ::testing::IsEmpty());
  }

  static std::unique_ptr<Store> Open(const std::string& url) {
    StoreOptions options;
    options.url = url;
    options.catalog = &Kinds();
    return OpenStore(options).value();
  }
  void OpenLedgerAgain() {
    if (ledger_ != nullptr) ledger_->Close();
    ledger_ = OpenLedger(Options(store_.get())).value();
  }
  LedgerOptions Options(Store* store) {
    LedgerOptions options;
    options.catalog = &Kinds();
    options.store = store;
    options.keys = &*keys_;
    options.clock = &clock_;
    return options;
  }

  static access::Call CallOf(const std::string& organisation, const std::string& method, absl::Time now,
                             common::v1::Party party = common::v1::PARTY_OWNER) {
    access::Actor actor;
    actor.organisation = organisation;
    actor.subject = "agent of " + organisation;
    actor.roles = {common::v1::ROLE_WELFARE_CENTRE_AGENT};
    actor.purpose = "a test";
    access::Call call;
    call.actor = std::make_shared<access::Actor>(actor);
    call.role = common::v1::ROLE_WELFARE_CENTRE_AGENT;
    call.parties.Add(party);
    call.method = method;
    call.now = now;
    return call;
  }

  template <typename C>
  static const Command& The() {
    static const Command& command = *new Command(CommandOf<C>());
    return command;
  }

  // Starts a command and answers its future.
  template <typename C>
  std::future<absl::StatusOr<Ledger::Committed>> Start(Ledger& ledger, const typename C::Request& request,
                                                       const std::string& organisation = "0403019261") {
    auto promise = std::make_shared<std::promise<absl::StatusOr<Ledger::Committed>>>();
    auto kept = std::make_shared<typename C::Request>(request);
    ledger.Submit(The<C>(), CallOf(organisation, typeid(C).name(), clock_.Now()), *kept,
                  [promise, kept](absl::StatusOr<Ledger::Committed> committed) { promise->set_value(std::move(committed)); });
    return promise->get_future();
  }
  template <typename C, typename R = Office>
  absl::StatusOr<R> Run(const typename C::Request& request, const std::string& organisation = "0403019261") {
    auto committed = Start<C>(*ledger_, request, organisation).get();
    if (!committed.ok()) return committed.status();
    return static_cast<const R&>(**committed);
  }

  absl::Status Read(std::function<absl::Status(View&)> read, const std::string& organisation = "0403019261",
                    common::v1::Party party = common::v1::PARTY_OWNER) {
    std::promise<absl::Status> done;
    ledger_->Read(CallOf(organisation, "test/Read", clock_.Now(), party), std::move(read),
                  [&done](absl::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  }

  static CreateOffice::Request NewOffice(const std::string& id, const std::string& code) {
    CreateOffice::Request request;
    request.set_office_id(id);
    request.mutable_office()->set_code(code);
    return request;
  }
  static RenameOffice::Request Rename(const std::string& id, const std::string& etag = "") {
    RenameOffice::Request request;
    request.mutable_office()->set_name("offices/" + id);
    request.mutable_office()->set_etag(etag);
    return request;
  }
  std::string Register(const std::string& ssin) {
    RegisterPerson::Request request;
    request.mutable_person()->set_ssin(ssin);
    request.mutable_person()->set_family_name("Secretname");
    return (Run<RegisterPerson, Person>(request))->name();
  }
  absl::StatusOr<Article60Request> File(const std::string& person, const std::string& organisation = "0403019261") {
    OpenFile::Request request;
    request.mutable_article60_request()->set_person(person);
    return Run<OpenFile, Article60Request>(request, organisation);
  }
  static SendFile::Request Send(const std::string& name) {
    SendFile::Request request;
    request.set_name(name);
    return request;
  }
  std::vector<Event> Log() {
    return store_->OpenReader().value()->EventsAfter(0, 100000).value();
  }
  static std::string NewUuid() { return base::MakeUuidV4(base::RandomBytes<16>()); }

  testing::TempDir folder_;
  testing::FakeClock clock_;
  std::optional<privacy::KeyRing> keys_;
  std::string url_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Ledger> ledger_;
};

TEST_P(LedgerTest, ACommandIsStoredLoggedAndAnswered) {
  const auto office = Run<CreateOffice>(NewOffice("o1", "61"));
  ASSERT_THAT(office, IsOk());
  EXPECT_EQ(office->name(), "offices/o1");
  EXPECT_EQ(office->etag(), "1");
  EXPECT_EQ(office->create_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  const std::vector<Event> log = Log();
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0].position, 1);
  EXPECT_EQ(log[0].verb, "created");
  EXPECT_EQ(log[0].organisation, "0403019261");
  EXPECT_EQ(log[0].role, common::v1::ROLE_WELFARE_CENTRE_AGENT);
  EXPECT_FALSE(log[0].subject.empty());
  EXPECT_EQ(log[0].subject.find("agent"), std::string::npos);
  EXPECT_EQ(ledger_->head(), 1);
}

TEST_P(LedgerTest, ARepeatedRequestIsAnsweredAndNotDoneAgain) {
  auto request = NewOffice("", "61");
  request.set_request_id(NewUuid());
  const auto first = Run<CreateOffice>(request);
  ASSERT_THAT(first, IsOk());
  const auto rename = Run<RenameOffice>(Rename(first->name().substr(8)));
  ASSERT_THAT(rename, IsOk());
  // The first answer, not what became of the resource since.
  const auto second = Run<CreateOffice>(request);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(*second, testing::EqualsProto(*first));
  OpenLedgerAgain();
  const auto third = Run<CreateOffice>(request);
  ASSERT_THAT(third, IsOk());
  EXPECT_THAT(*third, testing::EqualsProto(*first));
  EXPECT_EQ(Log().size(), 2u);
}

TEST_P(LedgerTest, RequestIdsBelongToTheirCallerAndTheirContent) {
  auto request = NewOffice("", "61");
  request.set_request_id(NewUuid());
  ASSERT_THAT(Run<CreateOffice>(request), IsOk());
  auto other = request;
  other.mutable_office()->set_code("62");
  EXPECT_THAT(Run<CreateOffice>(other), HasReason("REQUEST_ID_REUSED"));
  // Another caller's use of the same id is another request.
  EXPECT_THAT(Run<CreateOffice>(other, "0428759497"), IsOk());
  request.set_request_id("not-a-uuid");
  EXPECT_THAT(Run<CreateOffice>(request), HasReason("REQUEST_ID_INVALID"));
}

TEST_P(LedgerTest, ARefusedCommandLeavesNothingBehind) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  auto request = NewOffice("o1", "62");
  request.set_request_id(NewUuid());
  EXPECT_THAT(Run<CreateOffice>(request), HasReason("OFFICE_EXISTS"));
  EXPECT_EQ(Log().size(), 1u);
  // The id stands for nothing yet: another content may use it.
  request.set_office_id("o2");
  EXPECT_THAT(Run<CreateOffice>(request), IsOk());
}

TEST_P(LedgerTest, TwoRepeatsInOneBatchAreDoneOnce) {
  auto request = NewOffice("", "61");
  request.set_request_id(NewUuid());
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (int i = 0; i < 50; ++i) futures.push_back(Start<CreateOffice>(*ledger_, request));
  std::set<std::string> names;
  for (auto& future : futures) {
    auto committed = future.get();
    ASSERT_THAT(committed, IsOk());
    names.insert(static_cast<const Office&>(**committed).name());
  }
  EXPECT_EQ(names.size(), 1u);
  EXPECT_EQ(Log().size(), 1u);
}

TEST_P(LedgerTest, EtagsRefuseWhatTheCallerDidNotSee) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  EXPECT_THAT(Run<RenameOffice>(Rename("o1", "1")), IsOk());
  EXPECT_THAT(Run<RenameOffice>(Rename("o1", "1")), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Run<RenameOffice>(Rename("o1", "2")), IsOk());
  EXPECT_THAT(Run<RenameOffice>(Rename("o1")), IsOk());
  for (const char* bad : {"0", "-1", "01", "1 ", "x"}) {
    EXPECT_THAT(Run<RenameOffice>(Rename("o1", bad)), HasReason("ETAG_INVALID")) << bad;
  }
}

TEST_P(LedgerTest, MissingAndForeignAreTheSame) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  const auto missing = Run<RenameOffice>(Rename("o2"), "0428759497");
  const auto foreign = Run<RenameOffice>(Rename("o1", "7"), "0428759497");
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(missing, HasReason("OFFICE_NOT_FOUND"));
  // Also where the etag is stale: who may not see it learns nothing of it.
  EXPECT_THAT(foreign, HasReason("OFFICE_NOT_FOUND"));
  const auto shown = [](absl::string_view name) {
    return [name](View& view) {
      Office office;
      return view.Get<Office>(name, &office);
    };
  };
  EXPECT_THAT(Read(shown("offices/o1")), IsOk());
  EXPECT_THAT(Read(shown("offices/o1"), "0428759497"), HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(Read(shown("offices/o1"), "0428759497", common::v1::PARTY_ANY), IsOk());
  EXPECT_THAT(Read(shown("offices/o2")), HasReason("OFFICE_NOT_FOUND"));
}

TEST_P(LedgerTest, ManyCommandsOnOneResourceLoseNoUpdate) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (int i = 0; i < 200; ++i) futures.push_back(Start<RenameOffice>(*ledger_, Rename("o1")));
  std::set<std::string> etags;
  for (auto& future : futures) {
    auto committed = future.get();
    ASSERT_THAT(committed, IsOk());
    etags.insert(static_cast<const Office&>(**committed).etag());
  }
  EXPECT_EQ(etags.size(), 200u);
  const auto last = Run<RenameOffice>(Rename("o1"));
  EXPECT_EQ(last->display_name().fr().size(), 201u);
}

TEST_P(LedgerTest, TwoHundredCommandsThatLookUpAndWriteOneTableAgree) {
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (int i = 0; i < 256; ++i) {
    RegisterPerson::Request request;
    request.mutable_person()->set_ssin(absl::StrCat("850730033", 10 + i % 16));
    futures.push_back(Start<RegisterPerson>(*ledger_, request));
  }
  std::map<std::string, std::set<std::string>> names;
  for (size_t i = 0; i < futures.size(); ++i) {
    auto committed = futures[i].get();
    ASSERT_THAT(committed, IsOk());
    names[absl::StrCat(10 + i % 16)].insert(static_cast<const Person&>(**committed).name());
  }
  for (const auto& [ssin, found] : names) EXPECT_EQ(found.size(), 1u) << ssin;
  EXPECT_EQ(Log().size(), 16u);
}

TEST_P(LedgerTest, ALookUpSeesWhatItsBatchChanged) {
  const std::string person = Register("85073003328");
  std::vector<std::string> files;
  for (int i = 0; i < 20; ++i) files.push_back(File(person)->name());
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (const std::string& file : files) futures.push_back(Start<SendFile>(*ledger_, Send(file)));
  int sent = 0;
  for (auto& future : futures) {
    auto committed = future.get();
    if (committed.ok()) {
      ++sent;
    } else {
      EXPECT_THAT(committed, HasReason("FILE_OPEN"));
    }
  }
  EXPECT_EQ(sent, 1);
}

TEST_P(LedgerTest, ACommandThatSpoilsItsBatchPunishesNobodyElse) {
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  // The rule does not look for the code; the unique index does.
  for (int i = 0; i < 64; ++i) {
    futures.push_back(Start<CreateOffice>(*ledger_, NewOffice(absl::StrCat("o", i), i % 8 == 3 ? "same" : absl::StrCat(i))));
  }
  int taken = 0;
  for (size_t i = 0; i < futures.size(); ++i) {
    auto committed = futures[i].get();
    if (committed.ok()) continue;
    EXPECT_THAT(committed, HasReason("OFFICE_CODE_TAKEN"));
    EXPECT_EQ(i % 8, 3u);
    ++taken;
  }
  EXPECT_EQ(taken, 7);
  EXPECT_EQ(Log().size(), 57u);
}

TEST_P(LedgerTest, ADeletedNameIsNeverUsedAgain) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  CloseOffice::Request close;
  close.set_name("offices/o1");
  ASSERT_THAT((Run<CloseOffice, Office>(close)), IsOk());
  EXPECT_THAT((Run<CloseOffice, Office>(close)), HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), HasReason("OFFICE_EXISTS"));
  EXPECT_EQ(Log().back().verb, "deleted");
  EXPECT_EQ(Log().back().version, 2);
}

TEST_P(LedgerTest, AClockThatGoesBackDoesNotTurnHistoryAround) {
  ASSERT_THAT(Run<CreateOffice>(NewOffice("o1", "61")), IsOk());
  const absl::Time start = clock_.Now();
  clock_.Advance(-absl::Hours(1));
  ASSERT_THAT(Run<RenameOffice>(Rename("o1")), IsOk());
  ASSERT_THAT(Run<RenameOffice>(Rename("o1")), IsOk());
  const std::vector<Event> log = Log();
  EXPECT_EQ(log[1].commit_time, start + absl::Microseconds(1));
  EXPECT_EQ(log[2].commit_time, start + absl::Microseconds(2));
  Office then;
  const auto as_of = [&](absl::Time time) {
    return Read([&](View& view) { return view.GetAsOf<Office>("offices/o1", time, &then); });
  };
  EXPECT_THAT(as_of(start - absl::Microseconds(1)), HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(as_of(start), IsOk());
  EXPECT_EQ(then.etag(), "1");
  EXPECT_THAT(as_of(start + absl::Microseconds(1)), IsOk());
  EXPECT_EQ(then.etag(), "2");
}

TEST_P(LedgerTest, CountersFollowEveryChange) {
  const std::string person = Register("85073003328");
  const std::string other = Register("17073003384");
  const std::string first = File(person)->name();
  ASSERT_THAT(File(other), IsOk());
  ASSERT_THAT((Run<SendFile, Article60Request>(Send(first))), IsOk());
  const auto counts = store_->OpenReader().value()->Counts("file.by_state").value();
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].bucket, "0403019261|1");
  EXPECT_EQ(counts[0].count, 1);
  EXPECT_EQ(counts[1].bucket, "0403019261|2");
  EXPECT_EQ(counts[1].count, 1);
}

TEST_P(LedgerTest, EveryReadingOfAPersonIsRecordedBeforeTheAnswer) {
  const std::string person = Register("85073003328");
  const std::string file = File(person)->name();
  Article60Request shown;
  ASSERT_THAT(Read([&](View& view) { return view.Get<Article60Request>(file, &shown); }), IsOk());
  ASSERT_THAT(Read([&](View& view) { return view.Get<Article60Request>(file, &shown); }, "0428759497"),
              HasReason("FILE_NOT_FOUND"));
  std::vector<ConsultationRow> rows;
  ASSERT_THAT(Read([&](View& view) -> absl::Status {
                std::string next;
                ASSIGN_OR_RETURN(rows, view.Consultations(person.substr(8), 0, "", &next));
                return absl::OkStatus();
              }),
              IsOk());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].file, file);
  EXPECT_EQ(rows[0].organisation, "0403019261");
  EXPECT_EQ(rows[0].purpose, "a test");
  EXPECT_EQ(rows[0].reader.find("agent"), std::string::npos);
}

TEST_P(LedgerTest, AfterAnErasureNothingOfThePersonIsReadable) {
  const std::string person = Register("85073003328");
  const std::string other = Register("17073003384");
  const std::string file = File(person)->name();
  const std::string kept = File(other)->name();
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  const int64_t head = ledger_->head();
  Forget::Request request;
  request.set_person(person);
  ASSERT_THAT((Run<Forget, Person>(request)), IsOk());
  Article60Request shown;
  ASSERT_THAT(Read([&](View& view) { return view.Get<Article60Request>(file, &shown); }), IsOk());
  EXPECT_EQ(shown.person(), "");
  ASSERT_THAT(Read([&](View& view) { return view.GetAsOf<Article60Request>(file, before, &shown); }), IsOk());
  EXPECT_EQ(shown.person(), "");
  EXPECT_EQ(shown.owner(), "0403019261");
  ASSERT_THAT(Read([&](View& view) { return view.Get<Article60Request>(kept, &shown); }), IsOk());
  EXPECT_EQ(shown.person(), other);
  std::vector<Past> past;
  ASSERT_THAT(Read([&](View& view) -> absl::Status {
                std::string next;
                ASSIGN_OR_RETURN(past, view.Revisions(Article60Request::descriptor(), file, 0, "", &next));
                return absl::OkStatus();
              }),
              IsOk());
  ASSERT_EQ(past.size(), 2u);
  EXPECT_TRUE(past[1].erased);
  EXPECT_EQ(ledger_->head(), head + 2);
  // Nothing new can be kept about them, and registering the number again makes a new person.
  EXPECT_THAT(File(person), HasReason("PERSON_ERASED"));
  EXPECT_NE(Register("85073003328"), person);
}

TEST_P(LedgerTest, PersonalDataIsNowhereInTheFiles) {
  const std::string person = Register("85073003328");
  ASSERT_THAT(File(person), IsOk());
  for (const Event& event : Log()) {
    EXPECT_EQ(event.public_body.find("Secretname"), std::string::npos);
    EXPECT_EQ(event.public_body.find("85073003328"), std::string::npos);
  }
  auto row = store_->OpenReader().value()->Get(Persons(), person.substr(8)).value();
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->body.find("Secretname"), std::string::npos);
}

TEST_P(LedgerTest, AListGoesThroughAllAndTokensAreBoundToTheirFilter) {
  const std::string person = Register("85073003328");
  for (int i = 0; i < 25; ++i) ASSERT_THAT(File(person), IsOk());
  ASSERT_THAT(File(person, "0428759497"), IsOk());
  std::set<std::string> seen;
  ListQuery query;
  query.page_size = 10;
  query.filter_text = "all";
  const auto page = [&] {
    return Read([&](View& view) -> absl::Status {
      ASSIGN_OR_RETURN(auto found, view.List<Article60Request>(query));
      for (const auto& file : found.items) EXPECT_TRUE(seen.insert(file.name()).second);
      query.page_token = found.next_page_token;
      return absl::OkStatus();
    });
  };
  ASSERT_THAT(page(), IsOk());
  // A token says where, not what: with another filter it is refused, and changed it is none of ours.
  ListQuery other = query;
  other.filter_text = "else";
  EXPECT_THAT(Read([&](View& view) { return view.List<Article60Request>(other).status(); }),
              HasReason("PAGE_TOKEN_MISMATCH"));
  other = query;
  other.page_token[5] = other.page_token[5] == 'A' ? 'B' : 'A';
  EXPECT_THAT(Read([&](View& view) { return view.List<Article60Request>(other).status(); }),
              HasReason("PAGE_TOKEN_INVALID"));
  ASSERT_THAT(File(person), IsOk());  // insertion between two pages
  while (!query.page_token.empty()) ASSERT_THAT(page(), IsOk());
  EXPECT_GE(seen.size(), 25u);
  query.page_size = -1;
  EXPECT_THAT(page(), HasReason("PAGE_SIZE_INVALID"));
}

TEST_P(LedgerTest, PositionsAreGaplessInCommitOrderUnderFortyWriters) {
  std::atomic<bool> done = false;
  // A reader that follows positions must see every one of them, in order.
  std::thread reader([&] {
    auto connection = store_->OpenReader().value();
    int64_t position = 0;
    while (!done || position < ledger_->head()) {
      for (const Event& event : connection->EventsAfter(position, 100).value()) {
        ASSERT_EQ(event.position, position + 1);
        position = event.position;
      }
    }
    EXPECT_EQ(position, 400);
  });
  std::vector<std::thread> writers;
  for (int i = 0; i < 40; ++i) {
    writers.emplace_back([&, i] {
      for (int j = 0; j < 10; ++j) ASSERT_THAT(Run<CreateOffice>(NewOffice("", absl::StrCat(i, "-", j))), IsOk());
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  reader.join();
}

TEST_P(LedgerTest, AnEffectCountsOnceOrOnlyUpwards) {
  const auto apply = [&](const std::string& id, int64_t version, bool every) {
    Effect effect;
    effect.key = {"consumer", "source", "things/t1"};
    effect.version = version;
    effect.every_version = every;
    auto request = std::make_shared<CreateOffice::Request>(NewOffice(id, id));
    std::promise<absl::Status> promise;
    ledger_->Apply(The<CreateOffice>(), effect, CallOf("0403019261", "apply", clock_.Now()), *request,
                   [&](absl::StatusOr<Ledger::Committed> committed) { promise.set_value(committed.status()); });
    return promise.get_future().get();
  };
  EXPECT_THAT(apply("a", 2, true), IsOk());
  EXPECT_THAT(apply("b", 2, true), HasReason("EVENT_APPLIED"));
  EXPECT_THAT(apply("c", 1, true), IsOk());
  EXPECT_THAT(apply("d", 2, false), HasReason("EVENT_APPLIED"));
  EXPECT_THAT(apply("e", 3, false), IsOk());
  EXPECT_EQ(Log().size(), 3u);
  DeadLetterRow letter{"l1", "consumer", "source", "event 4", "BROKEN", "why", "payload", false};
  Effect lost;
  lost.key = {"consumer", "source", "things/t1"};
  lost.version = 4;
  EXPECT_THAT(ledger_->KeepDeadLetter(letter, lost), IsOk());
  EXPECT_THAT(apply("f", 4, true), HasReason("EVENT_APPLIED"));
}

TEST_P(LedgerTest, TheRelaysPlaceIsWrittenSoon) {
  ledger_->MoveRelayCursor(42);
  EXPECT_THAT(ledger_->FlushRelayCursor(), IsOk());
  EXPECT_EQ(store_->OpenReader().value()->RelayCursor().value(), 42);
  ledger_->MoveRelayCursor(0);
  EXPECT_THAT(ledger_->FlushRelayCursor(), IsOk());
  EXPECT_EQ(store_->OpenReader().value()->RelayCursor().value(), 0);
}

TEST_P(LedgerTest, ARestoredBackupIsTheSameUnderANewEpoch) {
  const std::string person = Register("85073003328");
  const std::string file = File(person)->name();
  ledger_->MoveRelayCursor(2);
  ASSERT_THAT(ledger_->FlushRelayCursor(), IsOk());
  const std::string epoch = store_->OpenReader().value()->Epoch().value();
  testing::TempDir copies;
  ASSERT_THAT(BackUp(url_, copies.File("copy")), IsOk());
  EXPECT_THAT(BackUp(url_, copies.File("copy")), HasReason("BACKUP_EXISTS"));
  const std::string target =
      GetParam() == Engine::kSqlite ? "sqlite:" + copies.File("again.db") : Postgres().NewDatabase().value();
  EXPECT_THAT(Restore(target, copies.File("none")), HasReason("BACKUP_NOT_FOUND"));
  ASSERT_THAT(Restore(target, copies.File("copy")), IsOk());
  ledger_->Close();
  store_ = Open(target);
  ASSERT_THAT(store_->CheckSchema(Migrations()), IsOk());
  auto reader = store_->OpenReader().value();
  EXPECT_NE(reader->Epoch().value(), epoch);
  EXPECT_EQ(reader->RelayCursor().value(), 0);
  OpenLedgerAgain();
  Article60Request shown;
  EXPECT_THAT(Read([&](View& view) { return view.Get<Article60Request>(file, &shown); }), IsOk());
  EXPECT_EQ(shown.person(), person);
}

TEST_P(LedgerTest, AFullQueueRefusesAndLosesNothing) {
  LedgerOptions options = Options(store_.get());
  options.queue_max = 4;
  options.batch_max = 1;
  ledger_->Close();
  ledger_ = OpenLedger(options).value();
  std::vector<std::future<absl::StatusOr<Ledger::Committed>>> futures;
  for (int i = 0; i < 300; ++i) futures.push_back(Start<CreateOffice>(*ledger_, NewOffice("", absl::StrCat(i))));
  size_t done = 0;
  for (auto& future : futures) {
    auto committed = future.get();
    if (committed.ok()) {
      ++done;
    } else {
      EXPECT_THAT(committed, HasReason("SERVER_BUSY"));
    }
  }
  EXPECT_LT(done, futures.size());
  EXPECT_EQ(Log().size(), done);
}

TEST_P(LedgerTest, WhatIsLateIsNotDone) {
  access::Call call = CallOf("0403019261", "late", clock_.Now());
  call.deadline = clock_.Now();
  const auto request = NewOffice("o1", "61");
  std::promise<absl::Status> promise;
  ledger_->Submit(The<CreateOffice>(), call, request,
                  [&](absl::StatusOr<Ledger::Committed> committed) { promise.set_value(committed.status()); });
  EXPECT_THAT(promise.get_future().get(), HasReason("DEADLINE_EXCEEDED"));
  EXPECT_TRUE(Log().empty());
}

// Two processes on one PostgreSQL; on SQLite, two ledgers on one file.
TEST_P(LedgerTest, TwoProcessesRaceForADuplicateAndOneWins) {
  auto other_store = Open(url_);
  auto other = OpenLedger(Options(other_store.get())).value();
  for (int round = 0; round < 20; ++round) {
    const std::string person = Register(absl::StrCat("8507300", 1000 + round));
    const std::string first = File(person)->name();
    const std::string second = File(person)->name();
    auto mine = Start<SendFile>(*ledger_, Send(first));
    auto theirs = Start<SendFile>(*other, Send(second));
    const auto a = mine.get();
    const auto b = theirs.get();
    EXPECT_NE(a.ok(), b.ok()) << a.status() << " " << b.status();
    EXPECT_THAT(a.ok() ? b : a, HasReason("FILE_OPEN"));
  }
  other->Close();
}

INSTANTIATE_TEST_SUITE_P(Engines, LedgerTest, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& info) { return info.param == Engine::kSqlite ? "Sqlite" : "Postgres"; });

}  // namespace
}  // namespace mandat::ledger
