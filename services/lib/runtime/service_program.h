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
#include "services/lib/runtime/service_parts.h"

namespace mandat::runtime {

struct ServiceProgram {
  // Short name: `socialaid`. The program is `mandat-socialaid`.
  std::string name;
  const ledger::Catalog* catalog = nullptr;
  const std::vector<ledger::Migration>* migrations = nullptr;
  // Makes what the service is made of. Both outlive it.
  std::function<std::unique_ptr<ServiceParts>(ledger::Ledger&, ledger::Store&)> make_parts;
  // Short names of the services whose events it follows: each becomes a setting, `<name>_address`.
  std::vector<std::string> follows = {};
};

// Does what the subcommand says; `--help` lists them. Replaying needs the service to stand still
// (else use the RPC). Answers the exit code (bootstrap.h).
int RunServiceProgram(int argc, char** argv, const ServiceProgram& program);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_SERVICE_PROGRAM_H_
