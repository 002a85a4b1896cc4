#ifndef SERVICES_LIB_LEDGER_POSTGRES_SQL_H_
#define SERVICES_LIB_LEDGER_POSTGRES_SQL_H_

// The SQL that depends on the kind: texts alone, made the same way for every batch so that each is
// prepared once.
//
// Plans are made once and kept (plan_cache_mode), perhaps while the tables are empty. So no text
// leaves the planner a choice that is good for an empty table only. Joins cannot be turned round:
// the table is read by `= ANY (array)` or by a LATERAL subquery behind OFFSET 0, which is always
// the inner side. And the index cannot be mistaken: while a table is empty, an index on (size, id)
// finds an id as cheaply as the primary key does; in the order of the id it does not (enable_sort
// is off).

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/postgres_wire.h"
#include "services/lib/ledger/reads.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger::postgres {

// A name in SQL; columns may be called `unit` or `order`.
std::string Quoted(absl::string_view name);

// `SELECT id, version, body, wrapped key, person`: what ReadRow takes. The table is called `t`.
std::string SelectRow(const Kind& kind);
Row ReadRow(const Kind& kind, const Result& result, int row);

// Where a key comes from that is not given.
struct KeySource {
  const Kind* kind = nullptr;
  const Column* column = nullptr;
};

// Rows by id, or by the ids that a column of other rows holds; $1 text[]: the ids, or those of the
// other rows. With `skip_held`, rows held by others are left out.
std::string SelectByKey(const Kind& kind, Hold hold, const KeySource& source, bool skip_held);
// `id, key` of the rows that hold keys; $1 text[].
std::string SelectKeys(const KeySource& source);
// Those of the ids $1 text[] that exist, whoever holds them.
std::string SelectExisting(const Kind& kind);

// All rows that satisfy one of many conditions of the same shape; a parameter a condition: an array
// of its values, or of the ids of the rows that hold them. Read by an index on the columns in this
// order, or by one on the first alone.
std::string SelectLookups(const RowLookup& shape);

// One array a column: id, version, promoted columns, body. For kDelete: $1 text[], the ids.
std::string WriteRows(const Kind& kind, RowWrite::How how);

}  // namespace mandat::ledger::postgres

#endif  // SERVICES_LIB_LEDGER_POSTGRES_SQL_H_
