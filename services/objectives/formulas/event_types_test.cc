#include "services/objectives/formulas/event_types.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "mandat/common/v1/options.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/person.pb.h"

namespace mandat::objectives::formulas {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using ::testing::IsNull;
using ::testing::NotNull;

TEST(EventTypes, SayWhatAnEventCarries) {
  const EventType* sent =
      EventTypes::Published().Find("be.mandat.socialaid.v1.article60Request.notify.sent");
  ASSERT_THAT(sent, NotNull());
  EXPECT_EQ(sent->service, "socialaid");
  EXPECT_EQ(sent->kind, "article60Request");
  EXPECT_EQ(sent->verb, "sent");
  EXPECT_EQ(&sent->resource(), socialaid::v1::Article60Request::descriptor());
  EXPECT_EQ(sent->prototype, &socialaid::v1::Article60Request::default_instance());
}

TEST(EventTypes, KnowNoneThatNoProtoDeclares) {
  for (const char* name : {
           "",
           "be.mandat.socialaid.v1.article60Request.notify.lost",
           "be.mandat.socialaid.v1.Article60Request.notify.sent",
           "be.mandat.socialaid.v1.person.notify.created",  // not published
           "be.mandat.partners.v1.article60Request.notify.sent",
           "mandat.socialaid.v1.article60Request.notify.sent",
           "be.mandat.socialaid.v1.article60Request.notify.sent ",
       }) {
    EXPECT_THAT(EventTypes::Published().Find(name), IsNull()) << name;
  }
}

TEST(EventTypes, AreOfTheFilesGivenAlone) {
  const FileDescriptor* files[] = {socialaid::v1::Person::descriptor()->file()};
  EXPECT_TRUE(EventTypes(files).all().empty());
}

// Every resource of ours that says that it is published, found by reading the folder: this test is
// linked with all protos.
std::vector<const Descriptor*> PublishedResources() {
  const std::filesystem::path root = MANDAT_SOURCE_DIR "/protos";
  std::vector<const Descriptor*> published;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "mandat")) {
    if (entry.path().extension() != ".proto") continue;
    const std::string name = std::filesystem::relative(entry.path(), root);
    const FileDescriptor* file = DescriptorPool::generated_pool()->FindFileByName(name);
    EXPECT_NE(file, nullptr) << name;
    for (int i = 0; file != nullptr && i < file->message_type_count(); ++i) {
      const Descriptor* type = file->message_type(i);
      if (type->options().HasExtension(common::v1::event)) published.push_back(type);
    }
  }
  return published;
}

TEST(EventTypes, AreThoseOfEveryProto) {
  std::set<const Descriptor*> known, published;
  for (const auto& [name, type] : EventTypes::Published().all()) known.insert(&type.resource());
  for (const Descriptor* resource : PublishedResources()) published.insert(resource);
  EXPECT_EQ(known, published);
}

TEST(EventTypes, AreDeclaredAsTheyAreWritten) {
  for (const Descriptor* resource : PublishedResources()) {
    const common::v1::PublishedEvents& events = resource->options().GetExtension(common::v1::event);
    std::string kind = resource->name();
    kind[0] = absl::ascii_tolower(kind[0]);
    EXPECT_EQ(events.kind(), kind);
    EXPECT_FALSE(events.verbs().empty()) << kind;
    const std::set<std::string> verbs(events.verbs().begin(), events.verbs().end());
    EXPECT_EQ(static_cast<int>(verbs.size()), events.verbs_size()) << kind;
    for (const std::string& verb : verbs) {
      EXPECT_TRUE(!verb.empty() && absl::ascii_islower(verb[0]) &&
                  verb.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
                      std::string::npos)
          << kind << " " << verb;
    }
    const auto* name = resource->FindFieldByName("name");
    ASSERT_THAT(name, NotNull()) << kind << " is no resource";
    EXPECT_EQ(name->number(), 1) << kind;
  }
}

// The types of the events that are kept as services publish them, one of each, byte for byte.
std::set<std::string> PublishedTypes() {
  std::set<std::string> types;
  for (const auto& entry :
       std::filesystem::directory_iterator(MANDAT_SOURCE_DIR "/tests/compat/testdata/events")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string json(std::istreambuf_iterator<char>(file), {});
    const std::string before = "\"type\":\"";
    const size_t begin = json.find(before) + before.size();
    types.insert(json.substr(begin, json.find('"', begin) - begin));
  }
  return types;
}

std::string KindOf(const std::string& type) { return type.substr(0, type.find(".notify.")); }

// A type that is declared and never comes would be counted as nothing, in silence.
TEST(EventTypes, AreThoseThatArePublished) {
  const std::set<std::string> published = PublishedTypes();
  EXPECT_FALSE(published.empty());
  std::set<std::string> kinds;
  for (const std::string& type : published) {
    EXPECT_THAT(EventTypes::Published().Find(type), NotNull()) << type << " is not declared";
    kinds.insert(KindOf(type));
  }
  // Kinds of which nothing is published yet are declared for the day on which it is.
  for (const auto& [name, type] : EventTypes::Published().all()) {
    if (kinds.count(KindOf(name)) == 0) continue;
    EXPECT_EQ(published.count(name), 1u) << name << " is declared and not published";
  }
}

}  // namespace
}  // namespace mandat::objectives::formulas
