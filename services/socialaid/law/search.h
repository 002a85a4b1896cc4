#ifndef SERVICES_SOCIALAID_LAW_SEARCH_H_
#define SERVICES_SOCIALAID_LAW_SEARCH_H_

// The smallest number of days of contract with which a claim is admitted under one law.
//
// Why it is fast and still exact: a further day of contract adds at most one day to the reference
// period and never takes back one that left it, so a line that lacks k days cannot be met by fewer
// than k more: the search jumps. Where a line asks for a career before the period, what it lacks is
// counted with the best career that any of the next days can have.
//
// The contract's days are laid out by the convention that counts, also where a reference period
// cuts the contract: the days until the eve of the period are lost. So a half-time contract never
// counts more than 273 days in 21 months.

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "services/socialaid/law/admission.h"
#include "services/socialaid/law/counting.h"
#include "services/socialaid/law/end_date.h"
#include "services/socialaid/law/facts.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/law/reference_period.h"

namespace mandat::socialaid::law {

// How the person stands with so many days of contract, seen from one line.
struct Standing {
  int64_t days = 0;  // of contract
  Day last_day = 0;  // of the contract; the eve of its start where it has no days
  Day claim_day = 0;
  DaySpan period;     // the reference period, before days up to an earlier admission are left out
  DayCount career;    // counted in it, of the career
  DayCount contract;  // counted in it, of the contract
  DayCount before;    // counted in the years before it, where the line asks and InPeriod is enough

  DayCount InPeriod() const {
    DayCount sum = career;
    sum.Add(contract);
    return sum;
  }
};

// A line that is met, with the fewest days.
struct Hit {
  Line line;
  Standing standing;
};

// A person's career under a law, for a Search. RATIONAL_OVERFLOW: it has no common denominator.
absl::StatusOr<Career> CareerOf(const Facts& facts, const Law& law);

class Search {
 public:
  // `law` and `facts` must outlive it; `career` is CareerOf() of both.
  Search(const Facts& facts, const Law& law, Career career);

  const Law& law() const { return *law_; }
  const Lines& lines() const { return lines_; }
  const Career& career() const { return career_; }
  const Regime& regime() const { return regime_; }
  const ContractCalendar& calendar() const { return calendar_; }

  // The contract's calendar by either convention.
  ContractCalendar CalendarBy(v1::EndDateConvention convention) const;

  // The admission with the fewest days, if they are fewer than `below`; of lines that are met with
  // equally few, the first in their order.
  std::optional<Hit> First(int64_t below) const;

  // False where the contract's regime is below what a voluntary part-time worker must work: then no
  // day of it counts.
  bool regime_counts() const;

  // The claim day after the longest contract that is tried.
  Day LastClaimDay() const { return ClaimDay(most_days_); }

  // How the person stands with the longest contract after which the line is open; absent where it
  // never is.
  std::optional<Standing> Longest(const Line& line) const;

  // Days of the career that the law counts at all before `day`.
  DayCount Past(Day day) const;

 private:
  struct Range {
    int64_t first;
    int64_t last;
  };

  int64_t MostDays() const;
  Standing StandingAt(const Line& line, int64_t days) const;
  Range DaysFor(const Line& line) const;
  std::optional<Standing> FirstMeeting(const Line& line, Range days) const;
  int64_t LeastMore(const Line& line, const Standing& standing, int64_t last) const;
  DayCount CareerIn(DaySpan span) const;
  DayCount ContractIn(int64_t days, Day period_start) const;
  DayCount Before(const Line& line, Day first_start, Day last_start) const;
  Day ClaimDay(int64_t days) const;

  const Facts* facts_;
  const Law* law_;
  Regime regime_;
  Career career_;
  std::vector<DaySpan> interruptions_;
  ContractCalendar calendar_;
  ReferencePeriod reference_;
  Lines lines_;
  Day first_countable_;   // the day after an earlier admission
  int64_t most_days_;     // that are tried
  Day longest_last_day_;  // with so many
};

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_SEARCH_H_
