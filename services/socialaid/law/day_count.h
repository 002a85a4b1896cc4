#ifndef SERVICES_SOCIALAID_LAW_DAY_COUNT_H_
#define SERVICES_SOCIALAID_LAW_DAY_COUNT_H_

// An exact sum of days, fast enough for the search: whole parts of 1/scale day, and a rest below
// one part.
//
// All engagements of a career share one scale (a common denominator). Only an engagement that the
// edge of a reference period cuts needs a finer part, kept in the rest. A comparison with a whole
// number of days never needs the rest.

#include <cstdint>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "services/lib/base/rational.h"

namespace mandat::socialaid::law {

class DayCount {
 public:
  DayCount() = default;
  explicit DayCount(absl::int128 parts) : parts_(parts) {}

  // Whole parts of 1/scale day; the exact count lies from here to below one more.
  absl::int128 parts() const { return parts_; }
  // False where a rest outgrew 64 bits: then the count is worth nothing.
  bool exact() const { return exact_; }

  void Add(absl::int128 parts) { parts_ += parts; }
  // Adds numerator/denominator of so many parts; none is negative, `denominator` positive.
  void AddShare(absl::int128 parts, int64_t numerator, int64_t denominator);
  void Add(const DayCount& other);

  // This many times over, or this part of it; `factor`, `divisor` positive.
  DayCount Times(int64_t factor) const;
  DayCount DividedBy(int64_t divisor) const;

  // Whether it reaches a whole number of days.
  bool Reaches(int64_t days, int64_t scale) const { return parts_ >= absl::int128(days) * scale; }
  // The whole number of days that it lacks to `days`, rounded up; 0 where it reaches them.
  int64_t Lacking(int64_t days, int64_t scale) const;

  // In days. OUT_OF_RANGE (RATIONAL_OVERFLOW): lowest terms need more than 64 bits.
  absl::StatusOr<base::Rational> ToRational(int64_t scale) const;

 private:
  // Adds numerator/denominator of a part, 0 <= numerator < denominator.
  void AddRest(int64_t numerator, int64_t denominator);

  absl::int128 parts_ = 0;
  int64_t rest_numerator_ = 0;
  int64_t rest_denominator_ = 1;
  bool exact_ = true;
};

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_DAY_COUNT_H_
