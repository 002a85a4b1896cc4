#ifndef SERVICES_SOCIALAID_CENTRES_RULES_H_
#define SERVICES_SOCIALAID_CENTRES_RULES_H_

// Rules of welfare centres. Checks look at the request alone, in the order of its fields (a mask
// before the fields that it selects); the others decide.

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::socialaid::centres {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckCreate(const v1::CreateCentreRequest& request);
absl::Status CheckUpdate(const v1::UpdateCentreRequest& request);
absl::Status CheckMerge(const v1::MergeCentreRequest& request);

// `office` is the office of reference.
absl::StatusOr<ledger::Decision> Create(const v1::CreateCentreRequest& request,
                                        absl::string_view name, const v1::Office& office);
// `office` is the office of reference that the request names; null where it names none.
absl::StatusOr<ledger::Decision> Update(const v1::Centre& before,
                                        const v1::UpdateCentreRequest& request,
                                        const v1::Office* office);
// Ends `before` and gives `successor` the municipalities that are still in use.
absl::StatusOr<ledger::Decision> Merge(const v1::Centre& before, const v1::Centre& successor,
                                       const v1::MergeCentreRequest& request);

// FAILED_PRECONDITION `CENTRE_NOT_STARTED` before its first day, `CENTRE_MERGED` after its last.
absl::Status CheckMayFile(const v1::Centre& centre, absl::CivilDay today);

// The register, by name.
using Register = std::map<std::string, v1::Centre>;

// Whose the requests that a centre filed are on a day: the centre itself until its last day, then
// its successor, and so on. Never empty; those before the last were owners before.
std::vector<const v1::Centre*> Succession(const v1::Centre& centre, const Register& all,
                                          absl::CivilDay today);

}  // namespace mandat::socialaid::centres

#endif  // SERVICES_SOCIALAID_CENTRES_RULES_H_
