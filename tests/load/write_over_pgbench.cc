// Sending requests through the service on PostgreSQL, over pgbench making the same row changes.

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "tests/load/figure.h"
#include "tests/load/pgbench.h"
#include "tests/load/sending.h"

namespace mandat::load {
namespace {

constexpr int kClients[] = {4, 8, 16, 32, 64};
constexpr absl::Duration kTrial = absl::Seconds(3);

// The number of clients with which pgbench is fastest.
absl::StatusOr<int> BestClients(Bench& bench, LoadedPostgres& postgres, Pgbench& pgbench,
                                Sending sending) {
  int best = 0;
  double most = 0;
  for (const int clients : kClients) {
    ASSIGN_OR_RETURN(const std::string url, postgres.RenewNumbered());
    ASSIGN_OR_RETURN(const double rate,
                     pgbench.Run(url, sending, clients, absl::Seconds(1), kTrial));
    bench.report.Progress(absl::StrCat("pgbench, ", clients, " clients: ", rate, " /s"));
    if (rate > most) {
      most = rate;
      best = clients;
    }
  }
  return best;
}

absl::Status Compare(Bench& bench, LoadedPostgres& postgres, Pgbench& pgbench, Sending sending,
                     absl::string_view name) {
  const Options& options = bench.ground.options();
  ASSIGN_OR_RETURN(const int clients, BestClients(bench, postgres, pgbench, sending));
  bench.report.Value(absl::StrCat(name, "_clients"), clients);
  const auto pairs = Interleave(
      options.pairs,
      [&]() -> absl::StatusOr<double> {
        ASSIGN_OR_RETURN(const SendingRun run, RunSending(bench.ground, postgres));
        return run.load.rate();
      },
      [&]() -> absl::StatusOr<double> {
        ASSIGN_OR_RETURN(const std::string url, postgres.RenewNumbered());
        return pgbench.Run(url, sending, clients, options.warm_up, options.slice);
      });
  if (!pairs.ok()) return pairs.status();
  bench.report.Ratio(name, *pairs);
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasureWriteOverPgbench(Bench& bench) {
  ASSIGN_OR_RETURN(LoadedPostgres* const postgres, bench.Postgres());
  // One run to see what a sending writes; it also warms what a first run finds cold.
  ASSIGN_OR_RETURN(const SendingRun seen, RunSending(bench.ground, *postgres));
  Pgbench pgbench(bench.ground, seen.rows);
  RETURN_IF_ERROR(Compare(bench, *postgres, pgbench, Sending::kOneByOne, "write_over_pgbench"));
  return Compare(bench, *postgres, pgbench, Sending::kPipelined, "write_over_pgbench_pipelined");
}

}  // namespace mandat::load
