#include "services/lib/base/civil_date.h"

#include <limits>

#include "gtest/gtest.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

using absl::CivilDay;

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(ParseDate, EveryDayOfTheRangeRoundTripsOnBothForms) {
  for (CivilDay day = kFirstDay; day <= kLastDay; ++day) {
    ASSERT_EQ(ParseDate(ToDate(day), "d").value(), day);
    ASSERT_EQ(ParseIsoDate(ToIso(day), "d").value(), day);
  }
}

TEST(ParseDate, RefusesWhatIsNotADayOfTheRange) {
  constexpr int kMost = std::numeric_limits<int32_t>::max();
  constexpr int kLeast = std::numeric_limits<int32_t>::min();
  const google::type::Date refused[] = {
      {},
      Date(2026, 0, 0),
      Date(2026, 3, 0),
      Date(2026, 0, 3),
      Date(0, 3, 12),
      Date(2026, 2, 29),
      Date(1900, 2, 29),
      Date(2100, 2, 29),
      Date(2026, 4, 31),
      Date(2026, 13, 1),
      Date(2026, 1, 32),
      Date(2026, -1, 1),
      Date(2026, 1, -1),
      Date(2025, 14, 12),
      Date(-1, 1, 1),
      Date(1899, 12, 31),
      Date(2201, 1, 1),
      Date(kMost, kMost, kMost),
      Date(kLeast, kLeast, kLeast),
  };
  for (const google::type::Date& date : refused) {
    const auto day = ParseDate(date, "person.birth_date");
    EXPECT_EQ(ReasonOf(day.status()), "DATE_INVALID") << date.ShortDebugString();
    EXPECT_EQ(MetadataOf(day.status())["field"], "person.birth_date");
  }
  EXPECT_TRUE(ParseDate(Date(2000, 2, 29), "d").ok());
  EXPECT_TRUE(ParseDate(Date(2024, 2, 29), "d").ok());
}

TEST(ParseIsoDate, RefusesEveryOtherForm) {
  for (const char* text :
       {"", "2026", "2026-3-12", "2026-03-1", "2026-03-123", "12-03-2026", "2026/03/12",
        "2026-03/12", "2026-03-12T", " 2026-03-1", "2026-0a-12", "202a-03-12", "2026-03-1a",
        "+026-03-12", "2026-00-00", "2026-02-30", "0000-01-01", "1899-12-31", "2201-01-01"}) {
    EXPECT_EQ(ReasonOf(ParseIsoDate(text, "d").status()), "DATE_INVALID") << text;
  }
}

TEST(ToIso, PadsMonthAndDay) { EXPECT_EQ(ToIso(CivilDay(2026, 3, 5)), "2026-03-05"); }

TEST(EndOfDayInBrussels, IsMidnightOfWinterAndOfSummer) {
  const auto utc = [](int y, int m, int d, int h) {
    return absl::FromCivil(absl::CivilHour(y, m, d, h), absl::UTCTimeZone());
  };
  EXPECT_EQ(EndOfDayInBrussels(CivilDay(2026, 1, 15)), utc(2026, 1, 15, 23));
  EXPECT_EQ(EndOfDayInBrussels(CivilDay(2026, 7, 15)), utc(2026, 7, 15, 22));
  // 29 March and 25 October 2026: the clock changes during the day.
  EXPECT_EQ(EndOfDayInBrussels(CivilDay(2026, 3, 28)), utc(2026, 3, 28, 23));
  EXPECT_EQ(EndOfDayInBrussels(CivilDay(2026, 3, 29)), utc(2026, 3, 29, 22));
  EXPECT_EQ(EndOfDayInBrussels(CivilDay(2026, 10, 24)), utc(2026, 10, 24, 22));
  EXPECT_EQ(EndOfDayInBrussels(CivilDay(2026, 10, 25)), utc(2026, 10, 25, 23));
}

TEST(EndOfDayInBrussels, PartsEachDayFromTheNext) {
  for (CivilDay day = kFirstDay; day <= kLastDay; ++day) {
    const absl::Time end = EndOfDayInBrussels(day);
    ASSERT_EQ(BrusselsDay(end - absl::Microseconds(1)), day);
    ASSERT_EQ(BrusselsDay(end), day + 1);
  }
}

struct MonthsCase {
  CivilDay from;
  int months;
  CivilDay to;
};

