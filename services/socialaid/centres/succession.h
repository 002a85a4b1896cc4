#ifndef SERVICES_SOCIALAID_CENTRES_SUCCESSION_H_
#define SERVICES_SOCIALAID_CENTRES_SUCCESSION_H_

// What becomes of the requests of a merged centre: from the first day of its successor on they are
// the successor's, and with them lists, reads, commands and events, which all go by the owner.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/ledger/ledger.h"

namespace mandat::socialaid {

// Gives a portion of the requests of centres that have ended to those that run, each as a version
// of its own, `takenOver`. True where there may be more. Interrupted or run twice at a time, it
// leaves nothing half done. Errors: those of the ledger; what was given stays given.
absl::StatusOr<bool> TakeOverRequests(ledger::Ledger& ledger, absl::Time now);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_CENTRES_SUCCESSION_H_
