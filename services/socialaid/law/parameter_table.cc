// The built-in table: names, units and ranges of the keys, and the values with their dates and
// sources.

#include "absl/base/macros.h"
#include "services/socialaid/law/parameters.h"

namespace mandat::socialaid::law {
namespace {

// In the order of Key.
constexpr KeyFacts kFacts[] = {
    {"claim.rule_set", "choice", 1, 2, true, true},
    {"claim.days_after_last_day", "day", 1, 31, true, true},
    {"age.days_after_last_day", "day", 0, 31, true, true},
    {"end_date.convention", "choice", 1, 2, true, true},
    {"end_date.days_per_month", "day", 1, 28, true, true},
    // Not below the 78 that a quarter of 79 Monday to Saturday days counts once a reference period
    // cuts it: a shorter period would count more, and no search that jumps could be right.
    {"count.full_quarter_days", "day", 78, 92, true, true},
    {"count.week_days", "day", 1, 7, true, true},
    {"count.quarter_cap", "day", 0, 92, true, true},
    {"count.quarter_cap_half_days", "half-day", 0, 184, true, true},
    {"count.rounding", "choice", 1, 1, true, true},
    {"contract.longest_months", "month", 1, 120, true, true},
    {"part_time.weekly_hours", "hundredth of an hour", 0, 6000, true, true},
    {"part_time.share", "part of full time", 1, 100, true, true},
    {"age.before_2026_03.second_bracket", "year", 0, 120, true, false},
    {"age.before_2026_03.third_bracket", "year", 0, 120, true, false},
    {"admission.before_2026_03.under36.days", "day", 1, 10000, true, false},
    {"admission.before_2026_03.under36.months", "month", 1, 600, true, false},
    {"admission.before_2026_03.from36.days", "day", 1, 10000, true, false},
    {"admission.before_2026_03.from36.months", "month", 1, 600, true, false},
    {"admission.before_2026_03.from50.days", "day", 1, 10000, true, false},
    {"admission.before_2026_03.from50.months", "month", 1, 600, true, false},
    {"admission.before_2026_03.career.years", "year", 1, 50, true, false},
    {"admission.before_2026_03.career.days", "day", 1, 10000, true, false},
    {"admission.before_2026_03.career.days_per_missing_day", "day", 1, 100, true, false},
    {"admission.before_2026_03.from36.career.days", "day", 1, 10000, true, false},
    {"admission.before_2026_03.from36.missing.days", "day", 1, 10000, true, false},
    {"admission.before_2026_03.from50.career.days", "day", 1, 10000, true, false},
    {"admission.before_2026_03.from50.missing.days", "day", 1, 10000, true, false},
    {"admission.before_2026_03.higher_bracket_with_career", "choice", 0, 1, true, false},
    {"admission.before_2026_03.part_time_extra_months", "month", 0, 600, true, false},
    {"count.before_2026_03.unpaid_absence_days_a_year", "day", 0, 366, true, false},
    {"reference.before_2026_03.prolonged", "choice", 0, 1, true, false},
    {"admission.from_2026_03.days", "day", 1, 10000, false, true},
    {"admission.from_2026_03.half_days", "half-day", 1, 20000, false, true},
    {"admission.from_2026_03.months", "month", 1, 600, false, true},
    {"reference.from_2026_03.self_employment_months", "month", 0, 600, false, true},
    {"right.from_2026_03.base_months", "month", 0, 600, false, true},
    {"right.from_2026_03.days_per_extra_month", "day", 1, 10000, false, true},
    {"right.from_2026_03.extra_months", "month", 0, 600, false, true},
};
static_assert(ABSL_ARRAYSIZE(kFacts) == kKeys);

// The sources do not say since when the single figures of the old rule hold; no claim day that can
// be asked about (from 2000) lies before the decree.
constexpr absl::CivilDay kDecree(1991, 11, 25);
constexpr absl::CivilDay kReform(2026, 3, 1);
constexpr absl::CivilDay kReformPublished(2025, 7, 29);

Parameter Old(Key key, int64_t value, const char* reference, Source source) {
  return {key, value, kDecree, kDecree, reference, source};
}

Parameter New(Key key, int64_t value, const char* reference, Source source) {
  return {key, value, kReform, kReformPublished, reference, source};
}

constexpr char kArticle30[] = "AR 25.11.1991 art. 30 §1";
constexpr char kAlternatives[] = "AR 25.11.1991 art. 30 §1, alternatives";
constexpr char kProlonged[] = "AR 25.11.1991 art. 30 §3";
constexpr char kArticle33[] = "AR 25.11.1991 art. 33";
constexpr char kCounting[] = "AM 26.11.1991 art. 7";
constexpr char kArticle60[] = "LO 8.7.1976 art. 60 §7";
constexpr char kLaw2025[] = "Law-programme 18.7.2025";

}  // namespace

const KeyFacts& FactsOf(Key key) { return kFacts[static_cast<size_t>(key)]; }

absl::Span<const Parameter> DefaultParameters() {
  using enum Source;
  static const auto& rows = *new std::vector<Parameter>{
      Old(Key::kRuleSet, v1::RULE_SET_BEFORE_2026_03, "AR 25.11.1991", kPublished),
      New(Key::kRuleSet, v1::RULE_SET_FROM_2026_03, kLaw2025, kPublished),
      Old(Key::kClaimDayOffset, 1, kArticle30, kComputed),
      Old(Key::kAgeDayOffset, 0, kArticle60, kSecondary),
      Old(Key::kConvention, v1::END_DATE_CONVENTION_A, kArticle60, kComputed),
      Old(Key::kDaysPerMonth, 26, kCounting, kSecondary),
      Old(Key::kFullQuarterDays, 78, kCounting, kContext),
      Old(Key::kWeekDays, 6, kCounting, kSecondary),
      Old(Key::kQuarterCap, 0, kCounting, kUnverified),
      Old(Key::kHalfDayQuarterCap, 0, kArticle33, kUnverified),
      Old(Key::kRounding, 1, kCounting, kUnverified),
      Old(Key::kLongestContractMonths, 42, kArticle60, kComputed),
      Old(Key::kPartTimeWeeklyHours, 1200, kArticle33, kPublished),
      Old(Key::kPartTimeShare, 3, kArticle33, kPublished),
      Old(Key::kSecondBracketAge, 36, kArticle30, kPublished),
      Old(Key::kThirdBracketAge, 50, kArticle30, kPublished),
      Old(Key::kDaysUnder36, 312, kArticle30, kPublished),
      Old(Key::kMonthsUnder36, 21, kArticle30, kPublished),
      Old(Key::kDaysFrom36, 468, kArticle30, kPublished),
      Old(Key::kMonthsFrom36, 33, kArticle30, kPublished),
      Old(Key::kDaysFrom50, 624, kArticle30, kPublished),
      Old(Key::kMonthsFrom50, 42, kArticle30, kPublished),
      Old(Key::kCareerYears, 10, kArticle30, kPublished),
      Old(Key::kCareerDays, 1560, kArticle30, kPublished),
      Old(Key::kCareerDaysPerMissing, 8, kArticle30, kPublished),
      Old(Key::kCareerLineDaysFrom36, 234, kAlternatives, kPublished),
      Old(Key::kMissingLineDaysFrom36, 312, kAlternatives, kPublished),
      Old(Key::kCareerLineDaysFrom50, 312, kAlternatives, kPublished),
      Old(Key::kMissingLineDaysFrom50, 416, kAlternatives, kPublished),
      Old(Key::kHigherBracketWithCareer, 0, kArticle30, kUnverified),
      Old(Key::kPartTimeExtraMonths, 0, kArticle33, kUnverified),
      Old(Key::kUnpaidAbsenceDays, 10, "AR 25.11.1991 art. 38", kSecondary),
      Old(Key::kProlongedBefore, 1, kProlonged, kUnverified),
      New(Key::kDaysAnyAge, 312, kLaw2025, kSecondary),
      New(Key::kHalfDaysAnyAge, 312, kLaw2025, kSecondary),
      New(Key::kMonthsAnyAge, 36, kLaw2025, kSecondary),
      New(Key::kSelfEmploymentMonths, 3, kLaw2025, kSecondary),
      New(Key::kRightBaseMonths, 12, kLaw2025, kPublished),
      New(Key::kRightDaysPerMonth, 104, kLaw2025, kSecondary),
      New(Key::kRightExtraMonths, 12, kLaw2025, kPublished),
  };
  return rows;
}

}  // namespace mandat::socialaid::law
