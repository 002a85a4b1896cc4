#ifndef SERVICES_OBJECTIVES_ASSESSMENT_CALIBRATION_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_CALIBRATION_H_

// Whether people were as sure of their actions as they could be.

#include "absl/types/span.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/assessment.pb.h"

namespace mandat::objectives {

// Of actions that are over (DONE or ABANDONED) and have a planned end, each once, with the last
// confidence that was said before that end and before the action ended: what is said afterwards is
// no forecast; of one day, the last in the list. The notes of an action are in the order of their
// days. It held where the action was done by its planned end, that day included. Confidence 10
// stands for 1000 permille, 0 for none. Both means are rounded down. With five actions or more, the
// words say whether people were too sure (said is at least 100 permille above held), too unsure
// (below) or neither.
v1::ConfidenceCalibration CalibrationOf(absl::Span<const v1::Action> actions);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_CALIBRATION_H_
