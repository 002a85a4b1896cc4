#ifndef SERVICES_OBJECTIVES_ALERTS_RULES_LADDER_H_
#define SERVICES_OBJECTIVES_ALERTS_RULES_LADDER_H_

// The ladders of alerts as data: who is told how many working days before or after the day. What is
// raised and the table in the documentation come from here.

#include <array>
#include <initializer_list>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/common/v1/types.pb.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "mandat/objectives/v1/objective.pb.h"

namespace mandat::objectives::alerts {

// Changes with every change of the ladders below: an alert says by which it was counted.
inline constexpr int kLadderVersion = 1;

struct Rung {
  // From so many working days after the day on; negative = before it.
  int working_days = 0;
  v1::ResponsibilityRole addressee = v1::RESPONSIBILITY_ROLE_UNSPECIFIED;
};

class Ladder {
 public:
  consteval Ladder(v1::AlertKind kind, std::initializer_list<Rung> rungs)
      : kind_(kind), size_(rungs.size()) {
    // A longer list does not compile.
    size_t i = 0;
    for (const Rung& rung : rungs) rungs_[i++] = rung;
  }

  constexpr v1::AlertKind kind() const { return kind_; }
  // From the bottom to the top.
  absl::Span<const Rung> rungs() const { return absl::MakeConstSpan(rungs_.data(), size_); }

 private:
  v1::AlertKind kind_;
  size_t size_;
  std::array<Rung, 3> rungs_{};
};

inline constexpr auto kAgent = v1::RESPONSIBILITY_ROLE_AGENT;
inline constexpr auto kAdministrative = v1::RESPONSIBILITY_ROLE_ADMINISTRATIVE;
inline constexpr auto kPolitical = v1::RESPONSIBILITY_ROLE_POLITICAL;

// Who does it is told first, then who answers for it before the management, then who answers for it
// before the council or the minister. What is near and what is a question (a gap in health) stays
// within the administration; only the end of a target is near enough to the political level to be
// announced there.
inline constexpr std::array kLadders = {
    Ladder(v1::ALERT_KIND_LATE_START, {{1, kAgent}, {10, kAdministrative}, {30, kPolitical}}),
    Ladder(v1::ALERT_KIND_LATE_END, {{1, kAgent}, {10, kAdministrative}, {20, kPolitical}}),
    Ladder(v1::ALERT_KIND_STALE_VALUE, {{1, kAgent}, {10, kAdministrative}, {20, kPolitical}}),
    Ladder(v1::ALERT_KIND_TARGET_NEAR, {{-60, kAgent}, {-30, kAdministrative}, {-10, kPolitical}}),
    Ladder(v1::ALERT_KIND_DUTY_NEAR, {{-10, kAgent}, {-3, kAdministrative}}),
    Ladder(v1::ALERT_KIND_DUTY_MISSED, {{1, kAgent}, {5, kAdministrative}, {15, kPolitical}}),
    Ladder(v1::ALERT_KIND_HEALTH_GAP, {{5, kAgent}, {15, kAdministrative}}),
};

// The ladder of a kind, which has one.
const Ladder& LadderOf(v1::AlertKind kind);

// Where an alert stands on its ladder.
struct Standing {
  // From 1; 0 = below the first: nobody is told yet.
  int rung = 0;
  v1::ResponsibilityRole addressee = v1::RESPONSIBILITY_ROLE_UNSPECIFIED;
  // How the day of the rung was counted.
  common::v1::LocalizedText explanation;
};

// On `today`, with the days counted from `due`. Errors of WorkingDayFrom (deadlines.h).
absl::StatusOr<Standing> StandingOn(v1::AlertKind kind, absl::CivilDay due, absl::CivilDay today);

// Working days that an acknowledgement holds a rung.
inline constexpr int kHeldWorkingDays = 5;

}  // namespace mandat::objectives::alerts

#endif  // SERVICES_OBJECTIVES_ALERTS_RULES_LADDER_H_
