#ifndef SERVICES_LIB_LEDGER_MIGRATION_H_
#define SERVICES_LIB_LEDGER_MIGRATION_H_

// Numbered schema changes, forward only, never edited after a release.

#include <string>
#include <vector>

namespace mandat::ledger {

// One file `NNNN_verb_object.sql`. The text is PostgreSQL's; for SQLite a fixed list of words is replaced (migration.cc).
struct Migration {
  std::string name;
  std::string sql;
};

// The ledger's own tables. Those of a service come after them.
const std::vector<Migration>& LedgerMigrations();

// The text as SQLite wants it.
std::string ForSqlite(const std::string& sql);

// SHA-256 of the text, in hex: a released migration that was edited is refused.
std::string Checksum(const Migration& migration);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_MIGRATION_H_