TEST(AddMonthsClamped, KeepsTheDayOrTakesTheLastOfTheMonth) {
  const MonthsCase cases[] = {
      {CivilDay(2026, 1, 31), 1, CivilDay(2026, 2, 28)},
      {CivilDay(2024, 1, 31), 1, CivilDay(2024, 2, 29)},
      {CivilDay(2026, 1, 30), 1, CivilDay(2026, 2, 28)},
      {CivilDay(2026, 1, 28), 1, CivilDay(2026, 2, 28)},
      {CivilDay(2026, 3, 31), -1, CivilDay(2026, 2, 28)},
      {CivilDay(2026, 3, 31), 1, CivilDay(2026, 4, 30)},
      {CivilDay(2024, 2, 29), 12, CivilDay(2025, 2, 28)},
      {CivilDay(2024, 2, 29), 48, CivilDay(2028, 2, 29)},
      {CivilDay(2025, 12, 15), 1, CivilDay(2026, 1, 15)},
      {CivilDay(2026, 1, 15), -1, CivilDay(2025, 12, 15)},
      {CivilDay(2026, 1, 15), 0, CivilDay(2026, 1, 15)},
      {CivilDay(2026, 3, 1), -36, CivilDay(2023, 3, 1)},
  };
  for (const MonthsCase& row : cases) {
    EXPECT_EQ(AddMonthsClamped(row.from, row.months), row.to)
        << ToIso(row.from) << " + " << row.months;
  }
}

TEST(AddMonthsClamped, NeverPutsALaterDayBeforeAnEarlierOne) {
  for (int months = -25; months <= 25; ++months) {
    for (CivilDay day(2023, 1, 1); day < CivilDay(2028, 1, 1); ++day) {
      const CivilDay moved = AddMonthsClamped(day, months);
      ASSERT_LE(moved, AddMonthsClamped(day + 1, months)) << ToIso(day) << " + " << months;
      ASSERT_LT(moved, AddMonthsClamped(day, months + 1)) << ToIso(day) << " + " << months;
      ASSERT_EQ(absl::CivilMonth(moved), absl::CivilMonth(day) + months);
    }
  }
}

struct AgeCase {
  CivilDay birth;
  CivilDay day;
  int age;
};

TEST(AgeOn, CountsCompletedYears) {
  const AgeCase cases[] = {
      {CivilDay(1985, 7, 30), CivilDay(1985, 7, 30), 0},
      {CivilDay(1985, 7, 30), CivilDay(2026, 7, 29), 40},
      {CivilDay(1985, 7, 30), CivilDay(2026, 7, 30), 41},
      {CivilDay(1985, 7, 30), CivilDay(2026, 6, 30), 40},
      {CivilDay(1985, 7, 30), CivilDay(2026, 8, 1), 41},
      {CivilDay(2000, 2, 29), CivilDay(2025, 2, 28), 24},
      {CivilDay(2000, 2, 29), CivilDay(2025, 3, 1), 25},
      {CivilDay(2000, 2, 29), CivilDay(2024, 2, 28), 23},
      {CivilDay(2000, 2, 29), CivilDay(2024, 2, 29), 24},
      {CivilDay(2001, 3, 1), CivilDay(2024, 2, 29), 22},
      {CivilDay(2001, 12, 31), CivilDay(2002, 1, 1), 0},
      {CivilDay(2001, 1, 2), CivilDay(2001, 1, 1), -1},
  };
  for (const AgeCase& row : cases) {
    EXPECT_EQ(AgeOn(row.birth, row.day), row.age) << ToIso(row.birth) << " on " << ToIso(row.day);
  }
}

TEST(AgeOn, GrowsByOneOnceAYear) {
  for (const CivilDay birth :
       {CivilDay(1996, 2, 29), CivilDay(1999, 12, 31), CivilDay(2000, 1, 1)}) {
    for (CivilDay day = birth; day < CivilDay(2030, 1, 1); ++day) {
      const int growth = AgeOn(birth, day + 1) - AgeOn(birth, day);
      ASSERT_TRUE(growth == 0 || growth == 1);
      const bool is_leap_child = birth.month() == 2 && birth.day() == 29;
      const CivilDay next = day + 1;
      const bool is_birthday =
          (next.month() == birth.month() && next.day() == birth.day()) ||
          (is_leap_child && next.month() == 3 && next.day() == 1 && day.day() == 28);
      ASSERT_EQ(growth == 1, is_birthday) << ToIso(next);
    }
  }
}

}  // namespace
}  // namespace mandat::base
