#ifndef SERVICES_LIB_RUNTIME_EVENT_METRICS_H_
#define SERVICES_LIB_RUNTIME_EVENT_METRICS_H_

// How events go out and come in, as metrics; relay and consumers themselves know no Prometheus.

#include <string>
#include <vector>

#include "services/lib/events/consumer.h"
#include "services/lib/events/relay.h"
#include "services/lib/runtime/metrics.h"

namespace mandat::runtime {

// `event_oldest_unpublished_seconds`, `event_unpublished`, `event_relay_connected`, until the
// registrations go: before the relay does.
[[nodiscard]] std::vector<GaugeRegistration> MeasureRelay(Metrics& metrics,
                                                          const events::Relay& relay);

// `consumer_lag_events`, `consumer_dead_letters`, `consumer_connected`, each with the label
// `consumer`; likewise.
[[nodiscard]] std::vector<GaugeRegistration> MeasureConsumer(Metrics& metrics,
                                                             const std::string& name,
                                                             const events::Consumer& consumer);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_EVENT_METRICS_H_
