#ifndef SERVICES_LIB_LEDGER_POSTGRES_PAGE_H_
#define SERVICES_LIB_LEDGER_POSTGRES_PAGE_H_

// The SQL of a page. Rows without a value in the order column come last in either direction, so a
// page is at most two statements, each of which follows an index: first those with a value, then
// those without.

#include <string>

#include "services/lib/ledger/postgres_wire.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger::postgres {

enum class PagePart {
  kValued,    // rows with a value in the order column; all rows where the order is by id alone
  kValueless  // rows without
};

// Whether the part can hold rows of the page.
bool HasPart(const PageQuery& query, PagePart part);

// The text, and its parameters into `arguments`; at most `limit` rows as ReadRow takes them.
std::string SelectPage(const PageQuery& query, PagePart part, int limit, Arguments* arguments);

}  // namespace mandat::ledger::postgres

#endif  // SERVICES_LIB_LEDGER_POSTGRES_PAGE_H_
