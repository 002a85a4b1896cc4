#include "services/objectives/assessment/values.h"

#include <algorithm>

#include "services/lib/base/civil_date.h"
#include "services/objectives/formulas/frequency.h"

namespace mandat::objectives {

int GraceDays(v1::Frequency frequency) {
  switch (frequency) {
    case v1::FREQUENCY_MONTH:
      return 15;
    case v1::FREQUENCY_QUARTER:
      return 30;
    default:
      return 90;
  }
}

bool MayBeNegative(v1::Unit unit) { return unit == v1::UNIT_CENTS || unit == v1::UNIT_TONNES_CO2; }

absl::CivilDay FirstPeriodFrom(absl::CivilDay day, int months) {
  absl::CivilMonth month(day);
  if (day.day() > 1) ++month;
  while ((month.month() - 1) % months != 0) ++month;
  return absl::CivilDay(month);
}

const PeriodValue* LastKnown(absl::Span<const PeriodValue> values, absl::CivilDay today,
                             absl::CivilDay until) {
  const PeriodValue* last = nullptr;
  for (const PeriodValue& value : values) {
    const bool counts =
        value.value.has_value() && value.known_on <= today && value.period.start < until;
    if (counts && (last == nullptr || last->period.start < value.period.start)) last = &value;
  }
  return last;
}

absl::CivilDay SpeaksUntil(const PeriodValue& value) {
  return std::min(value.period.end, value.known_on + 1);
}

absl::CivilDay AnswerDue(absl::CivilDay end, v1::Frequency frequency, const base::Period& plan) {
  const int months = MonthsOf(frequency);
  const absl::CivilDay over = months == 0 ? std::max(plan.end, end) : FirstPeriodFrom(end, months);
  return over + GraceDays(frequency);
}

absl::CivilDay StaleFrom(const PeriodValue& value, v1::Frequency frequency) {
  return base::AddMonthsClamped(value.period.end, MonthsOf(frequency)) + GraceDays(frequency);
}

}  // namespace mandat::objectives
