#ifndef SERVICES_LIB_LEDGER_POSTGRES_BATCH_WRITE_H_
#define SERVICES_LIB_LEDGER_POSTGRES_BATCH_WRITE_H_

// What a batch writes, as statements of one round trip, one a table. The last one takes the
// positions: from there to the COMMIT, replicas wait for each other.

#include <cstddef>
#include <optional>

#include "services/lib/ledger/postgres_connection.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger::postgres {

// Queues all of `writes`, but no COMMIT. Answers the place of the statement whose one row and field
// is the position of the first event, if there are events.
std::optional<size_t> QueueWrites(const WriteSet& writes, int writer, Connection& connection,
                                  Arguments& arguments);

}  // namespace mandat::ledger::postgres

#endif  // SERVICES_LIB_LEDGER_POSTGRES_BATCH_WRITE_H_
