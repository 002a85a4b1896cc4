#ifndef SERVICES_OBJECTIVES_ASSESSMENT_CASE_FOR_TEST_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_CASE_FOR_TEST_H_

// Indicators, periods and values in short, for tests.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/objectives/assessment/values.h"

namespace mandat::objectives {

inline absl::CivilDay Day(const std::string& iso) {
  const auto day = base::ParseIsoDate(iso, "day");
  EXPECT_TRUE(day.ok()) << iso;
  return day.value_or(absl::CivilDay());
}

// "3/4", "-2".
inline base::Rational Number(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  int64_t above = 0, below = 1;
  EXPECT_TRUE(absl::SimpleAtoi(parts[0], &above)) << text;
  EXPECT_TRUE(parts.size() < 2 || absl::SimpleAtoi(parts[1], &below)) << text;
  return base::Rational::Of(above, below).value();
}

// "2024-03", "2024-Q1", "2024".
inline base::Period PeriodOf(const std::string& name) {
  int year = 0, part = 1;
  EXPECT_TRUE(absl::SimpleAtoi(name.substr(0, 4), &year)) << name;
  if (name.size() == 4) return {absl::CivilDay(year, 1, 1), absl::CivilDay(year + 1, 1, 1)};
  const bool quarter = name[5] == 'Q';
  EXPECT_TRUE(absl::SimpleAtoi(name.substr(quarter ? 6 : 5), &part)) << name;
  const absl::CivilMonth first(year, quarter ? part * 3 - 2 : part);
  return {absl::CivilDay(first), absl::CivilDay(first + (quarter ? 3 : 1))};
}

// "2024-Q1=3/4 2024-Q2=none 2024-Q3=1@2024-12-01": each known ten days after its period, or on the
// day after @.
inline std::vector<PeriodValue> Values(const std::string& text) {
  std::vector<PeriodValue> values;
  for (const absl::string_view one : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::vector<std::string> sides = absl::StrSplit(one, '=');
    const std::vector<std::string> figure = absl::StrSplit(sides.at(1), '@');
    PeriodValue value;
    value.period = PeriodOf(sides[0]);
    if (figure[0] != "none") value.value = Number(figure[0]);
    value.known_on = figure.size() > 1 ? Day(figure[1]) : value.period.end + 10;
    values.push_back(value);
  }
  return values;
}

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_CASE_FOR_TEST_H_
