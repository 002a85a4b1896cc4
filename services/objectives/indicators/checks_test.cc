#include "services/objectives/indicators/checks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives::indicators {
namespace {

using base::Fields;
using mandat::testing::IsOk;
using v1::Indicator;

struct Row {
  std::string text;
  const char* fault;
};

TEST(CheckIndicator, RefusesEachBadFieldWithItsReason) {
  const std::string baseline = "baseline { numerator: 3 denominator: 1 } ";
  const std::string date = "baseline_date { year: 2023 month: 12 day: 31 } ";
  const Row rows[] = {
      {"objective: 'plans/p1'", "NAME_INVALID indicator.objective"},
      {absl::StrCat("number: '", std::string(20, 'x'), "'"), ""},
      {absl::StrCat("number: '", std::string(21, 'x'), "'"), "TEXT_TOO_LONG indicator.number"},
      {"number: 'a\\001'", "TEXT_INVALID indicator.number"},
      {absl::StrCat("title { nl: '", std::string(500, 'x'), "' }"), ""},
      {absl::StrCat("title { nl: '", std::string(501, 'x'), "' }"),
       "TEXT_TOO_LONG indicator.title.nl"},
      {"unit: UNIT_UNSPECIFIED", "FIELD_REQUIRED indicator.unit"},
      {"direction: DIRECTION_UNSPECIFIED", "FIELD_REQUIRED indicator.direction"},
      {"aggregation: AGGREGATION_UNSPECIFIED", "FIELD_REQUIRED indicator.aggregation"},
      {"frequency: FREQUENCY_UNSPECIFIED", "FIELD_REQUIRED indicator.frequency"},
      {"source: VALUE_SOURCE_UNSPECIFIED", "FIELD_REQUIRED indicator.source"},
      {baseline + date, ""},
      {"baseline { numerator: 3 } " + date, "RATIONAL_INVALID indicator.baseline"},
      {baseline + "baseline_date { year: 2023 }", "DATE_INVALID indicator.baseline_date"},
      {baseline, "BASELINE_INCOMPLETE indicator.baseline_date"},
      {date, "BASELINE_INCOMPLETE indicator.baseline"},
      {"on_track_permille: 1000 at_risk_permille: 1000", ""},
      {"on_track_permille: 1001", "THRESHOLD_INVALID indicator.on_track_permille"},
      {"on_track_permille: -1", "THRESHOLD_INVALID indicator.on_track_permille"},
      {"at_risk_permille: 1001", "THRESHOLD_INVALID indicator.at_risk_permille"},
      {"on_track_permille: 500 at_risk_permille: 501",
       "THRESHOLD_INVALID indicator.at_risk_permille"},
      {"responsible_unit: ''", "FIELD_REQUIRED indicator.responsible_unit"},
      {"responsible_unit: 'Contact'", "ID_INVALID indicator.responsible_unit"},
      {"responsible_unit: '' source: VALUE_SOURCE_PUSHED", ""},
      {"dimensions { key: 'office' title { fr: 'bureau' } }", ""},
      {"dimensions { title { fr: 'bureau' } }", "FIELD_REQUIRED indicator.dimensions[0].key"},
      {"dimensions { key: 'Office' title { fr: 'x' } }", "ID_INVALID indicator.dimensions[0].key"},
      {"dimensions { key: 'office' }", "FIELD_REQUIRED indicator.dimensions[0].title"},
      {Times(2, "dimensions { key: 'office' title { fr: 'x' } }"),
       "DIMENSION_REPEATED indicator.dimensions[1].key"},
      {Times(5, "dimensions { key: 'office' title { fr: 'x' } }"),
       "TOO_MANY_ITEMS indicator.dimensions"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const absl::Status status = CheckIndicator(With(TestIndicator(), row.text), Fields::kAll);
    EXPECT_EQ(Fault(status), row.fault);
    EXPECT_EQ(absl::IsInvalidArgument(status), *row.fault != '\0');
  }
}

TEST(CheckIndicator, KnowsTheCodesOfTheProto) {
  const auto check = [](auto spoil) {
    Indicator indicator = TestIndicator();
    spoil(&indicator);
    return Fault(CheckIndicator(indicator, Fields::kAll));
  };
  EXPECT_EQ(check([](Indicator* i) { i->set_unit(static_cast<v1::Unit>(99)); }),
            "UNIT_UNKNOWN indicator.unit");
  EXPECT_EQ(check([](Indicator* i) { i->set_direction(static_cast<v1::Direction>(99)); }),
            "DIRECTION_UNKNOWN indicator.direction");
  EXPECT_EQ(check([](Indicator* i) { i->set_aggregation(static_cast<v1::Aggregation>(99)); }),
            "AGGREGATION_UNKNOWN indicator.aggregation");
  EXPECT_EQ(check([](Indicator* i) { i->set_frequency(static_cast<v1::Frequency>(99)); }),
            "FREQUENCY_UNKNOWN indicator.frequency");
  EXPECT_EQ(check([](Indicator* i) { i->set_source(static_cast<v1::ValueSource>(99)); }),
            "SOURCE_UNKNOWN indicator.source");
}

TEST(CheckIndicator, AsksForWhatIsRequiredInTheOrderOfTheFields) {
  Indicator indicator;
  EXPECT_EQ(Fault(CheckIndicator(indicator, Fields::kAll)), "FIELD_REQUIRED indicator.objective");
  indicator.set_objective("objectives/o1");
  EXPECT_EQ(Fault(CheckIndicator(indicator, Fields::kAll)), "FIELD_REQUIRED indicator.number");
  indicator.set_number("1.1");
  EXPECT_EQ(Fault(CheckIndicator(indicator, Fields::kAll)), "FIELD_REQUIRED indicator.title");
  *indicator.mutable_title() = TestIndicator().title();
  EXPECT_EQ(Fault(CheckIndicator(indicator, Fields::kAll)), "FIELD_REQUIRED indicator.unit");
  // Of a part nothing is asked for.
  EXPECT_THAT(CheckIndicator(Indicator(), Fields::kSet), IsOk());
  EXPECT_THAT(CheckIndicator(Parsed<Indicator>("at_risk_permille: 900"), Fields::kSet), IsOk());
}

TEST(CheckFirstFormula, AComputedIndicatorHasOne) {
  EXPECT_THAT(CheckFirstFormula(ComputedIndicator()), IsOk());
  EXPECT_THAT(CheckFirstFormula(TestIndicator()), IsOk());
  Indicator indicator = With(ComputedIndicator(), "source: VALUE_SOURCE_PUSHED");
  EXPECT_EQ(Fault(CheckFirstFormula(indicator)), "FORMULA_UNEXPECTED indicator.formulas");
  indicator = ComputedIndicator();
  indicator.clear_formulas();
  EXPECT_EQ(Fault(CheckFirstFormula(indicator)), "FORMULA_EMPTY indicator.formulas");
  EXPECT_EQ(Fault(CheckFirstFormula(With(ComputedIndicator(), "formulas { }"))),
            "TOO_MANY_ITEMS indicator.formulas");
  indicator = ComputedIndicator();
  indicator.mutable_formulas(0)->mutable_valid_from()->set_year(2024);
  EXPECT_EQ(Fault(CheckFirstFormula(indicator)), "DATE_INVALID indicator.formulas[0].valid_from");
  indicator = ComputedIndicator();
  indicator.mutable_formulas(0)->clear_formula();
  EXPECT_EQ(Fault(CheckFirstFormula(indicator)), "FORMULA_EMPTY indicator.formulas[0].formula");
  indicator = ComputedIndicator();
  indicator.mutable_formulas(0)->set_reason(std::string(1001, 'x'));
  EXPECT_EQ(Fault(CheckFirstFormula(indicator)), "TEXT_TOO_LONG indicator.formulas[0].reason");
}

}  // namespace
}  // namespace mandat::objectives::indicators
