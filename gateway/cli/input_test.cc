#include "gateway/cli/input.h"

#include "gateway/cli/files.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/testing/matchers.h"

namespace mandat::cli {
namespace {

namespace v1 = mandat::socialaid::v1;

using ::mandat::testing::EqualsProto;
using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;

TEST(ReadMessage, ReadsTheFormInWhichAnswersAreShown) {
  const std::string folder = MANDAT_SOURCE_DIR "/services/lib/json/testdata/";
  const auto text = ReadFile(folder + "article60request.json");
  const auto expected = ReadFile(folder + "article60request.txtpb");
  ASSERT_THAT(text, IsOk());
  ASSERT_THAT(expected, IsOk());
  v1::Article60Request request;
  ASSERT_THAT(ReadMessage(*ParseObject(*text, "file"), &request), IsOk());
  EXPECT_THAT(request, EqualsProto(*expected));
}

TEST(ReadMessage, ReadsProtobufsOwnFormToo) {
  v1::Article60Request request;
  const auto object = ParseObject(
      R"({"planned_start": {"year": 2026, "month": 4, "day": 1},
          "admission": "ADMISSION_PART_TIME"})",
      "text");
  ASSERT_THAT(ReadMessage(*object, &request), IsOk());
  EXPECT_THAT(request, EqualsProto("planned_start { year: 2026 month: 4 day: 1 } admission: "
                                   "ADMISSION_PART_TIME"));
}

TEST(ReadMessage, RefusesWhatTheMessageDoesNotHave) {
  for (const char* text :
       {R"({"colour": "red"})", R"({"admission": "sometimes"})", R"({"plannedStart": "1.4.2026"})",
        R"({"plannedStart": "2026-02-30"})", R"({"workingTime": {"hours": 38}})",
        R"({"workingTime": {"weeklyDaysHundredths": "many"}})", R"({"career": [{"kind": "x"}]})"}) {
    v1::Article60Request request;
    EXPECT_THAT(ReadMessage(*ParseObject(text, "text"), &request), HasReason("WRONG_USE")) << text;
  }
}

TEST(ParseObject, RefusesWhatIsNoObject) {
  for (const char* text : {"", "{", "[]", "1", "{\"a\":}"}) {
    EXPECT_THAT(ParseObject(text, "text"), HasReason("WRONG_USE")) << text;
  }
}

TEST(SetField, FindsFieldsHoweverTheyAreWritten) {
  Json object = Json::object();
  const auto& type = *v1::CalculateArticle60RequestRequest::descriptor();
  ASSERT_THAT(SetField("etag", "7", type, &object), IsOk());
  ASSERT_THAT(SetField("override.days", "300", type, &object), IsOk());
  ASSERT_THAT(SetField("override.end-date", "2027-05-15", type, &object), IsOk());
  ASSERT_THAT(SetField("override.outcome", "opensRight", type, &object), IsOk());
  v1::CalculateArticle60RequestRequest request;
  ASSERT_THAT(ReadMessage(object, &request), IsOk());
  EXPECT_THAT(request,
              EqualsProto("etag: '7' override { days: 300 end_date { year: 2027 month: 5 day: 15 } "
                          "outcome: ARTICLE60_OUTCOME_OPENS_RIGHT }"));
}

TEST(SetField, AddsToALists) {
  Json object = Json::object();
  const auto& type = *v1::Article60Revision::descriptor();
  ASSERT_THAT(SetField("changed_fields", "a", type, &object), IsOk());
  ASSERT_THAT(SetField("changedFields", "b", type, &object), IsOk());
  v1::Article60Revision revision;
  ASSERT_THAT(ReadMessage(object, &revision), IsOk());
  EXPECT_THAT(revision, EqualsProto("changed_fields: 'a' changed_fields: 'b'"));
}

TEST(SetField, RefusesUnknownFields) {
  const auto& type = *v1::CalculateArticle60RequestRequest::descriptor();
  for (const char* name : {"colour", "override.colour", "etag.days", ""}) {
    Json object = Json::object();
    EXPECT_THAT(SetField(name, "x", type, &object), HasReason("WRONG_USE")) << name;
  }
}

}  // namespace
}  // namespace mandat::cli
