#ifndef SERVICES_LIB_EVENTS_BROKER_GUARANTEES_H_
#define SERVICES_LIB_EVENTS_BROKER_GUARANTEES_H_

// What the broker's version lets us count on. Written into the log at start, so that nobody has to
// guess after a power cut.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace mandat::events {

struct BrokerGuarantees {
  // `2.9.10`.
  std::string version;
  // The version knows `sync_interval: always`, with which an acknowledged message survives a loss
  // of power. Whether it is switched on is written in the broker's configuration and cannot be
  // asked.
  bool can_sync_always = false;
  // Both in a sentence for the log.
  std::string statement;
};

// What follows from a version; one that cannot be read promises nothing.
BrokerGuarantees GuaranteesOf(absl::string_view version);

// Asks the broker at `url` (the first one of a list) for its version: every NATS server says it
// unasked, before anything else. UNAVAILABLE `BROKER_UNAVAILABLE`.
absl::StatusOr<BrokerGuarantees> ProbeBroker(absl::string_view url, absl::Duration timeout);

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_BROKER_GUARANTEES_H_
