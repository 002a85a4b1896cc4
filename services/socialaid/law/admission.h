#ifndef SERVICES_SOCIALAID_LAW_ADMISSION_H_
#define SERVICES_SOCIALAID_LAW_ADMISSION_H_

// The conditions of admission, as lines: one that is met admits.
//
// Before 1.3.2026 (AR 25.11.1991 art. 30 §1), by age: 312 days in 21 months under 36, 468 in 33
// under 50, 624 in 42 at any age. The line of a higher bracket admits a younger worker too. From 36
// there are two alternatives with fewer days in the period: (a) with 1,560 days in the ten years
// before it, (b) with eight days in those ten years for each day that is missing. Alternatives are
// tried all: with 416 days in 42 months (b) wants 1,664 days and (a) 1,560.
//
// From 1.3.2026: 312 days in 36 months at any age, days after an earlier admission only; as a
// voluntary part-time worker 312 half-days.
//
// Readings: whether the alternatives of a higher bracket admit a younger worker is a parameter, off
// by default: the sheet lists none under 36. Under the old rule a voluntary part-time worker has
// the same lines in half-days.

#include <cstdint>
#include <limits>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/socialaid/law/day_count.h"
#include "services/socialaid/law/parameters.h"

namespace mandat::socialaid::law {

// One line. Days are half-days where the admission is in half-days.
struct Line {
  absl::string_view code;             // stable: `FROM_36_CAREER`
  absl::string_view legal_reference;  // of the value of its days; lives as long as the law
  int age_from = 0;                   // included
  int age_to = kAnyAge;               // not included
  int months = 0;
  int64_t days = 0;  // in the reference period
  // In the years before the reference period, where the line asks for them.
  int career_years = 0;
  int64_t career_days = 0;       // (a): so many
  int64_t days_per_missing = 0;  // (b): so many for each day below `full_days`
  int64_t full_days = 0;

  static constexpr int kAnyAge = 1000;
  bool asks_for_career() const { return career_years > 0; }
};

using Lines = absl::InlinedVector<Line, 8>;

// In the order in which a draw between them is decided.
Lines LinesOf(const Law& law, bool half_days);

// How many days more in the reference period the line wants: 0 where it is met,
// kNoDaysAreEnough where days before the period are missing. Never more where there are more days.
inline constexpr int64_t kNoDaysAreEnough = std::numeric_limits<int64_t>::max();
int64_t Lacking(const Line& line, const DayCount& in_period, const DayCount& before, int64_t scale);

// What of `in_period` the line does not need, at least 0; meaningful where it is met.
DayCount Surplus(const Line& line, const DayCount& in_period, const DayCount& before,
                 int64_t scale);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_ADMISSION_H_
