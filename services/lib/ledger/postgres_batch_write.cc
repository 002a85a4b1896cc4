#include "services/lib/ledger/postgres_batch_write.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/lib/ledger/postgres_sql.h"

namespace mandat::ledger::postgres {
namespace {

constexpr char kAddCounts[] =
    "INSERT INTO counter (counter, bucket, writer, count) "
    "SELECT u.counter, u.bucket, $3, u.delta "
    "FROM unnest($1::text[], $2::text[], $4::bigint[]) AS u(counter, bucket, delta) "
    "ON CONFLICT (counter, bucket, writer) DO UPDATE SET count = counter.count + excluded.count";
constexpr char kInsertRequests[] =
    "INSERT INTO request (key, digest, name, version, commit_time) SELECT * FROM "
    "unnest($1::bytea[], $2::bytea[], $3::text[], $4::bigint[], $5::timestamptz[])";
constexpr char kDestroyKeys[] = "DELETE FROM data_key WHERE person = ANY ($1::text[])";
constexpr char kPutKeys[] =
    "INSERT INTO data_key (person, wrapped) SELECT * FROM unnest($1::text[], $2::bytea[]) "
    "ON CONFLICT (person) DO UPDATE SET wrapped = excluded.wrapped";
constexpr char kInsertApplied[] =
    "INSERT INTO consumer_applied (consumer, source, resource, version) SELECT * FROM "
    "unnest($1::text[], $2::text[], $3::text[], $4::bigint[])";
constexpr char kPutDeadLetters[] =
    "INSERT INTO dead_letter (id, consumer, source, event_id, reason, cause, payload, settled) "
    "SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], "
    "$7::bytea[], $8::boolean[]) "
    "ON CONFLICT (id) DO UPDATE SET consumer = excluded.consumer, source = excluded.source, "
    "event_id = excluded.event_id, reason = excluded.reason, cause = excluded.cause, "
    "payload = excluded.payload, settled = excluded.settled";
constexpr char kMoveRelayCursor[] = "UPDATE relay_cursor SET position = $1 WHERE one = 1";
// Without a row in log_head the position is NULL, which the table refuses.
constexpr char kInsertEvents[] =
    "WITH head AS (UPDATE log_head SET position = position + $1 WHERE one = 1 "
    "RETURNING position - $1 AS base), "
    "inserted AS (INSERT INTO event (position, collection, id, version, verb, commit_time, "
    "published, owner, organisation, role, subject, job, reason, traceparent, person, public_body, "
    "sealed_body) "
    "SELECT (SELECT base FROM head) + u.number, u.collection, u.id, u.version, u.verb, "
    "u.commit_time, "
    "u.published, u.owner, u.organisation, u.role, u.subject, u.job, u.reason, u.traceparent, "
    "u.person, u.public_body, u.sealed_body FROM "
    "unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[], $7::boolean[], "
    "$8::text[], $9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[], "
    "$15::text[], $16::bytea[], $17::bytea[]) WITH ORDINALITY AS u(collection, id, version, verb, "
    "commit_time, published, owner, organisation, role, subject, job, reason, traceparent, person, "
    "public_body, sealed_body, number)) "
    "SELECT base + 1 FROM head";

// One parameter: an array of one member of every item. Empty texts become NULL for kOrNull.
enum class Empty { kAsItIs, kOrNull };

template <typename Items, typename Item>
void TextArray(Type type, const Items& items, std::string Item::*member, Arguments& arguments,
               Empty empty = Empty::kAsItIs) {
  arguments.Array(type, items, [&](Fields& fields, const Item& item) {
    empty == Empty::kOrNull ? fields.BytesOrNull(item.*member) : fields.Bytes(item.*member);
  });
}

template <typename Items, typename Item>
void IntArray(const Items& items, int64_t Item::*member, Arguments& arguments) {
  arguments.Array(Type::kInt, items,
                  [&](Fields& fields, const Item& item) { fields.Int(item.*member); });
}

template <typename Items, typename Item>
void TimeArray(const Items& items, absl::Time Item::*member, Arguments& arguments) {
  arguments.Array(Type::kTime, items,
                  [&](Fields& fields, const Item& item) { fields.Time(item.*member); });
}

template <typename Items, typename Item>
void BoolArray(const Items& items, bool Item::*member, Arguments& arguments) {
  arguments.Array(Type::kBool, items,
                  [&](Fields& fields, const Item& item) { fields.Bool(item.*member); });
}

// What is removed first, then what changes, then what is new: a unique value that one gives up is
// free for another.
int OrderOf(RowWrite::How how) {
  switch (how) {
    case RowWrite::How::kDelete:
      return 0;
    case RowWrite::How::kUpdate:
      return 1;
    case RowWrite::How::kInsert:
      return 2;
  }
  return 0;
}

void QueueRows(const std::vector<RowWrite>& rows, Connection& connection, Arguments& arguments) {
  std::map<std::pair<int, absl::string_view>, std::vector<const RowWrite*>> groups;
  for (const RowWrite& row : rows) groups[{OrderOf(row.how), row.kind->table}].push_back(&row);
  for (const auto& [order, group] : groups) {
    const Kind& kind = *group.front()->kind;
    const RowWrite::How how = group.front()->how;
    arguments.Clear();
    arguments.Array(Type::kText, group,
                    [](Fields& fields, const RowWrite* row) { fields.Bytes(row->id); });
    if (how != RowWrite::How::kDelete) {
      arguments.Array(Type::kInt, group,
                      [](Fields& fields, const RowWrite* row) { fields.Int(row->version); });
      for (size_t i = 0; i < kind.columns.size(); ++i) {
        const ColumnType type = kind.columns[i]->type;
        arguments.Array(TypeOf(type), group, [i, type](Fields& fields, const RowWrite* row) {
          fields.Of(type, row->columns[i]);
        });
      }
      arguments.Array(Type::kBytes, group,
                      [](Fields& fields, const RowWrite* row) { fields.Bytes(row->body); });
    }
    connection.Queue(WriteRows(kind, how), arguments);
  }
}

void QueueCounters(const std::vector<CounterDelta>& deltas, int writer, Connection& connection,
                   Arguments& arguments) {
  // Summed, since one statement may change a row once only, and in order of the key.
  std::map<std::pair<absl::string_view, absl::string_view>, int64_t> sums;
  for (const CounterDelta& delta : deltas) sums[{delta.counter, delta.bucket}] += delta.delta;
  arguments.Clear();
  using Sum = decltype(sums)::value_type;
  arguments.Array(Type::kText, sums,
                  [](Fields& fields, const Sum& sum) { fields.Bytes(sum.first.first); });
  arguments.Array(Type::kText, sums,
                  [](Fields& fields, const Sum& sum) { fields.Bytes(sum.first.second); });
  arguments.Scalar(Type::kInt).Int(writer);
  arguments.Array(Type::kInt, sums, [](Fields& fields, const Sum& sum) { fields.Int(sum.second); });
  connection.Queue(kAddCounts, arguments);
}

void QueueRequests(const std::vector<RequestRecord>& requests, Connection& connection,
                   Arguments& arguments) {
  arguments.Clear();
  TextArray(Type::kBytes, requests, &RequestRecord::key, arguments);
  TextArray(Type::kBytes, requests, &RequestRecord::digest, arguments);
  TextArray(Type::kText, requests, &RequestRecord::name, arguments);
  IntArray(requests, &RequestRecord::version, arguments);
  TimeArray(requests, &RequestRecord::commit_time, arguments);
  connection.Queue(kInsertRequests, arguments);
}

void QueueKeys(const std::vector<KeyWrite>& keys, Connection& connection, Arguments& arguments) {
  // The last word on a person's key is what counts.
  std::map<absl::string_view, const KeyWrite*> last;
  for (const KeyWrite& key : keys) last[key.person] = &key;
  std::vector<KeyWrite> put;
  std::vector<KeyWrite> destroyed;
  for (const auto& [person, key] : last) (key->wrapped.empty() ? destroyed : put).push_back(*key);
  if (!destroyed.empty()) {
    arguments.Clear();
    TextArray(Type::kText, destroyed, &KeyWrite::person, arguments);
    connection.Queue(kDestroyKeys, arguments);
  }
  if (!put.empty()) {
    arguments.Clear();
    TextArray(Type::kText, put, &KeyWrite::person, arguments);
    TextArray(Type::kBytes, put, &KeyWrite::wrapped, arguments);
    connection.Queue(kPutKeys, arguments);
  }
}

void QueueApplied(const std::vector<AppliedRecord>& applied, Connection& connection,
                  Arguments& arguments) {
  arguments.Clear();
  const auto append = [&](std::string AppliedKey::*part) {
    arguments.Array(Type::kText, applied, [part](Fields& fields, const AppliedRecord& record) {
      fields.Bytes(record.key.*part);
    });
  };
  append(&AppliedKey::consumer);
  append(&AppliedKey::source);
  append(&AppliedKey::resource);
  IntArray(applied, &AppliedRecord::version, arguments);
  connection.Queue(kInsertApplied, arguments);
}

void QueueDeadLetters(const std::vector<DeadLetterRow>& letters, Connection& connection,
                      Arguments& arguments) {
  std::map<absl::string_view, const DeadLetterRow*> last;
  for (const DeadLetterRow& letter : letters) last[letter.id] = &letter;
  std::vector<DeadLetterRow> rows;
  for (const auto& [id, letter] : last) rows.push_back(*letter);
  arguments.Clear();
  for (const auto member :
       {&DeadLetterRow::id, &DeadLetterRow::consumer, &DeadLetterRow::source,
        &DeadLetterRow::event_id, &DeadLetterRow::reason, &DeadLetterRow::cause}) {
    TextArray(Type::kText, rows, member, arguments);
  }
  TextArray(Type::kBytes, rows, &DeadLetterRow::payload, arguments);
  BoolArray(rows, &DeadLetterRow::settled, arguments);
  connection.Queue(kPutDeadLetters, arguments);
}

size_t QueueEvents(const std::vector<Event>& events, Connection& connection, Arguments& arguments) {
  arguments.Clear();
  arguments.Scalar(Type::kInt).Int(static_cast<int64_t>(events.size()));
  TextArray(Type::kText, events, &Event::collection, arguments);
  TextArray(Type::kText, events, &Event::id, arguments);
  IntArray(events, &Event::version, arguments);
  TextArray(Type::kText, events, &Event::verb, arguments);
  TimeArray(events, &Event::commit_time, arguments);
  BoolArray(events, &Event::published, arguments);
  TextArray(Type::kText, events, &Event::owner, arguments, Empty::kOrNull);
  TextArray(Type::kText, events, &Event::organisation, arguments);
  arguments.Array(Type::kInt, events,
                  [](Fields& fields, const Event& event) { fields.Int(event.role); });
  for (const auto member : {&Event::subject, &Event::job, &Event::reason, &Event::traceparent}) {
    TextArray(Type::kText, events, member, arguments);
  }
  TextArray(Type::kText, events, &Event::person, arguments, Empty::kOrNull);
  TextArray(Type::kBytes, events, &Event::public_body, arguments);
  TextArray(Type::kBytes, events, &Event::sealed_body, arguments, Empty::kOrNull);
  return connection.Queue(kInsertEvents, arguments);
}

}  // namespace

std::optional<size_t> QueueWrites(const WriteSet& writes, int writer, Connection& connection,
                                  Arguments& arguments) {
  QueueKeys(writes.keys, connection, arguments);
  QueueRows(writes.rows, connection, arguments);
  if (!writes.counters.empty()) QueueCounters(writes.counters, writer, connection, arguments);
  if (!writes.requests.empty()) QueueRequests(writes.requests, connection, arguments);
  if (!writes.applied.empty()) QueueApplied(writes.applied, connection, arguments);
  if (!writes.dead_letters.empty()) {
    QueueDeadLetters(writes.dead_letters, connection, arguments);
  }
  if (writes.relay_cursor.has_value()) {
    arguments.Clear();
    arguments.Scalar(Type::kInt).Int(*writes.relay_cursor);
    connection.Queue(kMoveRelayCursor, arguments);
  }
  if (writes.events.empty()) return std::nullopt;
  return QueueEvents(writes.events, connection, arguments);
}

}  // namespace mandat::ledger::postgres
