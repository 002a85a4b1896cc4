#ifndef SERVICES_SOCIALAID_SERVICE_H_
#define SERVICES_SOCIALAID_SERVICE_H_

#include <memory>

#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"
#include "services/lib/runtime/service_parts.h"

namespace mandat::socialaid {

// mandat.socialaid.v1.SocialAidService and LegalParameterService, and what the service does
// uncalled, on a ledger, which outlives it.
std::unique_ptr<runtime::ServiceParts> MakeParts(ledger::Ledger& ledger, ledger::Store& store);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_SERVICE_H_
