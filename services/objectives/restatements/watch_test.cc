// Figures that were published, and facts that come late.

#include "services/objectives/restatements/watch.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/measurements/commands.h"
#include "services/objectives/measurements/take_figure.h"
#include "services/objectives/queries.h"
#include "services/objectives/restatements/commands.h"
#include "services/objectives/test_fact_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Measurement;
using v1::Restatement;

constexpr char kName[] = "measurements/requests-2024-q1";

class PublishedFigure : public TestFactLedger {
 protected:
  void SetUp() override {
    TestFactLedger::SetUp();
    MakeSmallPlan();
    ASSERT_THAT(MakeComputed("requests", "unit: UNIT_COUNT cumulative: false"), IsOk());
    ASSERT_THAT(Adopt("plans/p1"), IsOk());
    CountAll();
    // The first quarter is over.
    clock_.Advance(absl::Hours(24 * 65));
    watch_.emplace(*ledger_);
  }

  void Look() {
    // Names of restatements sort by their time.
    clock_.Advance(absl::Seconds(1));
    ASSERT_THAT(watch_->Run(clock_.Now()), IsOk());
  }

  absl::StatusOr<Measurement> SubmitIt() {
    v1::SubmitFigureRequest request;
    request.set_indicator("indicators/requests");
    *request.mutable_period() = TestMeasurement().period();
    access::Call call;
    RETURN_IF_ERROR(Admit("SubmitFigure", holder_, &call));
    Measurement measurement;
    RETURN_IF_ERROR(SubmitFigure(*ledger_, call, request, [&measurement](const auto& piece) {
      if (piece.has_measurement()) measurement = piece.measurement();
      return true;
    }));
    return measurement;
  }
  void PublishIt() {
    ASSERT_THAT(SubmitIt(), IsOk());
    v1::ValidateMeasurementRequest validate;
    validate.set_name(kName);
    ASSERT_THAT(Run<ValidateMeasurement>("ValidateMeasurement", member_, validate), IsOk());
    v1::AcceptMeasurementRequest accept;
    accept.set_name(kName);
    ASSERT_THAT(Run<AcceptMeasurement>("AcceptMeasurement", second_, accept), IsOk());
  }
  int64_t PublishedValue() {
    v1::GetMeasurementRequest request;
    request.set_name(kName);
    return Ask("GetMeasurement", member_, GetMeasurement, request)->accepted().value().numerator();
  }
  std::vector<Restatement> All() {
    v1::ListRestatementsRequest request;
    request.set_measurement(kName);
    const auto response = Ask("ListRestatements", member_, ListRestatements, request);
    EXPECT_THAT(response, IsOk());
    return {response->restatements().begin(), response->restatements().end()};
  }

  const access::Actor holder_ = Agent(common::v1::ROLE_MANDATE_HOLDER, kAgency, "", "holder");
  const access::Actor member_ = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "first");
  const access::Actor second_ = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "second");
  std::optional<RestatementWatch> watch_;
};

TEST_F(PublishedFigure, CarriesTheFactsThatMadeIt) {
  for (int day = 1; day <= 3; ++day) ReceiveSent(absl::CivilDay(2024, 2, day));
  ReceiveSent(absl::CivilDay(2024, 4, 1));
  const auto submitted = SubmitIt();
  ASSERT_THAT(submitted, IsOk());
  EXPECT_EQ(submitted->name(), kName);
  EXPECT_EQ(submitted->state(), v1::MEASUREMENT_STATE_SUBMITTED);
  EXPECT_EQ(submitted->value().numerator(), 3);
  EXPECT_EQ(submitted->provenance().facts_count(), 3);
  EXPECT_EQ(submitted->provenance().facts_digest().size(), 64u);
  ASSERT_EQ(submitted->provenance().sources_size(), 1);
  EXPECT_EQ(submitted->provenance().sources(0).position(), 4);
  EXPECT_THAT(SubmitIt(), HasReason("MEASUREMENT_SUBMITTED"));
}

