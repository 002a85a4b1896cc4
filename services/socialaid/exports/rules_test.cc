#include "services/socialaid/exports/rules.h"

#include <string>

#include "gmock/gmock.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::exports {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using v1::Article60Export;
using v1::CreateArticle60ExportRequest;

const Maker kCentre = {.owner = kCentreNumber, .reads_statistics = true};

CreateArticle60ExportRequest Wanted(const std::string& text) {
  return Parsed<CreateArticle60ExportRequest>("article60_export { " + text + " }");
}

TEST(CheckCreateExport, TakesWhatIsComplete) {
  for (const char* text :
       {"requests {} language: 'fr'", "requests { state: ARTICLE60_STATE_SENT } language: 'nl'",
        "requests { queue: ARTICLE60_QUEUE_LATE } language: 'de' separator: CSV_SEPARATOR_TAB",
        "statistics { year: 2026 } language: 'en' separator: CSV_SEPARATOR_COMMA"}) {
    EXPECT_THAT(CheckCreate(Wanted(text), kCentre), IsOk()) << text;
  }
}

TEST(CheckCreateExport, NamesWhatIsWrong) {
  const struct {
    const char* text;
    const char* reason;
  } cases[] = {
      {"language: 'fr'", "FIELD_REQUIRED"},
      {"requests {}", "FIELD_REQUIRED"},
      {"requests {} language: 'FR'", "LANGUAGE_UNKNOWN"},
      {"requests {} language: 'fr' separator: 9", "SEPARATOR_UNKNOWN"},
      {"requests { state: 99 } language: 'fr'", "STATE_UNKNOWN"},
      {"requests { queue: 99 } language: 'fr'", "QUEUE_UNKNOWN"},
      {"requests { queue: ARTICLE60_QUEUE_LATE state: ARTICLE60_STATE_SENT } language: 'fr'",
       "QUEUE_WITH_STATE"},
      {"statistics {} language: 'fr'", "YEAR_OUT_OF_RANGE"},
  };
  for (const auto& [text, reason] : cases) {
    EXPECT_THAT(CheckCreate(Wanted(text), kCentre), HasReason(reason)) << text;
  }
}

TEST(CheckCreateExport, StatisticsOfACentreAreItsManagers) {
  const Maker agent = {.owner = kCentreNumber};
  EXPECT_THAT(CheckCreate(Wanted("statistics { year: 2026 } language: 'fr'"), agent),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(CheckCreate(Wanted("statistics { year: 2026 } language: 'fr'"), agent),
              HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(CheckCreate(Wanted("requests {} language: 'fr'"), agent), IsOk());
}

TEST(CheckCreateExport, AnAgentOfNoOfficeHasNothing) {
  Maker agent = {.agency = kAgencyNumber, .needs_office = true, .reads_statistics = true};
  EXPECT_THAT(CheckCreate(Wanted("requests {} language: 'fr'"), agent), HasReason("UNIT_REQUIRED"));
  agent.office = "offices/mons";
  EXPECT_THAT(CheckCreate(Wanted("requests {} language: 'fr'"), agent), IsOk());
}

TEST(CreateExport, KeepsWhatWasWantedAndSaysWhoseItIsForSevenDays) {
  auto request = Wanted(
      "requests { state: ARTICLE60_STATE_SENT } language: 'fr' owner: '1' "
      "agency: '2' office: 'offices/x' name: 'x' expire_time { seconds: 9 }");
  const auto made = Create(request, kCentre, "article60Exports/e1", TestNow());
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(After<Article60Export>(made),
              EqualsProto(R"pb(name: "article60Exports/e1"
                               requests { state: ARTICLE60_STATE_SENT }
                               language: "fr"
                               owner: "0403019261"
                               expire_time { seconds: 1707382800 })pb"));
  const Maker office = {.agency = kAgencyNumber, .office = "offices/mons"};
  const auto others = Create(request, office, "article60Exports/e2", TestNow());
  EXPECT_EQ(After<Article60Export>(others).owner(), "");
  EXPECT_EQ(After<Article60Export>(others).agency(), kAgencyNumber);
  EXPECT_EQ(After<Article60Export>(others).office(), "offices/mons");
}

TEST(CheckNotExpired, RefusesFromTheLastInstantOn) {
  Article60Export exported;
  *exported.mutable_expire_time() = base::ToTimestamp(TestNow());
  EXPECT_THAT(CheckNotExpired(exported, TestNow() - absl::Microseconds(1)), IsOk());
  EXPECT_THAT(CheckNotExpired(exported, TestNow()), HasReason("EXPORT_EXPIRED"));
}

TEST(CheckExportNames, AreOfExports) {
  v1::FetchArticle60ExportRequest fetch;
  EXPECT_THAT(CheckFetch(fetch), HasReason("FIELD_REQUIRED"));
  fetch.set_name("article60Requests/r1");
  EXPECT_THAT(CheckFetch(fetch), HasReason("NAME_INVALID"));
  v1::DeleteArticle60ExportRequest erase;
  erase.set_name("x");
  EXPECT_THAT(CheckDelete(erase), HasReason("NAME_INVALID"));
  erase.set_name("article60Exports/e1");
  EXPECT_THAT(CheckDelete(erase), IsOk());
}

}  // namespace
}  // namespace mandat::socialaid::exports
