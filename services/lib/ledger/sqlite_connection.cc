#include "services/lib/ledger/sqlite_connection.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::ledger {
namespace {

// How long a statement waits for another process that has the file.
constexpr int kBusyTimeoutMs = 5000;

// "UNIQUE constraint failed: centre.enterprise_number, centre.x" names columns; the index is named
// after them.
std::string ConstraintName(absl::string_view message) {
  const absl::string_view what = message.substr(std::min(message.size(), message.find(": ") + 2));
  if (what.find('.') == absl::string_view::npos) return std::string(what);
  std::string name;
  for (absl::string_view part : absl::StrSplit(what, ", ")) {
    const std::pair<absl::string_view, absl::string_view> column =
        absl::StrSplit(part, absl::MaxSplits('.', 1));
    if (name.empty()) name = std::string(column.first);
    absl::StrAppend(&name, "_", column.second);
  }
  return absl::StrCat(name, "_unique");
}

}  // namespace

absl::Status SqliteError(sqlite3* handle, int code) {
  const char* text = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return base::Error(absl::StatusCode::kAborted, "STORE_CONFLICT",
                         "The database is held by another process.");
    case SQLITE_CONSTRAINT:
      return base::Error(absl::StatusCode::kAborted, "STORE_CONSTRAINT", text,
                         {{"constraint", ConstraintName(text)}});
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
      return base::Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
                         absl::StrCat("The database cannot be used: ", text));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN", text);
  }
  return absl::InternalError(absl::StrCat("sqlite ", code, ": ", text));
}

SqliteQuery::SqliteQuery(SqliteQuery&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)),
      wal_(other.wal_),
      bound_(other.bound_),
      stepped_(other.stepped_) {}

SqliteQuery::~SqliteQuery() {
  if (statement_ != nullptr) Reset();
}

void SqliteQuery::Reset() {
  sqlite3_reset(statement_);
  bound_ = 0;
  stepped_ = false;
}

SqliteQuery& SqliteQuery::Text(absl::string_view value) {
  sqlite3_bind_text64(statement_, ++bound_, value.data() == nullptr ? "" : value.data(),
                      value.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

SqliteQuery& SqliteQuery::Blob(absl::string_view value) {
  sqlite3_bind_blob64(statement_, ++bound_, value.data() == nullptr ? "" : value.data(),
                      value.size(), SQLITE_STATIC);
  return *this;
}

SqliteQuery& SqliteQuery::Int(int64_t value) {
  sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

SqliteQuery& SqliteQuery::Null() {
  sqlite3_bind_null(statement_, ++bound_);
  return *this;
}

SqliteQuery& SqliteQuery::Bind(const Value& value, ColumnType type) {
  if (IsNull(value)) return Null();
  if (const auto* number = std::get_if<int64_t>(&value)) return Int(*number);
  const std::string& text = std::get<std::string>(value);
  return type == ColumnType::kHash ? Blob(text) : Text(text);
}

absl::StatusOr<bool> SqliteQuery::Step() {
  const int code = sqlite3_step(statement_);
  // The first step decides what the query sees.
  if (wal_ != nullptr && !std::exchange(stepped_, true)) RETURN_IF_ERROR(wal_->Ensure());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return SqliteError(sqlite3_db_handle(statement_), code);
}

absl::Status SqliteQuery::Run() {
  while (true) {
    ASSIGN_OR_RETURN(const bool row, Step());
    if (!row) return absl::OkStatus();
  }
}

bool SqliteQuery::IsNullAt(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

int64_t SqliteQuery::IntAt(int column) const { return sqlite3_column_int64(statement_, column); }

std::string SqliteQuery::BytesAt(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr ? std::string()
                          : std::string(static_cast<const char*>(bytes), static_cast<size_t>(size));
}

Value SqliteQuery::ValueAt(int column, ColumnType type) const {
  if (IsNullAt(column)) return {};
  if (type == ColumnType::kText || type == ColumnType::kHash) return BytesAt(column);
  return IntAt(column);
}

namespace {

// Before SQLite's first use. It would count its memory otherwise, with a lock around every
// allocation that all threads of the process then wait for.
void Configure() {
  [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& path,
                                                                         Missing missing,
                                                                         WalSync* wal) {
  Configure();
  auto connection = std::unique_ptr<SqliteConnection>(new SqliteConnection());
  connection->wal_ = wal;
  const int make = missing == Missing::kMake ? SQLITE_OPEN_CREATE : 0;
  const int code = sqlite3_open_v2(
      path.c_str(), &connection->handle_,
      SQLITE_OPEN_READWRITE | make | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) return SqliteError(connection->handle_, code);
  sqlite3_busy_timeout(connection->handle_, kBusyTimeoutMs);
  // Checkpoints are Store::Tidy's: inside a commit they would show in its time. secure_delete: what
  // is erased is overwritten. 16 MiB of page cache a connection for what is written; pages of the
  // database file are read where the system has them, up to 1 GiB, without a copy each.
  RETURN_IF_ERROR(connection->Execute(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
      "PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384;"
      "PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;"));
  return connection;
}

SqliteConnection::~SqliteConnection() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

absl::StatusOr<SqliteQuery> SqliteConnection::Query(const std::string& sql) {
  ASSIGN_OR_RETURN(sqlite3_stmt* const statement, Prepared(sql));
  return SqliteQuery(statement, wal_);
}

absl::StatusOr<SqliteQuery> SqliteConnection::QueryUnsynced(const std::string& sql) {
  ASSIGN_OR_RETURN(sqlite3_stmt* const statement, Prepared(sql));
  return SqliteQuery(statement);
}

absl::StatusOr<sqlite3_stmt*> SqliteConnection::Prepared(const std::string& sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code != SQLITE_OK) return SqliteError(handle_, code);
    found = statements_.emplace(sql, statement).first;
  }
  return found->second;
}

absl::StatusOr<SqliteConnection::Checkpointed> SqliteConnection::Checkpoint() {
  Checkpointed pages;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                             &pages.in_log, &pages.taken_over);
  if ((code & 0xff) == SQLITE_BUSY) return Checkpointed();
  if (code != SQLITE_OK) return SqliteError(handle_, code);
  return pages;
}

absl::Status SqliteConnection::Run(const std::string& sql) {
  ASSIGN_OR_RETURN(SqliteQuery query, QueryUnsynced(sql));
  return query.Run();
}

absl::Status SqliteConnection::Execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return SqliteError(handle_, code);
  return absl::OkStatus();
}

}  // namespace mandat::ledger
