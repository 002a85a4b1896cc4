#ifndef SERVICES_LIB_LEDGER_SQLITE_CONNECTION_H_
#define SERVICES_LIB_LEDGER_SQLITE_CONNECTION_H_

// One SQLite connection with its prepared statements. The only file that names SQLite's error
// codes.

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/lib/ledger/value.h"
#include "services/lib/ledger/wal_sync.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mandat::ledger {

// A statement at work: bind, then step. Resets itself when it goes.
class SqliteQuery {
 public:
  // With a `wal`, what is read is on disk before it is handed out.
  explicit SqliteQuery(sqlite3_stmt* statement, WalSync* wal = nullptr)
      : statement_(statement), wal_(wal) {}
  SqliteQuery(SqliteQuery&& other) noexcept;
  SqliteQuery(const SqliteQuery&) = delete;
  SqliteQuery& operator=(const SqliteQuery&) = delete;
  ~SqliteQuery();

  // Binds the next parameter. Texts and blobs must live until the last Step.
  SqliteQuery& Text(absl::string_view value);
  SqliteQuery& Blob(absl::string_view value);
  SqliteQuery& Int(int64_t value);
  SqliteQuery& Null();
  SqliteQuery& Bind(const Value& value, ColumnType type);
  // Makes the statement ready to be bound again.
  void Reset();

  // True for a row, false at the end.
  absl::StatusOr<bool> Step();
  // Steps to the end and ignores rows.
  absl::Status Run();

  bool IsNullAt(int column) const;
  int64_t IntAt(int column) const;
  std::string BytesAt(int column) const;
  Value ValueAt(int column, ColumnType type) const;

 private:
  sqlite3_stmt* statement_;
  WalSync* wal_;
  int bound_ = 0;
  bool stepped_ = false;
};

class SqliteConnection {
 public:
  enum class Missing { kFail, kMake };
  // Opens the file in WAL mode with full sync. UNAVAILABLE `STORE_UNAVAILABLE` where it is missing
  // and shall not be made. With a `wal`, which must outlive the connection, its queries hand out
  // only what is on disk.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path,
                                                                Missing missing = Missing::kFail,
                                                                WalSync* wal = nullptr);
  ~SqliteConnection();

  // The prepared statement of this text; prepared once.
  absl::StatusOr<SqliteQuery> Query(const std::string& sql);
  // The same, whose rows may not be on disk yet: for who finds that out in another way.
  absl::StatusOr<SqliteQuery> QueryUnsynced(const std::string& sql);
  // Runs a prepared statement without parameters, which reads nothing.
  absl::Status Run(const std::string& sql);
  // Runs text without parameters, possibly several statements.
  absl::Status Execute(const std::string& sql);

  struct Checkpointed {
    int in_log = 0;
    int taken_over = 0;
  };
  // Takes over into the database what no reader holds back, and waits for nobody. How many pages
  // the write-ahead log has, and how many of them the database has too; 0 and 0 where somebody else
  // is at it.
  absl::StatusOr<Checkpointed> Checkpoint();
  sqlite3* handle() { return handle_; }

 private:
  SqliteConnection() = default;
  absl::StatusOr<sqlite3_stmt*> Prepared(const std::string& sql);

  sqlite3* handle_ = nullptr;
  WalSync* wal_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

// The store's error for what SQLite says.
absl::Status SqliteError(sqlite3* handle, int code);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_SQLITE_CONNECTION_H_
