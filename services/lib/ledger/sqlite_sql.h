#ifndef SERVICES_LIB_LEDGER_SQLITE_SQL_H_
#define SERVICES_LIB_LEDGER_SQLITE_SQL_H_

// Pieces of SQL that SQLite's writer and reader share.

#include <string>

#include "absl/strings/str_cat.h"
#include "services/lib/ledger/sqlite_connection.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger {

// `SELECT t.id, t.version, t.body, <wrapped key>, <person> FROM table t`: what RowOf reads.
inline std::string SelectRow(const Kind& kind) {
  // Nothing is looked up for what has no person: it would be for every row of a long read.
  std::string key = "NULL, NULL";
  if (kind.personal()) {
    const std::string person = absl::StrCat("t.", kind.is_person ? "id" : kind.person->name);
    key = absl::StrCat("(SELECT wrapped FROM data_key k WHERE k.person = ", person, "), ", person);
  }
  return absl::StrCat("SELECT t.id, t.version, t.body, ", key, " FROM ", kind.table, " t ");
}

inline Row RowOf(const Kind& kind, const SqliteQuery& query) {
  return {&kind,           query.BytesAt(0), query.IntAt(1), query.BytesAt(2), query.BytesAt(3),
          query.BytesAt(4)};
}

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_SQLITE_SQL_H_
