#include "services/objectives/indicators/rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::indicators {
namespace {

using ledger::Version;
using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Indicator;

v1::CreateIndicatorRequest Creation(const Indicator& indicator) {
  v1::CreateIndicatorRequest request;
  *request.mutable_indicator() = indicator;
  return request;
}

// A computed one that was made so many seconds after 1970.
Indicator MadeAt(int seconds, const std::string& name = "indicators/i0") {
  return With(ComputedIndicator(),
              absl::StrCat("name: '", name, "' create_time { seconds: ", seconds, " }"));
}

// What every formula of this file says.
common::v1::LocalizedText Words() {
  return Parsed<common::v1::LocalizedText>(R"(
      fr: "Nombre des demandes article 60 envoyées, selon le moment de l'enregistrement."
      nl: "Aantal verzonden aanvragen artikel 60, volgens het moment van registratie."
      de: "Anzahl: gesendete Anträge nach Artikel 60; maßgeblich ist der Zeitpunkt der Erfassung."
      en: "Number of article 60 requests sent, by the time of recording.")");
}

TEST(CreateIndicator, HasThePartiesOfItsPlanAndAFirstVersion) {
  v1::CreateIndicatorRequest request = Creation(ComputedIndicator());
  EXPECT_THAT(CheckCreate(request), IsOk());
  request.set_indicator_id("I1");
  EXPECT_EQ(Fault(CheckCreate(request)), "ID_INVALID indicator_id");
  request.mutable_indicator()->clear_formulas();
  EXPECT_EQ(Fault(CheckCreate(request)), "FORMULA_EMPTY indicator.formulas");
  request.mutable_indicator()->clear_title();
  EXPECT_EQ(Fault(CheckCreate(request)), "FIELD_REQUIRED indicator.title");

  Indicator wanted = With(ComputedIndicator(), R"(etag: "3" owner: "0403019261" plan: "plans/x"
      supervisor: "0403019261")");
  wanted.mutable_formulas(0)->set_version(7);
  wanted.mutable_formulas(0)->mutable_words()->set_fr("mots de l'appelant");
  const auto decision = Create(Creation(wanted), "indicators/new", TestPlan(), TestObjective(), {});
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->versions()[0].how, Version::How::kCreate);
  Indicator made = With(ComputedIndicator(), "name: 'indicators/new'");
  *made.mutable_formulas(0)->mutable_words() = Words();
  EXPECT_THAT(After<Indicator>(decision), EqualsProto(made));
  EXPECT_THAT(Create(Creation(wanted), "indicators/new", PlanIn(v1::PLAN_STATE_CLOSED),
                     TestObjective(), {}),
              HasReason("PLAN_OVER"));
}

// Calendar periods are the same for all; the term of a plan is that of no other.
TEST(CreateIndicator, CombinesOnesOfAnotherPlanUnlessTheyCountByItsTerm) {
  const auto create = [](const char* frequency, const char* plan) {
    const std::string text = absl::StrCat("frequency: ", frequency);
    const Indicator operand = With(MadeAt(1), absl::StrCat(text, " plan: '", plan, "'"));
    return Create(Creation(With(ComputedIndicator(), text)), "indicators/new", TestPlan(),
                  TestObjective(), {&operand});
  };
  EXPECT_THAT(create("FREQUENCY_YEAR", "plans/p2"), IsOk());
  EXPECT_THAT(create("FREQUENCY_TERM", "plans/p1"), IsOk());
  EXPECT_THAT(create("FREQUENCY_TERM", "plans/p2"), HasReason("OPERAND_FREQUENCY"));
}

TEST(CreateIndicator, CombinesComputedOnesOfTheSamePeriods) {
  const auto create = [](const Indicator& operand) {
    return Create(Creation(ComputedIndicator()), "indicators/new", TestPlan(), TestObjective(),
                  {&operand});
  };
  EXPECT_THAT(create(MadeAt(1)), IsOk());
  EXPECT_THAT(create(With(MadeAt(1), "source: VALUE_SOURCE_ENTERED")),
              HasReason("OPERAND_NOT_COMPUTED"));
  EXPECT_THAT(create(With(MadeAt(1), "frequency: FREQUENCY_YEAR")), HasReason("OPERAND_FREQUENCY"));
}

