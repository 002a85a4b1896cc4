// SQLite's reads outside a batch. Each is one short transaction, so that none pins the write-ahead
// log.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/bucket.h"
#include "services/lib/ledger/sqlite_sql.h"
#include "services/lib/ledger/sqlite_store.h"

namespace mandat::ledger {
namespace {

constexpr char kEventColumns[] =
    "e.position, e.collection, e.id, e.version, e.verb, e.commit_time, e.published, e.owner, "
    "e.organisation, e.role, "
    "e.subject, e.job, e.reason, e.traceparent, e.person, e.public_body";
constexpr char kSealedColumns[] =
    ", e.sealed_body, (SELECT wrapped FROM data_key k WHERE k.person = e.person)";

Event EventOf(const SqliteQuery& query, bool sealed) {
  Event event{query.IntAt(0),
              query.BytesAt(1),
              query.BytesAt(2),
              query.IntAt(3),
              query.BytesAt(4),
              absl::FromUnixMicros(query.IntAt(5)),
              query.IntAt(6) != 0,
              query.BytesAt(7),
              query.BytesAt(8),
              static_cast<int>(query.IntAt(9)),
              query.BytesAt(10),
              query.BytesAt(11),
              query.BytesAt(12),
              query.BytesAt(13),
              query.BytesAt(14),
              query.BytesAt(15),
              {},
              {}};
  if (sealed) {
    event.sealed_body = query.BytesAt(16);
    event.wrapped_key = query.BytesAt(17);
  }
  return event;
}

DeadLetterRow LetterOf(const SqliteQuery& query) {
  return {query.BytesAt(0), query.BytesAt(1), query.BytesAt(2), query.BytesAt(3),
          query.BytesAt(4), query.BytesAt(5), query.BytesAt(6), query.IntAt(7) != 0};
}

constexpr char kSelectLetter[] =
    "SELECT id, consumer, source, event_id, reason, cause, payload, settled FROM dead_letter ";

// The SQL of a page and its parameters, in order.
struct PageSql {
  std::string text;
  std::vector<std::pair<Value, ColumnType>> parameters;

  std::string Equal(const Column& column, const Value& value) {
    parameters.emplace_back(value, column.type);
    return absl::StrCat("t.", column.name, " = ?");
  }
};

// What comes after a place in an order is in two parts: an OR of both would be a reason not to use
// the index, and to read everything before the place.
enum class After { kWithValue, kWithoutValue };

PageSql BuildPage(const PageQuery& query, After part) {
  PageSql sql;
  std::vector<std::string> terms;
  for (size_t i = 0; i < query.where.size();) {
    // Neighbours on one column are alternatives.
    std::vector<std::string> either;
    const Column* column = query.where[i].first;
    for (; i < query.where.size() && query.where[i].first == column; ++i) {
      either.push_back(sql.Equal(*column, query.where[i].second));
    }
    terms.push_back(absl::StrCat("(", absl::StrJoin(either, " OR "), ")"));
  }
  std::vector<std::string> any;
  for (const auto& all : query.any_of) {
    std::vector<std::string> parts;
    parts.reserve(all.size());
    for (const auto& [column, value] : all) parts.push_back(sql.Equal(*column, value));
    any.push_back(absl::StrCat("(", absl::StrJoin(parts, " AND "), ")"));
  }
  if (!any.empty()) terms.push_back(absl::StrCat("(", absl::StrJoin(any, " OR "), ")"));
  const char* direction = query.descending ? "DESC" : "ASC";
  const char* beyond = query.descending ? "<" : ">";
  if (query.below.has_value()) {
    terms.push_back(absl::StrCat("t.", query.order->name, " < ?"));
    sql.parameters.emplace_back(*query.below, query.order->type);
  }
  if (query.after.has_value()) {
    const auto& [value, id] = *query.after;
    if (query.order == nullptr) {
      terms.push_back(absl::StrCat("t.id ", beyond, " ?"));
    } else if (IsNull(value)) {
      // Missing values come last in either direction.
      terms.push_back(absl::StrCat("(t.", query.order->name, " IS NULL AND t.id ", beyond, " ?)"));
    } else if (part == After::kWithValue) {
      terms.push_back(absl::StrCat("(t.", query.order->name, ", t.id) ", beyond, " (?, ?)"));
      sql.parameters.emplace_back(value, query.order->type);
    } else {
      terms.push_back(absl::StrCat("t.", query.order->name, " IS NULL"));
    }
    if (part == After::kWithValue) sql.parameters.emplace_back(id, ColumnType::kText);
  }
  sql.text = SelectRow(*query.kind);
  if (!terms.empty()) absl::StrAppend(&sql.text, "WHERE ", absl::StrJoin(terms, " AND "));
  absl::StrAppend(&sql.text, " ORDER BY ");
  if (query.order != nullptr) {
    absl::StrAppend(&sql.text, "t.", query.order->name, " ", direction, " NULLS LAST, ");
  }
  absl::StrAppend(&sql.text, "t.id ", direction, " LIMIT ?");
  sql.parameters.emplace_back(int64_t{query.limit}, ColumnType::kInt);
  return sql;
}

class SqliteReader final : public Reader {
 public:
  SqliteReader(std::unique_ptr<SqliteConnection> connection,
               std::unique_ptr<SqliteConnection> consultations, WalSync* wal)
      : connection_(std::move(connection)), consultations_(std::move(consultations)), wal_(*wal) {}

