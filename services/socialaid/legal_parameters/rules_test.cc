#include "services/socialaid/legal_parameters/rules.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/law/published_law.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid::legal_parameters {
namespace {

using ledger::Decision;
using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::StatusIs;
using storage::v1::PublishedLaw;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1::LegalParameter;

constexpr Steward kFirst{"0136695962", "aa"};
constexpr Steward kSecond{"0136695962", "bb"};

// 1 April 2026, 10:00 in Brussels.
absl::Time Now() { return absl::FromUnixSeconds(1775030400); }

LegalParameter Value(const std::string& text = "") {
  return With(Parsed<LegalParameter>(R"(key: "admission.from_2026_03.days" value: 300
      in_force_from { year: 2027 month: 1 day: 1 } known_from { year: 2026 month: 3 day: 30 }
      legal_reference: "Law of 30.3.2026" source: LEGAL_PARAMETER_SOURCE_PUBLISHED)"),
              text);
}

LegalParameter Proposed(const std::string& text = "") {
  return With(Value(R"(name: "legalParameters/p1" state: LEGAL_PARAMETER_STATE_PROPOSED unit: "day"
      organisation: "0136695962" proposer: "aa")"),
              text);
}

v1::ProposeLegalParameterRequest Proposal(const LegalParameter& value) {
  v1::ProposeLegalParameterRequest request;
  *request.mutable_legal_parameter() = value;
  return request;
}

// What the service is built with, stored.
PublishedLaw Stored() {
  PublishedLaw law;
  law.set_name("publishedLaws/article60");
  law::Add(law::DefaultParameters(), &law);
  return law;
}

TEST(CheckPropose, RefusesEachBadFieldWithItsReason) {
  const auto check = [](const std::string& text) { return CheckPropose(Proposal(Value(text))); };
  EXPECT_THAT(check(""), IsOk());
  EXPECT_THAT(check("key: ''"), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(check("value: 0"), HasReason("PARAMETER_OUT_OF_RANGE"));
  EXPECT_THAT(check("value: 10001"), HasReason("PARAMETER_OUT_OF_RANGE"));
  EXPECT_EQ(base::MetadataOf(check("value: 0"))["field"], "legal_parameter.value");
  EXPECT_THAT(check("value: 10000"), IsOk());
  EXPECT_THAT(check("in_force_from { year: 2201 }"), HasReason("DATE_INVALID"));
  EXPECT_THAT(check("known_from { day: 32 }"), HasReason("DATE_INVALID"));
  EXPECT_THAT(check("legal_reference: ''"), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(check("legal_reference: '\\001'"), HasReason("TEXT_INVALID"));
  EXPECT_THAT(check(absl::StrCat("legal_reference: '", std::string(200, 'x'), "'")), IsOk());
  EXPECT_THAT(check(absl::StrCat("legal_reference: '", std::string(201, 'x'), "'")),
              HasReason("TEXT_TOO_LONG"));
  EXPECT_THAT(check("source: LEGAL_PARAMETER_SOURCE_UNSPECIFIED"), HasReason("FIELD_REQUIRED"));
  EXPECT_THAT(check("source: 99"), HasReason("SOURCE_UNKNOWN"));
  EXPECT_THAT(check(absl::StrCat("note: '", std::string(1000, 'x'), "'")), IsOk());
  EXPECT_THAT(check(absl::StrCat("note: '", std::string(1001, 'x'), "'")),
              HasReason("TEXT_TOO_LONG"));
  LegalParameter bare = Value();
  bare.clear_value();
  EXPECT_THAT(CheckPropose(Proposal(bare)), HasReason("FIELD_REQUIRED")) << "0 is said aloud";
  LegalParameter undated = Value();
  undated.clear_known_from();
  EXPECT_THAT(CheckPropose(Proposal(undated)), HasReason("DATE_INVALID"));
}

TEST(CheckPropose, TellsTheKeysThatAreNear) {
  const absl::Status status = CheckPropose(Proposal(Value("key: 'admission.from_2026_03.day'")));
  EXPECT_THAT(status, HasReason("PARAMETER_UNKNOWN"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("admission.from_2026_03.days"));
  EXPECT_THAT(base::MetadataOf(status)["known"], HasSubstr("admission.from_2026_03.days"));
  EXPECT_EQ(base::MetadataOf(status)["field"], "legal_parameter.key");
}

TEST(Checks, OfDecisionsNameAValueAndARejectionItsReason) {
  EXPECT_THAT(CheckPublish(Parsed<v1::PublishLegalParameterRequest>("name: 'legalParameters/p'")),
              IsOk());
  EXPECT_THAT(CheckPublish(Parsed<v1::PublishLegalParameterRequest>("name: 'centres/p'")),
              HasReason("NAME_INVALID"));
  EXPECT_THAT(CheckWithdraw({}), HasReason("FIELD_REQUIRED"));
  auto reject = Parsed<v1::RejectLegalParameterRequest>("name: 'legalParameters/p' reason: 'no'");
  EXPECT_THAT(CheckReject(reject), IsOk());
  reject.set_reason(std::string(501, 'x'));
  EXPECT_THAT(CheckReject(reject), HasReason("TEXT_TOO_LONG"));
  reject.clear_reason();
  EXPECT_THAT(CheckReject(reject), HasReason("FIELD_REQUIRED"));
  reject.clear_name();
  EXPECT_THAT(CheckReject(reject), HasReason("FIELD_REQUIRED"));
}

TEST(CheckList, RefusesWhatContradictsItself) {
  const auto check = [](const std::string& text) {
    return CheckList(Parsed<v1::ListLegalParametersRequest>(text));
  };
  EXPECT_THAT(check(""), IsOk());
  EXPECT_THAT(check("all_versions: true state: LEGAL_PARAMETER_STATE_PROPOSED"), IsOk());
  EXPECT_THAT(check("in_force_at { year: 2026 month: 1 day: 1 } key: 'count.week_days'"), IsOk());
  EXPECT_THAT(check("all_versions: true in_force_at { year: 2026 month: 1 day: 1 }"),
              HasReason("FILTER_CONFLICT"));
  EXPECT_THAT(check("all_versions: true known_at { year: 2026 month: 1 day: 1 }"),
              HasReason("FILTER_CONFLICT"));
  EXPECT_THAT(check("state: LEGAL_PARAMETER_STATE_PROPOSED"), HasReason("FILTER_CONFLICT"));
  EXPECT_THAT(check("all_versions: true state: 99"), HasReason("STATE_UNKNOWN"));
  EXPECT_THAT(check("in_force_at { year: 2026 }"), HasReason("DATE_INVALID"));
  EXPECT_THAT(check("known_at { year: 2026 }"), HasReason("DATE_INVALID"));
  EXPECT_THAT(check("key: 'count.week_day'"), HasReason("PARAMETER_UNKNOWN"));
}

TEST(Propose, WaitsForASecondSteward) {
  const auto decision = Propose(
      Proposal(Value(R"(name: "x" state: LEGAL_PARAMETER_STATE_PUBLISHED unit: "x" proposer: "x"
                        decider: "x" decide_time { seconds: 1 } rejection_reason: "x")")),
      "legalParameters/p1", kFirst);
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 1u) << "the law stays as it is";
  EXPECT_EQ(decision->versions()[0].verb, "proposed");
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_THAT(After<LegalParameter>(decision), EqualsProto(Proposed()));
}

TEST(Publish, AddsTheValueToTheLawInTheSameCommit) {
  const PublishedLaw law = Stored();
  const auto decision = Publish(Proposed(), &law, kSecond, Now());
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 2u);
  EXPECT_EQ(decision->versions()[0].verb, "published");
  EXPECT_THAT(After<LegalParameter>(decision),
              EqualsProto(Proposed(R"(state: LEGAL_PARAMETER_STATE_PUBLISHED decider: "bb"
                                      decide_time { seconds: 1775030400 })")));
  const auto& after = After<PublishedLaw>(decision, 1);
  ASSERT_EQ(after.values_size(), law.values_size() + 1);
  EXPECT_NE(after.digest(), law.digest());
  PublishedLaw expected = law;
  law::Add({{law::Key::kDaysAnyAge, 300, absl::CivilDay(2027, 1, 1), absl::CivilDay(2026, 3, 30),
             "Law of 30.3.2026", law::Source::kPublished}},
           &expected);
  EXPECT_THAT(after, EqualsProto(expected));
}

TEST(Publish, RefusesWhoeverProposedAndWhatIsDecided) {
  const PublishedLaw law = Stored();
  EXPECT_THAT(Publish(Proposed(), &law, kFirst, Now()), HasReason("SECOND_PERSON_REQUIRED"));
  EXPECT_THAT(Publish(Proposed("state: LEGAL_PARAMETER_STATE_REJECTED"), &law, kSecond, Now()),
              HasReason("LEGAL_PARAMETER_NOT_PROPOSED"));
}

TEST(Publish, WaitsForTheDayOnWhichTheTextIsPublished) {
  const PublishedLaw law = Stored();
  // 1 April 2026, 23:59:59 and midnight in Brussels.
  const absl::Time midnight = base::EndOfDayInBrussels(absl::CivilDay(2026, 4, 1));
  const LegalParameter tomorrow = Proposed("known_from { year: 2026 month: 4 day: 2 }");
  const auto early = Publish(tomorrow, &law, kSecond, midnight - absl::Seconds(1));
  EXPECT_THAT(early, HasReason("LEGAL_PARAMETER_NOT_KNOWN"));
  EXPECT_EQ(base::MetadataOf(early.status())["knownFrom"], "2026-04-02");
  EXPECT_THAT(Publish(tomorrow, &law, kSecond, midnight), IsOk());
}

TEST(Publish, WaitsUntilTheBuiltInLawIsStored) {
  const auto refused = Publish(Proposed(), nullptr, kSecond, Now());
  EXPECT_THAT(refused, HasReason("LAW_NOT_STORED"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
}

TEST(Publish, KnowsAValueByItsKeyAndItsTwoDays) {
  const PublishedLaw law = Stored();
  const std::string reform = R"(in_force_from { year: 2026 month: 3 day: 1 } )";
  const LegalParameter taken = Proposed(reform + "known_from { year: 2025 month: 7 day: 29 }");
  EXPECT_THAT(Publish(taken, &law, kSecond, Now()), HasReason("LEGAL_PARAMETER_TAKEN"));
  EXPECT_THAT(Publish(taken, &law, kSecond, Now()), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(Publish(Proposed(reform + "known_from { year: 2025 month: 7 day: 30 }"), &law,
                      kSecond, Now()),
              IsOk());
}

TEST(Publish, LeavesNoRuleSetWithoutAValue) {
  const PublishedLaw law = Stored();
  const auto early = Publish(
      Proposed(R"(key: "claim.rule_set" value: 2 in_force_from { year: 2025 month: 6 day: 1 })"),
      &law, kSecond, Now());
  EXPECT_THAT(early, HasReason("PARAMETER_MISSING"));
  EXPECT_THAT(early, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(base::MetadataOf(early.status())["from"], "2025-06-01");
  // Later is possible: then every value of the reform is in force.
  EXPECT_THAT(Publish(Proposed(R"(key: "claim.rule_set" value: 2)"), &law, kSecond, Now()), IsOk());
}

TEST(Publish, ChecksAgainWhatANewerProgramMayHaveTaken) {
  const PublishedLaw law = Stored();
  EXPECT_THAT(Publish(Proposed("key: 'count.moons'"), &law, kSecond, Now()),
              HasReason("PARAMETER_UNKNOWN"));
  const auto wide = Publish(Proposed("value: 10001"), &law, kSecond, Now());
  EXPECT_THAT(wide, HasReason("PARAMETER_OUT_OF_RANGE"));
  EXPECT_THAT(wide, StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(Publish, LetsTheLawChangeOnFortyDaysAtMost) {
  PublishedLaw law = Stored();
  for (int i = 0; i < 38; ++i) {
    law::Add({{law::Key::kDaysAnyAge, 300, absl::CivilDay(2027, 1, 1) + i,
               absl::CivilDay(2026, 3, 30), "x", law::Source::kPublished}},
             &law);
  }
  EXPECT_THAT(
      Publish(Proposed("in_force_from { year: 2028 month: 1 day: 1 }"), &law, kSecond, Now()),
      HasReason("LAW_CHANGES_TOO_OFTEN"));
  EXPECT_THAT(Publish(Proposed("value: 290 known_from { day: 31 }"), &law, kSecond, Now()), IsOk())
      << "on a day that there is";
}

TEST(Reject, KeepsTheReasonAndLeavesTheLaw) {
  const auto request =
      Parsed<v1::RejectLegalParameterRequest>(R"(name: "legalParameters/p1" reason: "misread")");
  const auto decision = Reject(Proposed(), request, kSecond, Now());
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 1u);
  EXPECT_EQ(decision->versions()[0].verb, "rejected");
  EXPECT_EQ(decision->reason(), "misread");
  EXPECT_THAT(After<LegalParameter>(decision),
              EqualsProto(Proposed(R"(state: LEGAL_PARAMETER_STATE_REJECTED decider: "bb"
                  decide_time { seconds: 1775030400 } rejection_reason: "misread")")));
  EXPECT_THAT(Reject(Proposed(), request, kFirst, Now()), HasReason("SECOND_PERSON_REQUIRED"));
}

TEST(Withdraw, IsForWhoeverProposed) {
  const auto decision = Withdraw(Proposed(), kFirst, Now());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "withdrawn");
  EXPECT_THAT(After<LegalParameter>(decision),
              EqualsProto(Proposed(R"(state: LEGAL_PARAMETER_STATE_WITHDRAWN decider: "aa"
                                      decide_time { seconds: 1775030400 })")));
  EXPECT_THAT(Withdraw(Proposed(), kSecond, Now()), HasReason("PROPOSER_REQUIRED"));
}

TEST(Install, PublishesTheWholeTableAtOnce) {
  const Decision decision = Install(nullptr, law::DefaultParameters(), Now());
  ASSERT_EQ(decision.versions().size(), law::DefaultParameters().size() + 1);
  EXPECT_EQ(decision.versions()[0].how, Version::How::kCreate);
  EXPECT_THAT(static_cast<const PublishedLaw&>(*decision.versions()[0].after),
              EqualsProto(Stored()));
  std::set<std::string> names;
  for (size_t i = 1; i < decision.versions().size(); ++i) {
    const Version& version = decision.versions()[i];
    EXPECT_EQ(version.how, Version::How::kCreate);
    EXPECT_EQ(version.verb, "published");
    names.insert(static_cast<const LegalParameter&>(*version.after).name());
  }
  EXPECT_EQ(names.size(), law::DefaultParameters().size());
  EXPECT_THAT(static_cast<const LegalParameter&>(*decision.versions()[1].after),
              EqualsProto(R"pb(name: "legalParameters/claim-rule-set-19911125-19911125"
                               state: LEGAL_PARAMETER_STATE_PUBLISHED
                               key: "claim.rule_set"
                               value: 1
                               unit: "choice"
                               in_force_from { year: 1991 month: 11 day: 25 }
                               known_from { year: 1991 month: 11 day: 25 }
                               legal_reference: "AR 25.11.1991"
                               source: LEGAL_PARAMETER_SOURCE_PUBLISHED
                               decide_time { seconds: 1775030400 })pb"));
}

TEST(Install, AddsWhatANewerProgramKnowsAndLeavesWhatSupersedesIt) {
  PublishedLaw law = Stored();
  const law::Parameter superseding = {
      law::Key::kDaysAnyAge,      300,         absl::CivilDay(2026, 3, 1),
      absl::CivilDay(2026, 2, 1), "a steward", law::Source::kPublished};
  law::Add({superseding}, &law);
  std::vector<law::Parameter> newer(law::DefaultParameters().begin(),
                                    law::DefaultParameters().end());
  EXPECT_NE(Install(&law, newer, Now()).unchanged(), nullptr);
  // A steward was quicker than the program: theirs stays.
  law::Parameter late = superseding;
  late.value = 299;
  newer.push_back(late);
  EXPECT_THAT(Install(&law, newer, Now()).versions(), IsEmpty());
  law::Parameter added = superseding;
  added.in_force_from = absl::CivilDay(2028, 1, 1);
  newer.push_back(added);
  const Decision decision = Install(&law, newer, Now());
  ASSERT_EQ(decision.versions().size(), 2u);
  EXPECT_EQ(decision.versions()[0].verb, "updated");
  EXPECT_EQ(decision.versions()[0].how, Version::How::kReplace);
  const auto& after = static_cast<const PublishedLaw&>(*decision.versions()[0].after);
  EXPECT_EQ(after.values_size(), law.values_size() + 1);
  EXPECT_TRUE(law::Holds(after, superseding));
  EXPECT_TRUE(law::Holds(after, added));
}

TEST(Install, LeavesWhatIsNotKnownYet) {
  const absl::Time before = absl::FromUnixSeconds(1706778000);  // 2024-02-01
  const Decision decision = Install(nullptr, law::DefaultParameters(), before);
  for (const auto& value : static_cast<const PublishedLaw&>(*decision.versions()[0].after).values())
    EXPECT_EQ(value.known_from().year(), 1991) << value.key();
}

TEST(BuiltInId, IsAnIdOfItsOwnForEachKeyAndPairOfDays) {
  std::set<std::string> ids;
  const absl::CivilDay day(1991, 11, 25);
  for (int i = 0; i < law::kKeys; ++i) {
    for (const auto& [in_force_from, known_from] :
         {std::pair(day, day), std::pair(day + 1, day), std::pair(day, day + 1)}) {
      const std::string id =
          BuiltInId({static_cast<law::Key>(i), 1, in_force_from, known_from, "x", {}});
      EXPECT_TRUE(base::IsId(id)) << id;
      ids.insert(id);
    }
  }
  EXPECT_EQ(ids.size(), static_cast<size_t>(law::kKeys) * 3);
  EXPECT_EQ(BuiltInId({law::Key::kDaysAnyAge,
                       1,
                       absl::CivilDay(2026, 3, 1),
                       absl::CivilDay(2025, 7, 29),
                       "x",
                       {}}),
            "admission-from-2026-03-days-20260301-20250729");
  // Stored by programs before: never changed.
  EXPECT_EQ(BuiltInId({law::Key::kCareerDaysPerMissing, 1, day, day, "x", {}}),
            "admission-before-2026-03-career-days-161e4f06-19911125-19911125");
}

std::vector<LegalParameter> Versions() {
  const auto version = [](int64_t value, const char* in_force, const char* known) {
    LegalParameter parameter = Value(absl::StrCat("value: ", value));
    *parameter.mutable_in_force_from() = base::ToDate(base::ParseIsoDate(in_force, "").value());
    *parameter.mutable_known_from() = base::ToDate(base::ParseIsoDate(known, "").value());
    return parameter;
  };
  LegalParameter other = version(36, "2026-03-01", "2025-07-29");
  other.set_key("admission.from_2026_03.months");
  // In no order: which comes first decides nothing.
  return {version(300, "2027-01-01", "2026-03-30"), version(312, "2026-03-01", "2025-07-29"), other,
          version(310, "2026-03-01", "2026-05-01"), version(305, "2027-01-01", "2026-02-01")};
}

std::vector<int64_t> ValuesOn(const char* in_force_at, const char* known_at) {
  std::vector<int64_t> values;
  for (const LegalParameter& parameter :
       Holding(Versions(), base::ParseIsoDate(in_force_at, "").value(),
               base::ParseIsoDate(known_at, "").value())) {
    values.push_back(parameter.value());
  }
  return values;
}

TEST(Holding, TakesTheLatestInForceAndOfTheseTheOneKnownLast) {
  EXPECT_THAT(ValuesOn("2026-02-28", "2026-12-31"), IsEmpty());
  EXPECT_THAT(ValuesOn("2026-03-01", "2025-07-28"), IsEmpty());
  EXPECT_THAT(ValuesOn("2026-03-01", "2025-07-29"), ElementsAre(312, 36));
  EXPECT_THAT(ValuesOn("2026-12-31", "2026-04-30"), ElementsAre(312, 36));
  EXPECT_THAT(ValuesOn("2026-12-31", "2026-05-01"), ElementsAre(310, 36)) << "retroactive";
  EXPECT_THAT(ValuesOn("2027-01-01", "2026-01-31"), ElementsAre(312, 36));
  EXPECT_THAT(ValuesOn("2027-01-01", "2026-03-29"), ElementsAre(305, 36));
  EXPECT_THAT(ValuesOn("2027-01-01", "2026-05-01"), ElementsAre(300, 36));
}

}  // namespace
}  // namespace mandat::socialaid::legal_parameters
