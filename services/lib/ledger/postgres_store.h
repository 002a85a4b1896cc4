#ifndef SERVICES_LIB_LEDGER_POSTGRES_STORE_H_
#define SERVICES_LIB_LEDGER_POSTGRES_STORE_H_

// The engine beyond one machine: PostgreSQL through libpq. A batch is two round trips, whatever its
// size. READ COMMITTED; rows are locked by name. Durability is the server's `synchronous_commit`,
// which is left as it is.

#include <memory>

#include "absl/status/statusor.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger {

// Connects only when a writer or a reader is opened. INVALID_ARGUMENT `STORE_URL_INVALID` where
// libpq does not understand the URL.
absl::StatusOr<std::unique_ptr<Store>> OpenPostgresStore(const StoreOptions& options);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_POSTGRES_STORE_H_
