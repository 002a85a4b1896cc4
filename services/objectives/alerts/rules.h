#ifndef SERVICES_OBJECTIVES_ALERTS_RULES_H_
#define SERVICES_OBJECTIVES_ALERTS_RULES_H_

// Rules of alerts. Checks look at the request alone, in the order of its fields; the others decide.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandat/objectives/v1/action.pb.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/ledger/decision.h"
#include "services/objectives/alerts/states.h"
#include "services/objectives/assessment/values.h"

namespace mandat::objectives::alerts {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckAcknowledge(const v1::AcknowledgeAlertRequest& request);
absl::Status CheckList(const v1::ListAlertsRequest& request);

// The same for the same kind, subject and day, on every replica and after every crash.
std::string NameOf(v1::AlertKind kind, absl::string_view subject, absl::CivilDay due);

// An indicator of a plan, with what is known of it.
struct Measured {
  v1::Indicator indicator;
  // The one that counts; absent where there is none.
  std::optional<v1::Target> target;
  // In any order, each period once.
  std::vector<PeriodValue> values;
  // False where they cannot be read now: nothing is told of them then.
  bool has_values = true;
  // Who answers for it.
  std::string unit;
};

// Everything of a plan that days make something of.
struct PlanPicture {
  v1::Plan plan;
  std::vector<v1::Action> actions;
  std::vector<Measured> measured;
  // At least those that are due or missed.
  std::vector<v1::Duty> duties;
};

// The last day on which the next value of an indicator comes in time: of the first period after the
// last one that has a value or is known to have none; where there is none yet, of the period in
// which the plan began, or the indicator was made where that was later. Nothing where no period of
// the plan is left.
std::optional<absl::CivilDay> ValueDue(const Measured& measured, const v1::Plan& plan,
                                       absl::CivilDay today);

// The alerts that shall be on `today`, by name, as they would be raised: none unless the plan runs.
//
//   | kind        | cause                                                      | day             |
//   |-------------|------------------------------------------------------------|-----------------|
//   | LATE_START  | PLANNED, and the planned start is over (health.h)          | that day        |
//   | LATE_END    | neither DONE nor ABANDONED, and the planned end is over    | that day        |
//   | HEALTH_GAP  | health differs (health.h)                                  | see below       |
//   | STALE_VALUE | no value of a period by its day                            | ValueDue()      |
//   | TARGET_NEAR | its end comes or is over, and it is not REACHED (assess.h) | its last day    |
//   | DUTY_NEAR   | DUE                                                        | its last day    |
//   | DUTY_MISSED | MISSED                                                     | its last day    |
//
// An alert is raised once the day of its first rung has come (rules_ladder.h). A gap opens on the
// day of the last note, or when the dates came to say otherwise, where that was later. Of a level
// to keep, ON_TRACK is as good as REACHED; what is to be done every so often has duties, and what
// is judged in words has no figure: neither has TARGET_NEAR. Errors of WorkingDayFrom
// (deadlines.h).
absl::StatusOr<std::vector<v1::Alert>> AlertsOf(const PlanPicture& picture, absl::CivilDay today);

// What becomes of an alert.
struct Change {
  Verb verb;
  v1::Alert after;
};

// From `before` (null where there is none) to `wanted` (null where its cause is gone); nothing
// where it is as it shall be. It never goes down its ladder, and stays where an acknowledgement
// holds it.
std::optional<Change> ChangeOf(const v1::Alert* before, const v1::Alert* wanted, absl::Time now);

// `pseudonym` is that of who takes note.
absl::StatusOr<ledger::Decision> Acknowledge(const v1::Alert& before,
                                             const v1::AcknowledgeAlertRequest& request,
                                             absl::string_view pseudonym, absl::Time now);

}  // namespace mandat::objectives::alerts

#endif  // SERVICES_OBJECTIVES_ALERTS_RULES_H_
