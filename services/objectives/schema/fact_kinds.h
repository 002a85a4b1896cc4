#ifndef SERVICES_OBJECTIVES_SCHEMA_FACT_KINDS_H_
#define SERVICES_OBJECTIVES_SCHEMA_FACT_KINDS_H_

// The kinds that hold facts and how far they are counted: copies of other logs, without history.

#include "services/lib/ledger/kind.h"

namespace mandat::objectives {

struct FactKind {
  FactKind();

  ledger::Column log;  // `socialaid-1`
  ledger::Column type;
  ledger::Column position;
  ledger::Kind kind;
};

struct MarkPageKind {
  MarkPageKind();

  ledger::Column log;
  ledger::Kind kind;
};

const FactKind& Facts();
const MarkPageKind& MarkPages();
const ledger::Kind& FactLogs();
const ledger::Kind& FormulaBooks();

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_SCHEMA_FACT_KINDS_H_
