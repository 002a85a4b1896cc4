#ifndef SERVICES_SOCIALAID_LAW_REFERENCE_PERIOD_H_
#define SERVICES_SOCIALAID_LAW_REFERENCE_PERIOD_H_

// Where a reference period begins: so many months before the claim day, prolonged by what prolongs
// it.
//
// Reading: the start moves back by the calendar days of the prolonging spells that lie inside the
// period, those of the part that it gained included; two of them that overlap count once.

#include <vector>

#include "services/socialaid/law/days.h"

namespace mandat::socialaid::law {

class ReferencePeriod {
 public:
  // Spells that prolong, in any order.
  explicit ReferencePeriod(std::vector<DaySpan> prolonging);

  // True where nothing prolongs: then a later claim never starts earlier.
  bool plain() const { return prolonging_.empty(); }

  // The first day of the period of `months` whose last day is the eve of `claim_day`.
  Day Start(Day claim_day, int months) const;

  // Bounds of Start(): as months differ in length, a prolonged period of a later claim can begin a
  // few days before that of an earlier one. No claim from `claim_day` on starts before
  // EarliestStart(), none up to it after LatestStart().
  Day EarliestStart(Day claim_day, int months) const;
  Day LatestStart(Day claim_day, int months) const;

 private:
  // The day that `days` days which do not prolong lie before `claim_day`.
  Day Before(Day claim_day, Day days) const;
  Day Shifted(Day claim_day, int months, Day more) const;

  std::vector<DaySpan> prolonging_;  // apart from each other, latest first
};

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_REFERENCE_PERIOD_H_
