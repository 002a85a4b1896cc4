#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/error.h"
#include "services/lib/base/uuid.h"
#include "services/lib/ledger/postgres_store.h"
#include "services/lib/ledger/sqlite_store.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger {

std::string NewEpoch() { return base::MakeUuidV4(base::RandomBytes<16>()); }

absl::StatusOr<std::unique_ptr<Store>> OpenStore(const StoreOptions& options) {
  absl::string_view path = options.url;
  if (absl::ConsumePrefix(&path, "sqlite:") && !path.empty()) {
    return OpenSqliteStore(std::string(path), options);
  }
  if (absl::StartsWith(options.url, "postgresql://") ||
      absl::StartsWith(options.url, "postgres://")) {
    return OpenPostgresStore(options);
  }
  return base::Error(absl::StatusCode::kInvalidArgument, "STORE_URL_INVALID",
                     "The store is `sqlite:PATH` or a PostgreSQL URL, `postgresql://…`.");
}

}  // namespace mandat::ledger
