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
  // Its further gRPC services, likewise; absent where it has one alone.
  std::function<std::vector<std::unique_ptr<ServedService>>(ledger::Ledger&)> make_further_services;
};

// Does what the subcommand says; `--help` lists them. Replaying needs the service to stand still
// (else use the RPC). Answers the exit code (bootstrap.h).
int RunServiceProgram(int argc, char** argv, const ServiceProgram& program);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_SERVICE_PROGRAM_H_