  // Each moment is locked and unlocked in the file otherwise. Where it fails, each read has its
  // own.
  void BeginGroup() override { grouped_ = connection_->Run("BEGIN").ok(); }
  // Nothing was written; unlike a COMMIT, this cannot leave later reads in the old moment.
  void EndGroup() override {
    connection_->Run("ROLLBACK").IgnoreError();
    grouped_ = false;
  }
  // A group is of one moment already.
  absl::Status BeginMoment() override {
    return grouped_ ? absl::OkStatus() : connection_->Run("BEGIN");
  }
  void EndMoment() override {
    if (!grouped_) connection_->Run("ROLLBACK").IgnoreError();
  }

  absl::StatusOr<std::optional<Row>> Get(const Kind& kind, const std::string& id) override {
    ASSIGN_OR_RETURN(SqliteQuery query, connection_->Query(SelectRow(kind) + "WHERE t.id = ?"));
    ASSIGN_OR_RETURN(const bool found, query.Text(id).Step());
    if (!found) return std::nullopt;
    return RowOf(kind, query);
  }

  absl::StatusOr<std::vector<Row>> Page(const PageQuery& page) override {
    std::vector<Row> rows;
    RETURN_IF_ERROR(AppendPage(page, After::kWithValue, &rows));
    // Rows without a value come last; `below` leaves them out.
    const bool after_value = page.order != nullptr && page.after.has_value() &&
                             !IsNull(page.after->first) && !page.below.has_value();
    const int left = page.limit - static_cast<int>(rows.size());
    if (!after_value || left <= 0) return rows;
    PageQuery rest = page;
    rest.limit = left;
    RETURN_IF_ERROR(AppendPage(rest, After::kWithoutValue, &rows));
    return rows;
  }

  absl::StatusOr<std::optional<Event>> EventAt(const Kind& kind, const std::string& id,
                                               int64_t version) override {
    ASSIGN_OR_RETURN(std::vector<Event> events, Events(kind, id, "e.version = ?", version, 1));
    return events.empty() ? std::nullopt : std::optional<Event>(std::move(events.front()));
  }

  absl::StatusOr<std::optional<Event>> EventAsOf(const Kind& kind, const std::string& id,
                                                 absl::Time time) override {
    ASSIGN_OR_RETURN(std::vector<Event> events,
                     Events(kind, id, "e.commit_time <= ?", absl::ToUnixMicros(time), 1));
    return events.empty() ? std::nullopt : std::optional<Event>(std::move(events.front()));
  }

  absl::StatusOr<std::vector<Event>> Revisions(const Kind& kind, const std::string& id,
                                               int64_t before_version, int limit) override {
    return Events(kind, id, "e.version < ?", before_version, limit);
  }

