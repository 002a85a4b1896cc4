#include "services/lib/ledger/checkpoints.h"

#include "services/lib/base/status_macros.h"

namespace mandat::ledger {
namespace {

// Pages of a log that shall begin again: 64 MiB. To take the rest over more often costs more than
// the shorter log saves.
constexpr int kLongLog = 16'384;

}  // namespace

absl::Status Checkpoints::TakeMost(SqliteConnection& connection) {
  ASSIGN_OR_RETURN(const SqliteConnection::Checkpointed pages, connection.Checkpoint());
  if (pages.in_log < kLongLog) return absl::OkStatus();
  // What was written during the first pass is much less, and during the second little.
  RETURN_IF_ERROR(connection.Checkpoint().status());
  rest_wanted_ = true;
  return absl::OkStatus();
}

absl::Status Checkpoints::TakeRest(SqliteConnection& connection) {
  if (!rest_wanted_.exchange(false)) return absl::OkStatus();
  return connection.Checkpoint().status();
}

}  // namespace mandat::ledger
