#include "services/objectives/measurements/rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/period.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::measurements {
namespace {

using ledger::Decision;
using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Measurement;

// 2 April 2024, 10:00 in Brussels.
absl::Time April() {
  return base::EndOfDayInBrussels(absl::CivilDay(2024, 4, 1)) + absl::Hours(10);
}
By Head() { return {"e1", April()}; }

v1::EnterMeasurementRequest Entering(const std::string& text = "") {
  v1::EnterMeasurementRequest request;
  Measurement* measurement = request.mutable_measurement();
  measurement->set_indicator("indicators/i1");
  *measurement->mutable_period() = TestMeasurement().period();
  *measurement->mutable_value() = TestMeasurement().value();
  measurement->set_evidence(TestMeasurement().evidence());
  *measurement = With(*measurement, text);
  return request;
}

struct Row {
  std::string text;
  const char* fault;
};

TEST(CheckEnterMeasurement, RefusesEachBadFieldWithItsReason) {
  const std::string dimension = "dimensions { key: 'office' value: 'namur' } ";
  const Row rows[] = {
      {"", ""},
      {"indicator: 'plans/p1'", "NAME_INVALID measurement.indicator"},
      {"period { start_date { month: 4 } }", "PERIOD_INVALID measurement.period"},
      {"value { denominator: -1 }", "RATIONAL_INVALID measurement.value"},
      {absl::StrCat("evidence: '", std::string(2000, 'x'), "'"), ""},
      {absl::StrCat("evidence: '", std::string(2001, 'x'), "'"),
       "TEXT_TOO_LONG measurement.evidence"},
      {"evidence: 'a\\001'", "TEXT_INVALID measurement.evidence"},
      {dimension, ""},
      {dimension + dimension, "DIMENSION_REPEATED measurement.dimensions[1].key"},
      {"dimensions { value: 'namur' }", "FIELD_REQUIRED measurement.dimensions[0].key"},
      {"dimensions { key: 'office' }", "FIELD_REQUIRED measurement.dimensions[0].value"},
      {"dimensions { key: 'a' value: 'B' }", "ID_INVALID measurement.dimensions[0].value"},
      {Times(5, dimension), "TOO_MANY_ITEMS measurement.dimensions"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(Fault(CheckEnter(Entering(row.text))), row.fault);
  }
  auto request = Entering();
  request.mutable_measurement()->clear_period();
  EXPECT_EQ(Fault(CheckEnter(request)), "FIELD_REQUIRED measurement.period");
  request = Entering();
  request.mutable_measurement()->mutable_period()->clear_end_date();
  EXPECT_EQ(Fault(CheckEnter(request)), "PERIOD_INVALID measurement.period");
  request = Entering();
  request.mutable_measurement()->clear_value();
  EXPECT_THAT(CheckEnter(request), IsOk());
}

TEST(CheckMeasurement, NamesAndReasonsAreChecked) {
  v1::ReturnMeasurementRequest returning;
  EXPECT_EQ(Fault(CheckReturn(returning)), "FIELD_REQUIRED name");
  returning.set_name("measurements/m1");
  EXPECT_EQ(Fault(CheckReturn(returning)), "FIELD_REQUIRED reason");
  returning.set_reason(std::string(1001, 'x'));
  EXPECT_EQ(Fault(CheckReturn(returning)), "TEXT_TOO_LONG reason");
  v1::ReopenMeasurementRequest reopening;
  reopening.set_name("measurements/m1");
  EXPECT_EQ(Fault(CheckReopen(reopening)), "FIELD_REQUIRED reason");
  v1::ValidateMeasurementRequest validating;
  validating.set_name("plans/p1");
  EXPECT_EQ(Fault(CheckValidate(validating)), "NAME_INVALID name");
  validating.set_name("measurements/m1");
  validating.set_findings_note(std::string(1001, 'x'));
  EXPECT_EQ(Fault(CheckValidate(validating)), "TEXT_TOO_LONG findings_note");
  v1::ListMeasurementsRequest list;
  list.set_state(static_cast<v1::MeasurementState>(99));
  EXPECT_EQ(Fault(CheckList(list)), "STATE_UNKNOWN state");
  v1::SubmitFigureRequest figure;
  figure.set_indicator("indicators/i1");
  EXPECT_EQ(Fault(CheckSubmitFigure(figure)), "FIELD_REQUIRED period");
}

class Entered : public ::testing::Test {
 protected:
  absl::StatusOr<Decision> Enter(const v1::EnterMeasurementRequest& request,
                                 const Measurement* before = nullptr) {
    return measurements::Enter(request, before, {plan_, indicator_, all_}, Head());
  }

  v1::Plan plan_ = PlanIn(v1::PLAN_STATE_RUNNING);
  v1::Indicator indicator_ = TestIndicator();
  std::vector<const Measurement*> all_;
};

TEST_F(Entered, IsADraftOfWhoEnteredIt) {
  const auto decision =
      Enter(Entering("owner: '0403019261' state: MEASUREMENT_STATE_ACCEPTED "
                     "acceptor: 'x' supervisor: '0403019261'"));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  EXPECT_EQ(decision->versions()[0].verb, "entered");
  EXPECT_THAT(After<Measurement>(decision), EqualsProto(TestMeasurement()));
}

TEST_F(Entered, OfTheSamePeriodItIsTheSameMeasurement) {
  const Measurement before = With(TestMeasurement(), R"(state: MEASUREMENT_STATE_RETURNED
      return_reason: "incomplet" submitter: "s1" validator: "v1" findings { } findings_note: "n")");
  const auto decision = Enter(Entering("value { numerator: 88 }"), &before);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].how, Version::How::kReplace);
  EXPECT_THAT(
      After<Measurement>(decision),
      EqualsProto(With(TestMeasurement(), "return_reason: 'incomplet' value { numerator: 88 }")));
}

