#ifndef SERVICES_OBJECTIVES_RESTATEMENTS_OPEN_H_
#define SERVICES_OBJECTIVES_RESTATEMENTS_OPEN_H_

// Restatements of a measurement, to be looked up by commands that hold the measurement.

#include <string>
#include <vector>

#include "mandat/objectives/v1/restatement.pb.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/ledger/reads.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

// All of them.
inline std::vector<ledger::Condition> RestatementsOf(const std::string& measurement) {
  return {{Restatements().measurement, ledger::Value(base::IdIn(measurement))}};
}

// The one that waits for a decision: there is one at most.
inline std::vector<ledger::Condition> OpenRestatementOf(const std::string& measurement) {
  v1::Restatement open;
  open.set_state(v1::RESTATEMENT_STATE_PROPOSED);
  return {{Restatements().measurement, ledger::Value(base::IdIn(measurement))},
          {Restatements().state, Restatements().state.read(open)}};
}

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_RESTATEMENTS_OPEN_H_
