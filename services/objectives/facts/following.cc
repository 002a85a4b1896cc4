#include "services/objectives/facts/following.h"

#include <memory>
#include <optional>

#include "absl/time/clock.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/job.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/schema/fact_kinds.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

absl::StatusOr<int64_t> KnownOf(ledger::Store& store, const std::string& service,
                                const std::string& source) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ledger::Reader> reader, store.OpenReader());
  ASSIGN_OR_RETURN(const std::optional<ledger::Row> row, reader->Get(FactLogs(), service));
  if (!row.has_value()) return 0;
  storage::v1::FactLog logs;
  if (!logs.ParseFromString(row->body)) {
    return base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN", "the log of arrivals");
  }
  const storage::v1::LogEpoch* epoch = FindEpoch(logs, source);
  return epoch == nullptr ? 0 : epoch->tip();
}

void AdoptWhereComplete(ledger::Ledger& ledger, const ledger::Command& adopt,
                        const std::string& service, const events::Head& head) {
  auto request = std::make_shared<storage::v1::AdoptEpochRequest>();
  request->set_service(service);
  request->set_source(head.source);
  request->set_last_published(head.last_published);
  // One that fails is asked for again with the next announcement.
  ledger.Submit(adopt, ledger::CallOfJob("objectives", "facts", absl::Now()), *request,
                [request](const absl::StatusOr<ledger::Ledger::Committed>&) {});
}

}  // namespace mandat::objectives::facts