TEST_F(Entered, CanBeSubmittedInTheSameStep) {
  auto request = Entering();
  request.set_submit(true);
  const auto decision = Enter(request);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "submitted");
  EXPECT_THAT(
      After<Measurement>(decision),
      EqualsProto(With(TestMeasurement(), "state: MEASUREMENT_STATE_SUBMITTED submitter: 'e1'")));
  request.mutable_measurement()->clear_evidence();
  EXPECT_THAT(Enter(request), HasReason("EVIDENCE_MISSING"));
}

TEST_F(Entered, FitsPlanIndicatorAndCalendar) {
  plan_.set_state(v1::PLAN_STATE_DRAFT);
  EXPECT_THAT(Enter(Entering()), HasReason("PLAN_NOT_ADOPTED"));
  plan_.set_state(v1::PLAN_STATE_EVALUATED);
  EXPECT_THAT(Enter(Entering()), HasReason("PLAN_OVER"));
  plan_.set_state(v1::PLAN_STATE_ADOPTED);
  EXPECT_THAT(Enter(Entering()), IsOk());
  // Trap 5: the kind of the period is the indicator's.
  const std::string month = "period { end_date { month: 1 day: 31 } }";
  EXPECT_EQ(Fault(Enter(Entering(month)).status()), "PERIOD_INVALID measurement.period");
  const std::string next =
      "period { start_date { month: 4 day: 1 } end_date { month: 6 day: 30 } }";
  EXPECT_THAT(Enter(Entering(next)), IsOk());
  const std::string later =
      "period { start_date { month: 7 day: 1 } end_date { month: 9 day: 30 } }";
  EXPECT_EQ(Fault(Enter(Entering(later)).status()), "PERIOD_NOT_BEGUN measurement.period");
  const std::string office = "dimensions { key: 'office' value: 'namur' }";
  EXPECT_EQ(Fault(Enter(Entering(office)).status()),
            "DIMENSION_UNKNOWN measurement.dimensions[0].key");
  indicator_.add_dimensions()->set_key("office");
  EXPECT_THAT(Enter(Entering(office)), IsOk());
  indicator_.set_source(v1::VALUE_SOURCE_COMPUTED);
  EXPECT_THAT(Enter(Entering()), HasReason("INDICATOR_COMPUTED"));
}

TEST_F(Entered, WhatIsOddStandsBesideItWhenItIsSubmitted) {
  const auto share = [this](int64_t numerator) {
    auto request = Entering();
    request.set_submit(true);
    request.mutable_measurement()->mutable_value()->set_numerator(numerator);
    return After<Measurement>(Enter(request)).findings_size();
  };
  EXPECT_EQ(share(100), 0);
  EXPECT_EQ(share(101), 1);
  EXPECT_EQ(share(-1), 1);
  // Four quarters before, all of them near 87 %.
  std::vector<Measurement> earlier(4, AcceptedMeasurement());
  for (size_t i = 0; i < earlier.size(); ++i) {
    auto* period = earlier[i].mutable_period();
    *period = base::ToPeriod({absl::CivilDay(2023, 1 + 3 * static_cast<int>(i), 1),
                              absl::CivilDay(absl::CivilMonth(2023, 4 + 3 * static_cast<int>(i)))});
    earlier[i].mutable_accepted()->mutable_value()->set_numerator(85 + static_cast<int>(i));
    all_.push_back(&earlier[i]);
  }
  EXPECT_EQ(share(88), 0);
  EXPECT_EQ(share(20), 1);
  // Its own period, as it was published before, is nothing to compare with.
  Measurement own = AcceptedMeasurement();
  own.mutable_accepted()->mutable_value()->set_numerator(20);
  all_.push_back(&own);
  EXPECT_EQ(share(20), 1);
}

