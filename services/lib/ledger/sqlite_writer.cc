// SQLite's side of a batch. One process writes; rows are never held by others, the whole file is.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/sqlite_sql.h"
#include "services/lib/ledger/sqlite_store.h"

namespace mandat::ledger {
namespace {

class SqliteWriter final : public Writer {
 public:
  SqliteWriter(std::unique_ptr<SqliteConnection> connection, WalSync* wal, Checkpoints* checkpoints,
               int writer)
      : connection_(std::move(connection)),
        wal_(*wal),
        checkpoints_(*checkpoints),
        writer_(writer) {}
  ~SqliteWriter() override { Abandon(); }

  absl::StatusOr<ReadResult> Begin(const ReadSet& reads, std::optional<absl::Duration>) override {
    Abandon();
    // Where it fails the log only stays long; what ails the disk is told by the commit.
    checkpoints_.TakeRest(*connection_).IgnoreError();
    RETURN_IF_ERROR(connection_->Run("BEGIN IMMEDIATE"));
    open_ = true;
    auto result = ReadAll(reads);
    if (!result.ok()) Abandon();
    return result;
  }

  absl::StatusOr<int64_t> Commit(const WriteSet& writes) override {
    absl::StatusOr<int64_t> first = WriteAll(writes);
    if (first.ok()) {
      RETURN_IF_ERROR(wal_.Begin());
      const absl::Status committed = connection_->Run("COMMIT");
      std::optional<int64_t> head;
      if (committed.ok() && !writes.events.empty()) {
        head = *first + static_cast<int64_t>(writes.events.size()) - 1;
      }
      wal_.Committed(head);
      if (committed.ok()) {
        open_ = false;
        return first;
      }
      first = committed;
    }
    Abandon();
    return first;
  }

  void Abandon() override {
    if (!open_) return;
    open_ = false;
    // A statement that failed may have rolled back already; then this has nothing to do.
    connection_->Run("ROLLBACK").IgnoreError();
  }

 private:
  absl::StatusOr<ReadResult> ReadAll(const ReadSet& reads) {
    ReadResult result;
    for (const RowRead& read : reads.rows) RETURN_IF_ERROR(ReadRow(read, &result));
    for (const RowLookup& lookup : reads.lookups) RETURN_IF_ERROR(Look(lookup, &result));
    for (const std::string& key : reads.request_keys) {
      ASSIGN_OR_RETURN(SqliteQuery query,
                       connection_->Query(
                           "SELECT digest, name, version, commit_time FROM request WHERE key = ?"));
      ASSIGN_OR_RETURN(const bool found, query.Blob(key).Step());
      if (!found) continue;
      result.requests.push_back({key, query.BytesAt(0), query.BytesAt(1), query.IntAt(2),
                                 absl::FromUnixMicros(query.IntAt(3))});
    }
    for (const AppliedKey& key : reads.applied) {
      ASSIGN_OR_RETURN(
          SqliteQuery query,
          connection_->Query("SELECT version FROM consumer_applied WHERE consumer = ? AND "
                             "source = ? AND resource = ?"));
      query.Text(key.consumer).Text(key.source).Text(key.resource);
      while (true) {
        ASSIGN_OR_RETURN(const bool found, query.Step());
        if (!found) break;
        result.applied.push_back({key, query.IntAt(0)});
      }
    }
    return result;
  }

  absl::Status ReadRow(const RowRead& read, ReadResult* result) {
    const auto* source = std::get_if<RowSource>(&read.key);
    const std::string& id = source == nullptr ? std::get<std::string>(read.key) : source->id;
    const std::string where =
        source == nullptr ? "WHERE t.id = ?" : absl::StrCat("WHERE t.id = ", SubSelect(*source));
    ASSIGN_OR_RETURN(SqliteQuery query, connection_->Query(SelectRow(*read.kind) + where));
    ASSIGN_OR_RETURN(const bool found, query.Text(id).Step());
    if (found) result->rows.push_back(RowOf(*read.kind, query));
    return absl::OkStatus();
  }

