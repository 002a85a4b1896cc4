#ifndef SERVICES_OBJECTIVES_TARGETS_RULES_H_
#define SERVICES_OBJECTIVES_TARGETS_RULES_H_

// Rules of targets. Checks look at the request alone, in the order of its fields; the others
// decide.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::objectives::targets {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckSet(const v1::SetTargetRequest& request, absl::CivilDay today);
absl::Status CheckList(const v1::ListTargetsRequest& request);

// Whether a target says how far from the indicator's baseline it is.
bool NeedsBaseline(const v1::Target& target);

// `before` is the target that counted until then; null where there was none.
absl::StatusOr<ledger::Decision> Set(const v1::SetTargetRequest& request, absl::string_view name,
                                     const v1::Plan& plan, const v1::Indicator& indicator,
                                     const v1::Target* before);

}  // namespace mandat::objectives::targets

#endif  // SERVICES_OBJECTIVES_TARGETS_RULES_H_
