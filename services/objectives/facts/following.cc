#include "services/objectives/facts/following.h"

#include <memory>
#include <optional>

#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/schema/fact_kinds.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

absl::StatusOr<int64_t> KnownOf(ledger::Store& store, const std::string& service,
                                const std::string& source) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ledger::Reader> reader, store.OpenReader());
  ASSIGN_OR_RETURN(const std::optional<ledger::Row> row, reader->Get(FactLogs(), service));
  if (!row.has_value()) return 0;
  ASSIGN_OR_RETURN(const auto logs, StoredIn<storage::v1::FactLog>(*row));
  const storage::v1::LogEpoch* epoch = FindEpoch(logs, source);
  return epoch == nullptr ? 0 : epoch->tip();
}

}  // namespace mandat::objectives::facts
