#ifndef SERVICES_OBJECTIVES_SERVICE_H_
#define SERVICES_OBJECTIVES_SERVICE_H_

#include <memory>
#include <vector>

#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/jobs.h"
#include "services/lib/runtime/served.h"

namespace mandat::objectives {

// mandat.objectives.v1.ObjectivesService on a ledger, which outlives it.
std::unique_ptr<runtime::ServedService> MakeService(ledger::Ledger& ledger);

// What the service does uncalled: nothing so far.
std::vector<runtime::Job> MakeJobs(ledger::Ledger& ledger);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_SERVICE_H_
