#ifndef TESTS_LOAD_FIGURE_H_
#define TESTS_LOAD_FIGURE_H_

// One file a figure: each defines its function and is named in the table of figures.cc.

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/load/databases.h"
#include "tests/load/ground.h"
#include "tests/load/report.h"

namespace mandat::load {

// What figures share: loading takes a minute, so it is done once an engine and only where needed.
class Bench {
 public:
  Bench(const Ground& with_ground, Report& with_report)
      : ground(with_ground), report(with_report) {}

  absl::StatusOr<LoadedEngine*> Sqlite();
  absl::StatusOr<LoadedPostgres*> Postgres();

  const Ground& ground;
  Report& report;

 private:
  std::unique_ptr<LoadedEngine> sqlite_;
  std::unique_ptr<LoadedPostgres> postgres_;
};

absl::Status MeasureDisk(Bench& bench);
absl::Status MeasureWriteOverPgbench(Bench& bench);
absl::Status MeasureWriteOverSqlite(Bench& bench);
absl::Status MeasureReadOverEcho(Bench& bench);
absl::Status MeasureRelayOverNats(Bench& bench);
absl::Status MeasureCommitToSubscriber(Bench& bench);
absl::Status MeasureSingleWrite(Bench& bench);
absl::Status MeasureIdle(Bench& bench);
absl::Status MeasureAnswers(Bench& bench);
absl::Status MeasureGrowth(Bench& bench);
absl::Status MeasureDashboardGrowth(Bench& bench);
absl::Status MeasureKpiRebuild(Bench& bench);
absl::Status MeasureKpiReplay(Bench& bench);
absl::Status MeasureKpiUpdate(Bench& bench);
absl::Status MeasureExplainFirstFact(Bench& bench);

}  // namespace mandat::load

#endif  // TESTS_LOAD_FIGURE_H_
