#ifndef SERVICES_LIB_LEDGER_BACKUP_H_
#define SERVICES_LIB_LEDGER_BACKUP_H_

// A copy of a whole database in a folder, and a database out of such a copy. Keys are not in it:
// keep them elsewhere.

#include <string>

#include "absl/status/status.h"

namespace mandat::ledger {

// Copies the database as of one moment into `folder`, which must not exist yet, while others go on.
// INVALID_ARGUMENT `STORE_URL_INVALID`; ALREADY_EXISTS `BACKUP_EXISTS`; UNAVAILABLE `BACKUP_FAILED`
// with what the engine's tool says.
absl::Status BackUp(const std::string& store_url, const std::string& folder);

// Makes a database out of a copy, under a new epoch and with the relay at the beginning: the
// positions that others saw after the copy was made are no longer true, so everything is published
// again under the new source. The database must be absent (SQLite) or empty (PostgreSQL). NOT_FOUND
// `BACKUP_NOT_FOUND`; ALREADY_EXISTS `STORE_EXISTS` (metadata `path`: a file of the database, that
// of the consultations included); UNAVAILABLE `RESTORE_FAILED`.
absl::Status Restore(const std::string& store_url, const std::string& folder);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_BACKUP_H_
