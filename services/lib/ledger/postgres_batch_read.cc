#include "services/lib/ledger/postgres_batch_read.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace mandat::ledger::postgres {
namespace {

constexpr char kSelectRequests[] =
    "SELECT key, digest, name, version, commit_time FROM request WHERE key = ANY ($1::bytea[])";
constexpr char kSelectApplied[] =
    "SELECT a.consumer, a.source, a.resource, a.version FROM "
    "unnest($1::text[], $2::text[], $3::text[]) AS u(consumer, source, resource) "
    "CROSS JOIN LATERAL (SELECT * FROM consumer_applied a WHERE a.consumer = u.consumer AND "
    "a.source = u.source AND a.resource = u.resource OFFSET 0) a";

void AppendText(Fields& fields, const std::string& text) { fields.Bytes(text); }

}  // namespace

BatchRead::BatchRead(const ReadSet& reads, bool waits) : reads_(reads), waits_(waits) {
  for (const RowRead& read : reads_.rows) {
    Hold& hold = strongest_.try_emplace(AddressOf(read), read.hold).first->second;
    hold = std::min(hold, read.hold);
  }
  for (const auto& [address, hold] : strongest_) {
    const auto& [kind, source_kind, source_column, id] = address;
    const bool direct = source_kind == nullptr;
    Group& group = groups_[{hold, kind->table, direct ? absl::string_view() : source_kind->table,
                            direct ? absl::string_view() : source_column->name}];
    group.kind = kind;
    group.hold = hold;
    group.source = {source_kind, source_column};
    group.keys.emplace_back(id);
  }
  for (const RowLookup& lookup : reads_.lookups) {
    LookupGroup& group = lookups_[SelectLookups(lookup)];
    group.kind = lookup.kind;
    group.lookups.push_back(&lookup);
  }
}

BatchRead::Address BatchRead::AddressOf(const RowRead& read) {
  if (const auto* source = std::get_if<RowSource>(&read.key)) {
    return {read.kind, source->kind, source->column, source->id};
  }
  return {read.kind, nullptr, nullptr, *std::get_if<std::string>(&read.key)};
}

void BatchRead::Queue(Connection& connection, Arguments& arguments) {
  for (auto& [order, group] : groups_) {
    arguments.Clear();
    arguments.Array(Type::kText, group.keys, AppendText);
    group.statement = connection.Queue(
        SelectByKey(*group.kind, group.hold, group.source, /*skip_held=*/!waits_), arguments);
    if (group.source.kind != nullptr && MayBeHeld(group)) {
      group.keys_statement = connection.Queue(SelectKeys(group.source), arguments);
    }
  }
  QueueLookups(connection, arguments);
  QueueRecords(connection, arguments);
}

void BatchRead::QueueLookups(Connection& connection, Arguments& arguments) {
  for (auto& [statement, group] : lookups_) {
    arguments.Clear();
    const RowLookup& shape = *group.lookups.front();
    for (size_t i = 0; i < shape.where.size(); ++i) {
      const auto& [column, operand] = shape.where[i];
      if (std::holds_alternative<RowSource>(operand)) {
        arguments.Array(Type::kText, group.lookups, [i](Fields& fields, const RowLookup* lookup) {
          fields.Bytes(std::get_if<RowSource>(&lookup->where[i].second)->id);
        });
      } else {
        const ColumnType type = column->type;
        arguments.Array(TypeOf(type), group.lookups,
                        [i, type](Fields& fields, const RowLookup* lookup) {
                          fields.Of(type, *std::get_if<Value>(&lookup->where[i].second));
                        });
      }
    }
    group.statement = connection.Queue(statement, arguments);
  }
}

void BatchRead::QueueRecords(Connection& connection, Arguments& arguments) {
  if (!reads_.request_keys.empty()) {
    arguments.Clear();
    arguments.Array(Type::kBytes, reads_.request_keys, AppendText);
    requests_statement_ = connection.Queue(kSelectRequests, arguments);
  }
  if (!reads_.applied.empty()) {
    arguments.Clear();
    const auto append = [&](std::string AppliedKey::*part) {
      arguments.Array(Type::kText, reads_.applied,
                      [part](Fields& fields, const AppliedKey& key) { fields.Bytes(key.*part); });
    };
    append(&AppliedKey::consumer);
    append(&AppliedKey::source);
    append(&AppliedKey::resource);
    applied_statement_ = connection.Queue(kSelectApplied, arguments);
  }
}

