// What the service needs while nobody calls, and how soon it serves.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/status_macros.h"
#include "tests/load/figure.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

// More than the sample data of deploy/sample.
constexpr int kRows = 1000;
constexpr absl::Duration kSettling = absl::Seconds(60);

}  // namespace

absl::Status MeasureIdle(Bench& bench) {
  const std::string url = absl::StrCat("sqlite:", bench.ground.File("idle.db"));
  RETURN_IF_ERROR(LoadDataSet(bench.ground, url, kRows).status());
  ASSIGN_OR_RETURN(const auto broker, Ground::StartBroker());
  std::vector<double> ready_ms;
  for (int start = 0; start < bench.ground.options().pairs; ++start) {
    ASSIGN_OR_RETURN(const auto service, ServiceProcess::Start(bench.ground, url, broker->Url()));
    ready_ms.push_back(absl::ToDoubleMilliseconds(service->took_to_serve()));
    RETURN_IF_ERROR(service->Stop());
  }
  bench.report.Figure("ready_ms", ready_ms);
  ASSIGN_OR_RETURN(const auto service, ServiceProcess::Start(bench.ground, url, broker->Url()));
  absl::SleepFor(kSettling);
  bench.report.Value("idle_mib", service->ResidentMib());
  return service->Stop();
}

}  // namespace mandat::load
