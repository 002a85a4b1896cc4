#ifndef SERVICES_LIB_LEDGER_POSTGRES_ERROR_H_
#define SERVICES_LIB_LEDGER_POSTGRES_ERROR_H_

// What PostgreSQL says, as the store's errors. Its own words never reach a caller: they travel as a
// payload of the status, which logs show and no reply carries.

#include <libpq-fe.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mandat::ledger::postgres {

// UNAVAILABLE `STORE_UNAVAILABLE`: nothing happened.
absl::Status Unavailable(absl::string_view cause);

// UNAVAILABLE `OUTCOME_UNKNOWN`: the commit may or may not have happened.
absl::Status OutcomeUnknown(absl::string_view cause);

// The error of a failed result. `committing`: the statement was the COMMIT, after which a session
// that ends leaves the outcome unknown.
absl::Status ErrorOf(const PGresult* result, bool committing);

}  // namespace mandat::ledger::postgres

#endif  // SERVICES_LIB_LEDGER_POSTGRES_ERROR_H_
