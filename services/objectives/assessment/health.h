#ifndef SERVICES_OBJECTIVES_ASSESSMENT_HEALTH_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_HEALTH_H_

// The health of an action by its dates and state, beside what its people say.

#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/assessment.pb.h"

namespace mandat::objectives {

// Days late, counted after the planned start and the planned end, up to:
//
//   | state              | late start      | late end      |
//   |--------------------|-----------------|---------------|
//   | PLANNED            | today           | today         |
//   | RUNNING, SUSPENDED | effective start | today         |
//   | DONE               | effective start | effective end |
//   | ABANDONED          | none            | none          |
//
// The planned day itself is in time; a date that is missing makes nothing late. Computed: SUSPENDED
// is PAUSED; PLANNED and RUNNING are AT_RISK where start or end is late, else GOOD, but unspecified
// without a planned date; DONE and ABANDONED are over and have no health. Stated: the last note.
// They differ where both are given and are not the same; AT_RISK and BLOCKED count as the same,
// because dates do not tell them apart.
v1::ActionHealth HealthOf(const v1::Action& action, absl::CivilDay today);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_HEALTH_H_
