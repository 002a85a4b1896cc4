#include "services/lib/runtime/event_metrics.h"

#include "absl/time/time.h"

namespace mandat::runtime {

std::vector<GaugeRegistration> MeasureRelay(Metrics& metrics, const events::Relay& relay) {
  std::vector<GaugeRegistration> gauges;
  const auto gauge = [&](const std::string& name, const std::string& help,
                         double (*read)(const events::RelayFigures&)) {
    gauges.push_back(
        metrics.AddGauge(name, help, {}, [&relay, read] { return read(relay.figures()); }));
  };
  gauge("event_oldest_unpublished_seconds", "Age of the oldest version that is not published.",
        [](const events::RelayFigures& figures) {
          return absl::ToDoubleSeconds(figures.oldest_unpublished);
        });
  gauge("event_unpublished", "Positions between the head of the log and what is published.",
        [](const events::RelayFigures& figures) { return static_cast<double>(figures.lag); });
  gauge("event_relay_connected", "1 where this process publishes and the broker has everything.",
        [](const events::RelayFigures& figures) {
          return figures.active && figures.connected ? 1.0 : 0.0;
        });
  return gauges;
}

std::vector<GaugeRegistration> MeasureConsumer(Metrics& metrics, const std::string& name,
                                               const events::Consumer& consumer) {
  std::vector<GaugeRegistration> gauges;
  const auto gauge = [&](const std::string& metric, const std::string& help,
                         double (*read)(const events::ConsumerFigures&)) {
    gauges.push_back(metrics.AddGauge(metric, help, {{"consumer", name}},
                                      [&consumer, read] { return read(consumer.figures()); }));
  };
  gauge("consumer_lag_events", "Events of the stream that were not delivered yet.",
        [](const events::ConsumerFigures& figures) { return static_cast<double>(figures.lag); });
  gauge("consumer_dead_letters", "Events since the start that could not be applied.",
        [](const events::ConsumerFigures& figures) {
          return static_cast<double>(figures.dead_letters);
        });
  gauge("consumer_connected", "1 where the consumer reaches the broker.",
        [](const events::ConsumerFigures& figures) { return figures.connected ? 1.0 : 0.0; });
  return gauges;
}

}  // namespace mandat::runtime
