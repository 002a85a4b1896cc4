#include "services/lib/runtime/service_program.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/schema/migrations.h"
#include "services/socialaid/service.h"

int main(int argc, char** argv) {
  return mandat::runtime::RunServiceProgram(
      argc, argv,
      {"socialaid", &mandat::socialaid::Kinds(), &mandat::ledger::SocialAidMigrations(),
       mandat::socialaid::MakeService, mandat::socialaid::MakeJobs,
       mandat::socialaid::MakeFurtherServices});
}
