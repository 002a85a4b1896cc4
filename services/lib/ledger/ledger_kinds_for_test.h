#ifndef SERVICES_LIB_LEDGER_LEDGER_KINDS_FOR_TEST_H_
#define SERVICES_LIB_LEDGER_LEDGER_KINDS_FOR_TEST_H_

// A small service for the tests of the ledger: three kinds, and commands that use what commands can
// do.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/ledger/command.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/migration.h"
#include "services/lib/privacy/sensitive.h"

namespace mandat::ledger {

using socialaid::v1::Article60Request;
using socialaid::v1::Office;
using socialaid::v1::Person;

// --- Three kinds of a small service: offices, persons, and files about persons.

inline const Column& OfficeCode() {
  static const Column& column =
      *new Column(TextColumn<Office>("code", [](const Office& office) { return office.code(); }));
  return column;
}
inline const Column& OfficeAgency() {
  static const Column& column = *new Column(
      TextColumn<Office>("agency", [](const Office& office) { return office.agency(); }));
  return column;
}
inline const Column& PersonSsin() {
  static const Column& column = *new Column(TextColumn<Person>(
      "ssin_hash", [](const Person& person) { return person.ssin(); }, ColumnType::kHash));
  return column;
}
inline const Column& FilePerson() {
  static const Column& column =
      *new Column(TextColumn<Article60Request>("person", [](const Article60Request& file) {
        return std::string(absl::StripPrefix(file.person(), "persons/"));
      }));
  return column;
}
inline const Column& FileOwner() {
  static const Column& column = *new Column(TextColumn<Article60Request>(
      "owner", [](const Article60Request& file) { return file.owner(); }));
  return column;
}
inline const Column& FileState() {
  static const Column& column = *new Column(ColumnOf<Article60Request>(
      "state", ColumnType::kInt,
      [](const Article60Request& file) { return Value(int64_t{file.state()}); }));
  return column;
}

inline const Kind& Offices() {
  static const Kind& kind = *[] {
    auto* made = new Kind();
    made->collection = "offices";
    made->table = "office";
    made->event = "office";
    made->prototype = &Office::default_instance();
    made->columns = {&OfficeCode(), &OfficeAgency()};
    made->owner = &OfficeAgency();
    made->unique = {{{&OfficeCode()},
                     base::Error(absl::StatusCode::kAlreadyExists, "OFFICE_CODE_TAKEN",
                                 "Another office has this code.")}};
    return made;
  }();
  return kind;
}
inline const Kind& Persons() {
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
inline const Kind& Files() {
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
// What another service said of a centre: a copy, with no history here.
inline const Kind& Copies() {
  static const Kind& kind = *[] {
    auto* made = new Kind();
    made->collection = "centres";
    made->table = "copy";
    made->event = "centre";
    made->prototype = &socialaid::v1::Centre::default_instance();
    made->published = false;
    made->logged = false;
    return made;
  }();
  return kind;
}
inline const Catalog& Kinds() {
  static const Catalog& catalog = *new Catalog({&Offices(), &Persons(), &Files(), &Copies()});
  return catalog;
}

inline const std::vector<Migration>& Migrations() {
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
CREATE INDEX file_person ON file (person);
CREATE TABLE copy (id TEXT COLLATE "C" NOT NULL PRIMARY KEY, version BIGINT NOT NULL, body BYTEA NOT NULL);)"}};
  return all;
}

// --- Commands of that service.

struct CreateOffice {
  using Request = socialaid::v1::CreateOfficeRequest;
  using Response = Office;
  static absl::Status Check(const Request& request, const Context&) {
    if (request.office().code().empty())
      return base::InvalidField("FIELD_REQUIRED", "office.code", "Give a code.");
    return absl::OkStatus();
  }
  static Reads Read(const Request& request, const Context&) {
    return {Consult<Office>("offices/" + request.office_id()).IfExists()};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot&,
                                         const Context& context) {
    Office office = request.office();
    office.set_name("offices/" +
                    (request.office_id().empty() ? context.new_id : request.office_id()));
    office.set_agency(context.actor->organisation);
    return Decision::Create(office);
  }
};

struct RenameOffice {
  using Request = socialaid::v1::UpdateOfficeRequest;
  using Response = Office;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) {
    return {Change<Office>(request.office().name())};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot,
                                         const Context&) {
    Office office = snapshot.Get<Office>(request.office().name());
    // A counter in the name shows lost updates; a code that is given replaces the old one.
    office.mutable_display_name()->set_fr(absl::StrCat(office.display_name().fr(), "x"));
    if (!request.office().code().empty()) office.set_code(request.office().code());
    return Decision::Of(office, "renamed");
  }
};

// Makes it where it does not exist.
struct PutOffice {
  using Request = socialaid::v1::UpdateOfficeRequest;
  using Response = Office;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) {
    return {Change<Office>(request.office().name()).IfExists()};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot,
                                         const Context& context) {
    Office office = request.office();
    office.set_agency(context.actor->organisation);
    if (snapshot.Find<Office>(office.name()) == nullptr) return Decision::Create(office);
    return Decision::Of(office, "put");
  }
};

struct CloseOffice {
  using Request = socialaid::v1::MergeOfficeRequest;
  using Response = google::protobuf::Empty;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) {
    return {Change<Office>(request.name())};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot,
                                         const Context&) {
    return Decision::Delete(snapshot.Get<Office>(request.name()));
  }
};

// Keeps a copy of a centre, and counts it by its office.
struct KeepCopy {
  using Request = socialaid::v1::CreateCentreRequest;
  using Response = socialaid::v1::Centre;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) {
    return {Guard<socialaid::v1::Centre>("centres/" + request.centre_id()).IfExists()};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot,
                                         const Context&) {
    socialaid::v1::Centre centre = request.centre();
    centre.set_name("centres/" + request.centre_id());
    const auto* before = snapshot.Find<socialaid::v1::Centre>(centre.name());
    if (!snapshot.IsNamed<socialaid::v1::Centre>(centre.name()) ||
        snapshot.IsNamed<socialaid::v1::Centre>("centres/other") ||
        snapshot.IsNamed<Office>(centre.name())) {
      return absl::InternalError("named is what this command named");
    }
    if (before != nullptr) {
      return Decision::Of(centre, "copied")
          .Count("copies", before->office(), -1)
          .Count("copies", centre.office(), 1);
    }
    return Decision::Create(centre).Count("copies", centre.office(), 1);
  }
};

struct RegisterPerson {
  using Request = socialaid::v1::RegisterPersonRequest;
  using Response = socialaid::v1::RegisterPersonResponse;
  static absl::Status Check(const Request&, const Context&) { return absl::OkStatus(); }
  static Reads Read(const Request& request, const Context&) {
    return {FindAll<Person>({{PersonSsin(), Value(request.person().ssin())}})};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot,
                                         const Context& context) {
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
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot&,
                                         const Context& context) {
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
            Guard<Person>(From<Article60Request>(request.name(), FilePerson())),
            FindAll<Article60Request>(Open(request))};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot,
                                         const Context&) {
    if (!snapshot.All<Article60Request>(Open(request)).empty()) {
      return base::Error(absl::StatusCode::kFailedPrecondition, "FILE_OPEN",
                         "Another file is open.");
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
    return {Guard<Person>(request.person()), FindAll<Article60Request>(Theirs(request))};
  }
  static absl::StatusOr<Decision> Decide(const Request& request, const Snapshot& snapshot,
                                         const Context&) {
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

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_LEDGER_KINDS_FOR_TEST_H_
