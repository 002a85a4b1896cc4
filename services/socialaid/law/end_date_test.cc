#include "services/socialaid/law/end_date.h"

#include <gtest/gtest.h>

#include <random>

#include "services/lib/testing/seed.h"
#include "services/socialaid/law/cases_for_test.h"
#include "services/socialaid/law/reference_period.h"
#include "services/socialaid/law/request_for_test.h"

namespace mandat::socialaid::law {
namespace {

constexpr auto kA = v1::END_DATE_CONVENTION_A;
constexpr auto kB = v1::END_DATE_CONVENTION_B;

Day DayOf(absl::string_view iso) { return ToDay(Civil(iso)); }

std::string LastDay(absl::string_view start, v1::EndDateConvention convention, int64_t days) {
  return base::ToIso(ToCivilDay(ContractCalendar(DayOf(start), convention, 26, {}).LastDay(days)));
}

TEST(EndDate, BothConventions) {
  struct Row {
    const char* start;
    int days;
    const char* a;
    const char* b;
  };
  const Row rows[] = {
      {"2024-01-01", 312, "2024-12-31", "2024-12-28"},
      {"2024-03-01", 468, "2025-08-31", "2025-08-28"},
      {"2024-01-01", 624, "2025-12-31", "2025-12-27"},
      {"2026-04-01", 312, "2027-03-31", "2027-03-30"},
      {"2026-04-01", 212, "2026-12-04", "2026-12-03"},
      {"2026-04-01", 624, "2028-03-31", "2028-03-28"},
      {"2026-04-01", 338, "2027-04-30", "2027-04-29"},
      {"2027-02-01", 25, "2027-02-25", "2027-03-01"},
      {"2027-02-01", 26, "2027-02-28", "2027-03-02"},
      {"2027-01-29", 26, "2027-02-27", "2027-02-27"},
      {"2027-01-30", 26, "2027-02-27", "2027-03-01"},
      {"2027-01-31", 26, "2027-02-27", "2027-03-02"},
      {"2027-01-31", 52, "2027-03-30", "2027-04-01"},
      {"2027-01-31", 27, "2027-02-28", "2027-03-03"},
      {"2024-01-31", 26, "2024-02-28", "2024-02-29"},
      {"2026-08-31", 0, "2026-08-30", "2026-08-30"},
      {"2026-08-30", 1, "2026-08-30", "2026-08-31"},  // a Sunday
  };
  for (const Row& row : rows) {
    EXPECT_EQ(LastDay(row.start, kA, row.days), row.a) << row.start << " " << row.days;
    EXPECT_EQ(LastDay(row.start, kB, row.days), row.b) << row.start << " " << row.days;
  }
}

TEST(EndDate, PartTimeStretchesTheDays) {
  const Regime half = Regime::Of(Hours(1900), false);
  EXPECT_EQ(half.ContractDays(312), 624);
  EXPECT_EQ(half.DaysIn(624), 312);
  EXPECT_EQ(half.DaysIn(625), 312);
  const Regime half_days = Regime::Of(Hours(1900), true);
  EXPECT_EQ(half_days.ContractDays(312), 312);
  // 28.5 hours are 4.5 days a week: 312 days take 69.33 weeks, 416 days.
  EXPECT_EQ(Regime::Of(Hours(2850), false).ContractDays(312), 416);
  EXPECT_EQ(Regime::Of(Hours(3800), true).ContractDays(3), 2);
  EXPECT_EQ(Regime::Of(Hours(2850), false).ContractDays(1), 2);
}

// From every day of two years, one of them leap.
TEST(EndDate, MoreDaysNeverEndEarlier) {
  for (Day start = DayOf("2027-01-01"); start <= DayOf("2028-12-31"); ++start) {
    for (const auto convention : {kA, kB}) {
      const ContractCalendar calendar(start, convention, 26, {});
      Day before = start - 1;
      ASSERT_EQ(calendar.LastDay(0), before);
      for (int64_t days = 1; days <= 700; ++days) {
        const Day last = calendar.LastDay(days);
        ASSERT_GT(last, before) << ToCivilDay(start) << " " << days;
        ASSERT_EQ(calendar.DaysUntil(last), days) << ToCivilDay(start) << " " << days;
        ASSERT_EQ(calendar.DaysUntil(last - 1), days - 1) << ToCivilDay(start) << " " << days;
        before = last;
      }
    }
  }
}

TEST(EndDate, MoreDaysNeverEndEarlierWithInterruptions) {
  const unsigned seed = testing::SeedOr(20260301);
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto pick = [&random](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  for (int i = 0, cases = CasesOr(2000); i < cases; ++i) {
    const Day start = DayOf("2027-01-01") + pick(0, 730);
    std::vector<DaySpan> interruptions;
    for (int n = pick(1, 4); n > 0; --n) {
      const Day first = start + pick(-20, 700);
      interruptions.push_back({first, first + pick(0, 60)});
    }
    for (const auto convention : {kA, kB}) {
      const ContractCalendar calendar(start, convention, 26, interruptions);
      const ContractCalendar plain(start, convention, 26, {});
      Day before = start - 1;
      for (int64_t days = 1; days <= 700; ++days) {
        const Day last = calendar.LastDay(days);
        ASSERT_GE(last, before) << days;
        ASSERT_GE(last, plain.LastDay(days)) << days;
        // The inverse: the most days that end there, and no day before it has as many.
        ASSERT_GE(calendar.DaysUntil(last), days);
        ASSERT_EQ(calendar.LastDay(calendar.DaysUntil(last)), last) << days;
        ASSERT_LT(calendar.DaysUntil(last - 1), days);
        for (const DaySpan span : interruptions) ASSERT_FALSE(span.Contains(last)) << days;
        before = last;
      }
    }
  }
}

TEST(EndDate, AnInterruptionPushesByItsWorkingDays) {
  const auto last_day = [](std::vector<DaySpan> interruptions, int64_t days) {
    return base::ToIso(ToCivilDay(
        ContractCalendar(DayOf("2026-04-01"), kA, 26, std::move(interruptions)).LastDay(days)));
  };
  const DaySpan june{DayOf("2026-06-01"), DayOf("2026-06-30")};
  EXPECT_EQ(last_day({june}, 312), "2027-04-30");
  EXPECT_EQ(last_day({june, june}, 312), "2027-04-30");
  EXPECT_EQ(last_day({june}, 52), "2026-05-31");
  EXPECT_EQ(last_day({june}, 53), "2026-07-01");
  // Two that touch are one: the contract does not end between them.
  const DaySpan weekend{DayOf("2026-06-05"), DayOf("2026-06-07")};
  const DaySpan after{DayOf("2026-06-08"), DayOf("2026-06-30")};
  for (int64_t days = 50; days < 70; ++days) {
    EXPECT_EQ(last_day({weekend, after}, days), last_day({{weekend.first, after.last}}, days));
  }
  // Before the start, or after the end, it pushes nothing.
  EXPECT_EQ(last_day({{DayOf("2026-03-01"), DayOf("2026-03-31")}}, 26), "2026-04-30");
  EXPECT_EQ(last_day({{DayOf("2026-05-01"), DayOf("2026-05-31")}}, 26), "2026-04-30");
  EXPECT_EQ(last_day({{DayOf("2026-03-01"), DayOf("2026-04-06")}}, 26), "2026-05-05");
}

TEST(ReferencePeriod, BeginsSoManyMonthsBeforeTheClaim) {
  const ReferencePeriod plain({});
  EXPECT_EQ(plain.Start(DayOf("2025-01-01"), 21), DayOf("2023-04-01"));
  EXPECT_EQ(plain.Start(DayOf("2025-03-31"), 1), DayOf("2025-02-28"));
  EXPECT_EQ(plain.EarliestStart(DayOf("2025-01-01"), 21), DayOf("2023-04-01"));
  EXPECT_EQ(plain.LatestStart(DayOf("2025-01-01"), 21), DayOf("2023-04-01"));
}

TEST(ReferencePeriod, IsProlongedByTheDaysInsideIt) {
  const Day claim = DayOf("2025-01-01");
  const auto start = [claim](std::vector<DaySpan> prolonging) {
    return base::ToIso(ToCivilDay(ReferencePeriod(std::move(prolonging)).Start(claim, 12)));
  };
  const DaySpan may{DayOf("2024-05-01"), DayOf("2024-05-31")};
  EXPECT_EQ(start({may}), "2023-12-01");
  EXPECT_EQ(start({may, may}), "2023-12-01");
  EXPECT_EQ(start({may, {DayOf("2024-05-20"), DayOf("2024-06-30")}}), "2023-11-01");
  // In the part that was gained, it prolongs again; before that, not.
  EXPECT_EQ(start({may, {DayOf("2023-12-30"), DayOf("2023-12-31")}}), "2023-11-29");
  EXPECT_EQ(start({may, {DayOf("2023-11-01"), DayOf("2023-11-30")}}), "2023-12-01");
  EXPECT_EQ(start({{DayOf("2023-01-01"), DayOf("2023-12-31")}}), "2024-01-01");
  // What lies across the claim day counts up to it.
  EXPECT_EQ(start({{DayOf("2024-12-31"), DayOf("2025-02-28")}}), "2023-12-31");
}

// What the search rests on: no later claim starts before EarliestStart, no earlier one after
// LatestStart.
TEST(ReferencePeriod, BoundsHoldForEveryOtherClaim) {
  const ReferencePeriod period({{DayOf("2023-02-10"), DayOf("2023-03-20")},
                                {DayOf("2024-01-30"), DayOf("2024-03-01")},
                                {DayOf("2024-06-01"), DayOf("2024-06-01")},
                                {DayOf("2025-02-10"), DayOf("2025-04-05")}});
  // A single month differs most: 28 to 31 days.
  for (const int months : {1, 12, 21, 33}) {
    for (Day claim = DayOf("2024-01-01"); claim < DayOf("2026-06-01"); ++claim) {
      const Day earliest = period.EarliestStart(claim, months);
      const Day latest = period.LatestStart(claim, months);
      for (Day other = claim; other < claim + 70; ++other) {
        ASSERT_GE(period.Start(other, months), earliest) << ToCivilDay(claim);
      }
      for (Day other = claim; other > claim - 70; --other) {
        ASSERT_LE(period.Start(other, months), latest) << ToCivilDay(claim);
      }
    }
  }
}

TEST(Days, MonthsAreAddedAsTheBaseLibraryDoes) {
  for (Day day = DayOf("2023-12-01"); day < DayOf("2025-04-01"); ++day) {
    ASSERT_EQ(ToDay(ToCivilDay(day)), day);
    for (const int months : {-126, -33, -12, -1, 0, 1, 11, 24}) {
      ASSERT_EQ(ToCivilDay(AddMonths(day, months)),
                base::AddMonthsClamped(ToCivilDay(day), months));
    }
  }
}

TEST(Days, ABirthdayIsTheFirstDayOfTheAge) {
  for (const char* birth : {"1988-02-29", "1988-09-02", "1989-01-01"}) {
    for (const int age : {35, 36, 50}) {
      const absl::CivilDay day = ToCivilDay(Birthday(Civil(birth), age));
      EXPECT_EQ(base::AgeOn(Civil(birth), day), age);
      EXPECT_EQ(base::AgeOn(Civil(birth), day - 1), age - 1);
      EXPECT_EQ(AgeOn(Civil(birth), ToDay(day)), age);
      EXPECT_EQ(AgeOn(Civil(birth), ToDay(day - 1)), age - 1);
    }
  }
}

}  // namespace
}  // namespace mandat::socialaid::law
