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
  friend bool operator==(const DaySpan&, const DaySpan&) = default;
};

inline DaySpan Intersection(DaySpan a, DaySpan b) {
  return {a.first > b.first ? a.first : b.first, a.last < b.last ? a.last : b.last};
}

// Sundays from a fixed Sunday long ago up to and including `day`; 1970-01-04 was one.
inline int64_t SundaysTo(int64_t day) {
  constexpr int64_t kShift = 4 + 7 * 1000000;  // keeps the division above zero
  return (day + kShift) / 7;
}

inline bool IsSunday(Day day) { return SundaysTo(day) != SundaysTo(int64_t{day} - 1); }

// Monday to Saturday days in `span`: the weeks of the law have six of them.
inline int MondaysToSaturdays(DaySpan span) {
  if (span.empty()) return 0;
  const int64_t sundays = SundaysTo(span.last) - SundaysTo(int64_t{span.first} - 1);
  return static_cast<int>(span.last - span.first + 1 - sundays);
}

// The day on which the `count`th Monday to Saturday day since `first` (that day included) falls;
// `count` >= 1.
Day WorkDay(Day first, int64_t count);

// The rule of base::AddMonthsClamped, in constant time.
Day AddMonths(Day day, int months);

// The day on which somebody born on `birth` completes the year of life `age`, as base::AgeOn
// counts.
Day Birthday(absl::CivilDay birth, int age);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_DAYS_H_
