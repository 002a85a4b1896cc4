#ifndef SERVICES_LIB_RUNTIME_METRICS_H_
#define SERVICES_LIB_RUNTIME_METRICS_H_

// What a program counts, for Prometheus. No id is ever a label: labels have few values.

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace prometheus {
class Exposer;
class Registry;
}  // namespace prometheus

namespace mandat::runtime {

// Upper bounds of histograms of seconds, from 100 µs to 10 s.
const std::vector<double>& SecondsBuckets();

// How long the calls of one method took, by code. Thread-safe.
class RpcDurations {
 public:
  RpcDurations(prometheus::Family<prometheus::Histogram>* family, std::string method);

  void Record(absl::StatusCode code, absl::Duration took);

 private:
  static constexpr size_t kCodes = 17;

  prometheus::Family<prometheus::Histogram>* const family_;
  const std::string method_;
  // Made when the code first occurs, so that codes that never occur are no time series.
  std::array<std::atomic<prometheus::Histogram*>, kCodes> by_code_ = {};
};

// A gauge lives as long as this: destroy it before what its callback reads.
class GaugeRegistration {
 public:
  GaugeRegistration() = default;
  explicit GaugeRegistration(std::function<void()> remove) : remove_(std::move(remove)) {}
  ~GaugeRegistration() { Remove(); }
  GaugeRegistration(GaugeRegistration&& other) : remove_(std::exchange(other.remove_, nullptr)) {}
  GaugeRegistration& operator=(GaugeRegistration&& other) {
    Remove();
    remove_ = std::exchange(other.remove_, nullptr);
    return *this;
  }

 private:
  void Remove() {
    if (remove_) std::exchange(remove_, nullptr)();
  }

  std::function<void()> remove_;
};

// Counting and reading are thread-safe; add before the program serves. Names are `snake_case` with
// the unit last.
class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;

  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Answers `GET /metrics` on `address`, `127.0.0.1:9464`; port 0 chooses one. UNAVAILABLE
  // `METRICS_ADDRESS_UNAVAILABLE`.
  absl::Status Serve(const std::string& address);
  // The port on which it answers; 0 before Serve.
  int port() const;

  // Handles stay valid as long as the metrics: take them once, not on every call.
  prometheus::Counter& AddCounter(const std::string& name, const std::string& help,
                                  const Labels& labels = {});
  prometheus::Histogram& AddHistogram(const std::string& name, const std::string& help,
                                      const std::vector<double>& buckets,
                                      const Labels& labels = {});
  // `read` is called at every scrape, on another thread; it must not wait.
  [[nodiscard]] GaugeRegistration AddGauge(const std::string& name, const std::string& help,
                                           const Labels& labels, std::function<double()> read);
  // `rpc_duration_seconds{method,code}`.
  RpcDurations* AddRpc(absl::string_view method);

  // What a scrape would return.
  std::string Text() const;

 private:
  class Gauges;

  const std::shared_ptr<prometheus::Registry> registry_;
  const std::shared_ptr<Gauges> gauges_;
  prometheus::Family<prometheus::Histogram>& rpc_family_;
  std::vector<std::unique_ptr<RpcDurations>> rpcs_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_METRICS_H_
