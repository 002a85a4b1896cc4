#ifndef SERVICES_LIB_BASE_CIVIL_DATE_H_
#define SERVICES_LIB_BASE_CIVIL_DATE_H_

// Whole days: google.type.Date on the wire, absl::CivilDay inside (which compares and subtracts by
// itself), "2026-03-12" as text; and where days begin and end in Belgium.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"

namespace mandat::base {

// The days that are accepted from callers, both included: births of living people up to the ends of
// long periods.
inline constexpr absl::CivilDay kFirstDay(1900, 1, 1);
inline constexpr absl::CivilDay kLastDay(2200, 12, 31);

// The day that `date` names. Refused with `DATE_INVALID`: partial and absent dates (a part is
// zero), days that no calendar has, days outside kFirstDay to kLastDay.
absl::StatusOr<absl::CivilDay> ParseDate(const google::type::Date& date, absl::string_view field);

// The day that `text` names, exactly "yyyy-mm-dd"; `DATE_INVALID` as above.
absl::StatusOr<absl::CivilDay> ParseIsoDate(absl::string_view text, absl::string_view field);

// The day of a date that was stored, or checked with ParseDate.
absl::CivilDay ToDay(const google::type::Date& date);

// The same day on the wire; years 1 to 9999.
google::type::Date ToDate(absl::CivilDay day);

// "2026-03-12"; years 1000 to 9999.
std::string ToIso(absl::CivilDay day);

// The zone Europe/Brussels, never the machine's. Ends the process at its first use where the system
// has no time-zone data (package tzdata): a silent UTC would shift every deadline.
absl::TimeZone BrusselsZone();

// The day that it is in Brussels at `time`.
absl::CivilDay BrusselsDay(absl::Time time);

// The instant at which `day` is over in Brussels: the first that belongs to the next day. "As of a
// date" and "until and including a date" both mean: before this instant.
absl::Time EndOfDayInBrussels(absl::CivilDay day);

// The same day of the month `months` later (earlier where negative), or the last day of that month
// where it has no such day: 31 January + 1 month = 28 or 29 February.
absl::CivilDay AddMonthsClamped(absl::CivilDay day, int months);

// Completed years on `day`. Somebody born on 29 February completes a year on 1 March in common
// years: before, the year is not over. Negative where `day` lies before `birth`.
int AgeOn(absl::CivilDay birth, absl::CivilDay day);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_CIVIL_DATE_H_
