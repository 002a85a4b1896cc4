// The stored law against the table that it is made of.

#include "services/socialaid/law/published_law.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"

namespace mandat::socialaid::law {
namespace {

using storage::v1::PublishedLaw;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::CivilDay kToday(2026, 4, 1);

Parameter Changed(int64_t value, absl::CivilDay in_force_from, absl::CivilDay known_from) {
  return {Key::kDaysAnyAge, value, in_force_from, known_from, "a law", Source::kPublished};
}

PublishedLaw LawOf(std::vector<Parameter> rows) {
  PublishedLaw law;
  Add(rows, &law);
  return law;
}

std::vector<Parameter> BuiltIn() {
  return {DefaultParameters().begin(), DefaultParameters().end()};
}

TEST(PublishedLaw, SaysTheSameAsTheTableThatItWasMadeOf) {
  const PublishedLaw law = LawOf(BuiltIn());
  ASSERT_EQ(static_cast<size_t>(law.values_size()), DefaultParameters().size());
  for (const absl::CivilDay day : {kToday, absl::CivilDay(2025, 7, 28)}) {
    const auto expected = Parameters::Make(DefaultParameters(), day);
    // Stored wholly, not at all, and in part.
    std::vector<Parameter> part = BuiltIn();
    part.resize(part.size() / 2);
    const PublishedLaw partly = LawOf(part);
    for (const PublishedLaw* stored : {&law, static_cast<const PublishedLaw*>(nullptr), &partly}) {
      const auto parameters = ParametersOf(stored, day);
      ASSERT_TRUE(parameters.ok()) << parameters.status();
      ASSERT_EQ(parameters->laws().size(), expected->laws().size());
      const size_t last = expected->laws().size() - 1;
      EXPECT_EQ(parameters->Used(0, last).fields, expected->Used(0, last).fields);
      for (int key = 0; key < kKeys; ++key) {
        const Parameter* row = parameters->laws()[0].rows[static_cast<size_t>(key)];
        const Parameter* same = expected->laws()[0].rows[static_cast<size_t>(key)];
        ASSERT_EQ(row == nullptr, same == nullptr);
        if (row == nullptr) continue;
        EXPECT_EQ(row->legal_reference, same->legal_reference);
        EXPECT_EQ(row->source, same->source);
      }
    }
  }
}

TEST(PublishedLaw, HasOneOrderAndOneDigestForTheSameValues) {
  std::vector<Parameter> rows = BuiltIn();
  const PublishedLaw law = LawOf(rows);
  EXPECT_THAT(law.digest(), SizeIs(64));
  std::reverse(rows.begin(), rows.end());
  PublishedLaw again = LawOf({rows.front()});
  Add(rows, &again);
  EXPECT_EQ(again.SerializeAsString(), law.SerializeAsString());
}

TEST(PublishedLaw, HasAnotherDigestForWhateverDiffers) {
  const Parameter row = Changed(300, kToday, kToday);
  const std::string digest = LawOf({row}).digest();
  const auto differs = [&](auto spoil) {
    Parameter other = row;
    spoil(other);
    return LawOf({other}).digest() != digest;
  };
  EXPECT_TRUE(differs([](Parameter& p) { p.key = Key::kMonthsAnyAge; }));
  EXPECT_TRUE(differs([](Parameter& p) { p.value = 301; }));
  EXPECT_TRUE(differs([](Parameter& p) { p.in_force_from = kToday + 1; }));
  EXPECT_TRUE(differs([](Parameter& p) { p.known_from = kToday - 1; }));
  EXPECT_TRUE(differs([](Parameter& p) { p.legal_reference = "another law"; }));
  EXPECT_TRUE(differs([](Parameter& p) { p.source = Source::kContext; }));
  EXPECT_FALSE(differs([](Parameter&) {}));
}

TEST(PublishedLaw, HoldsAValueByItsKeyAndItsTwoDays) {
  const Parameter row = Changed(300, kToday, kToday);
  const PublishedLaw law = LawOf({row});
  EXPECT_TRUE(Holds(law, Changed(299, kToday, kToday))) << "whatever the value";
  EXPECT_FALSE(Holds(law, Changed(300, kToday + 1, kToday)));
  EXPECT_FALSE(Holds(law, Changed(300, kToday, kToday + 1)));
  PublishedLaw twice = law;
  Add({Changed(299, kToday, kToday)}, &twice);
  EXPECT_EQ(twice.SerializeAsString(), law.SerializeAsString()) << "what is there stays";
}

TEST(PublishedLaw, LacksWhatIsKnownByNowAndNotStored) {
  const std::vector<Parameter> built_in = {Changed(312, kToday, kToday - 1),
                                           Changed(310, kToday, kToday),
                                           Changed(300, kToday, kToday + 1)};
  EXPECT_THAT(MissingFrom(nullptr, built_in, kToday), SizeIs(2));
  const PublishedLaw law = LawOf({built_in[0]});
  const std::vector<Parameter> missing = MissingFrom(&law, built_in, kToday);
  ASSERT_THAT(missing, SizeIs(1));
  EXPECT_EQ(missing[0].value, 310);
  EXPECT_THAT(MissingFrom(&law, built_in, kToday + 1), SizeIs(2));
  const PublishedLaw whole = LawOf(built_in);
  EXPECT_THAT(MissingFrom(&whole, built_in, kToday + 1), IsEmpty());
}

TEST(PublishedLaw, PassesOverKeysThatOnlyANewerProgramKnows) {
  PublishedLaw law = LawOf(BuiltIn());
  storage::v1::PublishedValue* value = law.add_values();
  *value = law.values(0);
  value->set_key("count.moons");
  value->set_source(static_cast<v1::LegalParameterSource>(99));
  const auto parameters = ParametersOf(&law, kToday);
  ASSERT_TRUE(parameters.ok());
  EXPECT_EQ(parameters->Used(0, 1).digest,
            Parameters::Make(DefaultParameters(), kToday)->Used(0, 1).digest);
}

TEST(PublishedLaw, SourcesAreTheSameStoredAndNot) {
  for (const Source source : {Source::kPublished, Source::kSecondary, Source::kContext,
                              Source::kComputed, Source::kUnverified}) {
    EXPECT_EQ(FromProto(ToProto(source)), source);
  }
  EXPECT_EQ(FromProto(static_cast<v1::LegalParameterSource>(99)), Source::kUnverified);
}

TEST(PublishedLaw, SaysWhatIsMissing) {
  // The reform a year early: nothing of it is in force yet.
  PublishedLaw law = LawOf(BuiltIn());
  Add({{Key::kRuleSet, v1::RULE_SET_FROM_2026_03, absl::CivilDay(2025, 3, 1), kToday, "a law",
        Source::kPublished}},
      &law);
  const absl::Status status = ParametersOf(&law, kToday).status();
  EXPECT_EQ(base::ReasonOf(status), "PARAMETER_MISSING");
  EXPECT_EQ(base::MetadataOf(status)["from"], "2025-03-01");
  EXPECT_EQ(base::MetadataOf(status)["key"], "admission.from_2026_03.days");
  EXPECT_TRUE(ParametersOf(&law, kToday - 1).ok()) << "not known yet";
}

}  // namespace
}  // namespace mandat::socialaid::law
