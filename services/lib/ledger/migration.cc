#include "services/lib/ledger/migration.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/lib/base/digest.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::ledger {

std::string ForSqlite(const std::string& sql) {
  // Longer phrases first: absl::StrReplaceAll takes the longest match at each place.
  return absl::StrReplaceAll(sql, {
                                      {"BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
                                       "INTEGER PRIMARY KEY AUTOINCREMENT"},
                                      {" COLLATE \"C\"", ""},
                                      {"TIMESTAMPTZ", "INTEGER"},
                                      {"BIGINT", "INTEGER"},
                                      {"BOOLEAN", "INTEGER"},
                                      {"BYTEA", "BLOB"},
                                      {" DATE", " INTEGER"},
                                  });
}

absl::StatusOr<std::vector<Migration>> PendingMigrations(
    const std::vector<Migration>& all, const std::map<std::string, std::string>& applied,
    absl::string_view engine) {
  const absl::string_view other = engine == "sqlite" ? ".postgres.sql" : ".sqlite.sql";
  std::vector<Migration> pending;
  std::set<std::string> known;
  for (const Migration& migration : all) {
    if (absl::EndsWith(migration.name, other)) continue;
    known.insert(migration.name);
    const auto done = applied.find(migration.name);
    if (done == applied.end()) {
      pending.push_back(migration);
    } else if (done->second != Checksum(migration)) {
      return base::Error(
          absl::StatusCode::kFailedPrecondition, "MIGRATION_CHANGED",
          absl::StrCat("Migration ", migration.name,
                       " was edited after it was applied. Restore it and add a new one."),
          {{"migration", migration.name}});
    }
  }
  for (const auto& [name, checksum] : applied) {
    if (known.count(name) != 0) continue;
    return base::Error(absl::StatusCode::kFailedPrecondition, "SCHEMA_NEWER",
                       absl::StrCat("The database has migration ", name,
                                    ", which this program does not know. Start a newer program."),
                       {{"migration", name}});
  }
  return pending;
}

absl::Status CheckNothingPending(const std::vector<Migration>& all,
                                 const std::map<std::string, std::string>& applied,
                                 absl::string_view engine) {
  ASSIGN_OR_RETURN(const std::vector<Migration> pending, PendingMigrations(all, applied, engine));
  if (pending.empty()) return absl::OkStatus();
  return base::Error(
      absl::StatusCode::kFailedPrecondition, "SCHEMA_NOT_AT_HEAD",
      absl::StrCat("The database lacks ", pending.size(), " migrations, the first is ",
                   pending.front().name, ". Run `migrate`."),
      {{"migration", pending.front().name}});
}

std::string Checksum(const Migration& migration) { return base::Sha256Hex(migration.sql); }

}  // namespace mandat::ledger
