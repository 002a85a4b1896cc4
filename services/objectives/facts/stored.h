#ifndef SERVICES_OBJECTIVES_FACTS_STORED_H_
#define SERVICES_OBJECTIVES_FACTS_STORED_H_

// What a row of the kinds of facts holds, for whoever reads the store itself.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"

namespace mandat::objectives::facts {

// DATA_LOSS `STORE_BROKEN` where it cannot be read. `message` may have been used before.
template <typename T>
absl::Status ReadStored(const ledger::Row& row, T* message) {
  if (message->ParseFromString(row.body)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN",
                     absl::StrCat(row.kind->table, " ", row.id, ": the body cannot be parsed"));
}

template <typename T>
absl::StatusOr<T> StoredIn(const ledger::Row& row) {
  T message;
  RETURN_IF_ERROR(ReadStored(row, &message));
  return message;
}

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_STORED_H_
