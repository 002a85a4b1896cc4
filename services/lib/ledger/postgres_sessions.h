#ifndef SERVICES_LIB_LEDGER_POSTGRES_SESSIONS_H_
#define SERVICES_LIB_LEDGER_POSTGRES_SESSIONS_H_

// What a PostgreSQL store hands out: each with a session of its own, connected already and
// connected again after a loss.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/lib/ledger/migration.h"
#include "services/lib/ledger/postgres_connection.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger::postgres {

// What every session sets first.
inline constexpr char kCommonSettings[] =
    "SET client_min_messages = warning; SET TimeZone = 'UTC'; SET jit = off;";

// `writer`: in whose name counters are kept.
absl::StatusOr<std::unique_ptr<Writer>> OpenWriter(const std::string& url, int writer);
absl::StatusOr<std::unique_ptr<Reader>> OpenReader(const std::string& url);
absl::StatusOr<std::unique_ptr<ConsultationWriter>> OpenConsultationWriter(const std::string& url);

// As Store::Migrate and Store::CheckSchema.
absl::Status Migrate(Connection& connection, const std::vector<Migration>& service_migrations);
absl::Status CheckSchema(Connection& connection, const std::vector<Migration>& service_migrations);

// Numbers of the advisory locks, by database. The first letters are `mandat`.
inline constexpr int64_t kMigrationLock = 0x6d616e64617401;
inline constexpr int64_t kRelayLock = 0x6d616e64617402;

}  // namespace mandat::ledger::postgres

#endif  // SERVICES_LIB_LEDGER_POSTGRES_SESSIONS_H_
