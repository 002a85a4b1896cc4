#include "services/lib/runtime/metrics.h"

#include <prometheus/exposer.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cassert>
#include <exception>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::runtime {

const std::vector<double>& SecondsBuckets() {
  static const auto& buckets = *new std::vector<double>{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
  return buckets;
}

RpcDurations::RpcDurations(prometheus::Family<prometheus::Histogram>* family, std::string method)
    : family_(family), method_(std::move(method)) {}

void RpcDurations::Record(absl::StatusCode code, absl::Duration took) {
  const auto number = static_cast<size_t>(code);
  assert(number < kCodes);
  prometheus::Histogram* histogram = by_code_[number].load(std::memory_order_acquire);
  if (histogram == nullptr) {
    // Two threads may come here at once: the family gives both the same.
    histogram = &family_->Add({{"method", method_}, {"code", absl::StatusCodeToString(code)}},
                              SecondsBuckets());
    by_code_[number].store(histogram, std::memory_order_release);
  }
  histogram->Observe(absl::ToDoubleSeconds(took));
}

// The values that are read when somebody asks for them.
class Metrics::Gauges final : public prometheus::Collectable {
 public:
  struct Gauge {
    std::string name;
    std::string help;
    Labels labels;
    std::function<double()> read;
  };

  int Add(Gauge gauge) {
    MutexLock lock(&mutex_);
    gauges_.emplace(next_, std::move(gauge));
    return next_++;
  }

  void Remove(int id) {
    MutexLock lock(&mutex_);
    gauges_.erase(id);
  }

  std::vector<prometheus::MetricFamily> Collect() const override {
    std::map<std::string, prometheus::MetricFamily> families;
    MutexLock lock(&mutex_);
    for (const auto& [id, gauge] : gauges_) {
      prometheus::MetricFamily& family = families[gauge.name];
      family.name = gauge.name;
      family.help = gauge.help;
      family.type = prometheus::MetricType::Gauge;
      prometheus::ClientMetric& metric = family.metric.emplace_back();
      for (const auto& [name, value] : gauge.labels) metric.label.push_back({name, value});
      metric.gauge.value = gauge.read();
    }
    std::vector<prometheus::MetricFamily> all;
    for (auto& [name, family] : families) all.push_back(std::move(family));
    return all;
  }

 private:
  mutable Mutex mutex_;
  std::map<int, Gauge> gauges_ MANDAT_GUARDED_BY(mutex_);
  int next_ MANDAT_GUARDED_BY(mutex_) = 0;
};

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      gauges_(std::make_shared<Gauges>()),
      rpc_family_(prometheus::BuildHistogram()
                      .Name("rpc_duration_seconds")
                      .Help("Time from the admission of a call to its answer.")
                      .Register(*registry_)) {}

Metrics::~Metrics() = default;

absl::Status Metrics::Serve(const std::string& address) {
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address);
  } catch (const std::exception& error) {
    return base::Error(absl::StatusCode::kUnavailable, "METRICS_ADDRESS_UNAVAILABLE",
                       absl::StrCat("Cannot serve metrics on ", address, ": ", error.what()),
                       {{"address", address}});
  }
  exposer_->RegisterCollectable(registry_);
  exposer_->RegisterCollectable(gauges_);
  return absl::OkStatus();
}

int Metrics::port() const {
  return exposer_ == nullptr ? 0 : exposer_->GetListeningPorts().front();
}

prometheus::Counter& Metrics::AddCounter(const std::string& name, const std::string& help,
                                         const Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels);
}

prometheus::Histogram& Metrics::AddHistogram(const std::string& name, const std::string& help,
                                             const std::vector<double>& buckets,
                                             const Labels& labels) {
  return prometheus::BuildHistogram()
      .Name(name)
      .Help(help)
      .Register(*registry_)
      .Add(labels, buckets);
}

GaugeRegistration Metrics::AddGauge(const std::string& name, const std::string& help,
                                    const Labels& labels, std::function<double()> read) {
  const int id = gauges_->Add({name, help, labels, std::move(read)});
  return GaugeRegistration([gauges = gauges_, id] { gauges->Remove(id); });
}

RpcDurations* Metrics::AddRpc(absl::string_view method) {
  rpcs_.push_back(std::make_unique<RpcDurations>(&rpc_family_, std::string(method)));
  return rpcs_.back().get();
}

std::string Metrics::Text() const {
  std::vector<prometheus::MetricFamily> families = registry_->Collect();
  std::vector<prometheus::MetricFamily> gauges = gauges_->Collect();
  families.insert(families.end(), std::make_move_iterator(gauges.begin()),
                  std::make_move_iterator(gauges.end()));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace mandat::runtime
