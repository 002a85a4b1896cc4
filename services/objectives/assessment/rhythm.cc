#include "services/objectives/assessment/rhythm.h"

#include <cstdint>
#include <numeric>
#include <optional>

#include "services/lib/base/civil_date.h"
#include "services/objectives/formulas/frequency.h"

namespace mandat::objectives {
namespace {

using base::Rational;

// So many times in so many months.
struct Beat {
  int months = 0;
  int times = 0;
};

std::optional<Beat> BeatOf(const v1::EveryTarget& target) {
  switch (target.rhythm_case()) {
    case v1::EveryTarget::kMonths:
      if (target.months() < 1) return std::nullopt;
      return Beat{target.months(), 1};
    case v1::EveryTarget::kTimesAYear:
      return Beat{kMonthsOfYear, target.times_a_year()};
    case v1::EveryTarget::kDayOfMonth:
      return Beat{1, 1};
    case v1::EveryTarget::RHYTHM_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

int WholeMonths(const base::Period& period) {
  int months = 0;
  while (base::AddMonthsClamped(period.start, months + 1) <= period.end) ++months;
  return months;
}

class Count {
 public:
  Count(const v1::Indicator& indicator, absl::Span<const PeriodValue> values, absl::CivilDay today)
      : indicator_(indicator), values_(values), today_(today) {}

  // Counts a span of time that wants `times`; `first` = with it the plan begins.
  void Add(const base::Period& span, int months, int times, bool first) {
    if (span.end > today_) return;
    const std::optional<Rational> happened = HappenedIn(span, months, first);
    if (happened.has_value()) {
      ++(*happened >= Rational(times) ? rhythm_.kept : rhythm_.missed);
      rhythm_.last_without_value = false;
    } else if (span.end + GraceDays(indicator_.frequency()) <= today_) {
      ++rhythm_.without_value;
      rhythm_.last_without_value = true;
    }
  }

  const Rhythm& rhythm() const { return rhythm_; }

 private:
  // None where a value is not known.
  std::optional<Rational> HappenedIn(const base::Period& span, int months, bool first) const {
    if (indicator_.cumulative()) {
      const auto after = ValueOfPeriodEndingOn(span.end);
      auto before = ValueOfPeriodEndingOn(span.start);
      if (!before.has_value() && first) before = Rational(0);
      return Combined(after, before, &base::Subtract);
    }
    std::optional<Rational> sum = Rational(0);
    for (absl::CivilDay end = span.start; end < span.end;) {
      end = months == 0 ? span.end : base::AddMonthsClamped(end, months);
      sum = Combined(sum, ValueOfPeriodEndingOn(end), &base::Add);
    }
    return sum;
  }

  static std::optional<Rational> Combined(const std::optional<Rational>& a,
                                          const std::optional<Rational>& b,
                                          absl::StatusOr<Rational> (*operation)(const Rational&,
                                                                                const Rational&)) {
    if (!a.has_value() || !b.has_value()) return std::nullopt;
    const auto result = operation(*a, *b);
    if (!result.ok()) return std::nullopt;  // beyond exact arithmetic: nothing that can be told
    return *result;
  }

  std::optional<Rational> ValueOfPeriodEndingOn(absl::CivilDay end) const {
    for (const PeriodValue& value : values_) {
      if (value.period.end == end && value.known_on <= today_) return value.value;
    }
    return std::nullopt;
  }

  const v1::Indicator& indicator_;
  absl::Span<const PeriodValue> values_;
  absl::CivilDay today_;
  Rhythm rhythm_;
};

}  // namespace

Rhythm RhythmOf(const v1::Indicator& indicator, const v1::EveryTarget& target,
                const base::Period& plan, absl::Span<const PeriodValue> values,
                absl::CivilDay today) {
  Count count(indicator, values, today);
  const std::optional<Beat> beat = BeatOf(target);
  if (!beat.has_value()) return count.rhythm();
  const int months = MonthsOf(indicator.frequency());
  if (months == 0) {
    count.Add(plan, 0, WholeMonths(plan) / beat->months * beat->times, true);
    return count.rhythm();
  }
  const int span_months = std::lcm(beat->months, months);
  const int times = span_months / beat->months * beat->times;
  bool first = true;
  absl::CivilDay start = FirstPeriodFrom(plan.start, months);
  for (;;) {
    const base::Period span{start, base::AddMonthsClamped(start, span_months)};
    if (span.end > plan.end || span.end > today) return count.rhythm();
    count.Add(span, months, times, first);
    first = false;
    start = span.end;
  }
}

}  // namespace mandat::objectives
