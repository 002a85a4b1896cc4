#ifndef SERVICES_LIB_TESTING_KIND_CHECKS_H_
#define SERVICES_LIB_TESTING_KIND_CHECKS_H_

// For tests: whether the kinds of a service are the tables that its migrations make.

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/migration.h"

namespace mandat::testing {

// Every kind has a table of its columns, in order, with their types.
void ExpectTablesOfKinds(const ledger::Catalog& catalog,
                         const std::vector<ledger::Migration>& migrations);

// Every unique index has a reason, and every reason an index.
void ExpectIndexesOfKinds(const ledger::Catalog& catalog,
                          const std::vector<ledger::Migration>& migrations);

// Parties, counters and persons of a kind are columns of its table.
void ExpectColumnsOfKinds(const ledger::Catalog& catalog);

// What the columns of a resource say, `name=value` for those that are not NULL.
std::string ColumnsOf(const ledger::Kind& kind, const google::protobuf::Message& resource);

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_KIND_CHECKS_H_
