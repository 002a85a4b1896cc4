#ifndef SERVICES_OBJECTIVES_ASSESSMENT_RHYTHM_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_RHYTHM_H_

// Something every so often: in how many spans of time it was kept.

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/period.h"
#include "services/objectives/assessment/values.h"

namespace mandat::objectives {

// How a rhythm was kept so far.
struct Rhythm {
  int kept = 0;
  int missed = 0;
  // Spans whose values did not come although their grace is over: neither kept nor missed.
  int without_value = 0;
  // Whether the latest span that counts is one of these.
  bool last_without_value = false;

  friend bool operator==(const Rhythm&, const Rhythm&) = default;
};

// The indicator counts how often it happened. The time since the beginning of the plan is cut into
// spans as long as both the rhythm and the period of the indicator fit into (their least common
// multiple), each with its number of times:
//
//   | rhythm           | periods  | span    | times in a span |
//   |------------------|----------|---------|-----------------|
//   | every 3 months   | quarter  | 3 m     | 1               |
//   | every 2 months   | quarter  | 6 m     | 3               |
//   | every 3 months   | month    | 3 m     | 1               |
//   | n times a year   | quarter  | 12 m    | n               |
//   | day of the month | quarter  | 3 m     | 3               |
//   | any              | the plan | the plan| as often as the rhythm fits into its whole months |
//
// Spans begin with the first period that begins in the plan; only whole ones count. A span is kept
// where its values together are at least its times; a cumulative indicator's are what was added in
// it. It counts as soon as it is over and all its values are known, and is told as without value
// once the grace after it is over. On which day of the month something happened, the values do not
// say; that is for duties.
Rhythm RhythmOf(const v1::Indicator& indicator, const v1::EveryTarget& target,
                const base::Period& plan, absl::Span<const PeriodValue> values,
                absl::CivilDay today);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_RHYTHM_H_
