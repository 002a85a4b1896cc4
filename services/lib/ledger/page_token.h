#ifndef SERVICES_LIB_LEDGER_PAGE_TOKEN_H_
#define SERVICES_LIB_LEDGER_PAGE_TOKEN_H_

// Opaque page tokens: where the next page begins, bound by a keyed digest to the list and filter it
// belongs to. A token carries no right: the rows behind it are checked as always.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/lib/ledger/value.h"
#include "services/lib/privacy/keys.h"

namespace mandat::ledger {

// The last row of a page: the value it was ordered by, and its id.
struct PagePlace {
  Value value;
  std::string id;
};

std::string MakePageToken(const privacy::KeyRing& keys, absl::string_view filter,
                          const PagePlace& place);

// INVALID_ARGUMENT `PAGE_TOKEN_INVALID` where it is no token of ours, `PAGE_TOKEN_MISMATCH` where
// it belongs to another list or filter.
absl::StatusOr<PagePlace> ReadPageToken(const privacy::KeyRing& keys, absl::string_view filter,
                                        absl::string_view token);

// The size to use: 0 = 50, more than 1000 = 1000. INVALID_ARGUMENT `PAGE_SIZE_INVALID` where
// negative.
absl::StatusOr<int> PageSize(int asked);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_PAGE_TOKEN_H_
