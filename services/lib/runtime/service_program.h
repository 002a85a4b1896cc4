#ifndef SERVICES_LIB_RUNTIME_SERVICE_PROGRAM_H_
#define SERVICES_LIB_RUNTIME_SERVICE_PROGRAM_H_

// The program of a service, from the first line of main() to the last: its configuration, its
// subcommands, and the order in which its parts start and stop. A service says what is its own, and
// nothing else.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/migration.h"
#include "services/lib/runtime/jobs.h"
#include "services/lib/runtime/served.h"

namespace mandat::runtime {

struct ServiceProgram {
  // Short name: `socialaid`. The program is `mandat-socialaid`.
  std::string name;
  const ledger::Catalog* catalog = nullptr;
  const std::vector<ledger::Migration>* migrations = nullptr;
  // Makes the gRPC service on a running ledger, which outlives it.
  std::function<std::unique_ptr<ServedService>(ledger::Ledger&)> make_service;
  // What it does uncalled, likewise; absent where it does nothing.
  std::function<std::vector<Job>(ledger::Ledger&)> make_jobs;
};

// Subcommands:
//   serve            starts, serves until SIGTERM or SIGINT, stops in order
//   migrate          brings the database to this program's schema
//   verify           checks the log and the tables against each other; exit code 1 where anything
//                    is wrong
//   rotate-keys      puts everything under the newest keys of the key ring, while others go on that
//                    have loaded it; may be interrupted and repeated
//   replay POSITION  publishes everything after this position once more; the service must be
//                    stopped (else use the RPC)
//   backup FOLDER    copies the database as of one moment, while others go on
//   restore FOLDER   makes a database out of such a copy, under a new epoch
// Answers the exit code (bootstrap.h).
int RunServiceProgram(int argc, char** argv, const ServiceProgram& program);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_SERVICE_PROGRAM_H_
