#include "services/socialaid/offices/rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::offices {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Office;

v1::CreateOfficeRequest Creation(const std::string& text) {
  v1::CreateOfficeRequest request;
  *request.mutable_office() = With(TestOffice(), text);
  return request;
}

v1::UpdateOfficeRequest Change(const std::string& text, const std::string& path = "") {
  v1::UpdateOfficeRequest request;
  *request.mutable_office() = With(Parsed<Office>("name: 'offices/mons'"), text);
  if (!path.empty()) request.mutable_update_mask()->add_paths(path);
  return request;
}

TEST(CheckCreateOffice, RefusesEachBadFieldWithItsReason) {
  const struct {
    std::string text;
    const char* reason;
    const char* field;
  } rows[] = {
      {"code: ''", "FIELD_REQUIRED", "office.code"},
      {"code: 'mo1'", "OFFICE_CODE_INVALID", "office.code"},
      {"code: 'MO-1'", "OFFICE_CODE_INVALID", "office.code"},
      {"code: '12345678901'", "OFFICE_CODE_INVALID", "office.code"},
      {"code: '123456789A'", "", ""},
      {"display_name { fr: '' }", "FIELD_REQUIRED", "office.display_name"},
      {absl::StrCat("display_name { de: '", std::string(201, 'x'), "' }"), "TEXT_TOO_LONG",
       "office.display_name.de"},
  };
  for (const auto& row : rows) {
    const absl::Status status = CheckCreate(Creation(row.text));
    EXPECT_EQ(base::ReasonOf(status), row.reason) << row.text;
    EXPECT_EQ(base::MetadataOf(status)["field"], row.field) << row.text;
  }
  v1::CreateOfficeRequest request = Creation("");
  request.set_office_id("Mons");
  EXPECT_THAT(CheckCreate(request), HasReason("ID_INVALID"));
  request.mutable_office()->set_code("x");
  EXPECT_THAT(CheckCreate(request), HasReason("OFFICE_CODE_INVALID"));
}

TEST(CreateOffice, BelongsToTheCallersAgency) {
  const auto decision = Create(Creation("agency: 'x' successor: 'offices/x' etag: '4'"),
                               "offices/new", kAgencyNumber);
  ASSERT_THAT(decision, IsOk());
  EXPECT_THAT(After<Office>(decision), EqualsProto(With(TestOffice(), "name: 'offices/new'")));
}

TEST(CheckUpdateOffice, LooksAtWhatTheMaskTakesOver) {
  EXPECT_THAT(CheckUpdate(Change("")), IsOk());
  EXPECT_THAT(CheckUpdate(Change("name: ''")), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(CheckUpdate(Change("name: 'offices/'")), HasReason("NAME_INVALID"));
  EXPECT_THAT(CheckUpdate(Change("", "x")), HasReason("MASK_INVALID"));
  EXPECT_THAT(CheckUpdate(Change("code: 'x'")), HasReason("OFFICE_CODE_INVALID"));
  EXPECT_THAT(CheckUpdate(Change("code: 'x'", "display_name")), IsOk());
  EXPECT_THAT(CheckUpdate(Change("display_name { }")), HasReason("FIELD_REQUIRED"));
}

TEST(UpdateOffice, ChangesWhatIsNamedOfARunningOffice) {
  const auto decision = Update(TestOffice(), Change("code: 'MO2' agency: 'x'"));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "updated");
  EXPECT_THAT(After<Office>(decision), EqualsProto(With(TestOffice(), "code: 'MO2'")));
  EXPECT_THAT(Update(With(TestOffice(), "successor: 'offices/x'"), Change("name: 'offices/y'")),
              HasReason("OFFICE_MERGED"));
  EXPECT_THAT(Update(TestOffice(), Change("name: 'offices/y'")), HasReason("FIELD_IMMUTABLE"));
  EXPECT_THAT(Update(TestOffice(), Change("", "code")), HasReason("FIELD_REQUIRED"));
}

TEST(CheckMergeOffice, RefusesEachBadFieldWithItsReason) {
  const auto merger =
      Parsed<v1::MergeOfficeRequest>("name: 'offices/mons' successor: 'offices/namur'");
  const auto check = [&merger](const std::string& text) {
    return base::ReasonOf(CheckMerge(With(merger, text)));
  };
  EXPECT_EQ(check(""), "");
  EXPECT_EQ(check("name: ''"), "FIELD_REQUIRED");
  EXPECT_EQ(check("name: 'x'"), "NAME_INVALID");
  EXPECT_EQ(check("successor: 'x'"), "NAME_INVALID");
  EXPECT_EQ(check("successor: 'offices/mons'"), "SUCCESSOR_INVALID");
}

TEST(MergeOffice, EndsInFavourOfARunningOfficeOfTheSameAgency) {
  const Office namur = With(TestOffice(), "name: 'offices/namur'");
  const auto decision = Merge(TestOffice(), namur);
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 1u);
  EXPECT_EQ(decision->versions()[0].verb, "merged");
  EXPECT_THAT(After<Office>(decision),
              EqualsProto(With(TestOffice(), "successor: 'offices/namur'")));
  EXPECT_THAT(Merge(TestOffice(), With(namur, "successor: 'offices/x'")),
              HasReason("SUCCESSOR_INVALID"));
  EXPECT_THAT(Merge(TestOffice(), With(namur, "agency: '0428759497'")),
              HasReason("SUCCESSOR_INVALID"));
  EXPECT_THAT(Merge(After<Office>(decision), With(namur, "successor: 'offices/x'")),
              HasReason("OFFICE_MERGED"));
}

}  // namespace
}  // namespace mandat::socialaid::offices
