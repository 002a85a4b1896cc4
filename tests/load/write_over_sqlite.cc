// Sending requests through the service on SQLite, over SQLite alone making the same row changes.

#include <algorithm>
#include <cmath>

#include "services/lib/base/status_macros.h"
#include "tests/load/figure.h"
#include "tests/load/sending.h"
#include "tests/load/sqlite_peer.h"

namespace mandat::load {

absl::Status MeasureWriteOverSqlite(Bench& bench) {
  ASSIGN_OR_RETURN(LoadedEngine* const sqlite, bench.Sqlite());
  // One run to see what a sending writes, and how large the service's batches are.
  ASSIGN_OR_RETURN(SendingRun seen, RunSending(bench.ground, *sqlite));
  std::vector<double> batches = {seen.mean_batch};
  const auto pairs = Interleave(
      bench.ground.options().pairs,
      [&]() -> absl::StatusOr<double> {
        ASSIGN_OR_RETURN(const SendingRun run, RunSending(bench.ground, *sqlite));
        batches.push_back(run.mean_batch);
        return run.load.rate();
      },
      [&]() -> absl::StatusOr<double> {
        ASSIGN_OR_RETURN(const std::string url, sqlite->Renew());
        const int batch = std::max(1, static_cast<int>(std::lround(batches.back())));
        return RunSqlitePeer(SqliteFile(url), sqlite->drafts(), seen.rows, batch,
                             bench.ground.options().slice);
      });
  if (!pairs.ok()) return pairs.status();
  bench.report.Ratio("write_over_sqlite", *pairs);
  bench.report.Figure("write_over_sqlite_batch", batches);
  return absl::OkStatus();
}

}  // namespace mandat::load
