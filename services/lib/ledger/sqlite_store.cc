#include "services/lib/ledger/sqlite_store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::ledger {
namespace {

using Applied = std::map<std::string, std::string>;

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, int writer)
      : path_(std::move(path)), writer_(writer), wal_(path_) {}
  ~SqliteStore() override {
    if (relay_lock_ >= 0) close(relay_lock_);
  }

  absl::Status Migrate(const std::vector<Migration>& service_migrations) override {
    runtime::MutexLock lock(&mutex_);
    RETURN_IF_ERROR(Open(SqliteConnection::Missing::kMake));
    RETURN_IF_ERROR(MigrateFile(*tidy_, "ledger", LedgerMigrations()));
    RETURN_IF_ERROR(MigrateFile(*tidy_, "service", service_migrations));
    RETURN_IF_ERROR(MigrateFile(*tidy_consultations_, "consultation", ConsultationMigrations()));
    ASSIGN_OR_RETURN(SqliteQuery head,
                     tidy_->Query("INSERT INTO log_head (one, position, epoch) VALUES (1, 0, ?) "
                                  "ON CONFLICT (one) DO NOTHING"));
    const std::string epoch = NewEpoch();
    return head.Text(epoch).Run();
  }

  absl::Status CheckSchema(const std::vector<Migration>& service_migrations) override {
    runtime::MutexLock lock(&mutex_);
    // Looking makes nothing: not a file, and no table in it.
    if (Misses(path_) || Misses(ConsultationPath(path_))) {
      return CheckNothingPending(LedgerMigrations(), {}, "sqlite");
    }
    RETURN_IF_ERROR(Open());
    ASSIGN_OR_RETURN(const Applied ledger, AppliedIn(*tidy_, "ledger"));
    RETURN_IF_ERROR(CheckNothingPending(LedgerMigrations(), ledger, "sqlite"));
    ASSIGN_OR_RETURN(const Applied service, AppliedIn(*tidy_, "service"));
    RETURN_IF_ERROR(CheckNothingPending(service_migrations, service, "sqlite"));
    ASSIGN_OR_RETURN(const Applied consultation, AppliedIn(*tidy_consultations_, "consultation"));
    return CheckNothingPending(ConsultationMigrations(), consultation, "sqlite");
  }

  absl::StatusOr<std::unique_ptr<Writer>> OpenWriter() override {
    ASSIGN_OR_RETURN(auto connection, SqliteConnection::Open(path_));
    return MakeSqliteWriter(std::move(connection), &wal_, &checkpoints_, writer_);
  }

  absl::StatusOr<std::unique_ptr<Reader>> OpenReader() override {
    ASSIGN_OR_RETURN(auto connection,
                     SqliteConnection::Open(path_, SqliteConnection::Missing::kFail, &wal_));
    ASSIGN_OR_RETURN(auto consultations, SqliteConnection::Open(ConsultationPath(path_)));
    return MakeSqliteReader(std::move(connection), std::move(consultations), &wal_);
  }

  absl::StatusOr<std::unique_ptr<ConsultationWriter>> OpenConsultationWriter() override;

  absl::StatusOr<bool> TryBecomeRelay() override {
    runtime::MutexLock lock(&mutex_);
    if (relay_lock_ >= 0) return false;
    // A lock of the operating system's: gone with the process, however it ends.
    const int file =
        open(absl::StrCat(path_, ".relay").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
      return base::Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
                         "The lock of the relay cannot be made beside the database.");
    }
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
      close(file);
      return false;
    }
    relay_lock_ = file;
    return true;
  }

  bool shared() const override { return false; }
  bool syncs() const override { return true; }
  absl::Status Sync() override { return wal_.Ensure(); }

  absl::StatusOr<int64_t> ForgetRequestsBefore(absl::Time time, int limit) override {
    runtime::MutexLock lock(&mutex_);
    RETURN_IF_ERROR(Open());
    ASSIGN_OR_RETURN(
        SqliteQuery query,
        tidy_->Query(
            "DELETE FROM request WHERE key IN (SELECT key FROM request WHERE commit_time < ? "
            "ORDER BY commit_time LIMIT ?)"));
    RETURN_IF_ERROR(query.Int(absl::ToUnixMicros(time)).Int(limit).Run());
    return sqlite3_changes64(tidy_->handle());
  }

  absl::StatusOr<int64_t> ReplaceKeys(const std::vector<Replacement>& keys) override {
    return Replace("UPDATE data_key SET wrapped = ? WHERE person = ? AND wrapped = ?", keys);
  }

  absl::StatusOr<int64_t> ReplaceHashes(const Kind& kind, const Column& column,
                                        const std::vector<Replacement>& hashes) override {
    return Replace(absl::StrCat("UPDATE ", kind.table, " SET ", column.name,
                                " = ? WHERE id = ? AND ", column.name, " = ?"),
                   hashes);
  }

  absl::Status BeginEpoch(const std::string& epoch) override {
    runtime::MutexLock lock(&mutex_);
    RETURN_IF_ERROR(Open());
    ASSIGN_OR_RETURN(SqliteQuery query,
                     tidy_->Query("UPDATE log_head SET epoch = ? WHERE one = 1"));
    return query.Text(epoch).Run();
  }

  absl::Status Tidy() override {
    runtime::MutexLock lock(&mutex_);
    RETURN_IF_ERROR(Open());
    RETURN_IF_ERROR(checkpoints_.TakeMost(*tidy_));
    return consultation_checkpoints_.TakeMost(*tidy_consultations_);
  }

 private:
  // Each by the parameters after, id, before.
  absl::StatusOr<int64_t> Replace(const std::string& sql, const std::vector<Replacement>& all) {
    runtime::MutexLock lock(&mutex_);
    RETURN_IF_ERROR(Open());
    RETURN_IF_ERROR(tidy_->Execute("BEGIN IMMEDIATE"));
    absl::StatusOr<int64_t> replaced = ReplaceEach(*tidy_, sql, all);
    if (replaced.ok()) {
      const absl::Status committed = tidy_->Execute("COMMIT");
      if (committed.ok()) return replaced;
      replaced = committed;
    }
    tidy_->Execute("ROLLBACK").IgnoreError();
    return replaced;
  }

  static absl::StatusOr<int64_t> ReplaceEach(SqliteConnection& file, const std::string& sql,
                                             const std::vector<Replacement>& all) {
    ASSIGN_OR_RETURN(SqliteQuery query, file.Query(sql));
    int64_t replaced = 0;
    for (const Replacement& one : all) {
      query.Reset();
      RETURN_IF_ERROR(query.Blob(one.after).Text(one.id).Blob(one.before).Run());
      replaced += sqlite3_changes64(file.handle());
    }
    return replaced;
  }

  // Once; the files must be there, but for a migration.
  absl::Status Open(SqliteConnection::Missing missing = SqliteConnection::Missing::kFail)
      MANDAT_REQUIRES(mutex_) {
    if (tidy_ == nullptr) {
      ASSIGN_OR_RETURN(tidy_, SqliteConnection::Open(path_, missing));
    }
    if (tidy_consultations_ == nullptr) {
      ASSIGN_OR_RETURN(tidy_consultations_,
                       SqliteConnection::Open(ConsultationPath(path_), missing));
    }
    return absl::OkStatus();
  }

  // False where nobody can tell: opening it then says why.
  static bool Misses(const std::string& path) {
    std::error_code unknown;
    return !std::filesystem::exists(path, unknown) && !unknown;
  }

  static absl::StatusOr<Applied> AppliedIn(SqliteConnection& file, absl::string_view module) {
    ASSIGN_OR_RETURN(SqliteQuery tables,
                     file.Query("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'"));
    ASSIGN_OR_RETURN(const bool migrated, tables.Step());
    if (!migrated) return Applied();
    ASSIGN_OR_RETURN(SqliteQuery query,
                     file.Query("SELECT name, checksum FROM schema_migration WHERE module = ?"));
    query.Text(module);
    Applied applied;
    while (true) {
      ASSIGN_OR_RETURN(const bool found, query.Step());
      if (!found) return applied;
      applied.emplace(query.BytesAt(0), query.BytesAt(1));
    }
  }

  static absl::Status MigrateFile(SqliteConnection& file, absl::string_view module,
                                  const std::vector<Migration>& all) {
    RETURN_IF_ERROR(file.Execute(
        "CREATE TABLE IF NOT EXISTS schema_migration (module TEXT NOT NULL, name TEXT NOT "
        "NULL, checksum TEXT NOT NULL, applied_time INTEGER NOT NULL, "
        "PRIMARY KEY (module, name))"));
    ASSIGN_OR_RETURN(const Applied applied, AppliedIn(file, module));
    ASSIGN_OR_RETURN(const std::vector<Migration> pending,
                     PendingMigrations(all, applied, "sqlite"));
    for (const Migration& migration : pending) {
      absl::Status done = file.Execute("BEGIN IMMEDIATE");
      if (done.ok()) done = file.Execute(ForSqlite(migration.sql));
      if (done.ok()) done = Note(file, module, migration);
      if (done.ok()) done = file.Execute("COMMIT");
      if (!done.ok()) {
        file.Execute("ROLLBACK").IgnoreError();
        return base::WithMetadata(done, "migration", migration.name);
      }
    }
    return absl::OkStatus();
  }

  static absl::Status Note(SqliteConnection& file, absl::string_view module,
                           const Migration& migration) {
    ASSIGN_OR_RETURN(SqliteQuery query,
                     file.Query("INSERT INTO schema_migration (module, name, checksum, "
                                "applied_time) VALUES (?, ?, ?, ?)"));
    const std::string checksum = Checksum(migration);
    return query.Text(module)
        .Text(migration.name)
        .Text(checksum)
        .Int(absl::ToUnixMicros(absl::Now()))
        .Run();
  }

  const std::string path_;
  const int writer_;
  WalSync wal_;
  Checkpoints checkpoints_;
  Checkpoints consultation_checkpoints_;
  runtime::Mutex mutex_;
  // For everything that is not a batch, a read or a consultation.
  std::unique_ptr<SqliteConnection> tidy_ MANDAT_GUARDED_BY(mutex_);
  std::unique_ptr<SqliteConnection> tidy_consultations_ MANDAT_GUARDED_BY(mutex_);
  // The open lock file where this store has the relay.
  int relay_lock_ MANDAT_GUARDED_BY(mutex_) = -1;
};

