#include "services/socialaid/law/days.h"

namespace mandat::socialaid::law {

Day WorkDay(Day first, int64_t count) {
  // Whole weeks first; then at most seven days, of which one is a Sunday.
  Day day = first + static_cast<Day>((count - 1) / 6 * 7);
  int64_t left = (count - 1) % 6 + 1;
  while (true) {
    if (!IsSunday(day) && --left == 0) return day;
    ++day;
  }
}

Day AddMonths(Day day, int months) {
  std::chrono::year_month_day date = ToCalendar(day) + std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

Day Birthday(absl::CivilDay birth, int age) {
  // CivilDay turns 29 February of a common year into 1 March.
  return ToDay(absl::CivilDay(birth.year() + age, birth.month(), birth.day()));
}

}  // namespace mandat::socialaid::law