v1::UpdateIndicatorRequest Change(const std::string& text, const std::string& path = "") {
  v1::UpdateIndicatorRequest request;
  *request.mutable_indicator() = With(Parsed<Indicator>("name: 'indicators/i1'"), text);
  if (!path.empty()) request.mutable_update_mask()->add_paths(path);
  return request;
}

TEST(UpdateIndicator, ChangesWhatTheMaskSaysAndChecksTheWhole) {
  EXPECT_EQ(Fault(CheckUpdate(v1::UpdateIndicatorRequest())), "FIELD_REQUIRED indicator.name");
  EXPECT_EQ(Fault(CheckUpdate(Change("", "colour"))), "MASK_INVALID update_mask");
  EXPECT_EQ(Fault(CheckUpdate(Change("on_track_permille: -1"))),
            "THRESHOLD_INVALID indicator.on_track_permille");
  const auto changed = Update(TestIndicator(), Change("on_track_permille: 900"),
                              PlanIn(v1::PLAN_STATE_RUNNING), nullptr);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->versions()[0].verb, "updated");
  EXPECT_THAT(After<Indicator>(changed),
              EqualsProto(With(TestIndicator(), "on_track_permille: 900")));
  EXPECT_EQ(
      Fault(Update(TestIndicator(), Change("at_risk_permille: 1"), TestPlan(), nullptr).status()),
      "THRESHOLD_INVALID indicator.at_risk_permille");
  EXPECT_THAT(Update(TestIndicator(), Change("cumulative: true"), PlanIn(v1::PLAN_STATE_EVALUATED),
                     nullptr),
              HasReason("PLAN_OVER"));
}

TEST(UpdateIndicator, NeverChangesWhatItsValuesAndFormulasStandOn) {
  for (const char* text :
       {"objective: 'objectives/o2'", "unit: UNIT_COUNT", "frequency: FREQUENCY_YEAR",
        "source: VALUE_SOURCE_PUSHED", "formulas { reason: 'x' }"}) {
    EXPECT_THAT(Update(ComputedIndicator(), Change(text), TestPlan(), nullptr),
                HasReason("FIELD_IMMUTABLE"))
        << text;
  }
}

TEST(UpdateIndicator, KeepsTheBaselineFromWhichItsTargetCounts) {
  const Indicator before = With(TestIndicator(), R"(baseline { numerator: 3 denominator: 1 }
      baseline_date { year: 2023 month: 12 day: 31 })");
  auto request = Change("", "baseline");
  request.mutable_update_mask()->add_paths("baseline_date");
  EXPECT_THAT(Update(before, request, TestPlan(), nullptr), IsOk());
  const v1::Target reach = TestTarget();
  EXPECT_THAT(Update(before, request, TestPlan(), &reach), IsOk());
  for (const char* shape : {"multiply { }", "reduce { }"}) {
    const v1::Target target = With(TestTarget(), shape);
    EXPECT_THAT(Update(before, request, TestPlan(), &target), HasReason("BASELINE_MISSING"));
  }
}

v1::ReviseFormulaRequest Revision(int year) {
  v1::ReviseFormulaRequest request;
  request.set_name("indicators/i1");
  *request.mutable_formula()->mutable_formula() = TestFormula();
  request.mutable_formula()->set_reason("a new count");
  request = With(request, "formula { valid_from { month: 1 day: 1 } }");
  request.mutable_formula()->mutable_valid_from()->set_year(year);
  return request;
}

TEST(CheckReviseFormula, WantsADayAFormulaAndAReason) {
  EXPECT_EQ(Fault(CheckRevise(v1::ReviseFormulaRequest())), "FIELD_REQUIRED name");
  v1::ReviseFormulaRequest request = Revision(2025);
  EXPECT_THAT(CheckRevise(request), IsOk());
  request.mutable_formula()->clear_reason();
  EXPECT_EQ(Fault(CheckRevise(request)), "FIELD_REQUIRED formula.reason");
  request.mutable_formula()->set_reason(std::string(1001, 'x'));
  EXPECT_EQ(Fault(CheckRevise(request)), "TEXT_TOO_LONG formula.reason");
  request.mutable_formula()->clear_formula();
  EXPECT_EQ(Fault(CheckRevise(request)), "FORMULA_EMPTY formula.formula");
  request.mutable_formula()->mutable_valid_from()->set_month(13);
  EXPECT_EQ(Fault(CheckRevise(request)), "DATE_INVALID formula.valid_from");
  request.mutable_formula()->clear_valid_from();
  EXPECT_EQ(Fault(CheckRevise(request)), "FIELD_REQUIRED formula.valid_from");
}

