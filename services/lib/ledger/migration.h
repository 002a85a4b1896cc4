#ifndef SERVICES_LIB_LEDGER_MIGRATION_H_
#define SERVICES_LIB_LEDGER_MIGRATION_H_

// Numbered schema changes, forward only, never edited after a release.

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mandat::ledger {

// One file `NNNN_verb_object.sql`. The text is PostgreSQL's; for SQLite a fixed list of words is
// replaced (migration.cc). Where the engines need different texts, a pair `….sqlite.sql` and
// `….postgres.sql` shares number and meaning.
struct Migration {
  std::string name;
  std::string sql;
};

// The ledger's own tables. Those of a service come after them.
const std::vector<Migration>& LedgerMigrations();

// The table of consultations: on SQLite in a file of its own.
const std::vector<Migration>& ConsultationMigrations();

// The text as SQLite wants it.
std::string ForSqlite(const std::string& sql);

// Those of `all` that concern `engine` ("sqlite" or "postgres") and are not in `applied` (name →
// checksum), in order. FAILED_PRECONDITION `MIGRATION_CHANGED` where a released one was edited,
// `SCHEMA_NEWER` where the database knows one that this program does not.
absl::StatusOr<std::vector<Migration>> PendingMigrations(
    const std::vector<Migration>& all, const std::map<std::string, std::string>& applied,
    absl::string_view engine);

// FAILED_PRECONDITION `SCHEMA_NOT_AT_HEAD` where anything is pending.
absl::Status CheckNothingPending(const std::vector<Migration>& all,
                                 const std::map<std::string, std::string>& applied,
                                 absl::string_view engine);

// SHA-256 of the text, in hex: a released migration that was edited is refused.
std::string Checksum(const Migration& migration);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_MIGRATION_H_
