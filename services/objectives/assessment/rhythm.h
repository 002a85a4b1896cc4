#ifndef SERVICES_OBJECTIVES_ASSESSMENT_RHYTHM_H_
#define SERVICES_OBJECTIVES_ASSESSMENT_RHYTHM_H_

// Something every so often: when it is due, and in how many spans of time it was kept.

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/period.h"
#include "services/objectives/assessment/values.h"

namespace mandat::objectives {

// One turn of a rhythm: a time in which something is to happen.
struct Beat {
  base::Period period;
  // How often.
  int times = 0;
  // The last day in the period on which that is in time.
  absl::CivilDay due;
};

// Beats of which the values of an indicator tell together.
struct RhythmSpan {
  base::Period period;
  // In order. None where the rhythm does not fit into the span.
  std::vector<Beat> beats;
  // False at both ends of a plan that cut it short: no values are of it.
  bool is_whole = true;
  // Whether it is the first whole one: what is not known to have happened before had not.
  bool is_first = false;

  // Of all beats.
  int times() const;
};

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

// The time since the beginning of the plan is cut into spans as long as both the rhythm and the
// period of the indicator fit into (their least common multiple), each with its number of times:
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
// Whole spans begin with the first period that begins in the plan. A beat is as long as the rhythm
// says, a month for a day of the month, and due on its last day, or on that day of the month (of a
// shorter month its last). Before the first whole span and after the last one there are spans that
// are not whole, with the beats that still lie in the plan. Oldest first; none of a rhythm that is
// not valid.
std::vector<RhythmSpan> SpansOf(const v1::Indicator& indicator, const v1::EveryTarget& target,
                                const base::Period& plan);

// The indicator counts how often it happened. Only whole spans count. A span is kept where its
// values together are at least its times; a cumulative indicator's are what was added in it. It
// counts as soon as it is over and all its values are known, and is told as without value once the
// grace after it is over. On which day of the month something happened, the values do not say; that
// is for duties.
Rhythm RhythmOf(const v1::Indicator& indicator, const v1::EveryTarget& target,
                const base::Period& plan, absl::Span<const PeriodValue> values,
                absl::CivilDay today);

// By which day, at the latest, the values that are known today show that something had happened
// `number` times in the beat, one of the span; nothing where they do not. Where the periods of the
// indicator are longer than the beat they tell of the span alone: once it is over and kept, each
// beat was kept on its last day.
std::optional<absl::CivilDay> ShownBy(const v1::Indicator& indicator, const RhythmSpan& span,
                                      const Beat& beat, int number,
                                      absl::Span<const PeriodValue> values, absl::CivilDay today);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_ASSESSMENT_RHYTHM_H_
