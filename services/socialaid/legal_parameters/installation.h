#ifndef SERVICES_SOCIALAID_LEGAL_PARAMETERS_INSTALLATION_H_
#define SERVICES_SOCIALAID_LEGAL_PARAMETERS_INSTALLATION_H_

// How the law that the program is built with gets into the database, and what a newer program knows
// beyond it.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/ledger/ledger.h"

namespace mandat::socialaid {

// Publishes the built-in values that are known by now and not published yet, all in one commit;
// false: nothing is left to do. Run twice at a time, it does so once. Errors: those of the ledger.
absl::StatusOr<bool> InstallLaw(ledger::Ledger& ledger, absl::Time now);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_LEGAL_PARAMETERS_INSTALLATION_H_
