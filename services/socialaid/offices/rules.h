#ifndef SERVICES_SOCIALAID_OFFICES_RULES_H_
#define SERVICES_SOCIALAID_OFFICES_RULES_H_

// Rules of unemployment offices. Checks look at the request alone, in the order of its fields (a
// mask before the fields that it selects); the others decide.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::socialaid::offices {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckCreate(const v1::CreateOfficeRequest& request);
absl::Status CheckUpdate(const v1::UpdateOfficeRequest& request);
absl::Status CheckMerge(const v1::MergeOfficeRequest& request);

// `agency` is the enterprise number for which the caller acts.
absl::StatusOr<ledger::Decision> Create(const v1::CreateOfficeRequest& request,
                                        absl::string_view name, absl::string_view agency);
absl::StatusOr<ledger::Decision> Update(const v1::Office& before,
                                        const v1::UpdateOfficeRequest& request);
absl::StatusOr<ledger::Decision> Merge(const v1::Office& before, const v1::Office& successor);

// FAILED_PRECONDITION `OFFICE_MERGED`.
absl::Status CheckRunning(const v1::Office& office);

}  // namespace mandat::socialaid::offices

#endif  // SERVICES_SOCIALAID_OFFICES_RULES_H_