TEST(SubmittedFigure, CarriesHowItCameAbout) {
  const v1::Plan plan = PlanIn(v1::PLAN_STATE_RUNNING);
  const v1::Indicator indicator = ComputedIndicator();
  v1::SubmitFigureRequest request;
  request.set_indicator("indicators/i1");
  *request.mutable_period() = TestMeasurement().period();
  TakenFigure figure;
  figure.value = Parsed<common::v1::Rational>("numerator: 7 denominator: 8");
  figure.provenance = Parsed<v1::FigureProvenance>(
      "formula_version: 1 numerator: 7 denominator: 8 facts_count: 15 facts_digest: 'd'");
  const auto submit = [&](const Measurement* before = nullptr) {
    return SubmitFigure(request, figure, before, {plan, indicator, {}}, Head());
  };
  Measurement wanted = With(TestMeasurement(), R"(state: MEASUREMENT_STATE_SUBMITTED
      value { numerator: 7 denominator: 8 } submitter: "e1")");
  wanted.clear_evidence();
  wanted.clear_unit();
  *wanted.mutable_provenance() = figure.provenance;
  const auto decision = submit();
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].verb, "submitted");
  EXPECT_THAT(After<Measurement>(decision), EqualsProto(wanted));

  EXPECT_THAT(submit(&wanted), HasReason("MEASUREMENT_SUBMITTED"));
  const Measurement published = AcceptedMeasurement();
  EXPECT_THAT(submit(&published), HasReason("MEASUREMENT_ACCEPTED"));
  // Once it was reopened, the figure of now is submitted; what was accepted is shown until then.
  const Measurement reopened = With(published, "state: MEASUREMENT_STATE_RETURNED");
  EXPECT_THAT(After<Measurement>(submit(&reopened)).accepted(), EqualsProto(published.accepted()));
  figure.value.reset();
  EXPECT_FALSE(After<Measurement>(submit()).has_value());
  figure.catching_up = true;
  EXPECT_THAT(submit(), HasReason("FIGURE_CATCHING_UP"));
}

TEST(AcceptedMeasurement, IsPublishedAndSigned) {
  const v1::Plan plan = PlanIn(v1::PLAN_STATE_RUNNING);
  const v1::Indicator indicator = TestIndicator();
  const Measurement before = With(TestMeasurement(), R"(state: MEASUREMENT_STATE_VALIDATED
      submitter: "s1" validator: "v1" provenance { formula_version: 3 facts_digest: "dd"
      sources { service: "socialaid" epoch: "e" position: 12 }
      sources { service: "partners" epoch: "f" position: 3 } })");
  const auto decision = Accept(before, {plan, indicator, {}}, {"a1", April()});
  ASSERT_THAT(decision, IsOk());
  const Measurement after = After<Measurement>(decision);
  EXPECT_EQ(after.state(), v1::MEASUREMENT_STATE_ACCEPTED);
  EXPECT_EQ(after.acceptor(), "a1");
  EXPECT_EQ(after.supervisor(), kMinistry);
  EXPECT_THAT(after.accepted().value(), EqualsProto(before.value()));
  EXPECT_THAT(after.accepted().value_date(), EqualsProto(before.value_date()));
  EXPECT_THAT(after.accepted().provenance(), EqualsProto(before.provenance()));
  // printf 'measurements/i1-2024-q1|87/100|3|socialaid:e:12,partners:f:3|dd' | sha256sum
  EXPECT_EQ(after.accepted().digest(),
            "a548e2ec706dac494fd44231e07650779386ab17787ecf62653946097b57eede");
  // Every part of it changes the digest.
  for (const char* text :
       {"value { numerator: 86 }", "provenance { formula_version: 4 }",
        "provenance { facts_digest: 'de' }", "provenance { sources { service: 'governance' } }"}) {
    EXPECT_NE(DigestOf(after.name(), With(after.accepted(), text)), after.accepted().digest());
  }
}

