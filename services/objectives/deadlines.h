#ifndef SERVICES_OBJECTIVES_DEADLINES_H_
#define SERVICES_OBJECTIVES_DEADLINES_H_

// Days of duties and alerts, as the clock engine counts them: on Belgian working days, with the
// sentences that say how.

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "mandat/common/v1/deadline.pb.h"
#include "mandat/common/v1/types.pb.h"

namespace mandat::objectives {

// The deadline that is so many days after `from`, which does not count; 0 to 3,660, closed days
// included and never moved: what is due by the 15th is due by the 15th. Beyond, and outside the
// years 1900 to 2200, the error of deadline::Compute.
absl::StatusOr<common::v1::Deadline> DaysAfter(absl::CivilDay from, int days);

// A day that was counted to.
struct CountedDay {
  absl::CivilDay day;
  // How, in four languages; says nothing of what it is the day of.
  common::v1::LocalizedText explanation;
};

// The working day that is so many after `from`, or before it where `days` is negative; `from` does
// not count. Errors as above.
absl::StatusOr<CountedDay> WorkingDayFrom(absl::CivilDay from, int days);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_DEADLINES_H_
