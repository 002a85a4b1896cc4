#include "services/objectives/restatements/rules.h"

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::restatements {
namespace {

using ledger::Decision;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using measurements::TakenFigure;
using v1::Measurement;
using v1::Restatement;

v1::ProposeRestatementRequest Proposing(const std::string& text = "") {
  v1::ProposeRestatementRequest request;
  *request.mutable_restatement() =
      With(Parsed<Restatement>(R"(measurement: "measurements/i1-2024-q1"
          new_value { numerator: 88 denominator: 100 } grounds: "oubli" evidence: "liste")"),
           text);
  return request;
}

TakenFigure Figure(std::optional<int64_t> numerator) {
  TakenFigure figure;
  if (numerator.has_value()) {
    figure.value.emplace();
    figure.value->set_numerator(*numerator);
    figure.value->set_denominator(100);
  }
  figure.provenance.set_facts_count(numerator.value_or(0));
  return figure;
}

TEST(CheckProposeRestatement, RefusesEachBadFieldWithItsReason) {
  const std::pair<std::string, const char*> rows[] = {
      {"", ""},
      {"measurement: 'plans/p1'", "NAME_INVALID restatement.measurement"},
      {"new_value { denominator: -1 }", "RATIONAL_INVALID restatement.new_value"},
      {"grounds: ''", "FIELD_REQUIRED restatement.grounds"},
      {absl::StrCat("grounds: '", std::string(1001, 'x'), "'"),
       "TEXT_TOO_LONG restatement.grounds"},
      {"evidence: ''", "FIELD_REQUIRED restatement.evidence"},
  };
  for (const auto& [text, fault] : rows) EXPECT_EQ(Fault(CheckPropose(Proposing(text))), fault);
  v1::RejectRestatementRequest reject;
  reject.set_name("restatements/r1");
  EXPECT_EQ(Fault(CheckReject(reject)), "FIELD_REQUIRED reason");
}

class Proposed : public ::testing::Test {
 protected:
  absl::StatusOr<Decision> Propose(const std::string& text = "",
                                   const Restatement* open = nullptr) {
    return restatements::Propose(Proposing(text), "restatements/r1", measurement_, open, indicator_,
                                 plan_, {"p1", TestNow()});
  }

  Measurement measurement_ = AcceptedMeasurement();
  v1::Indicator indicator_ = TestIndicator();
  v1::Plan plan_ = PlanIn(v1::PLAN_STATE_RUNNING);
};

TEST_F(Proposed, HasOldAndNewBesideEachOther) {
  const auto decision = Propose();
  ASSERT_THAT(decision, IsOk());
  ASSERT_EQ(decision->versions().size(), 1u);
  EXPECT_THAT(After<Restatement>(decision), EqualsProto(Parsed<Restatement>(R"(
      name: "restatements/r1" state: RESTATEMENT_STATE_PROPOSED owner: "0136695962"
      supervisor: "0428759497" plan: "plans/p1" indicator: "indicators/i1"
      measurement: "measurements/i1-2024-q1"
      period { start_date { year: 2024 month: 1 day: 1 } end_date { year: 2024 month: 3 day: 31 } }
      old_value { numerator: 87 denominator: 100 } new_value { numerator: 88 denominator: 100 }
      cause: RESTATEMENT_CAUSE_CORRECTION grounds: "oubli" evidence: "liste" proposer: "p1"
      value_date { year: 2024 month: 2 day: 1 })")));
}

TEST_F(Proposed, IsOfAPublishedValueThatDiffers) {
  EXPECT_THAT(Propose("new_value { numerator: 87 }"), HasReason("VALUE_UNCHANGED"));
  const Restatement open = Parsed<Restatement>("name: 'restatements/r0'");
  EXPECT_THAT(Propose("", &open), HasReason("RESTATEMENT_OPEN"));
  measurement_.set_state(v1::MEASUREMENT_STATE_RETURNED);
  EXPECT_THAT(Propose(), HasReason("MEASUREMENT_NOT_ACCEPTED"));
  indicator_.set_source(v1::VALUE_SOURCE_COMPUTED);
  EXPECT_THAT(Propose(), HasReason("INDICATOR_COMPUTED"));
  plan_.set_state(v1::PLAN_STATE_EVALUATED);
  EXPECT_THAT(Propose(), HasReason("PLAN_OVER"));
}

TEST(AcceptedRestatement, PublishesTheNewValue) {
  Restatement before = Parsed<Restatement>(R"(name: "restatements/r1" proposer: "p1"
      state: RESTATEMENT_STATE_PROPOSED new_value { numerator: 88 denominator: 100 }
      value_date { year: 2024 month: 5 day: 2 } provenance { facts_count: 9 })");
  EXPECT_THAT(Accept(before, AcceptedMeasurement(), {"p1", TestNow()}),
              HasReason("SECOND_PERSON_REQUIRED"));
  const auto decision = Accept(before, AcceptedMeasurement(), {"b1", TestNow()});
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(After<Restatement>(decision).state(), v1::RESTATEMENT_STATE_ACCEPTED);
  EXPECT_EQ(After<Restatement>(decision).decider(), "b1");
  const auto restated = After<Measurement>(decision, 1);
  EXPECT_EQ(decision->versions()[1].verb, "restated");
  EXPECT_EQ(restated.state(), v1::MEASUREMENT_STATE_ACCEPTED);
  EXPECT_EQ(restated.accepted().value().numerator(), 88);
  EXPECT_EQ(restated.value().numerator(), 88);
  EXPECT_EQ(restated.accepted().provenance().facts_count(), 9);
  EXPECT_EQ(restated.accepted().digest(),
            measurements::DigestOf(restated.name(), restated.accepted()));
  // To no value at all.
  before.clear_new_value();
  const auto none = After<Measurement>(Accept(before, AcceptedMeasurement(), {"b1", TestNow()}), 1);
  EXPECT_TRUE(none.has_accepted());
  EXPECT_FALSE(none.accepted().has_value());
}

// Whatever facts do and people decide: each difference from what is published is exactly one
// restatement, and one waits at most.
TEST(RestatementByFacts, EveryDifferenceIsExactlyOne) {
  std::mt19937 random(testing::SeedOr(11));
  for (int round = 0; round < 200; ++round) {
    Measurement published = AcceptedMeasurement();
    std::vector<Restatement> all;
    int64_t live = 87;
    for (int step = 0; step < 40; ++step) {
      if (random() % 3 != 0) live = 85 + static_cast<int64_t>(random() % 4);
      const bool none = live == 88;
      const TakenFigure figure = Figure(none ? std::nullopt : std::optional<int64_t>(live));
      std::vector<const Restatement*> before;
      for (const Restatement& one : all) before.push_back(&one);
      const auto decision =
          ByFacts(published, figure, before, absl::StrCat("restatements/r", step), TestNow());
      ASSERT_THAT(decision, IsOk());
      for (const ledger::Version& version : decision->versions()) {
        const auto after = static_cast<const Restatement&>(*version.after);
        bool known = false;
        for (Restatement& one : all) {
          if (one.name() != after.name()) continue;
          one = after;
          known = true;
        }
        EXPECT_EQ(known, version.how == ledger::Version::How::kReplace);
        if (!known) all.push_back(after);
      }
      // The law.
      const bool differs =
          !measurements::SameValue(published.accepted().has_value(), published.accepted().value(),
                                   !none, figure.value.value_or(common::v1::Rational()));
      int waiting = 0;
      int told = 0;
      for (const Restatement& one : all) {
        waiting += one.state() == v1::RESTATEMENT_STATE_PROPOSED ? 1 : 0;
        const bool holds = one.state() == v1::RESTATEMENT_STATE_PROPOSED ||
                           one.state() == v1::RESTATEMENT_STATE_REJECTED;
        const bool from =
            measurements::SameValue(one.has_old_value(), one.old_value(),
                                    published.accepted().has_value(), published.accepted().value());
        const bool to = measurements::SameValue(one.has_new_value(), one.new_value(), !none,
                                                figure.value.value_or(common::v1::Rational()));
        told += holds && from && to ? 1 : 0;
      }
      EXPECT_EQ(told, differs ? 1 : 0) << "step " << step;
      EXPECT_LE(waiting, 1);
      if (!differs) {
        EXPECT_EQ(waiting, 0);
      }
      // Again, nothing is left to do.
      before.clear();
      for (const Restatement& one : all) before.push_back(&one);
      EXPECT_TRUE(
          ByFacts(published, figure, before, "restatements/x", TestNow())->versions().empty());
      // People decide now and then.
      for (Restatement& one : all) {
        if (one.state() != v1::RESTATEMENT_STATE_PROPOSED || random() % 3 != 0) continue;
        if (random() % 2 == 0) {
          const auto accepted = Accept(one, published, {"b1", TestNow()});
          one = After<Restatement>(accepted);
          published = After<Measurement>(accepted, 1);
        } else {
          v1::RejectRestatementRequest reject;
          reject.set_reason("contesté");
          one = After<Restatement>(Reject(one, reject, {"b1", TestNow()}));
        }
      }
    }
  }
}

TEST(RestatementByFacts, IsOfWhatIsPublishedAndWholeAlone) {
  TakenFigure figure = Figure(12);
  figure.catching_up = true;
  EXPECT_TRUE(
      ByFacts(AcceptedMeasurement(), figure, {}, "restatements/r1", TestNow())->versions().empty());
  figure.catching_up = false;
  EXPECT_FALSE(
      ByFacts(AcceptedMeasurement(), figure, {}, "restatements/r1", TestNow())->versions().empty());
  Measurement reopened = AcceptedMeasurement();
  reopened.set_state(v1::MEASUREMENT_STATE_RETURNED);
  EXPECT_TRUE(ByFacts(reopened, figure, {}, "restatements/r1", TestNow())->versions().empty());
}

}  // namespace
}  // namespace mandat::objectives::restatements
