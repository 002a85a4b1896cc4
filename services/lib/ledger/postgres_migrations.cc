// Schema changes of PostgreSQL: replicas that start together apply them once.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/postgres_sessions.h"

namespace mandat::ledger::postgres {
namespace {

// A change may rewrite a large table, and another replica may be at it already.
constexpr absl::Duration kMigrationTimeout = absl::Hours(1);

constexpr char kCreateTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (module TEXT NOT NULL, name TEXT NOT NULL, "
    "checksum TEXT NOT NULL, applied_time TIMESTAMPTZ NOT NULL, PRIMARY KEY (module, name))";

struct Module {
  const char* name;
  const std::vector<Migration>& migrations;
};

std::vector<Module> Modules(const std::vector<Migration>& service_migrations) {
  return {{"ledger", LedgerMigrations()},
          {"consultation", ConsultationMigrations()},
          {"service", service_migrations}};
}

absl::StatusOr<std::map<std::string, std::string>> AppliedIn(Connection& connection,
                                                             const Module& module) {
  Arguments arguments;
  arguments.Scalar(Type::kText).Bytes(module.name);
  connection.Queue("SELECT name, checksum FROM schema_migration WHERE module = $1", arguments);
  ASSIGN_OR_RETURN(const std::vector<Result> results, connection.Run());
  std::map<std::string, std::string> applied;
  for (int row = 0; row < RowsOf(results[0]); ++row) {
    RowFields fields(results[0], row);
    std::string name = fields.Bytes();
    applied.emplace(std::move(name), fields.Bytes());
  }
  return applied;
}

absl::Status Apply(Connection& connection, const Module& module, const Migration& migration) {
  RETURN_IF_ERROR(connection.Script("BEGIN"));
  absl::Status done = connection.Script(migration.sql, kMigrationTimeout);
  if (!done.ok()) {
    connection.Script("ROLLBACK").IgnoreError();
    return base::WithMetadata(done, "migration", migration.name);
  }
  Arguments arguments;
  arguments.Scalar(Type::kText).Bytes(module.name);
  arguments.Scalar(Type::kText).Bytes(migration.name);
  arguments.Scalar(Type::kText).Bytes(Checksum(migration));
  arguments.Scalar(Type::kTime).Time(absl::Now());
  connection.Queue(
      "INSERT INTO schema_migration (module, name, checksum, applied_time) VALUES ($1, $2, $3, $4)",
      arguments);
  connection.Queue("COMMIT");
  return connection.Run(Connection::Effect::kCommit).status();
}

absl::Status MigrateLocked(Connection& connection,
                           const std::vector<Migration>& service_migrations) {
  RETURN_IF_ERROR(connection.Script(kCreateTable));
  for (const Module& module : Modules(service_migrations)) {
    ASSIGN_OR_RETURN(const auto applied, AppliedIn(connection, module));
    ASSIGN_OR_RETURN(const std::vector<Migration> pending,
                     PendingMigrations(module.migrations, applied, "postgres"));
    for (const Migration& migration : pending) {
      RETURN_IF_ERROR(Apply(connection, module, migration));
    }
  }
  Arguments arguments;
  arguments.Scalar(Type::kText).Bytes(NewEpoch());
  connection.Queue(
      "INSERT INTO log_head (one, position, epoch) VALUES (1, 0, $1) ON CONFLICT (one) DO NOTHING",
      arguments);
  return connection.Run(Connection::Effect::kCommit).status();
}

}  // namespace

absl::Status Migrate(Connection& connection, const std::vector<Migration>& service_migrations) {
  RETURN_IF_ERROR(connection.Ensure());
  RETURN_IF_ERROR(connection.Script(absl::StrCat("SELECT pg_advisory_lock(", kMigrationLock, ")"),
                                    kMigrationTimeout));
  absl::Status migrated = MigrateLocked(connection, service_migrations);
  // The lock belongs to the session; one that is lost has given it back.
  if (connection.Alive()) {
    connection.Script(absl::StrCat("SELECT pg_advisory_unlock(", kMigrationLock, ")"))
        .IgnoreError();
  }
  return migrated;
}

absl::Status CheckSchema(Connection& connection, const std::vector<Migration>& service_migrations) {
  RETURN_IF_ERROR(connection.Ensure());
  connection.Queue("SELECT to_regclass('schema_migration') IS NOT NULL");
  ASSIGN_OR_RETURN(const std::vector<Result> results, connection.Run());
  const bool migrated = RowFields(results[0], 0).Bool();
  for (const Module& module : Modules(service_migrations)) {
    std::map<std::string, std::string> applied;
    if (migrated) {
      ASSIGN_OR_RETURN(applied, AppliedIn(connection, module));
    }
    RETURN_IF_ERROR(CheckNothingPending(module.migrations, applied, "postgres"));
  }
  return absl::OkStatus();
}

}  // namespace mandat::ledger::postgres