TEST_F(PublishedFigure, ALateFactIsOneRestatementAndThePublishedValueStays) {
  for (int day = 1; day <= 3; ++day) ReceiveSent(absl::CivilDay(2024, 2, day));
  PublishIt();
  Look();
  EXPECT_TRUE(All().empty());
  // A fact of another quarter is none of its business.
  ReceiveSent(absl::CivilDay(2024, 4, 2));
  Look();
  EXPECT_TRUE(All().empty());

  ReceiveSent(absl::CivilDay(2024, 3, 31));
  Look();
  ASSERT_EQ(All().size(), 1u);
  EXPECT_EQ(All()[0].state(), v1::RESTATEMENT_STATE_PROPOSED);
  EXPECT_EQ(All()[0].cause(), v1::RESTATEMENT_CAUSE_FACTS);
  EXPECT_EQ(All()[0].old_value().numerator(), 3);
  EXPECT_EQ(All()[0].new_value().numerator(), 4);
  EXPECT_EQ(All()[0].provenance().facts_count(), 4);
  EXPECT_EQ(All()[0].proposer(), "");
  EXPECT_EQ(PublishedValue(), 3);

  // Another one is told in the same, and looking again changes nothing.
  ReceiveSent(absl::CivilDay(2024, 3, 30));
  Look();
  Look();
  RestatementWatch other(*ledger_);
  ASSERT_THAT(other.Run(clock_.Now()), IsOk());
  ASSERT_EQ(All().size(), 1u);
  EXPECT_EQ(All()[0].new_value().numerator(), 5);
  EXPECT_EQ(All()[0].etag(), "2");

  v1::AcceptRestatementRequest accept;
  accept.set_name(All()[0].name());
  ASSERT_THAT(Run<AcceptRestatement>("AcceptRestatement", member_, accept), IsOk());
  EXPECT_EQ(PublishedValue(), 5);
  Look();
  EXPECT_EQ(All().size(), 1u);
  // What comes later still is the next one.
  ReceiveSent(absl::CivilDay(2024, 3, 29));
  Look();
  ASSERT_EQ(All().size(), 2u);
  EXPECT_EQ(All()[1].old_value().numerator(), 5);
  EXPECT_EQ(All()[1].new_value().numerator(), 6);
}

// What arrives between the submission and its acceptance is a difference from what was accepted.
TEST_F(PublishedFigure, WhatCameWhileTheBoardWasBusyIsRestatedToo) {
  ReceiveSent(absl::CivilDay(2024, 2, 1));
  ASSERT_THAT(SubmitIt(), IsOk());
  ReceiveSent(absl::CivilDay(2024, 2, 2));
  Look();
  EXPECT_TRUE(All().empty());
  v1::ValidateMeasurementRequest validate;
  validate.set_name(kName);
  ASSERT_THAT(Run<ValidateMeasurement>("ValidateMeasurement", member_, validate), IsOk());
  v1::AcceptMeasurementRequest accept;
  accept.set_name(kName);
  ASSERT_THAT(Run<AcceptMeasurement>("AcceptMeasurement", second_, accept), IsOk());
  Look();
  ASSERT_EQ(All().size(), 1u);
  EXPECT_EQ(All()[0].old_value().numerator(), 1);
  EXPECT_EQ(All()[0].new_value().numerator(), 2);
}

TEST_F(PublishedFigure, ARejectedDifferenceIsNotProposedAgain) {
  ReceiveSent(absl::CivilDay(2024, 2, 1));
  PublishIt();
  ReceiveSent(absl::CivilDay(2024, 2, 2));
  Look();
  v1::RejectRestatementRequest reject;
  reject.set_name(All()[0].name());
  reject.set_reason("contesté");
  ASSERT_THAT(Run<RejectRestatement>("RejectRestatement", member_, reject), IsOk());
  Look();
  EXPECT_EQ(All().size(), 1u);
  EXPECT_EQ(PublishedValue(), 1);
  ReceiveSent(absl::CivilDay(2024, 2, 3));
  Look();
  EXPECT_EQ(All().size(), 2u);
}

}  // namespace
}  // namespace mandat::objectives
