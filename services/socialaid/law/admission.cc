#include "services/socialaid/law/admission.h"

#include <algorithm>

namespace mandat::socialaid::law {
namespace {

Lines LinesBefore202603(const Law& law, bool half_days) {
  const int second = law.Int(Key::kSecondBracketAge);
  const int third = law.Int(Key::kThirdBracketAge);
  const bool for_younger = law[Key::kHigherBracketWithCareer] != 0;
  const int extra = half_days ? law.Int(Key::kPartTimeExtraMonths) : 0;
  const int months_under_36 = law.Int(Key::kMonthsUnder36) + extra;
  const int months_from_36 = law.Int(Key::kMonthsFrom36) + extra;
  const int months_from_50 = law.Int(Key::kMonthsFrom50) + extra;
  const int years = law.Int(Key::kCareerYears);
  const int64_t career = law[Key::kCareerDays];
  const int64_t per_missing = law[Key::kCareerDaysPerMissing];
  const int alternatives_36 = for_younger ? 0 : second;
  const int alternatives_50 = for_younger ? 0 : third;
  const auto cite = [&law](Key days) { return ReferenceOf(law, days); };
  return {
      {"UNDER_36", cite(Key::kDaysUnder36), 0, second, months_under_36, law[Key::kDaysUnder36]},
      {"FROM_36", cite(Key::kDaysFrom36), 0, third, months_from_36, law[Key::kDaysFrom36]},
      {"FROM_50", cite(Key::kDaysFrom50), 0, Line::kAnyAge, months_from_50, law[Key::kDaysFrom50]},
      {"FROM_36_CAREER", cite(Key::kCareerLineDaysFrom36), alternatives_36, third, months_from_36,
       law[Key::kCareerLineDaysFrom36], years, career},
      {"FROM_36_MISSING_DAYS", cite(Key::kMissingLineDaysFrom36), alternatives_36, third,
       months_from_36, law[Key::kMissingLineDaysFrom36], years, 0, per_missing,
       law[Key::kDaysFrom36]},
      {"FROM_50_CAREER", cite(Key::kCareerLineDaysFrom50), alternatives_50, Line::kAnyAge,
       months_from_50, law[Key::kCareerLineDaysFrom50], years, career},
      {"FROM_50_MISSING_DAYS", cite(Key::kMissingLineDaysFrom50), alternatives_50, Line::kAnyAge,
       months_from_50, law[Key::kMissingLineDaysFrom50], years, 0, per_missing,
       law[Key::kDaysFrom50]},
  };
}

// Days in the period, each worth as many as one of them replaces before it.
DayCount Weighed(const Line& line, const DayCount& in_period, const DayCount& before) {
  DayCount sum = in_period.Times(line.days_per_missing);
  sum.Add(before);
  return sum;
}

DayCount Beyond(const DayCount& count, int64_t days, int64_t scale) {
  DayCount beyond = count;
  beyond.Add(absl::int128(-days) * scale);
  return beyond;
}

}  // namespace

Lines LinesOf(const Law& law, bool half_days) {
  if (law.rule_set == v1::RULE_SET_BEFORE_2026_03) return LinesBefore202603(law, half_days);
  const Key days = half_days ? Key::kHalfDaysAnyAge : Key::kDaysAnyAge;
  return {{"ANY_AGE", ReferenceOf(law, days), 0, Line::kAnyAge, law.Int(Key::kMonthsAnyAge),
           law[days]}};
}

int64_t Lacking(const Line& line, const DayCount& in_period, const DayCount& before,
                int64_t scale) {
  const int64_t days = in_period.Lacking(line.days, scale);
  if (line.career_days > 0) {
    return before.Reaches(line.career_days, scale) ? days : kNoDaysAreEnough;
  }
  if (line.days_per_missing == 0) return days;
  const int64_t weighed =
      Weighed(line, in_period, before).Lacking(line.days_per_missing * line.full_days, scale);
  return std::max(days, (weighed + line.days_per_missing - 1) / line.days_per_missing);
}

DayCount Surplus(const Line& line, const DayCount& in_period, const DayCount& before,
                 int64_t scale) {
  const DayCount days = Beyond(in_period, line.days, scale);
  if (line.days_per_missing == 0) return days;
  // Each day less in the period wants so many more before it.
  const DayCount weighed =
      Beyond(Weighed(line, in_period, before), line.days_per_missing * line.full_days, scale);
  const DayCount replaceable = weighed.DividedBy(line.days_per_missing);
  return replaceable.parts() < days.parts() ? replaceable : days;
}

}  // namespace mandat::socialaid::law
