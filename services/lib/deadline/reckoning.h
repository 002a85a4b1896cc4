#ifndef SERVICES_LIB_DEADLINE_RECKONING_H_
#define SERVICES_LIB_DEADLINE_RECKONING_H_

// From a start to the last day, step by step. Words are made of the steps elsewhere
// (explanation.h), and only for whoever reads them.

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "mandat/common/v1/deadline.pb.h"
#include "services/lib/deadline/calendar.h"

namespace mandat::deadline {

// So many of a unit.
struct Amount {
  int count = 0;
  common::v1::DeadlineUnit unit = common::v1::DEADLINE_UNIT_UNSPECIFIED;
};

struct Step {
  enum class Kind {
    kReceivedLate,         // on `day` at `minutes`, after the cut-off: counts as `result`
    kReceivedOnClosedDay,  // on `day`: counts as `result`
    kStarts,               // on `day`
    kStartsAndEnds,        // on `day`
    kCountsBack,           // from `day`
    kExtended,             // by `amount`, for `reason`
    kPaused,               // from `day` to `result` for `reason`, with `amount` left
    kContinues,            // from `day`
    kRestarts,             // from `day`
    kStandsStill,          // since `day` for `reason`, with `amount` left
    kPausedTooLate,        // on `day`
    kCounted,              // `amount` from `day` give `result`
    kFarDay,               // counts in full, so that the limit is `result`
    kMoved,                // from the closed `day` to `result`
    kLastDay,              // is `day`
  };

  Kind kind = Kind::kStarts;
  absl::CivilDay day = absl::CivilDay();
  absl::CivilDay result = absl::CivilDay();
  int minutes = 0;
  Amount amount = Amount();
  // Of the clock, which outlives the steps.
  const common::v1::LocalizedText* reason = nullptr;
};

struct Reckoning {
  // The last day; absent while the delay stands still.
  std::optional<absl::CivilDay> due;
  // What is left to count then.
  int left = 0;
  std::vector<Step> steps;
};

// The clock is in order (clock.h).
Reckoning Reckon(const common::v1::Clock& clock, const Calendar& calendar);

inline bool CountsBack(const common::v1::DeadlineRule& rule) {
  return rule.direction() == common::v1::DEADLINE_DIRECTION_BEFORE;
}

}  // namespace mandat::deadline

#endif  // SERVICES_LIB_DEADLINE_RECKONING_H_
