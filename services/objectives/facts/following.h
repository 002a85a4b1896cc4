#ifndef SERVICES_OBJECTIVES_FACTS_FOLLOWING_H_
#define SERVICES_OBJECTIVES_FACTS_FOLLOWING_H_

// What a consumer of events asks about the log that it follows.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/lib/ledger/store.h"

namespace mandat::objectives::facts {

// Up to which position every event of the source is a fact; 0 where nothing of it arrived.
absl::StatusOr<int64_t> KnownOf(ledger::Store& store, const std::string& service,
                                const std::string& source);

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_FOLLOWING_H_
