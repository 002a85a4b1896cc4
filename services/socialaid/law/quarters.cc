#include "services/socialaid/law/quarters.h"

#include <array>

namespace mandat::socialaid::law {
namespace {

constexpr int kFirstYear = 1800;
constexpr int kYears = 501;

using Starts = std::array<Day, kYears * 4>;

const Starts& AllStarts() {
  static const Starts starts = [] {
    Starts all{};
    for (int i = 0; i < kYears * 4; ++i) {
      all[static_cast<size_t>(i)] = ToDay(absl::CivilDay(kFirstYear + i / 4, i % 4 * 3 + 1, 1));
    }
    return all;
  }();
  return starts;
}

}  // namespace

Day FirstDayOf(Quarter quarter) {
  return AllStarts()[static_cast<size_t>(quarter - kFirstYear * 4)];
}

Quarter QuarterOf(Day day) {
  const Starts& starts = AllStarts();
  // Sixteen quarters have 1461 days, so the guess is at most one or two off.
  auto guess = static_cast<size_t>(int64_t{day - starts[0]} * 16 / 1461);
  while (starts[guess] > day) --guess;
  while (starts[guess + 1] <= day) ++guess;
  return static_cast<Quarter>(guess) + kFirstYear * 4;
}

FullQuarters FullQuarters::In(DaySpan span) {
  // A quarter lacks no working day where the span only lacks the Sunday at its edge.
  if (IsSunday(span.first - 1)) --span.first;
  if (IsSunday(span.last + 1)) ++span.last;
  FullQuarters quarters{QuarterOf(span.first), QuarterOf(span.last)};
  if (FirstDayOf(quarters.first) < span.first) ++quarters.first;
  if (FirstDayOf(quarters.last + 1) - 1 > span.last) --quarters.last;
  return quarters;
}

}  // namespace mandat::socialaid::law
