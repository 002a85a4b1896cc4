#include "services/socialaid/persons/rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::persons {
namespace {

using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using storage::v1::ReplacedNumber;
using v1::Person;

constexpr absl::CivilDay kToday(2024, 2, 1);

v1::RegisterPersonRequest Registration(const std::string& text) {
  v1::RegisterPersonRequest request;
  *request.mutable_person() = With(TestPerson(), text);
  return request;
}

TEST(CheckRegister, RefusesEachBadFieldWithItsReasonInTheOrderOfTheFields) {
  const struct {
    std::string text;
    const char* reason;
    const char* field;
  } rows[] = {
      {"ssin: '' given_names: ''", "FIELD_REQUIRED", "person.ssin"},
      {"ssin: '85073003329' given_names: ''", "SSIN_INVALID", "person.ssin"},
      {"ssin: '1234' given_names: ''", "SSIN_INVALID", "person.ssin"},
      {"ssin: '85.07.30-033.28'", "", ""},
      {"given_names: '' family_name: ''", "FIELD_REQUIRED", "person.given_names"},
      {absl::StrCat("given_names: '", std::string(201, 'x'), "'"), "TEXT_TOO_LONG",
       "person.given_names"},
      {"given_names: 'a\\002'", "TEXT_INVALID", "person.given_names"},
      {"family_name: '' birth_date { month: 13 }", "FIELD_REQUIRED", "person.family_name"},
      {absl::StrCat("family_name: '", std::string(201, 'x'), "'"), "TEXT_TOO_LONG",
       "person.family_name"},
      {"birth_date { month: 13 } replaced_ssins: 'x'", "BIRTH_DATE_INVALID", "person.birth_date"},
      {"birth_date { year: 1899 month: 12 day: 31 }", "BIRTH_DATE_INVALID", "person.birth_date"},
      {"birth_date { year: 2024 month: 2 day: 2 }", "BIRTH_DATE_INVALID", "person.birth_date"},
      {"birth_date { year: 2024 month: 2 day: 1 }", "", ""},
      {"replaced_ssins: '98472899765' replaced_ssins: 'x'", "SSIN_INVALID",
       "person.replaced_ssins[1]"},
      {"replaced_ssins: ''", "FIELD_REQUIRED", "person.replaced_ssins[0]"},
  };
  for (const auto& row : rows) {
    const absl::Status status = CheckRegister(Registration(row.text), kToday);
    EXPECT_EQ(base::ReasonOf(status), row.reason) << row.text;
    EXPECT_EQ(base::MetadataOf(status)["field"], row.field) << row.text;
  }
  v1::RegisterPersonRequest request = Registration("");
  request.mutable_person()->clear_birth_date();
  EXPECT_THAT(CheckRegister(request, kToday), HasReason("FIELD_REQUIRED"));
  request = Registration("");
  for (int i = 0; i < 20; ++i) request.mutable_person()->add_replaced_ssins("98472899765");
  EXPECT_THAT(CheckRegister(request, kToday), IsOk());
  request.mutable_person()->add_replaced_ssins("98472899765");
  EXPECT_THAT(CheckRegister(request, kToday), HasReason("TOO_MANY_ITEMS"));
}

TEST(CheckQuery, AsksForAWellFormedNumber) {
  v1::QueryPersonsRequest request;
  EXPECT_THAT(CheckQuery(request, kToday), HasReason("FIELD_REQUIRED"));
  request.set_ssin("85073003329");
  EXPECT_THAT(CheckQuery(request, kToday), HasReason("SSIN_INVALID"));
  request.set_ssin("85073003328");
  EXPECT_THAT(CheckQuery(request, kToday), IsOk());
}

TEST(Register, MakesAPersonWhoIsNotKnown) {
  const auto decision =
      Register(Registration("ssin: '85.07.30-033.28' replaced_ssins: '98.47.28-997.65' etag: '2'"),
               {}, "persons/new", kToday);
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 2u);
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_THAT(After<Person>(decision),
              EqualsProto(With(TestPerson(), "name: 'persons/new' replaced_ssins: '98472899765'")));
  EXPECT_EQ(decision->versions()[1].how, Version::How::kCreate);
  EXPECT_THAT(After<ReplacedNumber>(decision, 1), EqualsProto(R"pb(name: "replacedNumbers/new-1"
                                                                   person: "persons/new"
                                                                   ssin: "98472899765")pb"));
}

TEST(Register, KeepsEachNumberOnce) {
  const auto decision =
      Register(Registration("replaced_ssins: '98472899765' replaced_ssins: '85073003328' "
                            "replaced_ssins: '98.47.28-997.65' replaced_ssins: '73011136173'"),
               {}, "persons/new", kToday);
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 3u);
  EXPECT_EQ(After<ReplacedNumber>(decision, 1).ssin(), "98472899765");
  EXPECT_EQ(After<ReplacedNumber>(decision, 2).ssin(), "73011136173");
  EXPECT_NE(After<ReplacedNumber>(decision, 1).name(), After<ReplacedNumber>(decision, 2).name());
}

TEST(Register, KnowsAPersonByANumberThatTheyHad) {
  const auto number = Parsed<ReplacedNumber>("name: 'replacedNumbers/p1-1' person: 'persons/p1'");
  const auto decision = Register(Registration(""), {.had = &number}, "persons/new", kToday);
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->versions().empty());
  ASSERT_NE(decision->unchanged(), nullptr);
  EXPECT_THAT(static_cast<const ReplacedNumber&>(*decision->unchanged()), EqualsProto(number));
}

TEST(Register, ChangesNothingOfAPersonWhoIsKnown) {
  const Person known = TestPerson();
  const auto decision =
      Register(Registration("family_name: 'Autre'"), {.has = &known}, "persons/new", kToday);
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->versions().empty());
  ASSERT_NE(decision->unchanged(), nullptr);
  EXPECT_THAT(static_cast<const Person&>(*decision->unchanged()), EqualsProto(known));
}

TEST(Erased, LeavesTheNameAlone) {
  EXPECT_FALSE(IsErased(TestPerson()));
  const Person shell = Erased(With(TestPerson(), "replaced_ssins: '98472899765'"));
  EXPECT_THAT(shell, EqualsProto("name: 'persons/p1'"));
  EXPECT_TRUE(IsErased(shell));
}

}  // namespace
}  // namespace mandat::socialaid::persons
