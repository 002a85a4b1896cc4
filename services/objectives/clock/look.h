#ifndef SERVICES_OBJECTIVES_CLOCK_LOOK_H_
#define SERVICES_OBJECTIVES_CLOCK_LOOK_H_

// What the clock sees of a plan, all of one moment.

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/alert.pb.h"
#include "mandat/objectives/v1/duty.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/ledger/view.h"
#include "services/objectives/alerts/rules.h"
#include "services/objectives/measurements/values.h"

namespace mandat::objectives::clock {

struct Look {
  // Its duties are all there are.
  alerts::PlanPicture picture;
  // All targets, replaced ones too.
  std::map<std::string, v1::Target> targets;
  // Of the indicators, by name; none where they cannot be computed, or the plan does not run.
  std::map<std::string, std::vector<IndicatorValue>> values;
  // The alerts that are raised, by name.
  std::map<std::string, v1::Alert> raised;
  // Whether facts move its values.
  bool is_computed = false;

  // Null where there is none.
  const alerts::Measured* Measured(absl::string_view indicator) const;
  const v1::Target* Target(const std::string& name) const;
};

// Of a plan that does not run only what may have to be ended: its targets, duties and raised
// alerts. NOT_FOUND where there is no such plan.
absl::StatusOr<Look> LookAt(const std::string& plan, absl::CivilDay today, ledger::View& view);

}  // namespace mandat::objectives::clock

#endif  // SERVICES_OBJECTIVES_CLOCK_LOOK_H_
