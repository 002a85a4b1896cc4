#ifndef SERVICES_OBJECTIVES_SERVICE_H_
#define SERVICES_OBJECTIVES_SERVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"
#include "services/lib/runtime/service_parts.h"

namespace mandat::objectives {

// Short names of the services whose events become facts.
const std::vector<std::string>& FollowedServices();

// mandat.objectives.v1.ObjectivesService, the facts that it follows, and what the service does
// uncalled. Ledger and store outlive it.
std::unique_ptr<runtime::ServiceParts> MakeParts(ledger::Ledger& ledger, ledger::Store& store);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_SERVICE_H_
