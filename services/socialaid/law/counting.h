#ifndef SERVICES_SOCIALAID_LAW_COUNTING_H_
#define SERVICES_SOCIALAID_LAW_COUNTING_H_

// What a career is worth in days, inside any reference period.
//
// Readings of the law that the sources leave open:
// - Uninterrupted full-time work counts 78 for every calendar quarter all of whose Monday to
//   Saturday days are worked, and every Monday to Saturday day outside such quarters. It is counted
//   anew inside a reference period: a quarter that the edge of the period cuts is not a full one.
//   Full-time spells that touch or overlap are one piece of work, so that a day of full-time work
//   counts once; other spells are engagements of their own, counted apart and summed.
// - Incomplete full-time counts days × 6 / Q, part-time hours × 6 / S (the weekly hours throughout
//   where no hours are given). A reference period gets the share of the spell's Monday to Saturday
//   days that lie inside it.
// - Half-days are twice the days.
// - Unpaid absence that is assimilated up to ten days a calendar year takes the first ten of the
//   year. From the start of the contract only its events take them: a spell of the career that
//   reaches into the contract counts nothing there, so it takes nothing there.
// - The general cap of a quarter is off (`count.quarter_cap` = 0). Where a parameter sets it, the
//   career's days of each calendar quarter inside the reference period are limited to it.

#include <cstdint>
#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/socialaid/law/day_count.h"
#include "services/socialaid/law/days.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/law/spell.h"

namespace mandat::socialaid::law {

// The spells that count under one law, ready to be counted in any span.
class Career {
 public:
  // `regime_denominator`, positive: the common scale is a multiple of it, so that the contract's
  // days need no rest. OUT_OF_RANGE (RATIONAL_OVERFLOW): the common denominator needs more than 62
  // bits.
  static absl::StatusOr<Career> Make(absl::Span<const Spell> spells, const Law& law, bool half_days,
                                     int64_t regime_denominator, Day contract_start);

  // Parts of a day (or half-day) in every count.
  int64_t scale() const { return scale_; }

  // Days or half-days that count from `span.first` to `span.last`.
  DayCount Count(DaySpan span) const;

  // Full days of unpaid absence that are still assimilated in a calendar year, after those of the
  // career before the contract.
  int64_t UnpaidAbsenceLeft(absl::civil_year_t year) const;

 private:
  struct Piece {  // uninterrupted, full-time
    DaySpan span;
    int64_t days;  // of the whole piece
  };
  struct Share {  // any other engagement
    DaySpan span;
    int work_days;
    int64_t numerator;  // what it is worth, in lowest terms
    int64_t denominator;
    absl::int128 parts;  // the same in the common scale
  };

  Career() = default;

  void AddShare(DaySpan span, int64_t days_numerator, int64_t days_denominator);
  absl::Status AddUnpaidAbsence(const Spell& spell, const Law& law, Day contract_start);
  void JoinPieces();
  absl::Status ChooseScale(int64_t regime_denominator);

  DayCount CountUncapped(DaySpan span) const;
  int64_t FullTimeDays(DaySpan span) const;

  int64_t scale_ = 1;
  int64_t units_a_day_ = 1;  // 2 for half-days
  int64_t full_quarter_days_ = 0;
  int64_t quarter_cap_ = 0;  // 0 = none
  int64_t unpaid_limit_ = 0;
  std::vector<Piece> pieces_;
  std::vector<Share> shares_;
  std::map<absl::civil_year_t, base::Rational> unpaid_taken_;
};

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_COUNTING_H_
