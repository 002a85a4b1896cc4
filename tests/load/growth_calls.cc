#include "tests/load/growth_calls.h"

#include <random>

#include "services/lib/base/status_macros.h"
#include "tests/load/load_client.h"

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

}  // namespace mandat::load