  absl::StatusOr<std::vector<Event>> EventsAfter(int64_t position, int limit) override {
    ASSIGN_OR_RETURN(SqliteQuery query,
                     connection_->QueryUnsynced(absl::StrCat(
                         "SELECT ", kEventColumns,
                         " FROM event e WHERE e.position > ? ORDER BY e.position LIMIT ?")));
    query.Int(position).Int(limit);
    ASSIGN_OR_RETURN(std::vector<Event> events, Collect(query, /*sealed=*/false));
    // Who follows what was announced waits for no later commit's way to the disk.
    if (!events.empty() && events.back().position > wal_.head()) RETURN_IF_ERROR(wal_.Ensure());
    return events;
  }

  absl::StatusOr<int64_t> LastPublished(int64_t not_after) override {
    ASSIGN_OR_RETURN(
        SqliteQuery query,
        connection_->Query("SELECT position FROM event WHERE position <= ? AND published = 1 "
                           "ORDER BY position DESC LIMIT 1"));
    ASSIGN_OR_RETURN(const bool found, query.Int(not_after).Step());
    return found ? query.IntAt(0) : 0;
  }

  absl::StatusOr<int64_t> Head() override { return One("SELECT position FROM log_head"); }
  absl::StatusOr<int64_t> RelayCursor() override {
    return One("SELECT position FROM relay_cursor");
  }

  absl::StatusOr<std::string> Epoch() override {
    ASSIGN_OR_RETURN(SqliteQuery query, connection_->Query("SELECT epoch FROM log_head"));
    ASSIGN_OR_RETURN(const bool found, query.Step());
    return found ? query.BytesAt(0) : std::string();
  }

  absl::StatusOr<std::vector<CountRow>> Counts(const std::string& counter,
                                               const std::string& prefix) override {
    ASSIGN_OR_RETURN(SqliteQuery query,
                     connection_->Query(
                         absl::StrCat("SELECT bucket, SUM(count) FROM counter WHERE counter = ?",
                                      prefix.empty() ? "" : " AND bucket >= ? AND bucket < ?",
                                      " GROUP BY bucket HAVING SUM(count) <> 0 ORDER BY bucket")));
    const std::string after = AfterPrefix(prefix);  // Bound as it is, not copied.
    query.Text(counter);
    if (!prefix.empty()) query.Text(prefix).Text(after);
    std::vector<CountRow> counts;
    while (true) {
      ASSIGN_OR_RETURN(const bool found, query.Step());
      if (!found) return counts;
      counts.push_back({query.BytesAt(0), query.IntAt(1)});
    }
  }

  absl::StatusOr<std::vector<DeadLetterRow>> DeadLetters(const std::string& after_id,
                                                         int limit) override {
    ASSIGN_OR_RETURN(SqliteQuery query, connection_->Query(absl::StrCat(
                                            kSelectLetter, "WHERE id > ? ORDER BY id LIMIT ?")));
    query.Text(after_id).Int(limit);
    std::vector<DeadLetterRow> letters;
    while (true) {
      ASSIGN_OR_RETURN(const bool found, query.Step());
      if (!found) return letters;
      letters.push_back(LetterOf(query));
    }
  }

  absl::StatusOr<std::optional<DeadLetterRow>> DeadLetter(const std::string& id) override {
    ASSIGN_OR_RETURN(SqliteQuery query,
                     connection_->Query(absl::StrCat(kSelectLetter, "WHERE id = ?")));
    ASSIGN_OR_RETURN(const bool found, query.Text(id).Step());
    if (!found) return std::nullopt;
    return LetterOf(query);
  }

  absl::StatusOr<std::vector<ConsultationRow>> Consultations(const std::string& person,
                                                             int64_t before_id,
                                                             int limit) override {
    ASSIGN_OR_RETURN(
        SqliteQuery query,
        consultations_->Query(
            "SELECT id, time, organisation, reader, person, file, purpose, method FROM "
            "consultation WHERE person = ?1 AND (?2 = 0 OR id < ?2) ORDER BY id DESC "
            "LIMIT ?3"));
    query.Text(person).Int(before_id).Int(limit);
    std::vector<ConsultationRow> rows;
    while (true) {
      ASSIGN_OR_RETURN(const bool found, query.Step());
      if (!found) return rows;
      rows.push_back({query.IntAt(0), absl::FromUnixMicros(query.IntAt(1)), query.BytesAt(2),
                      query.BytesAt(3), query.BytesAt(4), query.BytesAt(5), query.BytesAt(6),
                      query.BytesAt(7)});
    }
  }

