#include "services/lib/ledger/postgres_sql.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace mandat::ledger::postgres {
namespace {

// The id of a row's person, in a query that calls the table `t`; NULL where the kind has none.
std::string PersonOf(const Kind& kind) {
  if (kind.is_person) return "t.id";
  return kind.person == nullptr ? "NULL::text" : absl::StrCat("t.", Quoted(kind.person->name));
}

absl::string_view LockOf(Hold hold) {
  switch (hold) {
    case Hold::kChange:
      return " FOR NO KEY UPDATE OF t";
    case Hold::kRely:
      return " FOR SHARE OF t";
    case Hold::kConsult:
      return "";
  }
  return "";
}

// `$3::bigint[]`
std::string ArrayParameter(size_t number, Type type) {
  return absl::StrCat("$", number, "::", NameOf(type), "[]");
}

// `unnest($1::text[], $2::bigint[]) AS u(c0, c1)`
std::string Unnest(const std::vector<Type>& types) {
  std::vector<std::string> arrays;
  std::vector<std::string> names;
  for (size_t i = 0; i < types.size(); ++i) {
    arrays.push_back(ArrayParameter(i + 1, types[i]));
    names.push_back(absl::StrCat("c", i));
  }
  return absl::StrCat("unnest(", absl::StrJoin(arrays, ", "), ") AS u(", absl::StrJoin(names, ", "),
                      ")");
}

// `t.id >= u.c0 AND t.id <= u.c0`: an equality of which the planner can make nothing but a range of
// an index. A plain one would also be a reason to join from the other side, and make any order by
// the column pointless.
std::string Is(absl::string_view column, absl::string_view value) {
  return absl::StrCat(column, " >= ", value, " AND ", column, " <= ", value);
}

// The same of several columns, for an index on them in this order. A range of the first would read
// all that has its value, so only the last is one; the first is an equality that does not make the
// order pointless; those between need not be in it.
std::string Are(const std::vector<std::string>& columns, const std::vector<std::string>& values) {
  const size_t last = columns.size() - 1;
  std::string conditions;
  for (size_t i = 0; i < last; ++i) {
    const std::string value = i == 0 ? absl::StrCat("ANY (ARRAY[", values[i], "])") : values[i];
    absl::StrAppend(&conditions, columns[i], " = ", value, " AND ");
  }
  return conditions + Is(columns[last], values[last]);
}

}  // namespace

std::string Quoted(absl::string_view name) { return absl::StrCat("\"", name, "\""); }

std::string SelectRow(const Kind& kind) {
  if (!kind.personal()) return "SELECT t.id, t.version, t.body, NULL::bytea, NULL::text";
  const std::string person = PersonOf(kind);
  return absl::StrCat("SELECT t.id, t.version, t.body, (SELECT d.wrapped FROM data_key d ",
                      "WHERE d.person = ", person, "), ", person);
}

Row ReadRow(const Kind& kind, const Result& result, int row) {
  RowFields fields(result, row);
  Row read;
  read.kind = &kind;
  read.id = fields.Bytes();
  read.version = fields.Int();
  read.body = fields.Bytes();
  read.wrapped_key = fields.Bytes();
  read.person = fields.Bytes();
  return read;
}

std::string SelectByKey(const Kind& kind, Hold hold, const KeySource& source, bool skip_held) {
  std::string keys = "$1::text[]";
  if (source.kind != nullptr) {
    keys =
        absl::StrCat("ARRAY(SELECT s.", Quoted(source.column->name), " FROM ",
                     Quoted(source.kind->table), " s WHERE s.id = ANY ($1::text[]) ORDER BY s.id)");
  }
  return absl::StrCat(SelectRow(kind), " FROM ", Quoted(kind.table), " t WHERE t.id = ANY (", keys,
                      ") ORDER BY t.id", LockOf(hold),
                      skip_held && hold != Hold::kConsult ? " SKIP LOCKED" : "");
}

std::string SelectKeys(const KeySource& source) {
  return absl::StrCat("SELECT s.id, s.", Quoted(source.column->name), " FROM ",
                      Quoted(source.kind->table), " s WHERE s.id = ANY ($1::text[]) ORDER BY s.id");
}

std::string SelectExisting(const Kind& kind) {
  return absl::StrCat("SELECT t.id FROM ", Quoted(kind.table),
                      " t WHERE t.id = ANY ($1::text[]) ORDER BY t.id");
}

std::string SelectLookups(const RowLookup& shape) {
  std::vector<Type> types;
  std::vector<std::string> columns;
  std::vector<std::string> values;
  std::string sources;
  for (size_t i = 0; i < shape.where.size(); ++i) {
    const auto& [column, operand] = shape.where[i];
    std::string value = absl::StrCat("u.c", i);
    if (const auto* source = std::get_if<RowSource>(&operand)) {
      types.push_back(Type::kText);
      absl::StrAppend(&sources, " CROSS JOIN LATERAL (SELECT s.", Quoted(source->column->name),
                      " AS value FROM ", Quoted(source->kind->table), " s WHERE ",
                      Is("s.id", value), " ORDER BY s.id OFFSET 0) s", i);
      value = absl::StrCat("s", i, ".value");
    } else {
      types.push_back(TypeOf(column->type));
    }
    columns.push_back(absl::StrCat("t.", Quoted(column->name)));
    values.push_back(std::move(value));
  }
  const Kind& kind = *shape.kind;
  const std::string person =
      kind.person == nullptr ? "" : absl::StrCat(", t.", Quoted(kind.person->name));
  return absl::StrCat(SelectRow(kind), " FROM ", Unnest(types), sources,
                      " CROSS JOIN LATERAL (SELECT t.id, t.version, t.body", person, " FROM ",
                      Quoted(kind.table), " t WHERE ", Are(columns, values), " ORDER BY ",
                      absl::StrJoin(columns, ", "), " OFFSET 0) t");
}

std::string WriteRows(const Kind& kind, RowWrite::How how) {
  const std::string table = Quoted(kind.table);
  if (how == RowWrite::How::kDelete) {
    return absl::StrCat("DELETE FROM ", table, " WHERE ctid = ANY (ARRAY(SELECT t.ctid FROM ",
                        table, " t WHERE t.id = ANY ($1::text[]) ORDER BY t.id))");
  }
  std::vector<Type> types = {Type::kText, Type::kInt};
  std::vector<std::string> names = {"id", "version"};
  for (const Column* column : kind.columns) {
    types.push_back(TypeOf(column->type));
    names.push_back(Quoted(column->name));
  }
  types.push_back(Type::kBytes);
  names.push_back("body");
  if (how == RowWrite::How::kInsert) {
    return absl::StrCat("INSERT INTO ", table, " (", absl::StrJoin(names, ", "), ") SELECT * FROM ",
                        Unnest(types));
  }
  std::vector<std::string> changes;
  for (size_t i = 1; i < names.size(); ++i) {
    changes.push_back(absl::StrCat(names[i], " = u.c", i));
  }
  // By the place of the row, which cannot change: this transaction holds it.
  return absl::StrCat("UPDATE ", table, " SET ", absl::StrJoin(changes, ", "), " FROM ",
                      Unnest(types), " CROSS JOIN LATERAL (SELECT t.ctid FROM ", table, " t WHERE ",
                      Is("t.id", "u.c0"), " ORDER BY t.id OFFSET 0) place WHERE ", table,
                      ".ctid = place.ctid");
}

}  // namespace mandat::ledger::postgres
