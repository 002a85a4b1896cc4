#include "services/objectives/facts/figures.h"

#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/rational.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/facts/keys.h"

namespace mandat::objectives::facts {
namespace {

using base::Period;
using formulas::Periods;
using testing::IsOk;

const Period kTerm = {absl::CivilDay(2022, 1, 1), absl::CivilDay(2026, 1, 1)};

Period Year(int year) { return {absl::CivilDay(year, 1, 1), absl::CivilDay(year + 1, 1, 1)}; }

// Indicators of a year and what was counted for each, by year.
class Figures : public ::testing::Test {
 protected:
  v1::Indicator& Add(const std::string& name) {
    v1::Indicator& indicator = indicators_[name];
    indicator.set_name(name);
    indicator.set_frequency(v1::FREQUENCY_YEAR);
    indicator.add_formulas()->set_version(1);
    return indicator;
  }
  v1::Indicator& AddTally(const std::string& name, const std::map<std::string, int64_t>& counts) {
    v1::Indicator& indicator = Add(name);
    indicator.mutable_formulas(0)->mutable_formula()->mutable_tally();
    counted_[{name, 1}].term = kTerm;
    for (const auto& [year, count] : counts) counted_[{name, 1}].sums[year].numerator = count;
    return indicator;
  }
  v1::Indicator& Combine(const std::string& name, v1::Operation operation,
                         const std::vector<std::string>& operands) {
    v1::Indicator& indicator = Add(name);
    v1::Combination* combination =
        indicator.mutable_formulas(0)->mutable_formula()->mutable_combination();
    combination->set_operation(operation);
    for (const std::string& operand : operands) combination->add_indicators(operand);
    return indicator;
  }
  v1::Figure Of(const std::string& name, int year) {
    Counts counts;
    counts.indicator = [this](const std::string& wanted) -> const v1::Indicator* {
      const auto found = indicators_.find(wanted);
      return found == indicators_.end() ? nullptr : &found->second;
    };
    counts.counted = [this](const std::string& wanted, int32_t version) -> const CountedFormula* {
      const auto found = counted_.find({wanted, version});
      return found == counted_.end() ? nullptr : &found->second;
    };
    const auto figure =
        FigureOf(indicators_.at(name), Periods(v1::FREQUENCY_YEAR, kTerm), Year(year), counts);
    EXPECT_THAT(figure, IsOk());
    return figure.value_or(v1::Figure());
  }
  std::string ValueOf(const std::string& name, int year) {
    const v1::Figure figure = Of(name, year);
    if (!figure.has_value()) return "none";
    return absl::StrCat(figure.value().numerator(), "/", figure.value().denominator());
  }

