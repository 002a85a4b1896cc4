#include "services/socialaid/erasures/rules.h"

#include <string>

#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::erasures {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using storage::v1::ReplacedNumber;
using ::testing::ElementsAre;
using v1::Article60Request;
using v1::Erasure;
using v1::Person;

constexpr Officer kFirst{"0403019261", "aa"};
constexpr Officer kSecond{"0403019261", "bb"};

v1::ProposeErasureRequest Proposal(const std::string& text = "") {
  return With(Parsed<v1::ProposeErasureRequest>(
                  R"(erasure { person: "persons/p1" reason: "asked by letter" })"),
              text);
}

Erasure Proposed() {
  return Parsed<Erasure>(R"(name: "erasures/e1" state: STATE_PROPOSED person: "persons/p1"
      reason: "asked by letter" organisation: "0403019261" proposer: "aa")");
}

TEST(CheckPropose, RefusesEachBadFieldWithItsReason) {
  EXPECT_THAT(CheckPropose(Proposal()), IsOk());
  EXPECT_THAT(CheckPropose(Proposal("erasure { person: '' reason: '' }")),
              HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(CheckPropose(Proposal("erasure { person: 'x' reason: '' }")),
              HasReason("NAME_INVALID"));
  EXPECT_THAT(CheckPropose(Proposal("erasure { reason: '' }")), HasReason("FIELD_REQUIRED"));
  v1::ProposeErasureRequest request = Proposal();
  request.mutable_erasure()->set_reason(std::string(500, 'x'));
  EXPECT_THAT(CheckPropose(request), IsOk());
  request.mutable_erasure()->set_reason(std::string(501, 'x'));
  EXPECT_THAT(CheckPropose(request), HasReason("TEXT_TOO_LONG"));
}

TEST(CheckErase, NamesAnErasure) {
  EXPECT_THAT(CheckErase(Parsed<v1::ErasePersonRequest>("name: 'erasures/e1'")), IsOk());
  EXPECT_THAT(CheckErase(Parsed<v1::ErasePersonRequest>("name: 'persons/p1'")),
              HasReason("NAME_INVALID"));
}

TEST(Propose, WaitsForASecondOfficer) {
  const auto decision =
      Propose(Proposal("erasure { state: STATE_ERASED approver: 'cc' proposer: 'dd' }"),
              TestPerson(), {}, "erasures/e1", kFirst);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "proposed");
  EXPECT_THAT(After<Erasure>(decision), EqualsProto(Proposed()));
  EXPECT_TRUE(decision->destroyed_keys().empty());
}

TEST(Propose, RefusesAnErasedPersonAndASecondProposal) {
  const Erasure open = Proposed();
  EXPECT_THAT(
      Propose(Proposal(), Parsed<Person>("name: 'persons/p1'"), {&open}, "erasures/e2", kSecond),
      HasReason("PERSON_NOT_FOUND"));
  EXPECT_THAT(Propose(Proposal(), TestPerson(), {&open}, "erasures/e2", kSecond),
              HasReason("ERASURE_PROPOSED"));
}

TEST(Erase, EmptiesWhatNamesThePersonAndDestroysTheKey) {
  const Person person = TestPerson();
  const Article60Request request = With(TestDraft(), R"(state: ARTICLE60_STATE_CALCULATED
      contact { email: "a@b.be" } career { kind: DAY_KIND_WORK } withdrawal_reason: "x"
      comments { field: "x" text: "y" } earlier_admission { year: 2020 month: 1 day: 1 }
      contract_events { kind: DAY_KIND_STRIKE }
      answer { days: 468 calculation { days: 468 steps { code: "X" } }
               override { days: 1 reason: "z" } })");
  const auto number = Parsed<ReplacedNumber>(
      R"(name: "replacedNumbers/p1-1" person: "persons/p1" ssin: "98472899765")");
  const auto decision = Erase(Proposed(), {&person, {&number}, {&request}}, kSecond);
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 4u);
  for (const auto& version : decision->versions()) EXPECT_EQ(version.verb, "erased");
  EXPECT_THAT(After<Erasure>(decision, 0), EqualsProto(R"pb(name: "erasures/e1"
                                                            state: STATE_ERASED
                                                            reason: "asked by letter"
                                                            organisation: "0403019261"
                                                            proposer: "aa"
                                                            approver: "bb")pb"));
  EXPECT_THAT(After<Person>(decision, 1), EqualsProto("name: 'persons/p1'"));
  EXPECT_THAT(After<ReplacedNumber>(decision, 2), EqualsProto("name: 'replacedNumbers/p1-1'"));
  Article60Request expected = With(TestDraft(), R"(state: ARTICLE60_STATE_CALCULATED
      answer { days: 468 calculation { days: 468 } override { days: 1 } })");
  expected.clear_person();
  EXPECT_THAT(After<Article60Request>(decision, 3), EqualsProto(expected));
  EXPECT_THAT(decision->destroyed_keys(), ElementsAre("p1"));
}

TEST(Erase, RefusesWhatIsDoneAndWhoeverProposed) {
  const Person person = TestPerson();
  const Erasure done = With(Proposed(), "state: STATE_ERASED");
  EXPECT_THAT(Erase(done, {&person}, kFirst), HasReason("ERASURE_DONE"));
  EXPECT_THAT(Erase(Proposed(), {}, kFirst), HasReason("ERASURE_DONE"));
  EXPECT_THAT(Erase(Proposed(), {&person}, kFirst), HasReason("SECOND_PERSON_REQUIRED"));
}

}  // namespace
}  // namespace mandat::socialaid::erasures
