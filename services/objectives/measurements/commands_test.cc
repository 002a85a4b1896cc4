#include "services/objectives/measurements/commands.h"

#include <future>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/queries.h"
#include "services/objectives/restatements/commands.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Measurement;
using v1::Restatement;

constexpr char kName[] = "measurements/i1-2024-q1";

class Measured : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    MakeSmallPlan();
    ASSERT_THAT(Adopt("plans/p1"), IsOk());
    // The first quarter is over.
    clock_.Advance(absl::Hours(24 * 65));
  }

  absl::StatusOr<Measurement> Enter(const access::Actor& actor, int64_t numerator,
                                    const std::string& text = "", bool submit = false) {
    v1::EnterMeasurementRequest request;
    Measurement* measurement = request.mutable_measurement();
    *measurement = TestMeasurement();
    measurement->clear_etag();
    measurement->mutable_value()->set_numerator(numerator);
    *measurement = With(*measurement, text);
    request.set_submit(submit);
    return Run<EnterMeasurement>("EnterMeasurement", actor, request);
  }
  template <typename C>
  absl::StatusOr<Measurement> Move(const char* method, const access::Actor& actor,
                                   const std::string& text = "", const std::string& name = kName) {
    auto request = With(typename C::Request(), text);
    request.set_name(name);
    return Run<C>(method, actor, request);
  }
  absl::StatusOr<Measurement> Validate(const access::Actor& actor, const std::string& text = "") {
    return Move<ValidateMeasurement>("ValidateMeasurement", actor, text);
  }
  absl::StatusOr<Measurement> Accept(const access::Actor& actor) {
    return Move<AcceptMeasurement>("AcceptMeasurement", actor);
  }
  // A value on its whole way.
  void PublishIt(int64_t numerator) {
    ASSERT_THAT(Enter(head_, numerator, "", true), IsOk());
    ASSERT_THAT(Validate(member_), IsOk());
    ASSERT_THAT(Accept(second_), IsOk());
  }
  absl::StatusOr<Measurement> Get(const access::Actor& actor) {
    v1::GetMeasurementRequest request;
    request.set_name(kName);
    return Ask("GetMeasurement", actor, GetMeasurement, request);
  }
  int CountListed(const access::Actor& actor, const std::string& text = "") {
    return Ask("ListMeasurements", actor, ListMeasurements,
               With(v1::ListMeasurementsRequest(), text))
        ->measurements_size();
  }
  absl::StatusOr<Restatement> Propose(const access::Actor& actor, int64_t numerator) {
    v1::ProposeRestatementRequest request;
    *request.mutable_restatement() = Parsed<Restatement>(
        "measurement: 'measurements/i1-2024-q1' new_value { denominator: 100 } grounds: 'oubli' "
        "evidence: 'liste'");
    request.mutable_restatement()->mutable_new_value()->set_numerator(numerator);
    return Run<ProposeRestatement>("ProposeRestatement", actor, request);
  }

  const access::Actor head_ = Agent(common::v1::ROLE_SERVICE_HEAD, kAgency, "contact", "head");
  const access::Actor member_ = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "first");
  const access::Actor second_ = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "second");
};

TEST_F(Measured, AValueGoesThroughThreePairsOfHands) {
  const auto entered = Enter(head_, 87);
  ASSERT_THAT(entered, IsOk());
  EXPECT_EQ(entered->name(), kName);
  EXPECT_EQ(entered->unit(), "contact");
  EXPECT_THAT(Move<SubmitMeasurement>("SubmitMeasurement", head_), IsOk());
  EXPECT_THAT(Enter(head_, 88), HasReason("MEASUREMENT_SUBMITTED"));
  EXPECT_THAT(Accept(second_), HasReason("MEASUREMENT_NOT_VALIDATED"));
  ASSERT_THAT(Validate(member_), IsOk());
  EXPECT_THAT(Accept(member_), HasReason("SECOND_PERSON_REQUIRED"));
  const auto accepted = Accept(second_);
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->accepted().value().numerator(), 87);
  EXPECT_NE(accepted->enterer(), accepted->validator());
  EXPECT_NE(accepted->validator(), accepted->acceptor());
  EXPECT_THAT(Enter(head_, 88), HasReason("MEASUREMENT_ACCEPTED"));
  EXPECT_THAT(LogLines(),
              ::testing::IsSupersetOf(
                  {absl::StrCat(kName, "@1 entered"), absl::StrCat(kName, "@2 submitted"),
                   absl::StrCat(kName, "@3 validated"), absl::StrCat(kName, "@4 accepted")}));
}

TEST_F(Measured, AReturnedValueShowsTheLastAcceptedOneUntilItIsReplaced) {
  PublishIt(87);
  EXPECT_THAT(Move<ReopenMeasurement>("ReopenMeasurement", second_, "reason: 'erreur'"), IsOk());
  ASSERT_THAT(Enter(head_, 90, "", true), IsOk());
  EXPECT_EQ(Get(member_)->value().numerator(), 90);
  EXPECT_EQ(Get(member_)->accepted().value().numerator(), 87);
  ASSERT_THAT(Validate(member_), IsOk());
  ASSERT_THAT(Accept(second_), IsOk());
  EXPECT_EQ(Get(member_)->accepted().value().numerator(), 90);
}

TEST_F(Measured, TheUnitOfTheIndicatorEntersItAndNoOther) {
  EXPECT_THAT(Enter(other_head_, 87), HasReason("INDICATOR_NOT_FOUND"));
  EXPECT_THAT(Enter(member_, 87), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Enter(other_director_, 87), HasReason("INDICATOR_NOT_FOUND"));
  ASSERT_THAT(Enter(head_, 87), IsOk());
  EXPECT_THAT(Enter(other_head_, 88), HasReason("MEASUREMENT_NOT_FOUND"));
  EXPECT_THAT(Move<SubmitMeasurement>("SubmitMeasurement", other_head_),
              HasReason("MEASUREMENT_NOT_FOUND"));
  EXPECT_THAT(Enter(holder_, 88), IsOk());
}

