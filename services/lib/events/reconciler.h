#ifndef SERVICES_LIB_EVENTS_RECONCILER_H_
#define SERVICES_LIB_EVENTS_RECONCILER_H_

// Compares a log with the stream that carries it, event by event. The relay notices on its own when
// a stream lost its end; this finds whatever else is missing.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"

namespace mandat::events {

struct ReconcileOptions {
  // Short name of the service, and its stream.
  std::string service;
  std::string stream;
  // Compares what lies after this position, up to where the relay is.
  int64_t after_position = 0;
  // Publishes what is missing.
  bool repair = false;
};

struct ReconcileReport {
  // Positions that were compared: after the first, up to and with the last.
  int64_t after_position = 0;
  int64_t last_position = 0;
  // Published versions in the log, and how many of them the stream has.
  int64_t published = 0;
  int64_t stored = 0;
  // The first 1000 positions that the stream lacks.
  std::vector<int64_t> missing;
  // How many of the missing ones the stream has now.
  int64_t repaired = 0;
};

// Events older than the stream's age limit are missing rightly: choose `after_position`
// accordingly. Takes some 50 bytes of memory for each message of the stream. UNAVAILABLE
// `BROKER_UNAVAILABLE`; errors of the store; DATA_LOSS `EVENT_BODY_BROKEN`.
absl::StatusOr<ReconcileReport> Reconcile(NatsConnection& connection, ledger::Reader& reader,
                                          const ledger::Catalog& catalog,
                                          const ReconcileOptions& options);

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_RECONCILER_H_
