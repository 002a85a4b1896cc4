#ifndef SERVICES_LIB_RUNTIME_LEDGER_METRICS_H_
#define SERVICES_LIB_RUNTIME_LEDGER_METRICS_H_

// What a ledger does, as metrics; the ledger itself knows no Prometheus.

#include <functional>

#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/metrics.h"

namespace mandat::runtime {

// For LedgerOptions::measure: `ledger_batch_commands` and `ledger_commit_seconds`. Call once; what
// it returns must not outlive `metrics`.
std::function<void(const ledger::CommitFigures&)> MeasureCommits(Metrics& metrics);

// `ledger_queue_depth`, until the registration goes: before the ledger is closed.
[[nodiscard]] GaugeRegistration MeasureQueue(Metrics& metrics, const ledger::Ledger& ledger);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_LEDGER_METRICS_H_
