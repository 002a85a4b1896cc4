#include "services/socialaid/centres/rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::centres {
namespace {

using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using v1::Centre;

v1::CreateCentreRequest Creation(const Centre& centre) {
  v1::CreateCentreRequest request;
  *request.mutable_centre() = centre;
  return request;
}

struct Row {
  std::string text;
  const char* reason;
  const char* field;
};

TEST(CheckCreateCentre, RefusesEachBadFieldWithItsReason) {
  const std::string name201(201, 'x');
  std::string municipalities;
  for (int i = 0; i < 49; ++i) {
    municipalities += "municipalities { code: '10000' valid_from { year: 2000 month: 1 day: 1 } } ";
  }
  const Row rows[] = {
      {"enterprise_number: '0403019262'", "ENTERPRISE_NUMBER_INVALID", "enterprise_number"},
      {"enterprise_number: '0403.019.261'", "", ""},
      {absl::StrCat("display_name { nl: '", name201, "' }"), "TEXT_TOO_LONG", "display_name.nl"},
      {"display_name { nl: 'a\\001' }", "TEXT_INVALID", "display_name.nl"},
      {municipalities, "", ""},
      {municipalities + "municipalities { }", "TOO_MANY_ITEMS", "municipalities"},
      {"municipalities { code: '5305' }", "MUNICIPALITY_CODE_INVALID", "municipalities[1].code"},
      {"municipalities { code: '05305' }", "MUNICIPALITY_CODE_INVALID", "municipalities[1].code"},
      {"municipalities { code: '5305a' }", "MUNICIPALITY_CODE_INVALID", "municipalities[1].code"},
      {"municipalities { code: '53053' }", "DATE_INVALID", "municipalities[1].valid_from"},
      {"municipalities { code: '53053' valid_from { year: 2020 month: 1 day: 2 } "
       "valid_to { year: 2020 month: 13 day: 1 } }",
       "DATE_INVALID", "municipalities[1].valid_to"},
      {"municipalities { code: '53053' valid_from { year: 2020 month: 1 day: 2 } "
       "valid_to { year: 2020 month: 1 day: 1 } }",
       "DATE_INVALID", "municipalities[1].valid_to"},
      {"municipalities { code: '53053' valid_from { year: 2020 month: 1 day: 2 } "
       "valid_to { year: 2020 month: 1 day: 2 } }",
       "", ""},
      {"language: 'en'", "LANGUAGE_UNKNOWN", "language"},
      {"office: 'centres/mons'", "NAME_INVALID", "office"},
      {"valid_from { month: 13 }", "DATE_INVALID", "valid_from"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const absl::Status status = CheckCreate(Creation(With(TestCentre(), row.text)));
    EXPECT_EQ(base::ReasonOf(status), row.reason);
    if (*row.reason == '\0') continue;
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(base::MetadataOf(status)["field"], absl::StrCat("centre.", row.field));
  }
}

TEST(CheckCreateCentre, AsksForWhatIsRequiredInTheOrderOfTheFields) {
  Centre centre;
  const auto asked = [&centre] {
    const absl::Status status = CheckCreate(Creation(centre));
    return base::ReasonOf(status) + " " + base::MetadataOf(status)["field"];
  };
  EXPECT_EQ(asked(), "FIELD_REQUIRED centre.enterprise_number");
  centre.set_enterprise_number(kCentreNumber);
  EXPECT_EQ(asked(), "FIELD_REQUIRED centre.display_name");
  *centre.mutable_display_name() = TestCentre().display_name();
  EXPECT_EQ(asked(), "FIELD_REQUIRED centre.municipalities");
  *centre.mutable_municipalities() = TestCentre().municipalities();
  EXPECT_EQ(asked(), "FIELD_REQUIRED centre.language");
  centre.set_language("de");
  EXPECT_EQ(asked(), "FIELD_REQUIRED centre.office");
  centre.set_office("offices/mons");
  EXPECT_EQ(asked(), "DATE_INVALID centre.valid_from");
  *centre.mutable_valid_from() = TestCentre().valid_from();
  v1::CreateCentreRequest request = Creation(centre);
  EXPECT_THAT(CheckCreate(request), IsOk());
  request.set_centre_id("C1");
  EXPECT_THAT(CheckCreate(request), HasReason("ID_INVALID"));
  request.set_centre_id("c1");
  EXPECT_THAT(CheckCreate(request), IsOk());
}

TEST(CreateCentre, KeepsTheNumberInItsOneForm) {
  const Centre wanted = With(TestCentre(), R"(enterprise_number: "0403.019.261" etag: "3"
      successor: "centres/x" valid_to { year: 2001 month: 1 day: 1 })");
  const auto decision = Create(Creation(wanted), "centres/new", TestOffice());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_THAT(After<Centre>(decision), EqualsProto(With(TestCentre(), "name: 'centres/new'")));
}

TEST(CreateCentre, RefusesAMergedOffice) {
  EXPECT_THAT(Create(Creation(TestCentre()), "centres/new",
                     With(TestOffice(), "successor: 'offices/namur'")),
              HasReason("OFFICE_MERGED"));
}

v1::UpdateCentreRequest Change(const std::string& text, const std::string& path = "") {
  v1::UpdateCentreRequest request;
  *request.mutable_centre() = With(Parsed<Centre>("name: 'centres/c1'"), text);
  if (!path.empty()) request.mutable_update_mask()->add_paths(path);
  return request;
}

TEST(CheckUpdateCentre, LooksAtWhatTheMaskTakesOver) {
  EXPECT_THAT(CheckUpdate(Change("name: ''")), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(CheckUpdate(Change("name: 'centres/C'")), HasReason("NAME_INVALID"));
  EXPECT_THAT(CheckUpdate(Change("", "nothing")), HasReason("MASK_INVALID"));
  EXPECT_THAT(CheckUpdate(Change("language: 'en'")), HasReason("LANGUAGE_UNKNOWN"));
  EXPECT_THAT(CheckUpdate(Change("language: 'en'", "office")), IsOk());
  EXPECT_THAT(CheckUpdate(Change("display_name { }")), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(CheckUpdate(Change("valid_from { }")), HasReason("DATE_INVALID"));
  EXPECT_THAT(CheckUpdate(Change("enterprise_number: '1'")),
              HasReason("ENTERPRISE_NUMBER_INVALID"));
  EXPECT_THAT(CheckUpdate(Change("office: 'x'")), HasReason("NAME_INVALID"));
}

TEST(UpdateCentre, ChangesWhatIsNamed) {
  const auto decision = Update(TestCentre(), Change("language: 'nl'"), nullptr);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "updated");
  EXPECT_THAT(After<Centre>(decision), EqualsProto(With(TestCentre(), "language: 'nl'")));
}

TEST(UpdateCentre, RefusesInTheOrderOfItsGuards) {
  const Centre merged = With(TestCentre(), "successor: 'centres/c2'");
  const v1::Office other = With(TestOffice(), "name: 'offices/namur' successor: 'offices/x'");
  const auto change = Change("office: 'offices/namur' enterprise_number: '0428759497'");
  EXPECT_THAT(Update(merged, change, &other), HasReason("CENTRE_MERGED"));
  EXPECT_THAT(Update(TestCentre(), change, &other), HasReason("OFFICE_MERGED"));
  EXPECT_THAT(Update(TestCentre(), change, nullptr), HasReason("FIELD_IMMUTABLE"));
  EXPECT_THAT(Update(TestCentre(), Change("enterprise_number: '0403.019.261'"), nullptr), IsOk());
  EXPECT_THAT(Update(TestCentre(), Change("", "language"), nullptr), HasReason("FIELD_REQUIRED"));
}

TEST(UpdateCentre, KeepsAnOfficeThatWasMergedSince) {
  const v1::Office merged = With(TestOffice(), "successor: 'offices/namur'");
  EXPECT_THAT(Update(TestCentre(), Change("office: 'offices/mons'"), &merged), IsOk());
}

v1::MergeCentreRequest Merger(const std::string& text = "") {
  return With(Parsed<v1::MergeCentreRequest>(R"(name: "centres/c1" successor: "centres/c2"
      effective_date { year: 2025 month: 1 day: 1 })"),
              text);
}

Centre Successor() {
  return Parsed<Centre>(R"(name: "centres/c2" valid_from { year: 2000 month: 1 day: 1 }
      municipalities { code: "53070" valid_from { year: 2000 month: 1 day: 1 } })");
}

TEST(CheckMergeCentre, RefusesEachBadFieldWithItsReason) {
  EXPECT_THAT(CheckMerge(Merger()), IsOk());
  EXPECT_THAT(CheckMerge(Merger("name: ''")), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(CheckMerge(Merger("name: 'x'")), HasReason("NAME_INVALID"));
  EXPECT_THAT(CheckMerge(Merger("successor: 'x'")), HasReason("NAME_INVALID"));
  EXPECT_THAT(CheckMerge(Merger("successor: 'centres/c1'")), HasReason("SUCCESSOR_INVALID"));
  EXPECT_THAT(CheckMerge(Merger("effective_date { month: 13 }")), HasReason("DATE_INVALID"));
}

TEST(MergeCentre, EndsTheDayBeforeAndHandsItsMunicipalitiesOver) {
  const Centre before = With(TestCentre(), R"(
      municipalities { code: "53001" valid_from { year: 2000 month: 1 day: 1 }
                       valid_to { year: 2018 month: 12 day: 31 } }
      municipalities { code: "53070" valid_from { year: 2010 month: 1 day: 1 } }
      municipalities { code: "53099" valid_from { year: 2026 month: 1 day: 1 } })");
  const auto decision = Merge(before, Successor(), Merger());
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 2u);
  EXPECT_EQ(decision->versions()[0].verb, "merged");
  EXPECT_EQ(decision->versions()[1].verb, "updated");
  const auto& ended = After<Centre>(decision, 0);
  EXPECT_EQ(ended.successor(), "centres/c2");
  EXPECT_THAT(ended.valid_to(), EqualsProto("year: 2024 month: 12 day: 31"));
  const char kEnded[] = R"(
      municipalities { code: "53053" valid_from { year: 2000 month: 1 day: 1 }
                       valid_to { year: 2024 month: 12 day: 31 } }
      municipalities { code: "53001" valid_from { year: 2000 month: 1 day: 1 }
                       valid_to { year: 2018 month: 12 day: 31 } }
      municipalities { code: "53070" valid_from { year: 2010 month: 1 day: 1 }
                       valid_to { year: 2024 month: 12 day: 31 } })";
  Centre expected_ended;
  *expected_ended.mutable_municipalities() = ended.municipalities();
  EXPECT_THAT(expected_ended, EqualsProto(kEnded));
  EXPECT_THAT(After<Centre>(decision, 1), EqualsProto(With(Successor(), R"(
      municipalities { code: "53053" valid_from { year: 2025 month: 1 day: 1 } }
      municipalities { code: "53099" valid_from { year: 2026 month: 1 day: 1 } })")));
}

TEST(MergeCentre, RefusesInTheOrderOfItsGuards) {
  const Centre gone = With(TestCentre(), "successor: 'centres/c3'");
  const Centre successor_gone = With(Successor(), "successor: 'centres/c3'");
  const auto early = Merger("effective_date { year: 2000 month: 1 day: 1 }");
  EXPECT_THAT(Merge(gone, successor_gone, early), HasReason("CENTRE_MERGED"));
  EXPECT_THAT(Merge(TestCentre(), successor_gone, early), HasReason("SUCCESSOR_INVALID"));
  EXPECT_THAT(Merge(TestCentre(), Successor(), early), HasReason("DATE_INVALID"));
  EXPECT_THAT(
      Merge(TestCentre(), Successor(), Merger("effective_date { year: 2000 month: 1 day: 2 }")),
      IsOk());
  const Centre later = With(Successor(), "valid_from { year: 2025 month: 1 day: 2 }");
  EXPECT_THAT(Merge(TestCentre(), later, Merger()), HasReason("DATE_INVALID"));
  Centre full = Successor();
  for (int i = 0; i < 49; ++i) *full.add_municipalities() = full.municipalities(0);
  EXPECT_THAT(Merge(TestCentre(), full, Merger()), HasReason("TOO_MANY_ITEMS"));
}

TEST(Succession, FollowsTheMergersThatHaveTakenEffect) {
  // c1 ends on 31 January in favour of c2, c2 on 29 February in favour of c4; c3 has c1's number.
  Register all;
  for (const char* text :
       {"name: 'centres/c1' valid_to { year: 2024 month: 1 day: 31 } successor: 'centres/c2'",
        "name: 'centres/c2' valid_to { year: 2024 month: 2 day: 29 } successor: 'centres/c4'",
        "name: 'centres/c3'", "name: 'centres/c4'",
        "name: 'centres/c5' valid_to { year: 2024 month: 1 day: 31 } successor: 'centres/none'"}) {
    const Centre centre = With(TestCentre(), text);
    all[centre.name()] = centre;
  }
  const struct {
    const char* centre;
    absl::CivilDay day;
    std::vector<std::string> owners;
  } rows[] = {
      {"centres/c1", absl::CivilDay(2024, 1, 31), {"centres/c1"}},
      {"centres/c1", absl::CivilDay(2024, 2, 1), {"centres/c1", "centres/c2"}},
      {"centres/c1", absl::CivilDay(2024, 2, 29), {"centres/c1", "centres/c2"}},
      {"centres/c1", absl::CivilDay(2024, 3, 1), {"centres/c1", "centres/c2", "centres/c4"}},
      {"centres/c2", absl::CivilDay(2024, 2, 29), {"centres/c2"}},
      {"centres/c2", absl::CivilDay(2024, 3, 1), {"centres/c2", "centres/c4"}},
      {"centres/c3", absl::CivilDay(2024, 3, 1), {"centres/c3"}},
      {"centres/c5", absl::CivilDay(2024, 3, 1), {"centres/c5"}},
  };
  for (const auto& row : rows) {
    std::vector<std::string> owners;
    for (const Centre* owner : Succession(all[row.centre], all, row.day)) {
      owners.push_back(owner->name());
    }
    EXPECT_EQ(owners, row.owners) << row.centre << " on " << row.day;
  }
}

}  // namespace
}  // namespace mandat::socialaid::centres
