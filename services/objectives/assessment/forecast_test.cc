#include "services/objectives/assessment/forecast.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/lib/testing/messages.h"
#include "services/lib/testing/seed.h"
#include "services/objectives/assessment/case_for_test.h"

namespace mandat::objectives {
namespace {

v1::Indicator Quarterly(const std::string& more = "") {
  return testing::With(
      testing::Parsed<v1::Indicator>("unit: UNIT_COUNT frequency: FREQUENCY_QUARTER"
                                     " direction: DIRECTION_UP"),
      more);
}

std::string Fraction(const common::v1::Rational& value) {
  return absl::StrCat(value.numerator(),
                      value.denominator() == 1 ? "" : absl::StrCat("/", value.denominator()));
}

// `value low high held/tested`, or `none`.
std::string Told(const v1::Indicator& indicator, const std::string& values,
                 const std::string& period, const std::string& today = "2030-01-01") {
  const auto forecast = ForecastOf(indicator, Values(values), PeriodOf(period), Day(today));
  if (!forecast.has_value()) return "none";
  return absl::StrCat(Fraction(forecast->value()), " ", Fraction(forecast->low()), " ",
                      Fraction(forecast->high()), " ", forecast->held_count(), "/",
                      forecast->tested_count());
}

TEST(ForecastOf, ByHand) {
  const struct {
    const char* indicator;
    const char* values;
    const char* period;
    const char* told;
  } rows[] = {
      // On a line.
      {"", "2024-Q1=10 2024-Q2=20 2024-Q3=30 2024-Q4=40", "2025-Q1", "50 50 50 0/0"},
      {"", "2024-Q1=10 2024-Q2=20 2024-Q3=30 2024-Q4=40", "2025-Q4", "80 80 80 0/0"},
      // 1 3 2 4: y = 1.3 + 0.8 x, distances .3 .9 .9 .3, band 1.2.
      {"", "2024-Q1=1 2024-Q2=3 2024-Q3=2 2024-Q4=4", "2025-Q1", "9/2 33/10 57/10 0/0"},
      // A gap is a gap: x = 0, 1, 2, 4.
      {"", "2024-Q1=10 2024-Q2=20 2024-Q3=30 2024-Q4=none 2025-Q1=50", "2025-Q2", "60 60 60 0/0"},
      // Only the last eight count; with the first, bands were wide.
      {"",
       "2022-Q4=900 2023-Q1=1 2023-Q2=2 2023-Q3=3 2023-Q4=4 2024-Q1=5 2024-Q2=6 2024-Q3=7 "
       "2024-Q4=8",
       "2025-Q1", "9 9 9 5/5"},
      // What can be.
      {"unit: UNIT_SHARE", "2024-Q1=7/10 2024-Q2=8/10 2024-Q3=9/10 2024-Q4=1", "2025-Q1",
       "1 1 1 0/0"},
      {"", "2024-Q1=3 2024-Q2=2 2024-Q3=1 2024-Q4=0", "2025-Q1", "0 0 0 0/0"},
      {"unit: UNIT_CENTS", "2024-Q1=3 2024-Q2=2 2024-Q3=1 2024-Q4=0", "2025-Q1", "-1 -1 -1 0/0"},
      // 1 9 9 9: y = 3.4 + 2.4 x, band 4, not below the last.
      {"cumulative: true", "2024-Q1=1 2024-Q2=9 2024-Q3=9 2024-Q4=9", "2025-Q1", "13 9 17 0/0"},
      // None.
      {"", "2024-Q1=10 2024-Q2=20 2024-Q3=30", "2025-Q1", "none"},
      {"", "2024-Q1=10 2024-Q2=20 2024-Q3=30 2024-Q4=40", "2024-Q4", "none"},
      {"", "2024-Q1=10 2024-Q2=20 2024-Q3=30 2024-Q4=40", "2024-Q3", "none"},
      {"frequency: FREQUENCY_TERM", "2024-Q1=10 2024-Q2=20 2024-Q3=30 2024-Q4=40", "2025-Q1",
       "none"},
      {"", "2024-Q1=1000000000001 2024-Q2=20 2024-Q3=30 2024-Q4=40", "2025-Q1", "none"},
      {"unit: UNIT_CENTS", "2024-Q1=-1000000000001 2024-Q2=20 2024-Q3=30 2024-Q4=40", "2025-Q1",
       "none"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Told(Quarterly(row.indicator), row.values, row.period), row.told) << row.values;
  }
}

TEST(ForecastOf, TellsHowOftenTheBandHeld) {
  const char six[] = "2024-Q1=10 2024-Q2=20 2024-Q3=30 2024-Q4=40 2025-Q1=50 2025-Q2=61";
  const auto forecast =
      ForecastOf(Quarterly(), Values(six), PeriodOf("2025-Q3"), Day("2030-01-01"));
  ASSERT_TRUE(forecast.has_value());
  EXPECT_EQ(forecast->tested_count(), 2);
  EXPECT_EQ(forecast->held_count(), 1);  // 50 is on the line, 61 beside it
  EXPECT_EQ(forecast->values_count(), 6);
}

TEST(ForecastOf, KnowsOnlyWhatWasKnown) {
  const char four[] = "2024-Q1=10 2024-Q2=20 2024-Q3=30 2024-Q4=40";
  EXPECT_EQ(Told(Quarterly(), four, "2025-Q1", "2025-01-10"), "none");
  EXPECT_EQ(Told(Quarterly(), four, "2025-Q1", "2025-01-11"), "50 50 50 0/0");
}

TEST(ForecastOf, DeclaresItsMethod) {
  const char five[] = "2024-Q1=1 2024-Q2=3 2024-Q3=2 2024-Q4=4 2025-Q1=3";
  const auto five_values =
      ForecastOf(Quarterly(), Values(five), PeriodOf("2025-Q2"), Day("2030-01-01"));
  ASSERT_TRUE(five_values.has_value());
  EXPECT_EQ(
      five_values->words().en(),
      "Line of least squares through the last 5 values: 4.1 for the period until 30 June 2025, "
      "between 2.66 and 5.54 (plus or minus twice the mean distance of the values from the "
      "line). Computed in the same way for 1 earlier value, the band held 0 of them.");
  const auto four_values =
      ForecastOf(Quarterly(), Values("2024-Q1=1 2024-Q2=3 2024-Q3=2 2024-Q4=4"),
                 PeriodOf("2025-Q1"), Day("2030-01-01"));
  ASSERT_TRUE(four_values.has_value());
  EXPECT_EQ(
      four_values->words().fr(),
      "Droite des moindres carrés par les 4 dernières valeurs : 4,5 pour la période jusqu'au "
      "31 mars 2025, entre 3,3 et 5,7 (plus ou moins deux fois la distance moyenne des valeurs "
      "à la droite). Il y a trop peu de valeurs pour éprouver la méthode.");
}

// The same with another formula, in floating point: means first, then slopes about them.
struct Oracle {
  double value = 0, width = 0;
  explicit Oracle(const std::vector<double>& ys) {
    const size_t n = std::min<size_t>(ys.size(), 8);
    const size_t first = ys.size() - n;
    double mean_x = 0, mean_y = 0, above = 0, below = 0, far = 0;
    for (size_t i = 0; i < n; ++i) {
      mean_x += static_cast<double>(i) / static_cast<double>(n);
      mean_y += ys[first + i] / static_cast<double>(n);
    }
    for (size_t i = 0; i < n; ++i) {
      above += (static_cast<double>(i) - mean_x) * (ys[first + i] - mean_y);
      below += (static_cast<double>(i) - mean_x) * (static_cast<double>(i) - mean_x);
    }
    const auto at = [&](size_t i) {
      return mean_y + above / below * (static_cast<double>(i) - mean_x);
    };
    for (size_t i = 0; i < n; ++i) far += std::abs(ys[first + i] - at(i));
    value = at(n);
    width = 2 * far / static_cast<double>(n);
  }
};

double AsDouble(const common::v1::Rational& value) {
  return static_cast<double>(value.numerator()) / static_cast<double>(value.denominator());
}

TEST(ForecastOf, AgreesWithAnOracle) {
  std::mt19937 random(testing::SeedOr(20261132));
  const v1::Indicator cents = Quarterly("unit: UNIT_CENTS");
  for (int run = 0; run < 500; ++run) {
    std::vector<double> ys;
    std::vector<PeriodValue> values;
    const size_t count = 4 + random() % 12;
    absl::CivilMonth month(2020, 1);
    for (size_t i = 0; i < count; ++i, month += 3) {
      const int64_t above = static_cast<int64_t>(random() % 2'000'000) - 1'000'000;
      const int64_t below = 1 + static_cast<int64_t>(random() % 30);
      ys.push_back(static_cast<double>(above) / static_cast<double>(below));
      values.push_back({{absl::CivilDay(month), absl::CivilDay(month + 3)},
                        base::Rational::Of(above, below).value(),
                        absl::CivilDay(month + 3)});
    }
    std::shuffle(values.begin(), values.end(), random);
    const base::Period next{absl::CivilDay(month), absl::CivilDay(month + 3)};
    const auto forecast = ForecastOf(cents, values, next, Day("2030-01-01"));
    ASSERT_TRUE(forecast.has_value());
    const Oracle oracle(ys);
    EXPECT_NEAR(AsDouble(forecast->value()), oracle.value, 1e-3);
    EXPECT_NEAR(AsDouble(forecast->high()) - AsDouble(forecast->value()), oracle.width, 1e-3);
    EXPECT_NEAR(AsDouble(forecast->value()) - AsDouble(forecast->low()), oracle.width, 1e-3);
    int held = 0;
    for (size_t i = 4; i < ys.size(); ++i) {
      const Oracle past({ys.begin(), ys.begin() + static_cast<std::ptrdiff_t>(i)});
      held += std::abs(ys[i] - past.value) <= past.width ? 1 : 0;
    }
    EXPECT_EQ(forecast->held_count(), held);
    EXPECT_EQ(forecast->tested_count(), static_cast<int>(ys.size()) - 4);
  }
}

}  // namespace
}  // namespace mandat::objectives
