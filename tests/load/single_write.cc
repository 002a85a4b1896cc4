// How long one caller alone waits for a write, over two syncs of the disk.

#include "services/lib/base/status_macros.h"
#include "tests/load/disk.h"
#include "tests/load/figure.h"
#include "tests/load/sending.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

constexpr absl::Duration kSlice = absl::Seconds(2);
constexpr int kSyncs = 500;

}  // namespace

absl::Status MeasureSingleWrite(Bench& bench) {
  ASSIGN_OR_RETURN(LoadedEngine* const sqlite, bench.Sqlite());
  ASSIGN_OR_RETURN(const std::string url, sqlite->Renew());
  ASSIGN_OR_RETURN(const auto broker, Ground::StartBroker());
  ASSIGN_OR_RETURN(const auto service, ServiceProcess::Start(bench.ground, url, broker->Url()));
  const std::vector<std::string> tokens = bench.ground.AgentTokens();
  LoadPlan plan;
  plan.address = service->address();
  plan.method = kSend;
  plan.in_flight = 1;
  plan.warm_up = absl::Milliseconds(500);
  plan.length = kSlice;
  plan.next = EachDraftOnce(sqlite->drafts(), tokens);
  const auto pairs = Interleave(
      bench.ground.options().pairs,
      [&]() -> absl::StatusOr<double> {
        ASSIGN_OR_RETURN(const LoadResult load, RunLoad(plan));
        return Median(load.latencies) * 1e6;
      },
      [&]() -> absl::StatusOr<double> {
        ASSIGN_OR_RETURN(const std::vector<double> took, TimeSyncs(bench.ground, kSyncs));
        std::vector<double> twice;
        for (size_t i = 1; i < took.size(); i += 2) twice.push_back(took[i - 1] + took[i]);
        return Median(twice) * 1e6;
      });
  if (!pairs.ok()) return pairs.status();
  bench.report.Ratio("single_write_over_fdatasync", *pairs);
  return service->Stop();
}

}  // namespace mandat::load
