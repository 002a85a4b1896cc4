#include "services/objectives/schema/fact_kinds.h"

#include "services/objectives/storage.pb.h"

namespace mandat::objectives {
namespace {

using ledger::ColumnOf;
using ledger::ColumnType;
using ledger::Kind;
using ledger::TextColumn;
using ledger::Value;

// A kind of copies of another log.
template <typename T>
Kind CopyKind(const char* collection, const char* table, const char* event) {
  Kind kind;
  kind.collection = collection;
  kind.table = table;
  kind.event = event;
  kind.prototype = &T::default_instance();
  kind.published = false;
  kind.logged = false;
  return kind;
}

}  // namespace

FactKind::FactKind() {
  using F = storage::v1::StoredFact;
  log = TextColumn<F>("log", [](const F& f) { return f.log(); });
  type = TextColumn<F>("type", [](const F& f) { return f.type(); });
  position = ColumnOf<F>("position", ColumnType::kInt,
                         [](const F& f) -> Value { return int64_t{f.position()}; });

  kind = CopyKind<F>("facts", "fact", "fact");
  kind.columns = {&log, &type, &position};
}

MarkPageKind::MarkPageKind() {
  using M = storage::v1::MarkPage;
  log = TextColumn<M>("log", [](const M& m) { return m.log(); });

  kind = CopyKind<M>("markPages", "mark_page", "markPage");
  kind.columns = {&log};
}

const FactKind& Facts() {
  static const auto& facts = *new FactKind();
  return facts;
}

const MarkPageKind& MarkPages() {
  static const auto& pages = *new MarkPageKind();
  return pages;
}

const Kind& FactLogs() {
  static const auto& logs =
      *new Kind(CopyKind<storage::v1::FactLog>("factLogs", "fact_log", "factLog"));
  return logs;
}

const Kind& FormulaBooks() {
  static const auto& books =
      *new Kind(CopyKind<storage::v1::FormulaBook>("formulaBooks", "formula_book", "formulaBook"));
  return books;
}

}  // namespace mandat::objectives
