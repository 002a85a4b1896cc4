#include "services/lib/runtime/ledger_metrics.h"

#include <vector>

namespace mandat::runtime {
namespace {

// Upper bounds up to the largest batch_max.
const std::vector<double>& CommandsBuckets() {
  static const auto& buckets =
      *new std::vector<double>{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000};
  return buckets;
}

}  // namespace

std::function<void(const ledger::CommitFigures&)> MeasureCommits(Metrics& metrics) {
  prometheus::Histogram& commands = metrics.AddHistogram(
      "ledger_batch_commands", "Commands decided in one commit.", CommandsBuckets());
  prometheus::Histogram& seconds = metrics.AddHistogram(
      "ledger_commit_seconds", "Time to write a batch and make it durable.", SecondsBuckets());
  return [&commands, &seconds](const ledger::CommitFigures& commit) {
    commands.Observe(commit.commands);
    seconds.Observe(absl::ToDoubleSeconds(commit.took));
  };
}

GaugeRegistration MeasureQueue(Metrics& metrics, const ledger::Ledger& ledger) {
  return metrics.AddGauge("ledger_queue_depth", "Commands that wait for a batch.", {},
                          [&ledger] { return static_cast<double>(ledger.queue_depth()); });
}

}  // namespace mandat::runtime
