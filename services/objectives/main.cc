#include "services/lib/runtime/service_program.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/schema/migrations.h"
#include "services/objectives/service.h"

int main(int argc, char** argv) {
  return mandat::runtime::RunServiceProgram(
      argc, argv,
      {"objectives", &mandat::objectives::Kinds(), &mandat::ledger::ObjectivesMigrations(),
       mandat::objectives::MakeParts, mandat::objectives::FollowedServices()});
}
