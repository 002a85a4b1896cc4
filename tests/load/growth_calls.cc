#include "tests/load/growth_calls.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/testing/temporary_postgres.h"
#include "tests/load/load_client.h"
#include "tests/load/postgres_admin.h"

namespace mandat::load {
namespace {

constexpr absl::Duration kSlice = absl::Seconds(2);

// Median time of one call, microseconds.
absl::StatusOr<double> TimeOf(const GrowthSide& side, const char* method) {
  LoadPlan plan;
  plan.address = side.address;
  plan.method = method;
  plan.in_flight = 1;
  plan.warm_up = absl::Milliseconds(500);
  plan.length = kSlice;
  plan.next = [&side](NextCall* next) {
    thread_local std::minstd_rand random(std::random_device{}());
    const GrowthCall& call = side.calls[random() % side.calls.size()];
    next->request = call.request;
    next->token = &call.token;
    return true;
  };
  ASSIGN_OR_RETURN(const LoadResult load, RunLoad(plan));
  return Median(load.latencies) * 1e6;
}

}  // namespace

absl::StatusOr<double> CompareTimes(Bench& bench, const std::string& name, const char* method,
                                    const GrowthSide& many, const GrowthSide& few) {
  const auto pairs = Interleave(
      bench.ground.options().pairs, [&] { return TimeOf(many, method); },
      [&] { return TimeOf(few, method); });
  if (!pairs.ok()) return pairs.status();
  bench.report.Ratio(name, *pairs);
  return Median(pairs->Ratios());
}

absl::Status CompareOnBothEngines(Bench& bench, const std::string& what, LoadRows load,
                                  CompareDatabases compare) {
  const Ground& ground = bench.ground;
  const int many_rows = ground.options().growth_rows;
  const std::string few = absl::StrCat("sqlite:", ground.File(absl::StrCat("few-", what, ".db")));
  const std::string many = absl::StrCat("sqlite:", ground.File(absl::StrCat("many-", what, ".db")));
  bench.report.Progress("loading SQLite");
  RETURN_IF_ERROR(load(few, kFewRows));
  RETURN_IF_ERROR(load(many, many_rows));
  RETURN_IF_ERROR(compare("", few, many));

  testing::PostgresOptions options;
  options.medium = testing::TempDir::Medium::kDisk;
  ASSIGN_OR_RETURN(const auto server, testing::TemporaryPostgres::Create(options));
  ASSIGN_OR_RETURN(const std::string few_url, server->NewDatabase());
  ASSIGN_OR_RETURN(const std::string many_url, server->NewDatabase());
  bench.report.Progress("loading PostgreSQL");
  RETURN_IF_ERROR(load(few_url, kFewRows));
  RETURN_IF_ERROR(load(many_url, many_rows));
  for (const std::string& url : {few_url, many_url}) {
    RETURN_IF_ERROR(RunSql(url, {"VACUUM (FREEZE, ANALYZE)"}).status());
  }
  return compare("_postgres", few_url, many_url);
}

}  // namespace mandat::load
