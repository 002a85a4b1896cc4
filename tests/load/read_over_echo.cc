// Reading requests over a bare gRPC echo of as many bytes.

#include <atomic>
#include <memory>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/testing/child_process.h"
#include "tests/load/echo_process.h"
#include "tests/load/figure.h"
#include "tests/load/load_client.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

constexpr size_t kRequestsRead = 100'000;
constexpr char kGet[] = "/mandat.socialaid.v1.SocialAidService/GetArticle60Request";

std::function<bool(NextCall*)> RandomReads(const std::vector<Draft>& drafts,
                                           const std::vector<std::string>& tokens) {
  return [&drafts, &tokens](NextCall* next) {
    thread_local std::minstd_rand random(std::random_device{}());
    const Draft& draft = drafts[random() % std::min(drafts.size(), kRequestsRead)];
    socialaid::v1::GetArticle60RequestRequest request;
    request.set_name(draft.name);
    next->request = request.SerializeAsString();
    next->token = &tokens[static_cast<size_t>(draft.centre)];
    return true;
  };
}

absl::StatusOr<LoadResult> Load(const Options& options, const std::string& address,
                                const std::string& method, std::function<bool(NextCall*)> next) {
  LoadPlan plan;
  plan.address = address;
  plan.method = method;
  plan.in_flight = kInFlight;
  plan.warm_up = options.warm_up;
  plan.length = options.slice;
  plan.next = std::move(next);
  return RunLoad(plan);
}

absl::StatusOr<double> EchoRate(const Options& options, const EchoProcess& echo) {
  ASSIGN_OR_RETURN(const LoadResult load,
                   Load(options, echo.address(), kEcho, [](NextCall*) { return true; }));
  return load.rate();
}

// Of the two ways to serve, the one that echoes faster.
absl::StatusOr<std::unique_ptr<EchoProcess>> FastestEcho(Bench& bench, int64_t reply_bytes) {
  std::unique_ptr<EchoProcess> fastest;
  double most = 0;
  for (const char* way : {"callback", "queue"}) {
    ASSIGN_OR_RETURN(auto echo, EchoProcess::Start(bench.ground, way, reply_bytes));
    ASSIGN_OR_RETURN(const double rate, EchoRate(bench.ground.options(), *echo));
    bench.report.Progress(absl::StrCat("echo, ", way, ": ", rate, " /s"));
    if (rate > most) {
      most = rate;
      fastest = std::move(echo);
    }
  }
  return fastest;
}

absl::Status Compare(Bench& bench, LoadedEngine& engine, absl::string_view name) {
  const Options& options = bench.ground.options();
  ASSIGN_OR_RETURN(const std::string url, engine.Renew());
  ASSIGN_OR_RETURN(const auto broker, Ground::StartBroker());
  ASSIGN_OR_RETURN(const auto service, ServiceProcess::Start(bench.ground, url, broker->Url()));
  const std::vector<std::string> tokens = bench.ground.AgentTokens();
  const auto reads = RandomReads(engine.drafts(), tokens);
  ASSIGN_OR_RETURN(const LoadResult seen, Load(options, service->address(), kGet, reads));
  ASSIGN_OR_RETURN(const auto echo, FastestEcho(bench, seen.reply_bytes / seen.calls));
  const auto pairs = Interleave(
      options.pairs,
      [&]() -> absl::StatusOr<double> {
        ASSIGN_OR_RETURN(const LoadResult load, Load(options, service->address(), kGet, reads));
        return load.rate();
      },
      [&] { return EchoRate(options, *echo); });
  if (!pairs.ok()) return pairs.status();
  bench.report.Ratio(name, *pairs);
  bench.report.Value(absl::StrCat(name, "_reply_bytes"),
                     static_cast<double>(seen.reply_bytes) / static_cast<double>(seen.calls));
  return service->Stop();
}

}  // namespace

absl::Status MeasureReadOverEcho(Bench& bench) {
  ASSIGN_OR_RETURN(LoadedEngine* const sqlite, bench.Sqlite());
  RETURN_IF_ERROR(Compare(bench, *sqlite, "read_over_echo"));
  ASSIGN_OR_RETURN(LoadedEngine* const postgres, bench.Postgres());
  return Compare(bench, *postgres, "read_over_echo_postgres");
}

}  // namespace mandat::load