class SqliteConsultationWriter final : public ConsultationWriter {
 public:
  SqliteConsultationWriter(std::unique_ptr<SqliteConnection> connection, Checkpoints* checkpoints)
      : connection_(std::move(connection)), checkpoints_(*checkpoints) {}

  absl::Status Append(const std::vector<ConsultationRow>& rows) override {
    // Where it fails the log only stays long; what ails the disk is told by the commit.
    checkpoints_.TakeRest(*connection_).IgnoreError();
    RETURN_IF_ERROR(connection_->Run("BEGIN IMMEDIATE"));
    absl::Status done = Insert(rows);
    if (done.ok()) done = connection_->Run("COMMIT");
    if (!done.ok()) connection_->Run("ROLLBACK").IgnoreError();
    return done;
  }

 private:
  absl::Status Insert(const std::vector<ConsultationRow>& rows) {
    ASSIGN_OR_RETURN(
        SqliteQuery query,
        connection_->Query(
            "INSERT INTO consultation (time, organisation, reader, person, file, purpose, "
            "method) VALUES (?, ?, ?, ?, ?, ?, ?)"));
    for (const ConsultationRow& row : rows) {
      query.Reset();
      RETURN_IF_ERROR(query.Int(absl::ToUnixMicros(row.time))
                          .Text(row.organisation)
                          .Text(row.reader)
                          .Text(row.person)
                          .Text(row.file)
                          .Text(row.purpose)
                          .Text(row.method)
                          .Run());
    }
    return absl::OkStatus();
  }

  std::unique_ptr<SqliteConnection> connection_;
  Checkpoints& checkpoints_;
};

absl::StatusOr<std::unique_ptr<ConsultationWriter>> SqliteStore::OpenConsultationWriter() {
  ASSIGN_OR_RETURN(auto connection, SqliteConnection::Open(ConsultationPath(path_)));
  return std::make_unique<SqliteConsultationWriter>(std::move(connection),
                                                    &consultation_checkpoints_);
}

}  // namespace

std::string ConsultationPath(const std::string& path) {
  const std::filesystem::path file(path);
  return (file.parent_path() /
          absl::StrCat(file.stem().string(), "-consultations", file.extension().string()))
      .string();
}

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path,
                                                       const StoreOptions& options) {
  return std::make_unique<SqliteStore>(path, options.writer);
}

}  // namespace mandat::ledger