  std::map<std::string, v1::Indicator> indicators_;
  std::map<std::pair<std::string, int32_t>, CountedFormula> counted_;
};

TEST_F(Figures, ATallyIsWhatWasCountedAndNothingIsNought) {
  AddTally("indicators/a", {{"2023", 10'294}});
  EXPECT_EQ(ValueOf("indicators/a", 2023), "10294/1");
  EXPECT_EQ(ValueOf("indicators/a", 2024), "0/1");
  EXPECT_EQ(Of("indicators/a", 2023).numerator(), 10'294);
  EXPECT_FALSE(Of("indicators/a", 2023).has_denominator());
}

TEST_F(Figures, AShareOfNothingHasNoValue) {
  Add("indicators/s").mutable_formulas(0)->mutable_formula()->mutable_share();
  counted_[{"indicators/s", 1}].sums["2023"] = {9, 12};
  EXPECT_EQ(ValueOf("indicators/s", 2023), "3/4");
  EXPECT_EQ(Of("indicators/s", 2023).denominator(), 12);
  EXPECT_EQ(ValueOf("indicators/s", 2024), "none");
  EXPECT_EQ(Of("indicators/s", 2024).denominator(), 0);
}

TEST_F(Figures, CombinationsAreOfTheSamePeriod) {
  AddTally("indicators/a", {{"2022", 8'606}, {"2023", 10'294}});
  AddTally("indicators/b", {{"2022", 6}, {"2023", 294}});
  Combine("indicators/growth", v1::OPERATION_GROWTH, {"indicators/a"});
  Combine("indicators/sum", v1::OPERATION_SUM, {"indicators/a", "indicators/b"});
  Combine("indicators/less", v1::OPERATION_DIFFERENCE, {"indicators/a", "indicators/b"});
  Combine("indicators/over", v1::OPERATION_QUOTIENT, {"indicators/less", "indicators/b"});
  Combine("indicators/lost", v1::OPERATION_SUM, {"indicators/a", "indicators/gone"});
  EXPECT_EQ(ValueOf("indicators/growth", 2023), "844/4303");
  EXPECT_EQ(ValueOf("indicators/growth", 2022), "none") << "nothing in 2021 to grow from";
  EXPECT_EQ(ValueOf("indicators/sum", 2022), "8612/1");
  EXPECT_EQ(ValueOf("indicators/less", 2023), "10000/1");
  EXPECT_EQ(ValueOf("indicators/over", 2023), "5000/147");
  EXPECT_EQ(ValueOf("indicators/lost", 2023), "none");
}

TEST_F(Figures, ACircleOfCombinationsEnds) {
  Combine("indicators/a", v1::OPERATION_SUM, {"indicators/b"});
  Combine("indicators/b", v1::OPERATION_SUM, {"indicators/a"});
  EXPECT_EQ(ValueOf("indicators/a", 2023), "none");
}

TEST_F(Figures, ACumulativeOneCountsFromTheBeginningOfThePlan) {
  AddTally("indicators/a", {{"2021", 100}, {"2022", 5}, {"2024", 7}}).set_cumulative(true);
  EXPECT_EQ(ValueOf("indicators/a", 2022), "5/1");
  EXPECT_EQ(ValueOf("indicators/a", 2023), "5/1");
  EXPECT_EQ(ValueOf("indicators/a", 2024), "12/1");
}

TEST_F(Figures, ACumulativeOneOfAnotherPlanCountsFromTheBeginningOfThatPlan) {
  AddTally("indicators/a", {{"2021", 100}, {"2022", 5}}).set_cumulative(true);
  counted_[{"indicators/a", 1}].term.start = absl::CivilDay(2021, 1, 1);
  Combine("indicators/sum", v1::OPERATION_SUM, {"indicators/a"});
  EXPECT_EQ(ValueOf("indicators/sum", 2023), "105/1");
}

// Twenty operands in each of eight layers: 20^8 ways to the bottom, and 20 figures there.
TEST_F(Figures, WhatCombinationsShareIsComputedOnce) {
  std::vector<std::string> below;
  for (int layer = 0; layer < kDepthMax; ++layer) {
    std::vector<std::string> names;
    for (int i = 0; i < 20; ++i) {
      names.push_back(absl::StrCat("indicators/", layer, "-", i));
      if (layer == 0) {
        AddTally(names.back(), {{"2023", 1}});
      } else {
        Combine(names.back(), v1::OPERATION_SUM, below);
      }
    }
    below = names;
  }
  EXPECT_EQ(ValueOf(below[0], 2023), "1280000000/1") << "20^7";
}

TEST_F(Figures, ThePeriodsFirstDaySaysWhichVersionHolds) {
  v1::Indicator& indicator = AddTally("indicators/a", {{"2022", 1}, {"2023", 2}, {"2024", 3}});
  v1::FormulaVersion* second = indicator.add_formulas();
  second->set_version(2);
  *second->mutable_valid_from() = base::ToDate(absl::CivilDay(2023, 1, 1));
  second->mutable_formula()->mutable_tally();
  counted_[{"indicators/a", 2}].sums["2023"].numerator = 20;
  EXPECT_EQ(ValueOf("indicators/a", 2022), "1/1");
  EXPECT_EQ(ValueOf("indicators/a", 2023), "20/1");
  EXPECT_EQ(Of("indicators/a", 2022).formula_version(), 1);
  EXPECT_EQ(Of("indicators/a", 2023).formula_version(), 2);
  *second->mutable_valid_from() = base::ToDate(absl::CivilDay(2023, 1, 2));
  EXPECT_EQ(Of("indicators/a", 2023).formula_version(), 1) << "it began before";
}

TEST(SumsOf, TakesTheLogsThatMakeFiguresAlone) {
  const std::vector<ledger::CountRow> rows = {
      {ToText({1, v1::FACT_ROLE_NUMERATOR, "a-1", "2023"}), 3},
      {ToText({1, v1::FACT_ROLE_DENOMINATOR, "a-1", "2023"}), 4},
      {ToText({1, v1::FACT_ROLE_NUMERATOR, "a-2", "2023"}), 50},
      {ToText({1, v1::FACT_ROLE_NUMERATOR, "b-1", "2023"}), 600}};
  const SumsByPeriod sums = SumsOf(rows, {"a-1", "b-1"});
  ASSERT_EQ(sums.size(), 1u);
  EXPECT_EQ(sums.at("2023").numerator, 603);
  EXPECT_EQ(sums.at("2023").denominator, 4);
}

}  // namespace
}  // namespace mandat::objectives::facts
