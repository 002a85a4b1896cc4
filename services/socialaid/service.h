#ifndef SERVICES_SOCIALAID_SERVICE_H_
#define SERVICES_SOCIALAID_SERVICE_H_

#include <memory>
#include <vector>

#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/jobs.h"
#include "services/lib/runtime/served.h"

namespace mandat::socialaid {

// mandat.socialaid.v1.SocialAidService on a ledger, which outlives it.
std::unique_ptr<runtime::ServedService> MakeService(ledger::Ledger& ledger);

// mandat.socialaid.v1.LegalParameterService, likewise.
std::vector<std::unique_ptr<runtime::ServedService>> MakeFurtherServices(ledger::Ledger& ledger);

// What the service does uncalled. The ledger outlives it.
std::vector<runtime::Job> MakeJobs(ledger::Ledger& ledger);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_SERVICE_H_
