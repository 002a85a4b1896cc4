// Measures the figures that are named, or all: `mandat_figures [--pairs=N] [--slice=SECONDS]
// [--rows=N] [--growth-rows=N] [--facts=N] [NAME…]`. Prints `name value` a line; see README.md.

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <iterator>
#include <set>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/lib/base/status_macros.h"
#include "tests/load/echo_process.h"
#include "tests/load/figure.h"

namespace mandat::load {

absl::StatusOr<LoadedEngine*> Bench::Sqlite() {
  if (sqlite_ == nullptr) {
    report.Progress("loading SQLite");
    ASSIGN_OR_RETURN(sqlite_, LoadSqlite(ground));
  }
  return sqlite_.get();
}

absl::StatusOr<LoadedPostgres*> Bench::Postgres() {
  if (postgres_ == nullptr) {
    report.Progress("loading PostgreSQL");
    ASSIGN_OR_RETURN(postgres_, LoadedPostgres::Load(ground));
  }
  return postgres_.get();
}

namespace {

struct Figure {
  const char* name;
  absl::Status (*measure)(Bench& bench);
};

// In this order; the disk is always measured first.
constexpr Figure kFigures[] = {
    {"write_over_pgbench", MeasureWriteOverPgbench},
    {"write_over_sqlite", MeasureWriteOverSqlite},
    {"read_over_echo", MeasureReadOverEcho},
    {"relay_over_nats", MeasureRelayOverNats},
    {"commit_to_subscriber", MeasureCommitToSubscriber},
    {"single_write_over_fdatasync", MeasureSingleWrite},
    {"idle", MeasureIdle},
    {"answers_per_s", MeasureAnswers},
    {"growth", MeasureGrowth},
    {"dashboard_read_growth", MeasureDashboardGrowth},
    {"kpi_rebuild", MeasureKpiRebuild},
    {"kpi_replay", MeasureKpiReplay},
    {"kpi_update", MeasureKpiUpdate},
    {"explain_first_fact", MeasureExplainFirstFact},
};

// True where `argument` is `flag` with a number above zero.
bool TakeNumber(absl::string_view argument, absl::string_view flag, int* number) {
  return absl::ConsumePrefix(&argument, flag) && absl::SimpleAtoi(argument, number) && *number > 0;
}

int Complain(absl::string_view words) {
  std::cerr << words
            << "\nUsage: figures [--pairs=N] [--slice=SECONDS] [--rows=N] [--growth-rows=N] "
               "[--facts=N] [NAME…]\nNames:";
  for (const Figure& figure : kFigures) std::cerr << " " << figure.name;
  std::cerr << "\n";
  return 2;
}

void PrintLoad(Report& report) {
  double minutes[3] = {};
  if (getloadavg(minutes, 3) < 1) return;
  report.Value("load_average_before", minutes[0]);
}

int Measure(const Options& options, const std::set<std::string>& wanted) {
  const std::string samples = absl::StrCat(
      "figures-", absl::FormatTime("%Y%m%d-%H%M%S", absl::Now(), absl::UTCTimeZone()), ".samples");
  Report report(samples);
  std::cout << "samples " << samples << std::endl;
  const auto ground = Ground::Create(options);
  if (!ground.ok()) {
    std::cerr << ground.status().message() << "\n";
    return 1;
  }
  PrintLoad(report);
  Bench bench(**ground, report);
  absl::Status status = MeasureDisk(bench);
  int code = status.ok() ? 0 : 1;
  for (const Figure& figure : kFigures) {
    if (!wanted.empty() && wanted.count(figure.name) == 0) continue;
    report.Progress(figure.name);
    status = figure.measure(bench);
    if (status.ok()) continue;
    std::cerr << figure.name << ": " << status.message() << "\n";
    code = 1;
  }
  return code;
}

int Main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], kServeEcho) == 0) ServeEcho(argv[2], std::atoll(argv[3]));
  Options options;
  std::set<std::string> wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    int seconds = 0;
    if (TakeNumber(argument, "--slice=", &seconds)) {
      options.slice = absl::Seconds(seconds);
    } else if (!TakeNumber(argument, "--pairs=", &options.pairs) &&
               !TakeNumber(argument, "--rows=", &options.rows) &&
               !TakeNumber(argument, "--growth-rows=", &options.growth_rows) &&
               !TakeNumber(argument, "--facts=", &options.facts)) {
      const bool known = std::any_of(std::begin(kFigures), std::end(kFigures),
                                     [&](const Figure& figure) { return argument == figure.name; });
      if (!known) return Complain(absl::StrCat("unknown: ", argument));
      wanted.insert(argument);
    }
  }
  return Measure(options, wanted);
}

}  // namespace
}  // namespace mandat::load

int main(int argc, char** argv) { return mandat::load::Main(argc, argv); }
