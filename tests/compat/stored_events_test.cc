// Events lie in streams and archives of others for years. What is published today for each type
// must be published the same tomorrow, byte for byte: a difference is a new version of the type.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/privacy/sensitive.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/schema/kinds.h"

namespace mandat::socialaid {
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
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

const ledger::Kind& KindOf(absl::string_view event) {
  for (const ledger::Kind* kind : Kinds().kinds()) {
    if (kind->event == event) return *kind;
  }
  ADD_FAILURE() << "no kind publishes " << event;
  return *Kinds().kinds().front();
}

// A resource in which every field says something.
std::unique_ptr<Message> Sample(const ledger::Kind& kind) {
  std::unique_ptr<Message> resource(kind.prototype->New());
  const std::string text = ReadFile(absl::StrCat(kTestData, kind.table, ".textproto"));
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, resource.get())) << kind.table;
  return resource;
}

events::Publication Publish(const ledger::Kind& kind, const std::string& verb) {
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
  event.role = common::v1::ROLE_WELFARE_CENTRE_AGENT;
  event.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  event.public_body = resource->SerializeAsString();
  const events::Origin origin = {"socialaid", "0196f1d0-8f2a-7c3e-9b1d-2f4a6c8e0b12"};
  return events::MakePublication(event, kind, origin, 1040).value();
}

TEST(StoredEvents, StayAsTheyWerePublished) {
  for (const PublishedType& type : kTypes) {
    const std::string file = absl::StrCat(type.resource, ".", type.verb, ".json");
    const events::Publication publication = Publish(KindOf(type.resource), type.verb);
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
  for (const ledger::Kind* kind : Kinds().kinds()) {
    EXPECT_EQ(resources.count(kind->event) == 1, kind->published) << kind->event;
  }
}

// A field that is added is added to the sample too, or its form would not be kept.
TEST(StoredEvents, ComeFromSamplesInWhichEveryFieldIsSet) {
  for (const ledger::Kind* kind : Kinds().kinds()) {
    if (!kind->published) continue;
    const std::unique_ptr<Message> sample = Sample(*kind);
    std::vector<const FieldDescriptor*> set;
    sample->GetReflection()->ListFields(*sample, &set);
    EXPECT_EQ(static_cast<int>(set.size()), sample->GetDescriptor()->field_count()) << kind->table;
  }
}

TEST(StoredEvents, NameNobody) {
  for (const PublishedType& type : kTypes) {
    const std::string payload = Publish(KindOf(type.resource), type.verb).payload;
    for (const char* secret : {"persons/", "Fernande", "Wivine", "3225551234", "0428759497",
                               "BRACKET_BY_AGE", "2019-05-02", "2020-01-01", "pseudonym"}) {
      EXPECT_THAT(payload, ::testing::Not(::testing::HasSubstr(secret)));
    }
  }
}

}  // namespace
}  // namespace mandat::socialaid
