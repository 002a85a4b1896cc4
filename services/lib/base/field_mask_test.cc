#include "services/lib/base/field_mask.h"

#include "gmock/gmock.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/messages.h"

namespace mandat::base {
namespace {

using ::google::protobuf::FieldMask;
using ::mandat::socialaid::v1::Article60Request;
using ::mandat::socialaid::v1::Centre;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

FieldMask Mask(std::initializer_list<const char*> paths) {
  FieldMask mask;
  for (const char* path : paths) mask.add_paths(path);
  return mask;
}

Article60Request Request(const std::string& text) {
  return mandat::testing::Parsed<Article60Request>(text);
}

const char kBefore[] = R"(name: "article60Requests/r" etag: "1" state: ARTICLE60_STATE_DRAFT
    office: "offices/o" contact { telephone: "+3221" email: "a@b.be" }
    planned_start { year: 2026 month: 4 day: 1 }
    career { kind: DAY_KIND_WORK employer: "1" } career { kind: DAY_KIND_HOLIDAY })";

struct Update {
  const char* what;
  FieldMask mask;
  const char* wanted;
  const char* after;
};

TEST(ApplyMask, TakesOverWhatTheMaskSays) {
  const Update updates[] = {
      {"empty: what is set, whole fields", Mask({}), R"(contact { email: "c@d.be" })",
       R"(name: "article60Requests/r" etag: "1" state: ARTICLE60_STATE_DRAFT office: "offices/o"
          contact { email: "c@d.be" } planned_start { year: 2026 month: 4 day: 1 }
          career { kind: DAY_KIND_WORK employer: "1" } career { kind: DAY_KIND_HOLIDAY })"},
      {"a path within a message", Mask({"contact.email"}),
       R"(contact { email: "c@d.be" } office: "x")",
       R"(name: "article60Requests/r" etag: "1" state: ARTICLE60_STATE_DRAFT office: "offices/o"
          contact { telephone: "+3221" email: "c@d.be" } planned_start { year: 2026 month: 4 day: 1 }
          career { kind: DAY_KIND_WORK employer: "1" } career { kind: DAY_KIND_HOLIDAY })"},
      {"named and not set: cleared", Mask({"contact.email", "planned_start", "career", "office"}),
       "",
       R"(name: "article60Requests/r" etag: "1" state: ARTICLE60_STATE_DRAFT
          contact { telephone: "+3221" })"},
      {"repeated fields are replaced", Mask({"career"}), "career { kind: DAY_KIND_STRIKE }",
       R"(name: "article60Requests/r" etag: "1" state: ARTICLE60_STATE_DRAFT office: "offices/o"
          contact { telephone: "+3221" email: "a@b.be" } planned_start { year: 2026 month: 4 day: 1 }
          career { kind: DAY_KIND_STRIKE })"},
      {"the whole: what is not set is cleared, but for what callers cannot change", Mask({"*"}),
       R"(name: "article60Requests/r" etag: "9" state: ARTICLE60_STATE_SENT office: "offices/p")",
       R"(name: "article60Requests/r" etag: "1" state: ARTICLE60_STATE_DRAFT office: "offices/p")"},
      {"output only, even named", Mask({"state", "answer.days", "etag"}),
       R"(state: ARTICLE60_STATE_SENT answer { days: 3 } etag: "9")", kBefore},
  };
  for (const Update& update : updates) {
    Article60Request resource = Request(kBefore);
    EXPECT_EQ(ReasonOf(ApplyMask(update.mask, Request(update.wanted), &resource)), "")
        << update.what;
    EXPECT_EQ(resource.DebugString(), Request(update.after).DebugString()) << update.what;
  }
}

TEST(ApplyMask, ImmutableFieldsMayBeRepeatedAndNotChanged) {
  Article60Request resource = Request(kBefore);
  const Article60Request same = Request(R"(name: "article60Requests/r")");
  const Article60Request other = Request(R"(name: "article60Requests/s")");
  for (const FieldMask& mask : {Mask({}), Mask({"name"}), Mask({"*"})}) {
    Article60Request copy = resource;
    EXPECT_EQ(ReasonOf(ApplyMask(mask, same, &copy)), "") << mask.DebugString();
    EXPECT_EQ(ReasonOf(ApplyMask(mask, other, &copy)), "FIELD_IMMUTABLE") << mask.DebugString();
    EXPECT_EQ(MetadataOf(ApplyMask(mask, other, &copy))["field"], "name");
  }
  Article60Request copy = resource;
  EXPECT_EQ(ReasonOf(ApplyMask(Mask({"*"}), Article60Request(), &copy)), "");
  EXPECT_EQ(copy.name(), resource.name());
  EXPECT_EQ(ReasonOf(ApplyMask(Mask({"name"}), Article60Request(), &copy)), "FIELD_IMMUTABLE");
}

TEST(CheckMask, RefusesWhatNamesNoField) {
  const auto& type = *Centre::descriptor();
  for (const auto& good : {Mask({}), Mask({"*"}), Mask({"language", "display_name.fr"}),
                           Mask({"municipalities"}), Mask({"valid_from.year"}), Mask({"etag"})}) {
    EXPECT_EQ(ReasonOf(CheckMask(good, type)), "") << good.DebugString();
  }
  for (const char* bad : {"", "nothing", "language.fr", "municipalities.code", "municipalities[0]",
                          "displayName", "display_name.", " language", "*.fr"}) {
    const absl::Status status = CheckMask(Mask({"language", bad}), type);
    EXPECT_EQ(ReasonOf(status), "MASK_INVALID") << bad;
    EXPECT_EQ(MetadataOf(status)["path"], bad);
  }
  EXPECT_EQ(ReasonOf(CheckMask(Mask({"*", "language"}), type)), "MASK_INVALID");
}

TEST(KeepMasked, LeavesTheWholeFieldsThatAreTakenOver) {
  Article60Request wanted = Request(kBefore);
  KeepMasked(Mask({"contact.email", "state", "career"}), &wanted);
  EXPECT_EQ(wanted.DebugString(), Request(R"(career { kind: DAY_KIND_WORK employer: "1" }
      career { kind: DAY_KIND_HOLIDAY })")
                                      .DebugString());
}

TEST(KeepMasked, OfAnEmptyMaskAndOfTheWholeLeavesWhatCallersCanSet) {
  for (const FieldMask& mask : {Mask({}), Mask({"*"})}) {
    Article60Request wanted = Request(kBefore);
    wanted.mutable_contact()
        ->GetReflection()
        ->MutableUnknownFields(wanted.mutable_contact())
        ->AddVarint(1000, 7);
    KeepMasked(mask, &wanted);
    Article60Request settable = Request(kBefore);
    settable.clear_etag();
    settable.clear_state();
    EXPECT_EQ(wanted.SerializeAsString(), settable.SerializeAsString());
  }
}

TEST(TakesOver, SaysWhetherTheWholeFieldIsMeant) {
  EXPECT_TRUE(TakesOver(Mask({}), "office"));
  EXPECT_TRUE(TakesOver(Mask({"*"}), "office"));
  EXPECT_TRUE(TakesOver(Mask({"career", "office"}), "office"));
  EXPECT_FALSE(TakesOver(Mask({"career", "contact.email"}), "office"));
  EXPECT_FALSE(TakesOver(Mask({"contact.email"}), "contact"));
}

TEST(ChangedFields, NamesThemInTheOrderOfTheMessage) {
  EXPECT_THAT(ChangedFields(Request(kBefore), Request(kBefore)), IsEmpty());
  EXPECT_THAT(ChangedFields(Request(kBefore), Request(R"(name: "article60Requests/r" etag: "1"
      state: ARTICLE60_STATE_SENT contact { telephone: "+3221" email: "a@b.fr" }
      planned_start { year: 2026 month: 4 day: 1 } career { kind: DAY_KIND_WORK employer: "1" })")),
              ElementsAre("state", "office", "contact", "career"));
}

}  // namespace
}  // namespace mandat::base
