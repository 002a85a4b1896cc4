#ifndef SERVICES_OBJECTIVES_TARGETS_COUNTING_H_
#define SERVICES_OBJECTIVES_TARGETS_COUNTING_H_

// The target of an indicator that counts: no other took its place, so it is one at most.

#include <string>
#include <vector>

#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/ledger/command.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

// What to look up.
inline std::vector<ledger::Condition> CountingTargetOf(const std::string& indicator) {
  return {{Targets().indicator, ledger::Value(base::IdIn(indicator))},
          {Targets().counts, ledger::Value(int64_t{1})}};
}

// What was found; null where there is none.
inline const v1::Target* CountingTargetIn(const ledger::Snapshot& snapshot,
                                          const std::string& indicator) {
  const auto found = snapshot.All<v1::Target>(CountingTargetOf(indicator));
  return found.empty() ? nullptr : found.front();
}

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_TARGETS_COUNTING_H_
