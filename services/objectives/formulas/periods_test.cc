#include "services/objectives/formulas/periods.h"

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/messages.h"

namespace mandat::objectives::formulas {
namespace {

using absl::CivilDay;
using base::Period;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Period kTerm = {CivilDay(2024, 3, 15), CivilDay(2028, 3, 15)};

Periods PeriodsOf(v1::Frequency frequency) { return Periods(frequency, kTerm); }

struct PeriodCase {
  CivilDay day;
  Period period;
  const char* key;
  const char* before;
  const char* year_before;
};

void CheckPeriodsOfDays(v1::Frequency frequency, absl::Span<const PeriodCase> cases) {
  const Periods periods = PeriodsOf(frequency);
  for (const PeriodCase& one : cases) {
    SCOPED_TRACE(one.key);
    ASSERT_TRUE(periods.Of(one.day) == one.period);
    EXPECT_EQ(periods.KeyOf(one.period), one.key);
    EXPECT_EQ(periods.KeyOf(*periods.Before(one.period)), one.before);
    EXPECT_TRUE(periods.Before(one.period)->end == one.period.start);
    EXPECT_EQ(periods.KeyOf(*periods.YearBefore(one.period)), one.year_before);
  }
}

TEST(Periods, TheMonthOfADay) {
  const PeriodCase cases[] = {
      {CivilDay(2026, 3, 1),
       {CivilDay(2026, 3, 1), CivilDay(2026, 4, 1)},
       "2026-03",
       "2026-02",
       "2025-03"},
      {CivilDay(2026, 3, 31),
       {CivilDay(2026, 3, 1), CivilDay(2026, 4, 1)},
       "2026-03",
       "2026-02",
       "2025-03"},
      {CivilDay(2024, 2, 29),
       {CivilDay(2024, 2, 1), CivilDay(2024, 3, 1)},
       "2024-02",
       "2024-01",
       "2023-02"},
      {CivilDay(2026, 12, 31),
       {CivilDay(2026, 12, 1), CivilDay(2027, 1, 1)},
       "2026-12",
       "2026-11",
       "2025-12"},
      {CivilDay(2026, 1, 1),
       {CivilDay(2026, 1, 1), CivilDay(2026, 2, 1)},
       "2026-01",
       "2025-12",
       "2025-01"},
  };
  CheckPeriodsOfDays(v1::FREQUENCY_MONTH, cases);
}

TEST(Periods, TheQuarterOfADay) {
  const PeriodCase cases[] = {
      {CivilDay(2026, 1, 1),
       {CivilDay(2026, 1, 1), CivilDay(2026, 4, 1)},
       "2026-q1",
       "2025-q4",
       "2025-q1"},
      {CivilDay(2026, 3, 31),
       {CivilDay(2026, 1, 1), CivilDay(2026, 4, 1)},
       "2026-q1",
       "2025-q4",
       "2025-q1"},
      {CivilDay(2026, 4, 1),
       {CivilDay(2026, 4, 1), CivilDay(2026, 7, 1)},
       "2026-q2",
       "2026-q1",
       "2025-q2"},
      {CivilDay(2026, 9, 30),
       {CivilDay(2026, 7, 1), CivilDay(2026, 10, 1)},
       "2026-q3",
       "2026-q2",
       "2025-q3"},
      {CivilDay(2026, 12, 31),
       {CivilDay(2026, 10, 1), CivilDay(2027, 1, 1)},
       "2026-q4",
       "2026-q3",
       "2025-q4"},
  };
  CheckPeriodsOfDays(v1::FREQUENCY_QUARTER, cases);
}

TEST(Periods, TheYearOfADay) {
  const PeriodCase cases[] = {
      {CivilDay(2026, 1, 1), {CivilDay(2026, 1, 1), CivilDay(2027, 1, 1)}, "2026", "2025", "2025"},
      {CivilDay(2026, 12, 31),
       {CivilDay(2026, 1, 1), CivilDay(2027, 1, 1)},
       "2026",
       "2025",
       "2025"},
      // Outside the plan as well.
      {CivilDay(1969, 7, 21), {CivilDay(1969, 1, 1), CivilDay(1970, 1, 1)}, "1969", "1968", "1968"},
  };
  CheckPeriodsOfDays(v1::FREQUENCY_YEAR, cases);
}

TEST(Periods, TheTermIsOne) {
  const Periods periods = PeriodsOf(v1::FREQUENCY_TERM);
  EXPECT_TRUE(periods.Of(CivilDay(2024, 3, 15)) == kTerm);
  EXPECT_TRUE(periods.Of(CivilDay(2028, 3, 14)) == kTerm);
  EXPECT_FALSE(periods.Of(CivilDay(2024, 3, 14)).has_value());
  EXPECT_FALSE(periods.Of(CivilDay(2028, 3, 15)).has_value());
  EXPECT_EQ(periods.KeyOf(kTerm), "term");
  EXPECT_FALSE(periods.Before(kTerm).has_value());
  EXPECT_FALSE(periods.YearBefore(kTerm).has_value());
}

std::vector<std::string> KeysIn(v1::Frequency frequency, const Period& span, size_t most = 400) {
  const Periods periods = PeriodsOf(frequency);
  std::vector<std::string> keys;
  for (const Period& period : periods.BeginningIn(span, most))
    keys.push_back(periods.KeyOf(period));
  return keys;
}

TEST(Periods, BeginningInASpan) {
  EXPECT_THAT(KeysIn(v1::FREQUENCY_MONTH, {CivilDay(2025, 11, 1), CivilDay(2026, 2, 1)}),
              ElementsAre("2025-11", "2025-12", "2026-01"));
  EXPECT_THAT(KeysIn(v1::FREQUENCY_MONTH, {CivilDay(2025, 11, 2), CivilDay(2026, 2, 2)}),
              ElementsAre("2025-12", "2026-01", "2026-02"));
  EXPECT_THAT(KeysIn(v1::FREQUENCY_QUARTER, kTerm, 3),
              ElementsAre("2024-q2", "2024-q3", "2024-q4"));
  EXPECT_THAT(KeysIn(v1::FREQUENCY_YEAR, kTerm), ElementsAre("2025", "2026", "2027", "2028"));
  EXPECT_THAT(KeysIn(v1::FREQUENCY_YEAR, {CivilDay(2026, 1, 2), CivilDay(2027, 1, 1)}), IsEmpty());
  EXPECT_THAT(KeysIn(v1::FREQUENCY_TERM, kTerm), ElementsAre("term"));
  EXPECT_THAT(KeysIn(v1::FREQUENCY_TERM, kTerm, 0), IsEmpty());
  EXPECT_THAT(KeysIn(v1::FREQUENCY_TERM, {CivilDay(2024, 3, 16), CivilDay(2030, 1, 1)}), IsEmpty());
  EXPECT_EQ(KeysIn(v1::FREQUENCY_MONTH, {CivilDay(1900, 1, 1), base::kOpenEnd}, 401).size(), 401u);
}

// Every day is of exactly one period, periods follow each other without a gap, and keys sort as
// they do.
TEST(Periods, CoverTheCalendar) {
  for (const v1::Frequency frequency :
       {v1::FREQUENCY_MONTH, v1::FREQUENCY_QUARTER, v1::FREQUENCY_YEAR}) {
    const Periods periods = PeriodsOf(frequency);
    std::optional<Period> last;
    for (CivilDay day(1999, 12, 1); day < CivilDay(2005, 2, 1); ++day) {
      const std::optional<Period> period = periods.Of(day);
      ASSERT_TRUE(period.has_value() && base::Contains(*period, day));
      if (last.has_value() && !(*last == *period)) {
        ASSERT_TRUE(last->end == period->start && period->start == day);
        EXPECT_LT(periods.KeyOf(*last), periods.KeyOf(*period));
        EXPECT_TRUE(periods.Before(*period) == last);
      }
      last = period;
    }
  }
}

TEST(Periods, AreNamedExactly) {
  const auto parse = [](v1::Frequency frequency, CivilDay first, CivilDay last) {
    common::v1::Period period;
    *period.mutable_start_date() = base::ToDate(first);
    *period.mutable_end_date() = base::ToDate(last);
    return PeriodsOf(frequency).Parse(period, "period");
  };
  EXPECT_THAT(parse(v1::FREQUENCY_MONTH, CivilDay(2026, 2, 1), CivilDay(2026, 2, 28)),
              testing::IsOk());
  EXPECT_THAT(parse(v1::FREQUENCY_QUARTER, CivilDay(2026, 4, 1), CivilDay(2026, 6, 30)),
              testing::IsOk());
  EXPECT_THAT(parse(v1::FREQUENCY_YEAR, CivilDay(2026, 1, 1), CivilDay(2026, 12, 31)),
              testing::IsOk());
  EXPECT_THAT(parse(v1::FREQUENCY_TERM, CivilDay(2024, 3, 15), CivilDay(2028, 3, 14)),
              testing::IsOk());
  const struct {
    v1::Frequency frequency;
    CivilDay first, last;
  } wrong[] = {
      {v1::FREQUENCY_MONTH, CivilDay(2026, 2, 1), CivilDay(2026, 2, 27)},
      {v1::FREQUENCY_MONTH, CivilDay(2026, 2, 2), CivilDay(2026, 2, 28)},
      {v1::FREQUENCY_MONTH, CivilDay(2026, 1, 1), CivilDay(2026, 2, 28)},
      {v1::FREQUENCY_QUARTER, CivilDay(2026, 2, 1), CivilDay(2026, 4, 30)},
      {v1::FREQUENCY_YEAR, CivilDay(2026, 4, 1), CivilDay(2027, 3, 31)},
      {v1::FREQUENCY_YEAR, CivilDay(2026, 1, 1), CivilDay(2026, 1, 31)},
      {v1::FREQUENCY_TERM, CivilDay(2026, 1, 1), CivilDay(2026, 12, 31)},
      {v1::FREQUENCY_TERM, CivilDay(2024, 3, 15), CivilDay(2028, 3, 15)},
  };
  for (const auto& one : wrong) {
    const auto parsed = parse(one.frequency, one.first, one.last);
    EXPECT_THAT(parsed, testing::HasReason("PERIOD_INVALID")) << one.first << " " << one.last;
    EXPECT_EQ(base::MetadataOf(parsed.status())["field"], "period");
  }
  // Without an end, and the other way round.
  EXPECT_THAT(
      PeriodsOf(v1::FREQUENCY_MONTH)
          .Parse(testing::Parsed<common::v1::Period>("start_date { year: 2026 month: 2 day: 1 }"),
                 "p"),
      testing::HasReason("PERIOD_INVALID"));
  EXPECT_THAT(parse(v1::FREQUENCY_MONTH, CivilDay(2026, 2, 28), CivilDay(2026, 2, 1)),
              testing::HasReason("PERIOD_INVALID"));
}

}  // namespace
}  // namespace mandat::objectives::formulas
