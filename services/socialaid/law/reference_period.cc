#include "services/socialaid/law/reference_period.h"

#include <algorithm>

namespace mandat::socialaid::law {
namespace {

// The same number of months differs by at most five days: the 29th to 31st that a month lacks, and
// a leap day.
constexpr Day kMonthsDiffer = 5;

}  // namespace

ReferencePeriod::ReferencePeriod(std::vector<DaySpan> prolonging) {
  std::sort(prolonging.begin(), prolonging.end(),
            [](DaySpan a, DaySpan b) { return a.last > b.last; });
  for (const DaySpan span : prolonging) {
    if (!prolonging_.empty() && span.last >= prolonging_.back().first) {
      prolonging_.back().first = std::min(prolonging_.back().first, span.first);
    } else {
      prolonging_.push_back(span);
    }
  }
}

Day ReferencePeriod::Before(Day claim_day, Day days) const {
  Day at = claim_day;
  for (const DaySpan span : prolonging_) {
    if (span.first >= at) continue;
    const Day between = std::max(0, at - 1 - span.last);
    if (days <= between) break;
    days -= between;
    at = span.first;
  }
  return at - days;
}

Day ReferencePeriod::Shifted(Day claim_day, int months, Day more) const {
  const Day start = AddMonths(claim_day, -months);
  return prolonging_.empty() ? start : Before(claim_day, claim_day - start + more);
}

Day ReferencePeriod::Start(Day claim_day, int months) const {
  return Shifted(claim_day, months, 0);
}

Day ReferencePeriod::EarliestStart(Day claim_day, int months) const {
  return Shifted(claim_day, months, kMonthsDiffer);
}

Day ReferencePeriod::LatestStart(Day claim_day, int months) const {
  return Shifted(claim_day, months, -kMonthsDiffer);
}

}  // namespace mandat::socialaid::law
