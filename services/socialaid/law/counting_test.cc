#include "services/socialaid/law/counting.h"

#include <gtest/gtest.h>

#include "services/lib/base/error.h"
#include "services/socialaid/law/request_for_test.h"

namespace mandat::socialaid::law {
namespace {

const Law& OldLaw() { return Parameters::Default().laws().front(); }

base::Rational Fraction(int64_t numerator, int64_t denominator) {
  return base::Rational::Of(numerator, denominator).value();
}

base::Rational CountOf(std::vector<v1::CareerSpell> spells, absl::string_view first,
                       absl::string_view last, bool half_days = false, const Law& law = OldLaw()) {
  std::vector<Spell> read;
  for (size_t i = 0; i < spells.size(); ++i) {
    read.push_back(ReadSpell(spells[i], "career", static_cast<int>(i)).value());
  }
  const auto career = Career::Make(read, law, half_days, 1, ToDay(Civil("2045-01-01")));
  return career->Count({ToDay(Civil(first)), ToDay(Civil(last))})
      .ToRational(career->scale())
      .value();
}

base::Rational WorthOf(const v1::CareerSpell& spell, bool half_days = false) {
  return CountOf({spell}, "2000-01-01", "2040-12-31", half_days);
}

v1::CareerSpell PartTime(absl::string_view first, absl::string_view last, int weekly_hundredths,
                         int hours = -1) {
  v1::CareerSpell spell = SpellOf(first, last);
  *spell.mutable_working_time() = Hours(weekly_hundredths);
  if (hours >= 0) spell.set_hours_hundredths(hours * 100);
  return spell;
}

v1::CareerSpell Incomplete(absl::string_view first, absl::string_view last, int days_hundredths,
                           int week_hundredths) {
  v1::CareerSpell spell = SpellOf(first, last);
  *spell.mutable_working_time() = Hours(3800, 3800, week_hundredths);
  spell.set_days_hundredths(days_hundredths);
  return spell;
}

TEST(Counting, VectorsOfTheFacts) {
  EXPECT_EQ(WorthOf(SpellOf("2026-01-01", "2026-03-31")), 78);
  EXPECT_EQ(WorthOf(Incomplete("2012-05-03", "2012-06-13", 3000, 500)), 36);
  EXPECT_EQ(WorthOf(PartTime("2012-05-04", "2012-06-29", 1900, 152)), 24);
  EXPECT_EQ(WorthOf(PartTime("2026-01-05", "2026-01-11", 1900)), 3);
  EXPECT_EQ(WorthOf(PartTime("2026-01-05", "2026-01-11", 1900), true), 6);
  EXPECT_EQ(WorthOf(PartTime("2026-01-05", "2026-01-11", 2850)), Fraction(9, 2));
  EXPECT_EQ(WorthOf(PartTime("2024-01-01", "2025-12-31", 1900, 1976)), 312);
  // 91 and 104 weeks of half-time.
  EXPECT_EQ(WorthOf(PartTime("2024-01-01", "2025-09-28", 1900)), 273);
  EXPECT_EQ(WorthOf(PartTime("2024-01-01", "2025-12-28", 1900)), 312);
}

TEST(Counting, EveryFullQuarterIs78WhateverItsDays) {
  const std::pair<const char*, const char*> quarters[] = {{"2026-01-01", "2026-03-31"},   // 77
                                                          {"2026-04-01", "2026-06-30"},   // 78
                                                          {"2026-07-01", "2026-09-30"},   // 79
                                                          {"2026-10-01", "2026-12-31"}};  // 79
  for (const auto& [first, last] : quarters) EXPECT_EQ(WorthOf(SpellOf(first, last)), 78) << first;
  EXPECT_EQ(WorthOf(SpellOf("2026-01-01", "2026-12-31")), 312);
}

TEST(Counting, OutsideFullQuartersMondaysToSaturdaysCount) {
  EXPECT_EQ(WorthOf(SpellOf("2026-01-02", "2026-03-31")), 76);
  EXPECT_EQ(WorthOf(SpellOf("2026-07-02", "2026-09-30")), 78);
  // December 2025 has 27, then a full quarter, then April 2026 with 26.
  EXPECT_EQ(WorthOf(SpellOf("2025-12-01", "2026-04-30")), 27 + 78 + 26);
  EXPECT_EQ(WorthOf(SpellOf("2026-01-04", "2026-01-04")), 0);  // a Sunday
}

TEST(Counting, ASundayAtTheEdgeOfAQuarterIsNoGap) {
  // 1 January 2023 was a Sunday; the quarter has 77 working days.
  EXPECT_EQ(WorthOf(SpellOf("2023-01-02", "2023-03-31")), 78);
  EXPECT_EQ(CountOf({SpellOf("2022-06-01", "2023-12-31")}, "2023-01-02", "2023-03-31"), 78);
  // The gap between these is a Sunday.
  EXPECT_EQ(CountOf({SpellOf("2026-01-01", "2026-02-14"), SpellOf("2026-02-16", "2026-03-31")},
                    "2026-01-01", "2026-12-31"),
            78);
}

TEST(Counting, AReferencePeriodThatCutsAQuarterCountsItsDays) {
  const auto year = SpellOf("2026-01-01", "2026-12-31");
  EXPECT_EQ(CountOf({year}, "2026-02-01", "2026-12-31"), 24 + 26 + 3 * 78);
  EXPECT_EQ(CountOf({year}, "2026-01-01", "2026-11-30"), 3 * 78 + 27 + 25);
  EXPECT_EQ(CountOf({year}, "2026-02-02", "2026-02-07"), 6);
  EXPECT_EQ(CountOf({year}, "2027-01-01", "2027-12-31"), 0);
}

TEST(Counting, OtherSpellsGiveAReferencePeriodTheirShare) {
  // Four weeks with 24 working days; two of the weeks lie inside.
  const auto spell = PartTime("2026-01-05", "2026-02-01", 1900, 70);
  EXPECT_EQ(WorthOf(spell), Fraction(70 * 6, 38));
  EXPECT_EQ(CountOf({spell}, "2026-01-19", "2026-12-31"), Fraction(35 * 6, 38));
  EXPECT_EQ(CountOf({spell}, "2025-01-01", "2026-01-05"), Fraction(70 * 6, 38 * 24));
  // Cut at both edges of two engagements, exactly.
  EXPECT_EQ(CountOf({spell, Incomplete("2026-01-12", "2026-02-07", 1000, 500)}, "2026-01-19",
                    "2026-01-24"),
            Fraction(70 * 6 * 6 * 24 + 12 * 6 * 24 * 38, 38 * 24 * 24));
}

TEST(Counting, EngagementsAreSummedButAFullDayCountsOnce) {
  const auto full = SpellOf("2026-01-01", "2026-03-31");
  EXPECT_EQ(CountOf({full, full}, "2026-01-01", "2026-12-31"), 78);
  EXPECT_EQ(CountOf({full, SpellOf("2026-03-01", "2026-06-30")}, "2026-01-01", "2026-12-31"), 156);
  EXPECT_EQ(CountOf({full, SpellOf("2026-01-01", "2026-01-31", v1::DAY_KIND_HOLIDAY)}, "2026-01-01",
                    "2026-12-31"),
            78);
  const auto half = PartTime("2026-01-05", "2026-01-10", 1900);
  EXPECT_EQ(CountOf({half, half}, "2026-01-01", "2026-12-31"), 6);
}

TEST(Counting, UnpaidAbsenceTakesTheFirstTenDaysOfEachYear) {
  const auto absence = [](absl::string_view first, absl::string_view last) {
    return SpellOf(first, last, v1::DAY_KIND_UNPAID_ABSENCE);
  };
  EXPECT_EQ(WorthOf(absence("2024-03-04", "2024-03-09")), 6);
  EXPECT_EQ(WorthOf(absence("2024-03-04", "2024-03-30")), 10);
  EXPECT_EQ(WorthOf(absence("2024-12-01", "2025-01-31")), 20);
  // Six in March, so four of May.
  const std::vector<v1::CareerSpell> both = {absence("2024-05-06", "2024-05-18"),
                                             absence("2024-03-04", "2024-03-09")};
  EXPECT_EQ(CountOf(both, "2024-01-01", "2024-12-31"), 10);
  EXPECT_EQ(CountOf(both, "2024-05-01", "2024-12-31"), 4);
  // Twelve days of half-time are six, and twelve half-days of twenty.
  auto part_time = absence("2024-03-04", "2024-03-16");
  *part_time.mutable_working_time() = Hours(1900);
  EXPECT_EQ(CountOf({part_time, absence("2024-05-06", "2024-05-18")}, "2024-01-01", "2024-12-31"),
            10);
  EXPECT_EQ(WorthOf(part_time, true), 12);
  // 25 days of half-time, of which ten count.
  *part_time.mutable_period()->mutable_end_date() = DateOf("2024-04-30");
  EXPECT_EQ(WorthOf(part_time), 10);
}

TEST(Counting, WhatIsLeftOfTheTenDaysIsKnown) {
  const Spell spell =
      ReadSpell(SpellOf("2024-12-30", "2025-01-04", v1::DAY_KIND_UNPAID_ABSENCE), "career", 0)
          .value();
  const auto left = [&](absl::string_view contract_start, absl::civil_year_t year) {
    return Career::Make({spell}, OldLaw(), false, 1, ToDay(Civil(contract_start)))
        ->UnpaidAbsenceLeft(year);
  };
  EXPECT_EQ(left("2025-02-01", 2023), 10);
  EXPECT_EQ(left("2025-02-01", 2024), 8);
  EXPECT_EQ(left("2025-02-01", 2025), 6);
  // What reaches into the contract takes none of them.
  EXPECT_EQ(left("2025-01-03", 2025), 8);
  EXPECT_EQ(left("2025-01-01", 2025), 10);
  EXPECT_EQ(left("2024-12-30", 2024), 10);
}

TEST(Counting, AQuarterCapIsAppliedWhereAParameterSetsIt) {
  std::vector<Parameter> rows(DefaultParameters().begin(), DefaultParameters().end());
  for (Parameter& row : rows) {
    if (row.key == Key::kQuarterCap) row.value = 78;
    if (row.key == Key::kHalfDayQuarterCap) row.value = 100;
  }
  const auto parameters = Parameters::Make(rows, Civil("2027-01-01"));
  const std::vector<v1::CareerSpell> spells = {SpellOf("2026-01-01", "2026-06-30"),
                                               PartTime("2026-01-05", "2026-01-10", 1900)};
  EXPECT_EQ(CountOf(spells, "2025-01-01", "2026-12-31"), 159);
  EXPECT_EQ(CountOf(spells, "2025-01-01", "2026-12-31", false, parameters->laws().front()), 156);
  EXPECT_EQ(CountOf(spells, "2025-01-01", "2026-12-31", true, parameters->laws().front()), 200);
  // From 8 January the cap is not reached: 71 days of full time and 3 × 1/2.
  EXPECT_EQ(CountOf(spells, "2026-01-08", "2026-03-31", false, parameters->laws().front()),
            Fraction(145, 2));
}

TEST(Counting, HalfDaysAreTwiceTheDays) {
  EXPECT_EQ(WorthOf(SpellOf("2026-01-01", "2026-03-31"), true), 156);
  EXPECT_EQ(WorthOf(Incomplete("2012-05-03", "2012-06-13", 3000, 500), true), 72);
}

}  // namespace
}  // namespace mandat::socialaid::law