TEST_F(Measured, WhoSupervisesSeesNothingUnfinished) {
  EXPECT_THAT(Enter(head_, 87, "", true), IsOk());
  EXPECT_THAT(Validate(member_), IsOk());
  EXPECT_THAT(Get(minister_), HasReason("MEASUREMENT_NOT_FOUND"));
  EXPECT_EQ(CountListed(minister_), 0);
  ASSERT_THAT(Accept(second_), IsOk());
  EXPECT_THAT(Get(minister_), IsOk());
  EXPECT_EQ(CountListed(minister_), 1);
  EXPECT_EQ(CountListed(other_minister_), 0);
  EXPECT_EQ(CountListed(other_director_), 0);
  ASSERT_THAT(Move<ReopenMeasurement>("ReopenMeasurement", second_, "reason: 'x'"), IsOk());
  EXPECT_THAT(Get(minister_), HasReason("MEASUREMENT_NOT_FOUND"));
}

TEST_F(Measured, AnOldEtagChangesNothing) {
  ASSERT_THAT(Enter(head_, 87), IsOk());
  ASSERT_THAT(Enter(holder_, 88, "etag: '1'"), IsOk());
  EXPECT_THAT(Enter(head_, 89, "etag: '1'"), HasReason("ETAG_MISMATCH"));
  EXPECT_EQ(Get(member_)->value().numerator(), 88);
}

// The list of what is to be followed up.
TEST_F(Measured, WhatIsOddIsListedUntilItIsReplaced) {
  ASSERT_THAT(Enter(head_, 120, "", true), IsOk());
  EXPECT_EQ(CountListed(member_, "plan: 'plans/p1' with_findings: true"), 1);
  EXPECT_THAT(Validate(member_), HasReason("FINDINGS_UNANSWERED"));
  ASSERT_THAT(Move<ReturnMeasurement>("ReturnMeasurement", member_, "reason: '120 %'"), IsOk());
  ASSERT_THAT(Enter(head_, 87, "", true), IsOk());
  EXPECT_EQ(CountListed(member_, "plan: 'plans/p1' with_findings: true"), 0);
  EXPECT_EQ(CountListed(member_, "plan: 'plans/p1' state: MEASUREMENT_STATE_SUBMITTED"), 1);
}

// Trap 1: a late value of a period leaves the others as they are.
TEST_F(Measured, ALateValueChangesItsOwnPeriodAlone) {
  const std::string next =
      "period { start_date { month: 4 day: 1 } end_date { month: 6 day: 30 } }";
  ASSERT_THAT(Enter(head_, 90, next), IsOk());
  PublishIt(87);
  ASSERT_THAT(Propose(head_, 50), IsOk());
  v1::GetMeasurementRequest request;
  request.set_name("measurements/i1-2024-q2");
  EXPECT_EQ(Ask("GetMeasurement", member_, GetMeasurement, request)->value().numerator(), 90);
  EXPECT_EQ(Ask("GetMeasurement", member_, GetMeasurement, request)->etag(), "1");
}

TEST_F(Measured, APublishedValueChangesByRestatementAlone) {
  PublishIt(87);
  const auto proposed = Propose(head_, 80);
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->old_value().numerator(), 87);
  EXPECT_EQ(Get(member_)->accepted().value().numerator(), 87);
  EXPECT_THAT(Propose(head_, 81), HasReason("RESTATEMENT_OPEN"));
  EXPECT_THAT(Move<ReopenMeasurement>("ReopenMeasurement", second_, "reason: 'x'"),
              HasReason("RESTATEMENT_OPEN"));
  v1::AcceptRestatementRequest accept;
  accept.set_name(proposed->name());
  EXPECT_THAT(Run<AcceptRestatement>("AcceptRestatement", head_, accept),
              HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Run<AcceptRestatement>("AcceptRestatement", other_director_, accept),
              HasReason("ROLE_REQUIRED"));
  ASSERT_THAT(Run<AcceptRestatement>("AcceptRestatement", member_, accept), IsOk());
  EXPECT_EQ(Get(minister_)->accepted().value().numerator(), 80);
  v1::ListRestatementsRequest list;
  list.set_measurement(kName);
  EXPECT_EQ(Ask("ListRestatements", minister_, ListRestatements, list)->restatements_size(), 1);
  EXPECT_EQ(Ask("ListRestatements", other_minister_, ListRestatements, list)->restatements_size(),
            0);
  EXPECT_THAT(LogLines(), ::testing::IsSupersetOf({absl::StrCat(proposed->name(), "@1 proposed"),
                                                   absl::StrCat(proposed->name(), "@2 accepted"),
                                                   absl::StrCat(kName, "@4 restated")}));
}

// However many propose at once, one waits.
TEST_F(Measured, OneRestatementWaitsWhoeverProposes) {
  PublishIt(87);
  std::vector<std::future<absl::StatusOr<Restatement>>> all;
  for (int i = 0; i < 20; ++i) {
    v1::ProposeRestatementRequest request;
    *request.mutable_restatement() = Parsed<Restatement>(
        "measurement: 'measurements/i1-2024-q1' grounds: 'oubli' evidence: 'liste'");
    all.push_back(ServiceLedger::Start<ProposeRestatement>("ProposeRestatement", holder_, request));
  }
  int proposed = 0;
  for (auto& one : all) proposed += one.get().ok() ? 1 : 0;
  EXPECT_EQ(proposed, 1);
}

}  // namespace
}  // namespace mandat::objectives
