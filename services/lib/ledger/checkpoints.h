#ifndef SERVICES_LIB_LEDGER_CHECKPOINTS_H_
#define SERVICES_LIB_LEDGER_CHECKPOINTS_H_

// Takes SQLite's write-ahead log over into the database file, so that the log stays short.
//
// The log starts again at its beginning only where a writer finds all of it taken over. Beside a
// writer that never pauses that moment does not come: the log would grow for ever, and each commit
// would pay for new blocks of the disk. So most is taken over beside the writer, and the little
// that was written meanwhile by the writer itself, between two transactions.

#include <atomic>

#include "absl/status/status.h"
#include "services/lib/ledger/sqlite_connection.h"

namespace mandat::ledger {

// Thread-safe. One for all connections of a process to one file.
class Checkpoints {
 public:
  // Beside the writer, on another connection than its own.
  absl::Status TakeMost(SqliteConnection& connection);

  // On the writer's connection, outside a transaction. Does nothing unless TakeMost left a long
  // log.
  absl::Status TakeRest(SqliteConnection& connection);

 private:
  std::atomic<bool> rest_wanted_{false};
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_CHECKPOINTS_H_
