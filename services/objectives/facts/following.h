#ifndef SERVICES_OBJECTIVES_FACTS_FOLLOWING_H_
#define SERVICES_OBJECTIVES_FACTS_FOLLOWING_H_

// What a consumer of events asks and tells about the log that it follows.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/ledger/command.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"

namespace mandat::objectives::facts {

// Up to which position every event of the source is a fact; 0 where nothing of it arrived.
absl::StatusOr<int64_t> KnownOf(ledger::Store& store, const std::string& service,
                                const std::string& source);

// Where a log that arrives beside the one that makes figures has arrived as a whole, lets it take
// over. Does not wait. `adopt` is a command of AdoptEpoch, which outlives the ledger.
void AdoptWhereComplete(ledger::Ledger& ledger, const ledger::Command& adopt,
                        const std::string& service, const events::Head& head);

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_FOLLOWING_H_
