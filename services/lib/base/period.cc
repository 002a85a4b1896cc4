#include "services/lib/base/period.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::base {

absl::StatusOr<Period> ParsePeriod(const common::v1::Period& period, absl::string_view field) {
  if (!period.has_start_date()) {
    return InvalidField("PERIOD_INVALID", field, "Give the first day.");
  }
  Period parsed;
  ASSIGN_OR_RETURN(parsed.start,
                   ParseDate(period.start_date(), absl::StrCat(field, ".start_date")));
  if (period.has_end_date()) {
    ASSIGN_OR_RETURN(const absl::CivilDay last,
                     ParseDate(period.end_date(), absl::StrCat(field, ".end_date")));
    parsed.end = last + 1;
  }
  if (parsed.end <= parsed.start) {
    return InvalidField("PERIOD_INVALID", field, "The last day lies before the first.");
  }
  return parsed;
}

common::v1::Period ToPeriod(const Period& period) {
  common::v1::Period message;
  *message.mutable_start_date() = ToDate(period.start);
  if (!period.open()) *message.mutable_end_date() = ToDate(period.end - 1);
  return message;
}

bool Contains(const Period& period, absl::CivilDay day) {
  return period.start <= day && day < period.end;
}

bool Contains(const Period& outer, const Period& inner) {
  return outer.start <= inner.start && inner.end <= outer.end;
}

bool Overlaps(const Period& a, const Period& b) { return a.start < b.end && b.start < a.end; }

std::optional<Period> Intersection(const Period& a, const Period& b) {
  if (!Overlaps(a, b)) return std::nullopt;
  return Period{std::max(a.start, b.start), std::min(a.end, b.end)};
}

int64_t CountDays(const Period& period) { return period.end - period.start; }

int64_t CountMondayToSaturday(const Period& period) {
  const int64_t days = CountDays(period);
  // Counted from the Monday of the first week, every seventh day is a Sunday.
  const int64_t since_monday =
      static_cast<int>(absl::GetWeekday(period.start)) - static_cast<int>(absl::Weekday::monday);
  return days - (days + since_monday) / 7;
}

}  // namespace mandat::base
