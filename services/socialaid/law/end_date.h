#ifndef SERVICES_SOCIALAID_LAW_END_DATE_H_
#define SERVICES_SOCIALAID_LAW_END_DATE_H_

// From days of contract to its last day. How the unemployment office does it is not published; both
// conventions are ours, and a parameter says which one counts.
//
// A: 26 days are a month from the first day (the same day of the month, or the last of a shorter
//    month), whose last day is the eve; what is left are calendar days after that. A month has at
//    least 28 days, so that more days never end earlier.
// B: every Monday to Saturday is a day, from the first day on.
//
// A part-time regime stretches the days: n days at w of S hours a week take n × S / w days of the
// calendar of the full-timer, and a day that is begun takes the whole of it. Half-days take half of
// that. So 312 days at 19 of 38 hours are 624 = 24 months = 104 weeks, and 312 half-days 12 months
// = 52 weeks.
//
// Interruptions (events whose days do not count under the rule in force) take out their Monday to
// Saturday days: one that begins on or before the last day pushes it by all of them, and the
// contract does not end inside one.

#include <cstdint>
#include <vector>

#include "mandat/socialaid/v1/article60.pb.h"
#include "services/socialaid/law/days.h"

namespace mandat::socialaid::law {

// How many days of admission a day of the contract is worth: `numerator` / `denominator`, both
// positive, 2 at most.
struct Regime {
  int64_t numerator = 1;
  int64_t denominator = 1;

  // Of a working time that CheckWorkingTime passed.
  static Regime Of(const v1::WorkingTime& time, bool half_days);

  // Contract days that `days` of admission take, a begun one included.
  int64_t ContractDays(int64_t days) const {
    return (days * denominator + numerator - 1) / numerator;
  }
  // The most whole days of admission that `contract_days` are worth.
  int64_t DaysIn(int64_t contract_days) const { return contract_days * numerator / denominator; }
};

// One contract's days laid into the calendar.
class ContractCalendar {
 public:
  // `interruptions` in any order; they may overlap each other and reach outside the contract.
  ContractCalendar(Day start, v1::EndDateConvention convention, int days_per_month,
                   std::vector<DaySpan> interruptions);

  Day start() const { return start_; }

  // The day on which the `days`th contract day falls; 0 gives the eve of the start. Never decreases
  // with `days`.
  Day LastDay(int64_t days) const;

  // How many contract days are over at the end of `day`: the most whose last day is not after it.
  int64_t DaysUntil(Day day) const;

  // Monday to Saturday days of the interruptions that a contract ending on `last` went through.
  int64_t InterruptedDays(Day last) const;

 private:
  struct Interruption {
    DaySpan span;
    int work_days;
    int64_t days_before;  // contract days done before it
  };

  Day Lay(int64_t days) const;     // LastDay, without interruptions
  int64_t Measure(Day day) const;  // DaysUntil, without interruptions

  Day start_;
  v1::EndDateConvention convention_;
  int days_per_month_;
  std::vector<Interruption> interruptions_;
};

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_END_DATE_H_
