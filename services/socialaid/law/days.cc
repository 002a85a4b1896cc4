#include "services/socialaid/law/days.h"

#include <algorithm>
#include <array>

namespace mandat::socialaid::law {
namespace {

constexpr int kFirstYear = 1700;
constexpr int kYears = 700;

// The first day of every month, and of the one after the last.
constexpr auto kMonthStarts = [] {
  std::array<Day, kYears * 12 + 1> starts{};
  for (size_t i = 0; i < starts.size(); ++i) {
    const auto first = std::chrono::year(kFirstYear + static_cast<int>(i / 12)) /
                       std::chrono::month(static_cast<unsigned>(i % 12 + 1)) / 1;
    starts[i] = ToDay(first);
  }
  return starts;
}();

size_t IndexOf(Day day) {
  // 4,800 months have 146,097 days; the guess is at most one off.
  auto index = static_cast<size_t>(int64_t{day - kMonthStarts[0]} * 4800 / 146097);
  while (kMonthStarts[index] > day) --index;
  while (kMonthStarts[index + 1] <= day) ++index;
  return index;
}

}  // namespace

Month MonthOf(Day day) { return static_cast<Month>(IndexOf(day)) + kFirstYear * 12; }

Day FirstDayOfMonth(Month month) {
  return kMonthStarts[static_cast<size_t>(month - kFirstYear * 12)];
}

Day AddMonths(Day day, int months) {
  const size_t from = IndexOf(day);
  const size_t to = from + static_cast<size_t>(months);  // a negative number wraps, and back
  return std::min(kMonthStarts[to] + (day - kMonthStarts[from]), kMonthStarts[to + 1] - 1);
}

Day WorkDay(Day first, int64_t count) {
  // Whole weeks first; then at most seven days, of which one is a Sunday.
  Day day = first + static_cast<Day>((count - 1) / 6 * 7);
  int64_t left = (count - 1) % 6 + 1;
  while (true) {
    if (!IsSunday(day) && --left == 0) return day;
    ++day;
  }
}

Day Birthday(absl::CivilDay birth, int age) {
  // The conversion turns 29 February of a common year into 1 March.
  return ToDay(std::chrono::year(static_cast<int>(birth.year()) + age) /
               std::chrono::month(static_cast<unsigned>(birth.month())) / birth.day());
}

int AgeOn(absl::CivilDay birth, Day day) {
  const int begun = static_cast<int>(ToCalendar(day).year()) - static_cast<int>(birth.year());
  return day < Birthday(birth, begun) ? begun - 1 : begun;
}

}  // namespace mandat::socialaid::law
