#ifndef SERVICES_LIB_LEDGER_POSTGRES_BATCH_READ_H_
#define SERVICES_LIB_LEDGER_POSTGRES_BATCH_READ_H_

// What a batch reads, as statements of one round trip: locks first, strongest first, each kind by
// id, so that replicas take them in one order; then look-ups, request records and effects.

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/lib/ledger/postgres_connection.h"
#include "services/lib/ledger/postgres_sql.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger::postgres {

// Use once: Queue, Take; where Missing answers true, QueueMissing and TakeMissing in a second round
// trip.
class BatchRead {
 public:
  // `reads` must outlive it. Without `waits`, rows that others hold are left out and reported.
  BatchRead(const ReadSet& reads, bool waits);

  void Queue(Connection& connection, Arguments& arguments);
  // `results` are those of everything queued before, from the connection's first statement on.
  void Take(const std::vector<Result>& results, ReadResult* out);

  // Whether a row that should be held was not found: it does not exist, or somebody holds it.
  bool Missing() const { return !missing_.empty(); }
  void QueueMissing(Connection& connection, Arguments& arguments);
  // Notes those that exist as held.
  void TakeMissing(const std::vector<Result>& results, ReadResult* out);

 private:
  // Rows of one kind that are read alike.
  struct Group {
    const Kind* kind = nullptr;
    Hold hold = Hold::kConsult;
    KeySource source;
    std::vector<std::string> keys;  // ids of the rows, or of those that hold their ids
    size_t statement = 0;
    size_t keys_statement = 0;  // where the ids come from other rows and may be held
  };
  struct LookupGroup {
    const Kind* kind = nullptr;
    std::vector<const RowLookup*> lookups;
    size_t statement = 0;
  };
  // A key as it was named: kind, kind and column of the source if there is one, id.
  using Address = std::tuple<const Kind*, const Kind*, const Column*, absl::string_view>;
  using RowId = std::pair<const Kind*, std::string>;

  static Address AddressOf(const RowRead& read);
  bool MayBeHeld(const Group& group) const { return !waits_ && group.hold != Hold::kConsult; }
  void QueueLookups(Connection& connection, Arguments& arguments);
  void QueueRecords(Connection& connection, Arguments& arguments);
  void FindMissing(const std::vector<Result>& results, const Group& group,
                   const absl::flat_hash_set<RowId>& found);

  const ReadSet& reads_;
  const bool waits_;
  absl::flat_hash_map<Address, Hold> strongest_;
  // Hold, table, table and column of the source: the order of the locks.
  std::map<std::tuple<Hold, absl::string_view, absl::string_view, absl::string_view>, Group>
      groups_;
  std::map<std::string, LookupGroup> lookups_;  // by statement
  size_t requests_statement_ = 0;
  size_t applied_statement_ = 0;
  // Where the addresses lead that are to be held and were not found.
  absl::flat_hash_map<Address, RowId> missing_;
  std::vector<std::pair<const Kind*, size_t>> missing_statements_;
};

}  // namespace mandat::ledger::postgres

#endif  // SERVICES_LIB_LEDGER_POSTGRES_BATCH_READ_H_