  absl::StatusOr<std::vector<WrappedKey>> WrappedKeys(const std::string& after_person,
                                                      int limit) override {
    ASSIGN_OR_RETURN(SqliteQuery query,
                     connection_->Query("SELECT person, wrapped FROM data_key WHERE person > ? "
                                        "ORDER BY person LIMIT ?"));
    query.Text(after_person).Int(limit);
    std::vector<WrappedKey> keys;
    while (true) {
      ASSIGN_OR_RETURN(const bool found, query.Step());
      if (!found) return keys;
      keys.push_back({query.BytesAt(0), query.BytesAt(1)});
    }
  }

  absl::StatusOr<std::vector<Value>> StoredColumns(const Kind& kind,
                                                   const std::string& id) override {
    std::string names;
    for (const Column* column : kind.columns) absl::StrAppend(&names, ", ", column->name);
    ASSIGN_OR_RETURN(SqliteQuery query,
                     connection_->Query(absl::StrCat("SELECT version", names, " FROM ", kind.table,
                                                     " WHERE id = ?")));
    ASSIGN_OR_RETURN(const bool found, query.Text(id).Step());
    std::vector<Value> values;
    for (size_t i = 0; found && i < kind.columns.size(); ++i) {
      values.push_back(query.ValueAt(static_cast<int>(i) + 1, kind.columns[i]->type));
    }
    return values;
  }

 private:
  absl::Status AppendPage(const PageQuery& page, After part, std::vector<Row>* rows) {
    const PageSql sql = BuildPage(page, part);
    ASSIGN_OR_RETURN(SqliteQuery query, connection_->Query(sql.text));
    for (const auto& [value, type] : sql.parameters) query.Bind(value, type);
    while (true) {
      ASSIGN_OR_RETURN(const bool found, query.Step());
      if (!found) return absl::OkStatus();
      rows->push_back(RowOf(*page.kind, query));
    }
  }

  absl::StatusOr<int64_t> One(const std::string& sql) {
    ASSIGN_OR_RETURN(SqliteQuery query, connection_->Query(sql));
    ASSIGN_OR_RETURN(const bool found, query.Step());
    return found ? query.IntAt(0) : 0;
  }

  absl::StatusOr<std::vector<Event>> Events(const Kind& kind, const std::string& id,
                                            absl::string_view condition, int64_t value, int limit) {
    ASSIGN_OR_RETURN(
        SqliteQuery query,
        connection_->Query(absl::StrCat("SELECT ", kEventColumns, kSealedColumns,
                                        " FROM event e WHERE e.id = ? AND e.collection = ? AND ",
                                        condition, " ORDER BY e.version DESC LIMIT ?")));
    query.Text(id).Text(kind.collection).Int(value).Int(limit);
    return Collect(query, /*sealed=*/true);
  }

  static absl::StatusOr<std::vector<Event>> Collect(SqliteQuery& query, bool sealed) {
    std::vector<Event> events;
    while (true) {
      ASSIGN_OR_RETURN(const bool found, query.Step());
      if (!found) return events;
      events.push_back(EventOf(query, sealed));
    }
  }

  std::unique_ptr<SqliteConnection> connection_;
  std::unique_ptr<SqliteConnection> consultations_;
  WalSync& wal_;
  bool grouped_ = false;  // between BeginGroup and EndGroup
};

}  // namespace

std::unique_ptr<Reader> MakeSqliteReader(std::unique_ptr<SqliteConnection> connection,
                                         std::unique_ptr<SqliteConnection> consultations,
                                         WalSync* wal) {
  return std::make_unique<SqliteReader>(std::move(connection), std::move(consultations), wal);
}

}  // namespace mandat::ledger