TEST(ReviseFormula, AddsAVersionAndLeavesTheOthers) {
  const auto revised = Revise(MadeAt(5), Revision(2025), PlanIn(v1::PLAN_STATE_RUNNING), {});
  ASSERT_THAT(revised, IsOk());
  EXPECT_EQ(revised->versions()[0].verb, "formulaRevised");
  const Indicator& after = After<Indicator>(revised);
  ASSERT_EQ(after.formulas_size(), 2);
  EXPECT_THAT(after.formulas(0), EqualsProto(MadeAt(5).formulas(0)));
  v1::FormulaVersion second = Revision(2025).formula();
  second.set_version(2);
  *second.mutable_words() = Words();
  EXPECT_THAT(after.formulas(1), EqualsProto(second));
  EXPECT_THAT(Revise(after, Revision(2025), TestPlan(), {}), HasReason("FORMULA_UNORDERED"));
  EXPECT_THAT(Revise(after, Revision(2026), TestPlan(), {}), IsOk());
}

TEST(ReviseFormula, IsRefusedWithItsReason) {
  EXPECT_THAT(Revise(TestIndicator(), Revision(2025), TestPlan(), {}),
              HasReason("INDICATOR_NOT_COMPUTED"));
  EXPECT_THAT(Revise(MadeAt(5), Revision(2025), PlanIn(v1::PLAN_STATE_CLOSED), {}),
              HasReason("PLAN_OVER"));
  const Indicator often = With(MadeAt(5), Times(49, "formulas { }"));
  EXPECT_THAT(Revise(often, Revision(2025), TestPlan(), {}),
              HasReason("FORMULA_REVISED_TOO_OFTEN"));
  const Indicator entered = With(MadeAt(1), "source: VALUE_SOURCE_ENTERED");
  EXPECT_THAT(Revise(MadeAt(5), Revision(2025), TestPlan(), {&entered}),
              HasReason("OPERAND_NOT_COMPUTED"));
  const Indicator yearly = With(MadeAt(1), "frequency: FREQUENCY_YEAR");
  EXPECT_THAT(Revise(MadeAt(5), Revision(2025), TestPlan(), {&yearly}),
              HasReason("OPERAND_FREQUENCY"));
}

TEST(ReviseFormula, CombinesOnlyWhatWasMadeBeforeSoThereAreNoCircles) {
  const Indicator before = MadeAt(5, "indicators/i1");
  const auto revise = [&before](const Indicator& operand) {
    return Revise(before, Revision(2025), TestPlan(), {&operand});
  };
  EXPECT_THAT(revise(MadeAt(4)), IsOk());
  EXPECT_THAT(revise(MadeAt(6)), HasReason("FORMULA_CIRCLE"));
  EXPECT_THAT(revise(before), HasReason("FORMULA_CIRCLE"));
}

// In one file, no way leads back either.
TEST(ReviseFormula, CombinesAgainWhatCameWithIt) {
  Indicator before = MadeAt(5, "indicators/i1");
  before.mutable_formulas(0)->mutable_formula()->mutable_combination()->add_indicators(
      "indicators/i0");
  before.add_formulas()->set_version(2);
  const Indicator with_it = MadeAt(5);
  EXPECT_THAT(Revise(before, Revision(2025), TestPlan(), {&with_it}), IsOk());
  const Indicator beside_it = MadeAt(5, "indicators/i2");
  EXPECT_THAT(Revise(before, Revision(2025), TestPlan(), {&with_it, &beside_it}),
              HasReason("FORMULA_CIRCLE"));
}

TEST(ListIndicators, NamesAreOfTheirCollections) {
  v1::ListIndicatorsRequest request;
  EXPECT_THAT(CheckList(request), IsOk());
  request.set_objective("plans/p1");
  EXPECT_EQ(Fault(CheckList(request)), "NAME_INVALID objective");
  request.set_plan("objectives/o1");
  EXPECT_EQ(Fault(CheckList(request)), "NAME_INVALID plan");
}

}  // namespace
}  // namespace mandat::objectives::indicators
