// What an event costs on top of reading it, with all shipped formulas:
// `mandat_objectives_formulas_benchmark`.

#include <cstdint>
#include <memory>
#include <string>

#include "benchmark/benchmark.h"
#include "services/objectives/formulas/program.h"
#include "services/objectives/formulas/resources_for_test.h"
#include "services/objectives/formulas/shipped.h"

namespace mandat::objectives::formulas {
namespace {

Program Shipped() {
  Program program;
  int64_t number = 0;
  for (const v1::Indicator& indicator : ShippedIndicators()) {
    if (!program.Add(++number, indicator.formulas(0).formula()).ok()) std::abort();
  }
  return program;
}

void Evaluate(benchmark::State& state, const std::string& name, const std::string& text) {
  const Program program = Shipped();
  const std::string type = absl::StrCat("be.mandat.", name);
  const auto resource = ResourceOf(*EventTypes::Published().Find(type)->prototype, text);
  int64_t contributions = 0, spread = 0;
  for (auto unused : state) {
    // Another second every time, so that no look-up of the zone answers from the one before.
    const absl::Time committed =
        absl::FromUnixSeconds(1'773'403'200 + (spread += 7'919) % 30'000'000);
    program.Evaluate(type, *resource, committed,
                     [&](const Contribution& one) { contributions += one.amount; });
  }
  benchmark::DoNotOptimize(contributions);
}

const absl::CivilSecond kNoon(2026, 3, 12, 12, 0, 0);

// One part with a condition and one without, both by an instant.
BENCHMARK_CAPTURE(Evaluate, article60_calculated, "socialaid.v1.article60Request.notify.calculated",
                  At("answer_time", kNoon) + At("due_time", kNoon + 60));
// The dearest of them: two parts in two formulas, by a day and by an instant, each resource once.
BENCHMARK_CAPTURE(Evaluate, obligation_closed, "governance.v1.obligation.notify.closed",
                  "name: 'obligations/a' closure: 1" + At("close_time", kNoon) +
                      At("due_time", kNoon + 60) + On("due_date", absl::CivilDay(2026, 3, 12)));
BENCHMARK_CAPTURE(Evaluate, programme_occupancy, "partners.v1.programme.notify.occupancyCounted",
                  "occupancy { places: 10 places_taken: 9 date { year: 2026 month: 3 day: 12 } }");
BENCHMARK_CAPTURE(Evaluate, convention_renewed, "partners.v1.convention.notify.renewed",
                  "name: 'conventions/a' period { end_date { year: 2026 month: 3 day: 31 } }" +
                      At("evaluation_close_time", kNoon) + At("renew_time", kNoon + 60));
// Of no formula.
BENCHMARK_CAPTURE(Evaluate, centre_created, "socialaid.v1.centre.notify.created",
                  "name: 'centres/a'");

}  // namespace
}  // namespace mandat::objectives::formulas

BENCHMARK_MAIN();
