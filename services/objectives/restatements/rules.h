#ifndef SERVICES_OBJECTIVES_RESTATEMENTS_RULES_H_
#define SERVICES_OBJECTIVES_RESTATEMENTS_RULES_H_

// Rules of restatements. Checks look at the request alone, in the order of its fields; the others
// decide.

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "mandat/objectives/v1/restatement.pb.h"
#include "services/lib/ledger/decision.h"
#include "services/objectives/measurements/rules.h"

namespace mandat::objectives::restatements {

using measurements::By;

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckPropose(const v1::ProposeRestatementRequest& request);
absl::Status CheckAccept(const v1::AcceptRestatementRequest& request);
absl::Status CheckReject(const v1::RejectRestatementRequest& request);
absl::Status CheckList(const v1::ListRestatementsRequest& request);

// `open` is the restatement of the measurement that waits for a decision; null where none does.
absl::StatusOr<ledger::Decision> Propose(const v1::ProposeRestatementRequest& request,
                                         absl::string_view name, const v1::Measurement& measurement,
                                         const v1::Restatement* open,
                                         const v1::Indicator& indicator, const v1::Plan& plan,
                                         const By& by);

absl::StatusOr<ledger::Decision> Accept(const v1::Restatement& before,
                                        const v1::Measurement& measurement, const By& by);

absl::StatusOr<ledger::Decision> Reject(const v1::Restatement& before,
                                        const v1::RejectRestatementRequest& request, const By& by);

// What becomes of a published figure that facts give otherwise by now: a proposal, or another value
// in the one that waits; where facts agree again, or give what was rejected before, the one that
// waits lapses. A difference that was rejected is not proposed again. Unchanged where nothing is to
// be done, and where the measurement is not published. `all` are its restatements.
absl::StatusOr<ledger::Decision> ByFacts(const v1::Measurement& measurement,
                                         const measurements::TakenFigure& figure,
                                         const std::vector<const v1::Restatement*>& all,
                                         absl::string_view name, absl::Time now);

}  // namespace mandat::objectives::restatements

#endif  // SERVICES_OBJECTIVES_RESTATEMENTS_RULES_H_
