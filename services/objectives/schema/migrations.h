#ifndef SERVICES_OBJECTIVES_SCHEMA_MIGRATIONS_H_
#define SERVICES_OBJECTIVES_SCHEMA_MIGRATIONS_H_

#include <vector>

#include "services/lib/ledger/migration.h"

namespace mandat::ledger {

// The files of this folder, in order; compiled in by the build (mandat_migrations).
const std::vector<Migration>& ObjectivesMigrations();

}  // namespace mandat::ledger

#endif  // SERVICES_OBJECTIVES_SCHEMA_MIGRATIONS_H_
