// Every guard of every move, with the one thing that violates it.

#include "services/objectives/measurements/guards.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::measurements {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Measurement;

constexpr absl::CivilDay kAprilSecond(2024, 4, 2);

Measurement In(v1::MeasurementState state) {
  Measurement measurement = With(TestMeasurement(), "submitter: 's1' validator: 'v1'");
  measurement.set_state(state);
  return measurement;
}

// A published value of the same indicator.
Measurement Published(int year, int first_month, int64_t value) {
  Measurement other = AcceptedMeasurement();
  other.set_name(absl::StrCat("measurements/i1-", year, "-", first_month));
  other.mutable_period()->mutable_start_date()->set_year(year);
  other.mutable_period()->mutable_start_date()->set_month(first_month);
  other.mutable_accepted()->mutable_value()->set_numerator(value);
  other.mutable_accepted()->mutable_value()->set_denominator(1);
  return other;
}

TEST(MeasurementGuards, AValueIsSubmittedWithWhatItRestsOn) {
  Measurement before = In(v1::MEASUREMENT_STATE_DRAFT);
  EXPECT_THAT(Admit({Verb::kSubmit, before, "x", kAprilSecond}), IsOk());
  before.clear_evidence();
  EXPECT_THAT(Admit({Verb::kSubmit, before, "x", kAprilSecond}), HasReason("EVIDENCE_MISSING"));
}

// Three people: every combination of who acts and what they did before.
TEST(MeasurementGuards, NobodyHasTwoKeys) {
  const Measurement submitted = In(v1::MEASUREMENT_STATE_SUBMITTED);
  const Measurement validated = In(v1::MEASUREMENT_STATE_VALIDATED);
  const v1::Indicator indicator = TestIndicator();
  for (const std::string person : {"e1", "s1", "v1", "other"}) {
    const bool first = person == "e1" || person == "s1";
    const auto validate = Admit({Verb::kValidate, submitted, person, kAprilSecond});
    Move accept = {Verb::kAccept, validated, person, kAprilSecond};
    accept.indicator = &indicator;
    if (first) {
      EXPECT_THAT(validate, HasReason("SECOND_PERSON_REQUIRED")) << person;
    } else {
      EXPECT_THAT(validate, IsOk()) << person;
    }
    if (person == "other") {
      EXPECT_THAT(Admit(accept), IsOk());
    } else {
      EXPECT_THAT(Admit(accept), HasReason("SECOND_PERSON_REQUIRED")) << person;
    }
  }
}

TEST(MeasurementGuards, WhatIsOddIsAnsweredBeforeItIsValidated) {
  Measurement before = In(v1::MEASUREMENT_STATE_SUBMITTED);
  before.add_findings()->set_kind(v1::FINDING_KIND_OUTLIER);
  Move move = {Verb::kValidate, before, "b1", kAprilSecond};
  EXPECT_THAT(Admit(move), HasReason("FINDINGS_UNANSWERED"));
  move.findings_note = "grève en mars";
  EXPECT_THAT(Admit(move), IsOk());
}

TEST(MeasurementGuards, AValueIsAcceptedWhenItsPeriodIsOver) {
  const Measurement before = In(v1::MEASUREMENT_STATE_VALIDATED);
  const v1::Indicator indicator = TestIndicator();
  Move move = {Verb::kAccept, before, "b2", absl::CivilDay(2024, 3, 31)};
  move.indicator = &indicator;
  const auto early = Admit(move);
  EXPECT_THAT(early, HasReason("PERIOD_NOT_OVER"));
  EXPECT_EQ(base::MetadataOf(early.status())["endDate"], "2024-03-31");
  move.today = absl::CivilDay(2024, 4, 1);
  EXPECT_THAT(Admit(move), IsOk());
}

// Trap 2: a total that falls from one period to the next, whichever comes first.
TEST(MeasurementGuards, ACumulativeValueNeverFalls) {
  struct Row {
    Measurement other;
    int64_t value;
    bool falls;
  };
  const std::vector<Row> rows = {
      {Published(2023, 10, 100), 99, true}, {Published(2023, 10, 100), 100, false},
      {Published(2024, 4, 100), 101, true}, {Published(2024, 4, 100), 100, false},
      {Published(2024, 1, 100), 99, false},  // the same period, as it was before
  };
  const v1::Indicator plain = TestIndicator();
  const v1::Indicator cumulative = With(TestIndicator(), "cumulative: true");
  for (const Row& row : rows) {
    Measurement before = In(v1::MEASUREMENT_STATE_VALIDATED);
    before.mutable_value()->set_numerator(row.value);
    before.mutable_value()->set_denominator(1);
    Move move = {Verb::kAccept, before, "b2", kAprilSecond};
    move.all = {&row.other};
    move.indicator = &plain;
    EXPECT_THAT(Admit(move), IsOk());
    move.indicator = &cumulative;
    const auto admitted = Admit(move);
    if (!row.falls) {
      EXPECT_THAT(admitted, IsOk()) << row.other.ShortDebugString();
      continue;
    }
    EXPECT_THAT(admitted, HasReason("CUMULATIVE_FALLS")) << row.other.ShortDebugString();
    EXPECT_EQ(base::MetadataOf(admitted.status())["measurement"], row.other.name());
    // Of another part of the whole, it is another total.
    Measurement part = row.other;
    part.add_dimensions()->set_key("office");
    move.all = {&part};
    EXPECT_THAT(Admit(move), IsOk());
    // Neither is a value that was never published.
    Measurement unpublished = row.other;
    unpublished.clear_accepted();
    move.all = {&unpublished};
    EXPECT_THAT(Admit(move), IsOk());
  }
}

// Trap 5: what a higher level has accepted stays accepted.
TEST(MeasurementGuards, AnAcceptanceIsTakenBackOnlyWhereNothingStandsOnIt) {
  const Measurement before = In(v1::MEASUREMENT_STATE_ACCEPTED);
  Move move = {Verb::kReopen, before, "b2", kAprilSecond};
  EXPECT_THAT(Admit(move), IsOk());
  move.restatement = "restatements/r1";
  EXPECT_THAT(Admit(move), HasReason("RESTATEMENT_OPEN"));
  move.dashboard = "dashboards/d1";
  const auto above = Admit(move);
  EXPECT_THAT(above, HasReason("ACCEPTED_ABOVE"));
  EXPECT_EQ(base::MetadataOf(above.status())["dashboard"], "dashboards/d1");
}

TEST(MeasurementGuards, EachHasWordsOfItsOwn) {
  std::set<std::string> words;
  size_t guards = 0;
  for (const Transition& transition : kTransitions) {
    for (const Guard guard : transition.guards) {
      words.emplace(WordsOf(guard));
      ++guards;
    }
  }
  EXPECT_EQ(words.size(), 8u);
  EXPECT_EQ(guards, 9u);
}

}  // namespace
}  // namespace mandat::objectives::measurements
