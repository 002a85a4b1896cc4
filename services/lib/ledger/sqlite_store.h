#ifndef SERVICES_LIB_LEDGER_SQLITE_STORE_H_
#define SERVICES_LIB_LEDGER_SQLITE_STORE_H_

// The engine for one machine: one file in WAL mode, and a second one for
// consultations, so that recording a reading never waits for a command.

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/lib/ledger/checkpoints.h"
#include "services/lib/ledger/sqlite_connection.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger {

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path,
                                                       const StoreOptions& options);

// The file that holds the consultations beside the database `path`.
std::string ConsultationPath(const std::string& path);

// The writer's commits do not sync: `wal` does. What is pointed at must outlive writer and readers.
absl::StatusOr<std::unique_ptr<Writer>> MakeSqliteWriter(
    std::unique_ptr<SqliteConnection> connection, WalSync* wal, Checkpoints* checkpoints,
    int writer);
std::unique_ptr<Reader> MakeSqliteReader(std::unique_ptr<SqliteConnection> connection,
                                         std::unique_ptr<SqliteConnection> consultations,
                                         WalSync* wal);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_SQLITE_STORE_H_
