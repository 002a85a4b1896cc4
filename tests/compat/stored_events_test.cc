// Events lie in streams and archives of others for years. What is published today for each type
// must be published the same tomorrow, byte for byte: a difference is a new version of the type.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/privacy/sensitive.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/schema/kinds.h"
#include "services/socialaid/schema/kinds.h"

namespace mandat {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kTestData[] = MANDAT_SOURCE_DIR "/tests/compat/testdata/";

struct PublishedType {
  const char* resource;
  const char* verb;
};

// Every type that the protos say is published.
constexpr PublishedType kTypes[] = {
    {"centre", "created"},
    {"centre", "updated"},
    {"centre", "merged"},
    {"office", "created"},
    {"office", "updated"},
    {"office", "merged"},
    {"article60Request", "created"},
    {"article60Request", "updated"},
    {"article60Request", "sent"},
    {"article60Request", "returned"},
    {"article60Request", "resent"},
    {"article60Request", "forwarded"},
    {"article60Request", "calculated"},
    {"article60Request", "withdrawn"},
    {"article60Request", "takenOver"},
    {"article60Request", "deleted"},
    {"article60Request", "erased"},
    {"legalParameter", "proposed"},
    {"legalParameter", "published"},
    {"legalParameter", "rejected"},
    {"legalParameter", "withdrawn"},
    {"plan", "created"},
    {"plan", "updated"},
    {"plan", "adopted"},
    {"plan", "started"},
    {"plan", "amended"},
    {"plan", "evaluated"},
    {"plan", "closed"},
    {"plan", "deleted"},
    {"objective", "created"},
    {"objective", "updated"},
    {"objective", "deleted"},
    {"action", "created"},
    {"action", "updated"},
    {"action", "deleted"},
    {"indicator", "created"},
    {"indicator", "updated"},
    {"indicator", "formulaRevised"},
    {"target", "set"},
    {"target", "replaced"},
    {"duty", "raised"},
    {"duty", "kept"},
    {"duty", "missed"},
    {"duty", "lapsed"},
    {"alert", "raised"},
    {"alert", "escalated"},
    {"alert", "acknowledged"},
    {"alert", "cleared"},
    {"dashboard", "frozen"},
    {"dashboard", "validated"},
    {"dashboard", "presented"},
    {"dashboard", "deleted"},
    {"measurement", "entered"},
    {"measurement", "submitted"},
    {"measurement", "validated"},
    {"measurement", "accepted"},
    {"measurement", "returned"},
    {"measurement", "reopened"},
    {"measurement", "restated"},
    {"restatement", "proposed"},
    {"restatement", "revised"},
    {"restatement", "accepted"},
    {"restatement", "rejected"},
    {"restatement", "lapsed"},
};

// What publishes events, and in which role its sample acts.
struct Publisher {
  const char* service;
  const ledger::Catalog* kinds;
  common::v1::Role role;
};

const std::vector<Publisher>& Publishers() {
  static const auto& publishers = *new std::vector<Publisher>{
      {"socialaid", &socialaid::Kinds(), common::v1::ROLE_WELFARE_CENTRE_AGENT},
      {"objectives", &objectives::Kinds(), common::v1::ROLE_DIRECTOR}};
  return publishers;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

std::vector<const ledger::Kind*> AllKinds() {
  std::vector<const ledger::Kind*> all;
  for (const Publisher& publisher : Publishers()) {
    const auto& kinds = publisher.kinds->kinds();
    all.insert(all.end(), kinds.begin(), kinds.end());
  }
  return all;
}

// A resource in which every field says something.
std::unique_ptr<Message> Sample(const ledger::Kind& kind) {
  std::unique_ptr<Message> resource(kind.prototype->New());
  const std::string text = ReadFile(absl::StrCat(kTestData, kind.table, ".textproto"));
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, resource.get())) << kind.table;
  return resource;
}

events::Publication Publish(const Publisher& publisher, const ledger::Kind& kind,
                            const std::string& verb) {
  const std::unique_ptr<Message> resource = Sample(kind);
  privacy::Redact(resource.get());
  const auto* name = resource->GetDescriptor()->FindFieldByName("name");
  const std::string id = resource->GetReflection()->GetString(*resource, name);
  ledger::Event event;
  event.position = 1042;
  event.collection = kind.collection;
  event.id = id.substr(id.find('/') + 1);
  event.version = 3;
  event.verb = verb;
  event.commit_time = absl::FromUnixMicros(1'773'403'200'000'001);
  event.owner = "0403019261";
  event.organisation = "0403019261";
  event.role = publisher.role;
  event.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  event.public_body = resource->SerializeAsString();
  const events::Origin origin = {publisher.service, "0196f1d0-8f2a-7c3e-9b1d-2f4a6c8e0b12"};
  return events::MakePublication(event, kind, origin, 1040).value();
}

events::Publication Publish(const PublishedType& type) {
  for (const Publisher& publisher : Publishers()) {
    for (const ledger::Kind* kind : publisher.kinds->kinds()) {
      if (kind->event == type.resource) return Publish(publisher, *kind, type.verb);
    }
  }
  ADD_FAILURE() << "no kind publishes " << type.resource;
  return {};
}

TEST(StoredEvents, StayAsTheyWerePublished) {
  for (const PublishedType& type : kTypes) {
    const std::string file = absl::StrCat(type.resource, ".", type.verb, ".json");
    const events::Publication publication = Publish(type);
    EXPECT_EQ(publication.payload + "\n", ReadFile(absl::StrCat(kTestData, "events/", file)))
        << file;
    EXPECT_THAT(events::ParseCloudEvent(publication.payload), testing::IsOk()) << file;
  }
}

TEST(StoredEvents, OfEveryTypeAreKept) {
  std::set<std::string> kept, expected;
  for (const auto& entry : std::filesystem::directory_iterator(absl::StrCat(kTestData, "events"))) {
    kept.insert(entry.path().filename());
  }
  std::set<std::string> resources;
  for (const PublishedType& type : kTypes) {
    expected.insert(absl::StrCat(type.resource, ".", type.verb, ".json"));
    resources.insert(type.resource);
  }
  EXPECT_EQ(kept, expected);
  for (const ledger::Kind* kind : AllKinds()) {
    EXPECT_EQ(resources.count(kind->event) == 1, kind->published) << kind->event;
  }
}

// How many fields can be set together: of alternatives one.
int FieldsOf(const google::protobuf::Descriptor& type) {
  int fields = type.field_count();
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    fields -= type.oneof_decl(i)->field_count() - 1;
  }
  return fields;
}

// A field that is added is added to the sample too, or its form would not be kept.
TEST(StoredEvents, ComeFromSamplesInWhichEveryFieldIsSet) {
  for (const ledger::Kind* kind : AllKinds()) {
    if (!kind->published) continue;
    const std::unique_ptr<Message> sample = Sample(*kind);
    std::vector<const FieldDescriptor*> set;
    sample->GetReflection()->ListFields(*sample, &set);
    EXPECT_EQ(static_cast<int>(set.size()), FieldsOf(*sample->GetDescriptor())) << kind->table;
  }
}

TEST(StoredEvents, NameNobody) {
  for (const PublishedType& type : kTypes) {
    const std::string payload = Publish(type).payload;
    for (const char* secret : {"persons/", "Fernande", "Wivine", "3225551234", "0428759497",
                               "BRACKET_BY_AGE", "2019-05-02", "2020-01-01", "pseudonym"}) {
      EXPECT_THAT(payload, ::testing::Not(::testing::HasSubstr(secret)));
    }
  }
}

}  // namespace
}  // namespace mandat
