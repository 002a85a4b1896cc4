#ifndef SERVICES_LIB_BASE_PERIOD_H_
#define SERVICES_LIB_BASE_PERIOD_H_

// Spans of whole days: half-open inside, [start, end); both ends included on the wire, as the law
// speaks of them. The difference is made up for here and nowhere else.

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/common/v1/types.pb.h"

namespace mandat::base {

// The end of a period that is still open. A real day beyond all that callers may name, so that
// arithmetic on it stays defined.
inline constexpr absl::CivilDay kOpenEnd(9999, 12, 31);

// The days from `start` up to, and without, `end`. Holds at least one day: start < end.
struct Period {
  absl::CivilDay start;
  absl::CivilDay end = kOpenEnd;

  bool open() const { return end == kOpenEnd; }

  friend bool operator==(const Period& a, const Period& b) {
    return a.start == b.start && a.end == b.end;
  }
};

// The period that `period` names. `PERIOD_INVALID` (about `field`): no start date, or the end date
// lies before it; `DATE_INVALID` (about `field`.start_date or .end_date): not a day (civil_date.h).
absl::StatusOr<Period> ParsePeriod(const common::v1::Period& period, absl::string_view field);

// The same period on the wire: the last day is included; an open period has no end date.
common::v1::Period ToPeriod(const Period& period);

// Whether `day` is one of its days.
bool Contains(const Period& period, absl::CivilDay day);

// Whether every day of `inner` is a day of `outer`.
bool Contains(const Period& outer, const Period& inner);

// Whether they have a day in common. Periods of which one ends on the eve of the other do not.
bool Overlaps(const Period& a, const Period& b);

// The days that they have in common; absent where there is none.
std::optional<Period> Intersection(const Period& a, const Period& b);

// How many days it has. The period must not be open.
int64_t CountDays(const Period& period);

// How many days it has that are not Sundays: the six-day week in which Belgian unemployment rules
// count. Public holidays are counted. The period must not be open.
int64_t CountMondayToSaturday(const Period& period);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_PERIOD_H_