void BatchRead::Take(const std::vector<Result>& results, ReadResult* out) {
  absl::flat_hash_set<RowId> found;
  const auto take_rows = [&](const Kind& kind, const Result& result) {
    for (int row = 0; row < RowsOf(result); ++row) {
      out->rows.push_back(ReadRow(kind, result, row));
      found.emplace(&kind, out->rows.back().id);
    }
  };
  for (const auto& [order, group] : groups_) take_rows(*group.kind, results[group.statement]);
  for (const auto& [order, group] : groups_) {
    if (MayBeHeld(group)) FindMissing(results, group, found);
  }
  for (const auto& [statement, group] : lookups_) {
    take_rows(*group.kind, results[group.statement]);
  }
  if (!reads_.request_keys.empty()) {
    const Result& result = results[requests_statement_];
    for (int row = 0; row < RowsOf(result); ++row) {
      RowFields fields(result, row);
      RequestRecord& record = out->requests.emplace_back();
      record.key = fields.Bytes();
      record.digest = fields.Bytes();
      record.name = fields.Bytes();
      record.version = fields.Int();
      record.commit_time = fields.Time();
    }
  }
  if (!reads_.applied.empty()) {
    const Result& result = results[applied_statement_];
    for (int row = 0; row < RowsOf(result); ++row) {
      RowFields fields(result, row);
      AppliedRecord& record = out->applied.emplace_back();
      record.key.consumer = fields.Bytes();
      record.key.source = fields.Bytes();
      record.key.resource = fields.Bytes();
      record.version = fields.Int();
    }
  }
}

void BatchRead::FindMissing(const std::vector<Result>& results, const Group& group,
                            const absl::flat_hash_set<RowId>& found) {
  const auto note = [&](const std::string& key, std::string id) {
    RowId row(group.kind, std::move(id));
    if (found.contains(row)) return;
    const Address address(group.kind, group.source.kind, group.source.column, key);
    // The key of the set refers to the text in `reads_`, which lasts.
    missing_.emplace(strongest_.find(address)->first, std::move(row));
  };
  if (group.source.kind == nullptr) {
    for (const std::string& id : group.keys) note(id, id);
    return;
  }
  const Result& keys = results[group.keys_statement];
  for (int row = 0; row < RowsOf(keys); ++row) {
    RowFields fields(keys, row);
    const std::string source_id = fields.Bytes();
    std::string id = fields.Bytes();
    if (!id.empty()) note(source_id, std::move(id));
  }
}

void BatchRead::QueueMissing(Connection& connection, Arguments& arguments) {
  std::map<absl::string_view, std::pair<const Kind*, std::vector<std::string>>> by_table;
  for (const auto& [address, row] : missing_) {
    auto& [kind, ids] = by_table[row.first->table];
    kind = row.first;
    ids.push_back(row.second);
  }
  for (const auto& [table, entry] : by_table) {
    arguments.Clear();
    arguments.Array(Type::kText, entry.second, AppendText);
    missing_statements_.emplace_back(entry.first,
                                     connection.Queue(SelectExisting(*entry.first), arguments));
  }
}

void BatchRead::TakeMissing(const std::vector<Result>& results, ReadResult* out) {
  absl::flat_hash_set<RowId> held;
  for (const auto& [kind, statement] : missing_statements_) {
    const Result& result = results[statement];
    for (int row = 0; row < RowsOf(result); ++row) {
      held.emplace(kind, RowFields(result, row).Bytes());
    }
  }
  for (size_t i = 0; i < reads_.rows.size(); ++i) {
    const auto found = missing_.find(AddressOf(reads_.rows[i]));
    if (found != missing_.end() && held.contains(found->second)) out->held.push_back(i);
  }
}

}  // namespace mandat::ledger::postgres
