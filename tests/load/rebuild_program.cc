// Counts the facts of a database for all formulas of its book: `mandat_rebuild KEYS STORE`. Prints
// how many seconds it took, by the clock and of the processor.
//
// The job does this inside the service. It is a program of its own because it allocates as services
// do, and the measuring program does not.

#include <time.h>

#include <chrono>
#include <iostream>

#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/runtime/clock.h"
#include "services/objectives/facts/catch_up.h"
#include "services/objectives/schema/kinds.h"
#include "tests/load/fact_history.h"

namespace mandat::load {
namespace {

// What all threads of this program have used.
double ProcessorSeconds() {
  timespec used = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

absl::Status Rebuild(const std::string& keys_file, const std::string& url) {
  const runtime::SystemClock clock;
  ASSIGN_OR_RETURN(const privacy::KeyRing keys, privacy::KeyRing::Load(keys_file));
  ASSIGN_OR_RETURN(const auto store, OpenObjectives(url));
  ledger::LedgerOptions options;
  options.catalog = &objectives::Kinds();
  options.store = store.get();
  options.keys = &keys;
  options.clock = &clock;
  ASSIGN_OR_RETURN(const auto ledger, ledger::OpenLedger(options));
  objectives::facts::CatchUp catch_up(*ledger, *store, CountedServices());
  absl::StatusOr<bool> more = true;
  const double used = ProcessorSeconds();
  const auto begun = std::chrono::steady_clock::now();
  while (more.ok() && *more) more = catch_up.CountSome(clock.Now());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  std::cout << took.count() << " " << ProcessorSeconds() - used << std::endl;
  ledger->Close();
  return more.status();
}

}  // namespace
}  // namespace mandat::load

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const absl::Status status = mandat::load::Rebuild(argv[1], argv[2]);
  if (!status.ok()) std::cerr << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
