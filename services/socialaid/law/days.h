#ifndef SERVICES_SOCIALAID_LAW_DAYS_H_
#define SERVICES_SOCIALAID_LAW_DAYS_H_

// Days as plain numbers: one answer counts a career hundreds of times, and civil days are too slow
// for that.

#include <chrono>
#include <cstdint>

#include "absl/time/civil_time.h"
#include "services/lib/base/civil_date.h"

namespace mandat::socialaid::law {

// Days since 1970-01-01.
using Day = int32_t;

inline constexpr absl::CivilDay kDayZero(1970, 1, 1);
// Beyond all days that the library meets.
inline constexpr Day kStartOfTime = -719162;  // 0001-01-01
inline constexpr Day kEndOfTime = 2932896;    // 9999-12-31

inline Day ToDay(absl::CivilDay day) { return static_cast<Day>(day - kDayZero); }

// A day above the end of its month is counted on from there.
constexpr Day ToDay(std::chrono::year_month_day day) {
  return static_cast<Day>(std::chrono::sys_days(day).time_since_epoch().count());
}

// Year, month and day in constant time; absl::CivilDay counts its way there.
inline std::chrono::year_month_day ToCalendar(Day day) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day)));
}

inline absl::CivilDay ToCivilDay(Day day) {
  const std::chrono::year_month_day date = ToCalendar(day);
  return absl::CivilDay(static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                        static_cast<unsigned>(date.day()));
}

// Months since the beginning of year 0. The library meets those of the years 1700 to 2399.
using Month = int32_t;

Month MonthOf(Day day);
// Its last day is the eve of the next one's first.
Day FirstDayOfMonth(Month month);

// A span of days, both ends included as the law speaks of it; empty where `last` is before `first`.
struct DaySpan {
  Day first = 0;
  Day last = -1;

  bool empty() const { return last < first; }
  bool Contains(Day day) const { return first <= day && day <= last; }
  // Of two that are not empty.
  bool Contains(DaySpan other) const { return first <= other.first && other.last <= last; }
  bool Meets(DaySpan other) const { return first <= other.last && other.first <= last; }
  friend bool operator==(const DaySpan&, const DaySpan&) = default;
};

inline DaySpan Intersection(DaySpan a, DaySpan b) {
  return {a.first > b.first ? a.first : b.first, a.last < b.last ? a.last : b.last};
}

// Sundays from a fixed Sunday before kStartOfTime up to and including `day`; 1970-01-04 was one.
inline Day SundaysTo(Day day) {
  constexpr Day kShift = 4 + 7 * 200000;
  return static_cast<Day>(static_cast<uint32_t>(day + kShift) / 7);  // unsigned: no sign to mend
}

inline bool IsSunday(Day day) { return SundaysTo(day) != SundaysTo(day - 1); }

// Monday to Saturday days in `span`: the weeks of the law have six of them.
inline int MondaysToSaturdays(DaySpan span) {
  if (span.empty()) return 0;
  return span.last - span.first + 1 - (SundaysTo(span.last) - SundaysTo(span.first - 1));
}

// The day on which the `count`th Monday to Saturday day since `first` (that day included) falls;
// `count` >= 1.
Day WorkDay(Day first, int64_t count);

// The rule of base::AddMonthsClamped, in constant time.
Day AddMonths(Day day, int months);

// The day on which somebody born on `birth` completes the year of life `age`, and the completed
// years on a day, as base::AgeOn counts.
Day Birthday(absl::CivilDay birth, int age);
int AgeOn(absl::CivilDay birth, Day day);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_DAYS_H_
