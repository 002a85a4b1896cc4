#ifndef SERVICES_LIB_TESTING_DECISIONS_H_
#define SERVICES_LIB_TESTING_DECISIONS_H_

// What rules decided, for their tests.

#include <cstddef>

#include "absl/status/statusor.h"
#include "services/lib/ledger/decision.h"

namespace mandat::testing {

// The resource that version `index` of a decision writes.
template <typename T>
const T& After(const absl::StatusOr<ledger::Decision>& decision, size_t index = 0) {
  return static_cast<const T&>(*decision->versions().at(index).after);
}

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_DECISIONS_H_