TEST(ReturnedMeasurement, KeepsWhatWasAccepted) {
  const v1::Plan plan = PlanIn(v1::PLAN_STATE_RUNNING);
  v1::ReopenMeasurementRequest reopen;
  reopen.set_reason("erreur de comptage");
  const auto reopened = Reopen(AcceptedMeasurement(), reopen, plan, {});
  ASSERT_THAT(reopened, IsOk());
  EXPECT_EQ(reopened->versions()[0].verb, "reopened");
  EXPECT_EQ(reopened->reason(), "erreur de comptage");
  Measurement wanted =
      With(AcceptedMeasurement(),
           "state: MEASUREMENT_STATE_RETURNED return_reason: 'erreur de comptage'");
  // Who supervises sees nothing unfinished.
  wanted.clear_supervisor();
  EXPECT_THAT(After<Measurement>(reopened), EqualsProto(wanted));
  EXPECT_THAT(Reopen(AcceptedMeasurement(), reopen, plan, {"dashboards/d1", ""}),
              HasReason("ACCEPTED_ABOVE"));

  v1::ReturnMeasurementRequest returning;
  returning.set_reason("preuve illisible");
  for (const auto state : {v1::MEASUREMENT_STATE_SUBMITTED, v1::MEASUREMENT_STATE_VALIDATED}) {
    Measurement before = TestMeasurement();
    before.set_state(state);
    const auto returned = Return(before, returning, plan);
    ASSERT_THAT(returned, IsOk());
    EXPECT_EQ(After<Measurement>(returned).state(), v1::MEASUREMENT_STATE_RETURNED);
    EXPECT_EQ(After<Measurement>(returned).return_reason(), "preuve illisible");
  }
  for (const auto state : {v1::PLAN_STATE_EVALUATED, v1::PLAN_STATE_CLOSED}) {
    EXPECT_THAT(Reopen(AcceptedMeasurement(), reopen, PlanIn(state), {}), HasReason("PLAN_OVER"));
  }
}

// Trap 5: the higher level is the dashboard that the board validated.
TEST(ReopenedMeasurement, IsInNoDashboardThatWasValidated) {
  v1::Dashboard dashboard = Parsed<v1::Dashboard>("name: 'dashboards/d1'");
  v1::DashboardRow row = Parsed<v1::DashboardRow>(R"(dashboard: "dashboards/d1"
      indicator { value { measurement: "measurements/i1-2024-q1" official: true } })");
  const Measurement measurement = AcceptedMeasurement();
  const auto above = [&] { return ValidatedWith(measurement, {&dashboard}, {&row}); };
  dashboard.set_state(v1::DASHBOARD_STATE_FROZEN);
  EXPECT_EQ(above(), "");
  for (const auto state : {v1::DASHBOARD_STATE_VALIDATED, v1::DASHBOARD_STATE_PRESENTED}) {
    dashboard.set_state(state);
    EXPECT_EQ(above(), "dashboards/d1");
  }
  // As it was submitted, it was not published there.
  row.mutable_indicator()->mutable_value()->set_official(false);
  EXPECT_EQ(above(), "");
  row.mutable_indicator()->clear_value();
  *row.mutable_indicator()->add_parts() =
      Parsed<v1::DashboardValue>("measurement: 'measurements/i1-2024-q1' official: true");
  EXPECT_EQ(above(), "dashboards/d1");
  row.set_dashboard("dashboards/d2");
  EXPECT_EQ(above(), "");
  row = Parsed<v1::DashboardRow>(R"(dashboard: "dashboards/d1"
      indicator { value { measurement: "measurements/i1-2024-q2" official: true } })");
  EXPECT_EQ(above(), "");
}

TEST(SameValue, ComparesFractionsAndTheirAbsence) {
  const auto of = [](int64_t numerator, int64_t denominator) {
    common::v1::Rational made;
    made.set_numerator(numerator);
    made.set_denominator(denominator);
    return made;
  };
  EXPECT_TRUE(SameValue(true, of(1, 2), true, of(50, 100)));
  EXPECT_FALSE(SameValue(true, of(1, 2), true, of(51, 100)));
  EXPECT_FALSE(SameValue(true, of(0, 1), false, {}));
  EXPECT_FALSE(SameValue(false, {}, true, of(0, 1)));
  EXPECT_TRUE(SameValue(false, {}, false, of(3, 1)));
}

}  // namespace
}  // namespace mandat::objectives::measurements
