#include "services/socialaid/law/end_date.h"

#include <algorithm>
#include <numeric>

namespace mandat::socialaid::law {

Regime Regime::Of(const v1::WorkingTime& time, bool half_days) {
  const int64_t numerator = int64_t{time.weekly_hours_hundredths()} * (half_days ? 2 : 1);
  const int64_t divisor = std::gcd(numerator, int64_t{time.reference_hours_hundredths()});
  return {numerator / divisor, time.reference_hours_hundredths() / divisor};
}

ContractCalendar::ContractCalendar(Day start, v1::EndDateConvention convention, int days_per_month,
                                   std::vector<DaySpan> interruptions)
    : start_(start), convention_(convention), days_per_month_(days_per_month) {
  std::sort(interruptions.begin(), interruptions.end(),
            [](DaySpan a, DaySpan b) { return a.first < b.first; });
  for (DaySpan span : interruptions) {
    span.first = std::max(span.first, start);
    if (!interruptions_.empty()) {
      DaySpan& before = interruptions_.back().span;
      if (span.first <= before.last + 1) {
        before.last = std::max(before.last, span.last);
        continue;
      }
    }
    if (!span.empty()) interruptions_.push_back({span, 0, 0});
  }
  int64_t lost = 0;
  int64_t done = 0;
  for (Interruption& interruption : interruptions_) {
    done = std::max(done, Measure(interruption.span.first - 1) - lost);
    interruption.days_before = done;
    interruption.work_days = MondaysToSaturdays(interruption.span);
    lost += interruption.work_days;
  }
}

Day ContractCalendar::Lay(int64_t days) const {
  if (days == 0) return start_ - 1;
  if (convention_ == v1::END_DATE_CONVENTION_B) return WorkDay(start_, days);
  const int64_t months = days / days_per_month_;
  return AddMonths(start_, static_cast<int>(months)) - 1 + static_cast<Day>(days % days_per_month_);
}

int64_t ContractCalendar::Measure(Day day) const {
  if (day < start_) return 0;
  if (convention_ == v1::END_DATE_CONVENTION_B) return MondaysToSaturdays({start_, day});
  int months = MonthOf(day + 1) - MonthOf(start_);
  Day month_start = AddMonths(start_, months);
  if (month_start > day + 1) month_start = AddMonths(start_, --months);
  // The days of a month beyond the 25th are its 26th only at its end.
  const int64_t rest = day + 1 - month_start;
  return int64_t{months} * days_per_month_ + std::min<int64_t>(rest, days_per_month_ - 1);
}

Day ContractCalendar::LastDay(int64_t days) const {
  int64_t lost = 0;
  Day last = Lay(days);
  for (const Interruption& interruption : interruptions_) {
    if (days <= interruption.days_before) break;
    lost += interruption.work_days;
    last = std::max(Lay(days + lost), interruption.span.last + 1);
  }
  return last;
}

int64_t ContractCalendar::DaysUntil(Day day) const {
  int64_t lost = 0;
  int64_t done = 0;
  for (const Interruption& interruption : interruptions_) {
    if (day < interruption.span.first) break;
    done = interruption.days_before;
    if (day <= interruption.span.last) return done;
    lost += interruption.work_days;
  }
  return std::max(done, Measure(day) - lost);
}

int64_t ContractCalendar::InterruptedDays(Day last) const {
  int64_t lost = 0;
  for (const Interruption& interruption : interruptions_) {
    if (interruption.span.first <= last) lost += interruption.work_days;
  }
  return lost;
}

}  // namespace mandat::socialaid::law
