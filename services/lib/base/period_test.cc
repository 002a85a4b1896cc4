#include "services/lib/base/period.h"

#include <vector>

#include "gtest/gtest.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

using absl::CivilDay;

// On the wire: both ends included.
common::v1::Period Wire(CivilDay first, CivilDay last) {
  common::v1::Period period;
  *period.mutable_start_date() = ToDate(first);
  *period.mutable_end_date() = ToDate(last);
  return period;
}

TEST(ParsePeriod, TheLastDayBelongsToIt) {
  const auto march = ParsePeriod(Wire(CivilDay(2026, 3, 1), CivilDay(2026, 3, 31)), "p");
  ASSERT_TRUE(march.ok());
  EXPECT_EQ(march->start, CivilDay(2026, 3, 1));
  EXPECT_EQ(march->end, CivilDay(2026, 4, 1));
  EXPECT_EQ(CountDays(*march), 31);
  EXPECT_FALSE(march->open());
  EXPECT_EQ(ToPeriod(*march).SerializeAsString(),
            Wire(CivilDay(2026, 3, 1), CivilDay(2026, 3, 31)).SerializeAsString());
}

TEST(ParsePeriod, OneDayIsAPeriod) {
  const auto day = ParsePeriod(Wire(CivilDay(2026, 3, 1), CivilDay(2026, 3, 1)), "p");
  ASSERT_TRUE(day.ok());
  EXPECT_EQ(CountDays(*day), 1);
}

TEST(ParsePeriod, WithoutAnEndItIsOpen) {
  common::v1::Period wire;
  *wire.mutable_start_date() = ToDate(CivilDay(2026, 3, 1));
  const auto period = ParsePeriod(wire, "p");
  ASSERT_TRUE(period.ok());
  EXPECT_TRUE(period->open());
  EXPECT_TRUE(Contains(*period, kLastDay));
  EXPECT_FALSE(ToPeriod(*period).has_end_date());
  // The last day that a caller may name is not mistaken for "open".
  EXPECT_FALSE(ParsePeriod(Wire(kFirstDay, kLastDay), "p")->open());
}

TEST(ParsePeriod, Refusals) {
  const auto refusal = [](const common::v1::Period& wire) {
    const absl::Status status = ParsePeriod(wire, "career[2].period").status();
    return ReasonOf(status) + " " + MetadataOf(status)["field"];
  };
  EXPECT_EQ(refusal({}), "PERIOD_INVALID career[2].period");
  EXPECT_EQ(refusal(Wire(CivilDay(2026, 3, 2), CivilDay(2026, 3, 1))),
            "PERIOD_INVALID career[2].period");
  common::v1::Period only_end;
  *only_end.mutable_end_date() = ToDate(CivilDay(2026, 3, 1));
  EXPECT_EQ(refusal(only_end), "PERIOD_INVALID career[2].period");
  common::v1::Period wire = Wire(CivilDay(2026, 3, 1), CivilDay(2026, 3, 31));
  wire.mutable_end_date()->set_day(32);
  EXPECT_EQ(refusal(wire), "DATE_INVALID career[2].period.end_date");
  wire.mutable_start_date()->set_day(0);
  EXPECT_EQ(refusal(wire), "DATE_INVALID career[2].period.start_date");
}

// All periods within 12 days, against sets of days.
TEST(Period, RelationsAgreeWithSetsOfDays) {
  const CivilDay origin(2026, 2, 22);
  std::vector<Period> all;
  for (int from = 0; from < 12; ++from) {
    for (int to = from + 1; to <= 12; ++to) all.push_back({origin + from, origin + to});
  }
  for (const Period& a : all) {
    for (const Period& b : all) {
      int in_both = 0;
      for (CivilDay day = origin; day < origin + 12; ++day) {
        in_both += a.start <= day && day <= a.end - 1 && b.start <= day && day <= b.end - 1;
        EXPECT_EQ(Contains(a, day), a.start <= day && day <= a.end - 1);
      }
      EXPECT_EQ(Overlaps(a, b), in_both > 0);
      EXPECT_EQ(Contains(a, b), in_both == CountDays(b));
      const auto common = Intersection(a, b);
      ASSERT_EQ(common.has_value(), in_both > 0);
      if (common.has_value()) {
        EXPECT_EQ(CountDays(*common), in_both);
        EXPECT_TRUE(Contains(a, *common) && Contains(b, *common));
        EXPECT_EQ(common, Intersection(b, a));
      }
    }
  }
}

TEST(Intersection, OfTwoOpenPeriodsIsOpen) {
  const auto common = Intersection({CivilDay(2026, 1, 1)}, {CivilDay(2026, 6, 1)});
  ASSERT_TRUE(common.has_value());
  EXPECT_TRUE(common->open());
  EXPECT_EQ(*common, (Period{CivilDay(2026, 6, 1)}));
  EXPECT_FALSE(*common == (Period{CivilDay(2026, 6, 2)}));
  EXPECT_FALSE(*common == (Period{CivilDay(2026, 6, 1), CivilDay(2026, 6, 2)}));
}

TEST(CountMondayToSaturday, QuartersOf2026) {
  const auto count = [](int first_month, int next_year, int next_month) {
    return CountMondayToSaturday(
        {CivilDay(2026, first_month, 1), CivilDay(next_year, next_month, 1)});
  };
  EXPECT_EQ(count(1, 2026, 4), 77);
  EXPECT_EQ(count(4, 2026, 7), 78);
  EXPECT_EQ(count(7, 2026, 10), 79);
  EXPECT_EQ(count(10, 2027, 1), 79);
  EXPECT_EQ(count(1, 2027, 1), 313);
}

TEST(CountMondayToSaturday, AgreesWithALoop) {
  for (const CivilDay origin : {kFirstDay, CivilDay(1969, 12, 20), CivilDay(2024, 2, 20)}) {
    for (int offset = 0; offset < 8; ++offset) {
      int64_t counted = 0;
      for (CivilDay day = origin + offset; day < origin + 800; ++day) {
        counted += absl::GetWeekday(day) != absl::Weekday::sunday;
        ASSERT_EQ(CountMondayToSaturday({origin + offset, day + 1}), counted) << ToIso(day);
      }
    }
  }
}

}  // namespace
}  // namespace mandat::base