  absl::Status Look(const RowLookup& lookup, ReadResult* result) {
    std::vector<std::string> terms;
    for (const auto& [column, operand] : lookup.where) {
      const auto* source = std::get_if<RowSource>(&operand);
      terms.push_back(
          absl::StrCat("t.", column->name, " = ", source == nullptr ? "?" : SubSelect(*source)));
    }
    ASSIGN_OR_RETURN(SqliteQuery query,
                     connection_->Query(absl::StrCat(SelectRow(*lookup.kind), "WHERE ",
                                                     absl::StrJoin(terms, " AND "))));
    for (const auto& [column, operand] : lookup.where) {
      if (const auto* source = std::get_if<RowSource>(&operand)) {
        query.Text(source->id);
      } else {
        query.Bind(std::get<Value>(operand), column->type);
      }
    }
    while (true) {
      ASSIGN_OR_RETURN(const bool found, query.Step());
      if (!found) return absl::OkStatus();
      result->rows.push_back(RowOf(*lookup.kind, query));
    }
  }

  static std::string SubSelect(const RowSource& source) {
    return absl::StrCat("(SELECT s.", source.column->name, " FROM ", source.kind->table,
                        " s WHERE s.id = ?)");
  }

  absl::StatusOr<int64_t> WriteAll(const WriteSet& writes) {
    for (const KeyWrite& key : writes.keys) RETURN_IF_ERROR(WriteKey(key));
    for (const RowWrite& row : writes.rows) RETURN_IF_ERROR(WriteRow(row));
    for (const CounterDelta& delta : writes.counters) {
      ASSIGN_OR_RETURN(
          SqliteQuery query,
          connection_->Query(
              "INSERT INTO counter (counter, bucket, writer, count) VALUES (?, ?, ?, ?) "
              "ON CONFLICT (counter, bucket, writer) DO UPDATE SET "
              "count = count + excluded.count"));
      RETURN_IF_ERROR(
          query.Text(delta.counter).Text(delta.bucket).Int(writer_).Int(delta.delta).Run());
    }
    for (const RequestRecord& record : writes.requests) {
      ASSIGN_OR_RETURN(
          SqliteQuery query,
          connection_->Query("INSERT INTO request (key, digest, name, version, commit_time) "
                             "VALUES (?, ?, ?, ?, ?)"));
      RETURN_IF_ERROR(query.Blob(record.key)
                          .Blob(record.digest)
                          .Text(record.name)
                          .Int(record.version)
                          .Int(absl::ToUnixMicros(record.commit_time))
                          .Run());
    }
    for (const AppliedRecord& record : writes.applied) {
      ASSIGN_OR_RETURN(
          SqliteQuery query,
          connection_->Query("INSERT INTO consumer_applied (consumer, source, resource, version) "
                             "VALUES (?, ?, ?, ?)"));
      RETURN_IF_ERROR(query.Text(record.key.consumer)
                          .Text(record.key.source)
                          .Text(record.key.resource)
                          .Int(record.version)
                          .Run());
    }
    for (const DeadLetterRow& letter : writes.dead_letters) RETURN_IF_ERROR(WriteLetter(letter));
    if (writes.relay_cursor.has_value()) {
      ASSIGN_OR_RETURN(SqliteQuery query,
                       connection_->Query("UPDATE relay_cursor SET position = ? WHERE one = 1"));
      RETURN_IF_ERROR(query.Int(*writes.relay_cursor).Run());
    }
    return WriteEvents(writes.events);
  }

  absl::Status WriteKey(const KeyWrite& key) {
    if (key.wrapped.empty()) {
      ASSIGN_OR_RETURN(SqliteQuery query,
                       connection_->Query("DELETE FROM data_key WHERE person = ?"));
      return query.Text(key.person).Run();
    }
    ASSIGN_OR_RETURN(
        SqliteQuery query,
        connection_->Query("INSERT INTO data_key (person, wrapped) VALUES (?, ?) "
                           "ON CONFLICT (person) DO UPDATE SET wrapped = excluded.wrapped"));
    return query.Text(key.person).Blob(key.wrapped).Run();
  }

  static std::string InsertOf(const RowWrite& row) {
    std::string names;
    std::string marks;
    for (const Column* column : row.kind->columns) {
      absl::StrAppend(&names, column->name, ", ");
      marks += "?, ";
    }
    return absl::StrCat("INSERT INTO ", row.kind->table, " (version, ", names,
                        "body, id) VALUES (?, ", marks, "?, ?)");
  }

