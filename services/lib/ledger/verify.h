#ifndef SERVICES_LIB_LEDGER_VERIFY_H_
#define SERVICES_LIB_LEDGER_VERIFY_H_

// The check of a whole database against itself: the log has no gap, every row is the last version
// of the log, promoted columns and counters say what the bodies say, and every body can be read or
// was erased.

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"
#include "services/lib/privacy/keys.h"

namespace mandat::ledger {

// How far a stage is; for a progress bar.
struct VerifyProgress {
  std::string stage;
  int64_t checked = 0;
  int64_t total = 0;
};

// What is wrong, in words, at most 1000; empty in a sound database. While others write, only what
// was committed before the call is judged. `progress` may be called often.
absl::StatusOr<std::vector<std::string>> Verify(
    const Catalog& catalog, const privacy::KeyRing& keys, Reader& reader,
    const std::function<void(const VerifyProgress&)>& progress);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_VERIFY_H_
