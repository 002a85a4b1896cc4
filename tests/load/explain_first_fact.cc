// How soon the first fact of a figure comes when there are a million.

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "tests/load/event_mix.h"
#include "tests/load/fact_history.h"
#include "tests/load/figure.h"
#include "tests/load/objectives_client.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

// Each of its facts counts once for its request, which is looked up for every fact that is told.
constexpr char kIndicator[] = "indicators/uniproc-requests";
constexpr char kType[] = "be.mandat.socialaid.v1.uniprocRequest.notify.asked";
constexpr int kCallsOfRound = 20;
constexpr absl::Duration kPatience = absl::Minutes(5);

}  // namespace

absl::Status MeasureExplainFirstFact(Bench& bench) {
  const std::string url = absl::StrCat("sqlite:", bench.ground.File("explained.db"));
  const int64_t facts = bench.ground.options().facts;
  bench.report.Progress(absl::StrCat("loading ", facts, " facts of one figure"));
  // All in one year: the years of the mix are as long as its events are many.
  EventMix mix(EventMix::kYears * facts, kType);
  RETURN_IF_ERROR(LoadFacts(bench.ground, url, facts, [&mix] { return mix.Next(); }).status());
  ASSIGN_OR_RETURN(const auto broker, Ground::StartEmptyBroker());
  ASSIGN_OR_RETURN(const auto service,
                   ServiceProcess::Start(bench.ground, {url, broker->Url(), "objectives"}));
  ObjectivesClient client(bench.ground, service->address());
  RETURN_IF_ERROR(client.EnterShipped());
  const base::Period year = {absl::CivilDay(EventMix::kFirstYear, 1, 1),
                             absl::CivilDay(EventMix::kFirstYear + 1, 1, 1)};
  RETURN_IF_ERROR(client.WaitUntilCounted(kIndicator, year, kPatience));
  ASSIGN_OR_RETURN(const auto figures, client.ListFigures(kIndicator, year));
  if (figures.figures(0).numerator() != facts) {
    return absl::InternalError(
        absl::StrCat("the figure counts ", figures.figures(0).numerator(), " facts"));
  }
  std::vector<double> took_ms;
  for (int call = 0; call < kCallsOfRound * bench.ground.options().pairs; ++call) {
    ASSIGN_OR_RETURN(const absl::Duration took, client.TimeFirstFact(kIndicator, year));
    took_ms.push_back(absl::ToDoubleMilliseconds(took));
  }
  bench.report.Figure("explain_first_fact_ms", took_ms);
  bench.report.Value("explain_first_fact_ms_p99", Quantile(took_ms, 0.99));
  return service->Stop();
}

}  // namespace mandat::load