  // Only what changes: SQLite writes the entries of every index anew that has a column named here,
  // and a page of the log with each.
  static std::string UpdateOf(const RowWrite& row) {
    std::string changes;
    for (size_t i = 0; i < row.columns.size(); ++i) {
      if (row.MayChange(i)) absl::StrAppend(&changes, row.kind->columns[i]->name, " = ?, ");
    }
    return absl::StrCat("UPDATE ", row.kind->table, " SET version = ?, ", changes,
                        "body = ? WHERE id = ?");
  }

  absl::Status WriteRow(const RowWrite& row) {
    if (row.how == RowWrite::How::kDelete) {
      ASSIGN_OR_RETURN(SqliteQuery query, connection_->Query(absl::StrCat(
                                              "DELETE FROM ", row.kind->table, " WHERE id = ?")));
      return query.Text(row.id).Run();
    }
    const bool insert = row.how == RowWrite::How::kInsert;
    ASSIGN_OR_RETURN(SqliteQuery query, connection_->Query(insert ? InsertOf(row) : UpdateOf(row)));
    query.Int(row.version);
    for (size_t i = 0; i < row.columns.size(); ++i) {
      if (row.MayChange(i)) query.Bind(row.columns[i], row.kind->columns[i]->type);
    }
    return query.Blob(row.body).Text(row.id).Run();
  }

  absl::Status WriteLetter(const DeadLetterRow& letter) {
    ASSIGN_OR_RETURN(
        SqliteQuery query,
        connection_->Query(
            "INSERT INTO dead_letter (id, consumer, source, event_id, reason, cause, "
            "payload, settled) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
            "SET reason = excluded.reason, cause = excluded.cause, payload = excluded.payload, "
            "settled = excluded.settled"));
    return query.Text(letter.id)
        .Text(letter.consumer)
        .Text(letter.source)
        .Text(letter.event_id)
        .Text(letter.reason)
        .Text(letter.cause)
        .Blob(letter.payload)
        .Int(letter.settled ? 1 : 0)
        .Run();
  }

  absl::StatusOr<int64_t> WriteEvents(const std::vector<Event>& events) {
    if (events.empty()) return 0;
    ASSIGN_OR_RETURN(
        SqliteQuery head,
        connection_->Query(
            "UPDATE log_head SET position = position + ? WHERE one = 1 RETURNING position"));
    ASSIGN_OR_RETURN(const bool found, head.Int(static_cast<int64_t>(events.size())).Step());
    if (!found)
      return base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN", "log_head has no row");
    const int64_t first = head.IntAt(0) - static_cast<int64_t>(events.size()) + 1;
    head.Reset();
    ASSIGN_OR_RETURN(SqliteQuery query,
                     connection_->Query(
                         "INSERT INTO event (position, collection, id, version, verb, commit_time, "
                         "published, owner, organisation, role, subject, job, reason, traceparent, "
                         "person, public_body, sealed_body) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    int64_t position = first;
    for (const Event& event : events) {
      query.Reset();
      query.Int(position++)
          .Text(event.collection)
          .Text(event.id)
          .Int(event.version)
          .Text(event.verb)
          .Int(absl::ToUnixMicros(event.commit_time))
          .Int(event.published ? 1 : 0);
      event.owner.empty() ? query.Null() : query.Text(event.owner);
      query.Text(event.organisation)
          .Int(event.role)
          .Text(event.subject)
          .Text(event.job)
          .Text(event.reason)
          .Text(event.traceparent);
      event.person.empty() ? query.Null() : query.Text(event.person);
      query.Blob(event.public_body);
      event.sealed_body.empty() ? query.Null() : query.Blob(event.sealed_body);
      RETURN_IF_ERROR(query.Run());
    }
    return first;
  }

  std::unique_ptr<SqliteConnection> connection_;
  WalSync& wal_;
  Checkpoints& checkpoints_;
  const int writer_;
  bool open_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Writer>> MakeSqliteWriter(
    std::unique_ptr<SqliteConnection> connection, WalSync* wal, Checkpoints* checkpoints,
    int writer) {
  RETURN_IF_ERROR(connection->Execute("PRAGMA synchronous=NORMAL"));
  return std::make_unique<SqliteWriter>(std::move(connection), wal, checkpoints, writer);
}

}  // namespace mandat::ledger
