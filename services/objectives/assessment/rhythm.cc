#include "services/objectives/assessment/rhythm.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "services/lib/base/civil_date.h"
#include "services/objectives/formulas/frequency.h"

namespace mandat::objectives {
namespace {

using base::Rational;

// So many times in so many months.
struct Measure {
  int months = 0;
  int times = 0;
  // By that day of each month; 0 = by the end.
  int day = 0;
};

std::optional<Measure> MeasureOf(const v1::EveryTarget& target) {
  switch (target.rhythm_case()) {
    case v1::EveryTarget::kMonths:
      if (target.months() < 1) return std::nullopt;
      return Measure{target.months(), 1, 0};
    case v1::EveryTarget::kTimesAYear:
      return Measure{kMonthsOfYear, target.times_a_year(), 0};
    case v1::EveryTarget::kDayOfMonth:
      return Measure{1, 1, target.day_of_month()};
    case v1::EveryTarget::RHYTHM_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

// The last day of the month of `day` or that day of the month, whichever comes first.
absl::CivilDay InMonth(absl::CivilDay day, int day_of_month) {
  const absl::CivilDay last = absl::CivilDay(absl::CivilMonth(day) + 1) - 1;
  return std::min(last, absl::CivilDay(absl::CivilMonth(day)) + (day_of_month - 1));
}

// The last day of the period, or the last one in it that is this day of its month. A month that
// does not begin on a first may have none.
absl::CivilDay DueIn(const base::Period& period, int day_of_month) {
  const absl::CivilDay last = period.end - 1;
  if (day_of_month == 0) return last;
  absl::CivilDay due = InMonth(last, day_of_month);
  if (due > last) due = InMonth(absl::CivilDay(absl::CivilMonth(last)) - 1, day_of_month);
  return due >= period.start ? due : last;
}

class Cut {
 public:
  Cut(const Measure& measure, const base::Period& plan) : measure_(measure), plan_(plan) {}

  // The plan as one span.
  std::vector<RhythmSpan> AsOne() const {
    RhythmSpan span = SpanFrom(plan_.start, plan_.end);
    span.is_first = true;
    return {span};
  }

  // By periods of so many months of the calendar.
  std::vector<RhythmSpan> ByPeriods(int months) const {
    const int span_months = std::lcm(measure_.months, months);
    absl::CivilDay start = FirstPeriodFrom(plan_.start, months);
    std::vector<RhythmSpan> spans;
    if (RhythmSpan before = SpanUntil(start); !before.beats.empty()) spans.push_back(before);
    for (bool first = true; start < plan_.end; first = false) {
      const absl::CivilDay end = base::AddMonthsClamped(start, span_months);
      RhythmSpan span = SpanFrom(start, std::min(end, plan_.end));
      span.is_whole = end <= plan_.end;
      span.is_first = first;
      if (span.is_whole || !span.beats.empty()) spans.push_back(std::move(span));
      start = end;
    }
    return spans;
  }

 private:
  Beat BeatOf(const base::Period& period) const {
    return {period, measure_.times, DueIn(period, measure_.day)};
  }

  // Beats from `start` on that are over by `end`. Each is counted from the start: the 31st comes
  // back after a shorter month.
  RhythmSpan SpanFrom(absl::CivilDay start, absl::CivilDay end) const {
    RhythmSpan span{{start, end}, {}, true, false};
    for (int i = 0;; ++i) {
      const base::Period period{base::AddMonthsClamped(start, i * measure_.months),
                                base::AddMonthsClamped(start, (i + 1) * measure_.months)};
      if (period.end > end) return span;
      span.beats.push_back(BeatOf(period));
    }
  }

  // Those of the plan before `end`, counted back from there.
  RhythmSpan SpanUntil(absl::CivilDay end) const {
    RhythmSpan span{{end, end}, {}, false, false};
    for (int i = 1;; ++i) {
      const absl::CivilDay start = base::AddMonthsClamped(end, -i * measure_.months);
      if (start < plan_.start) return span;
      span.beats.insert(span.beats.begin(), BeatOf({start, span.period.start}));
      span.period.start = start;
    }
  }

  const Measure measure_;
  const base::Period plan_;
};

// What happened, by the values of an indicator that are known.
class Happenings {
 public:
  Happenings(const v1::Indicator& indicator, absl::Span<const PeriodValue> values,
             absl::CivilDay today)
      : indicator_(indicator), values_(values), today_(today) {}

  // None where a value is not known.
  std::optional<Rational> In(const RhythmSpan& span) const {
    if (indicator_.cumulative()) {
      return Combined(ValueUntil(span.period.end), Before(span), &base::Subtract);
    }
    std::optional<Rational> sum = Rational(0);
    for (const base::Period& period : PeriodsOf(span.period)) {
      sum = Combined(sum, ValueUntil(period.end), &base::Add);
    }
    return sum;
  }

  // The last day for which the first value speaks with which it had happened so often. What is not
  // known adds nothing.
  std::optional<absl::CivilDay> DayOf(const RhythmSpan& span, int times) const {
    std::optional<Rational> sum = Rational(0);
    for (const base::Period& period : PeriodsOf(span.period)) {
      const PeriodValue* value = KnownUntil(period.end);
      if (value == nullptr || !value->value.has_value()) continue;
      sum = indicator_.cumulative() ? Combined(value->value, Before(span), &base::Subtract)
                                    : Combined(sum, value->value, &base::Add);
      if (!sum.has_value()) return std::nullopt;
      if (*sum >= Rational(times)) return SpeaksUntil(*value) - 1;
    }
    return std::nullopt;
  }

 private:
  std::vector<base::Period> PeriodsOf(const base::Period& span) const {
    const int months = MonthsOf(indicator_.frequency());
    std::vector<base::Period> periods;
    for (absl::CivilDay start = span.start; start < span.end; start = periods.back().end) {
      const absl::CivilDay end = months == 0 ? span.end : base::AddMonthsClamped(start, months);
      periods.push_back({start, end});
    }
    return periods;
  }

  std::optional<Rational> Before(const RhythmSpan& span) const {
    const auto before = ValueUntil(span.period.start);
    return !before.has_value() && span.is_first ? Rational(0) : before;
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

  // The value of the period that ends on this day; null where it is not known.
  const PeriodValue* KnownUntil(absl::CivilDay end) const {
    for (const PeriodValue& value : values_) {
      if (value.period.end == end && value.known_on <= today_) return &value;
    }
    return nullptr;
  }
  std::optional<Rational> ValueUntil(absl::CivilDay end) const {
    const PeriodValue* value = KnownUntil(end);
    return value == nullptr ? std::nullopt : value->value;
  }

  const v1::Indicator& indicator_;
  absl::Span<const PeriodValue> values_;
  absl::CivilDay today_;
};

}  // namespace

int RhythmSpan::times() const {
  int times = 0;
  for (const Beat& beat : beats) times += beat.times;
  return times;
}

std::vector<RhythmSpan> SpansOf(const v1::Indicator& indicator, const v1::EveryTarget& target,
                                const base::Period& plan) {
  const std::optional<Measure> measure = MeasureOf(target);
  if (!measure.has_value()) return {};
  const int months = MonthsOf(indicator.frequency());
  const Cut cut(*measure, plan);
  return months == 0 ? cut.AsOne() : cut.ByPeriods(months);
}

Rhythm RhythmOf(const v1::Indicator& indicator, const v1::EveryTarget& target,
                const base::Period& plan, absl::Span<const PeriodValue> values,
                absl::CivilDay today) {
  const Happenings happenings(indicator, values, today);
  Rhythm rhythm;
  for (const RhythmSpan& span : SpansOf(indicator, target, plan)) {
    if (!span.is_whole || span.period.end > today) continue;
    const std::optional<Rational> happened = happenings.In(span);
    if (happened.has_value()) {
      ++(*happened >= Rational(span.times()) ? rhythm.kept : rhythm.missed);
      rhythm.last_without_value = false;
    } else if (span.period.end + GraceDays(indicator.frequency()) <= today) {
      ++rhythm.without_value;
      rhythm.last_without_value = true;
    }
  }
  return rhythm;
}

std::optional<absl::CivilDay> ShownBy(const v1::Indicator& indicator, const RhythmSpan& span,
                                      const Beat& beat, int number,
                                      absl::Span<const PeriodValue> values, absl::CivilDay today) {
  if (!span.is_whole) return std::nullopt;
  const Happenings happenings(indicator, values, today);
  if (span.beats.size() == 1) return happenings.DayOf(span, number);
  if (span.period.end > today) return std::nullopt;
  const std::optional<Rational> happened = happenings.In(span);
  if (!happened.has_value() || *happened < Rational(span.times())) return std::nullopt;
  return beat.period.end - 1;
}

}  // namespace mandat::objectives
