#include "services/objectives/indicators/booking.h"

#include "absl/status/status.h"
#include "services/lib/base/error.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

using storage::v1::FormulaBook;

void AddBook(const v1::Formula& formula, ledger::Reads* reads) {
  if (facts::CountsFacts(formula)) {
    reads->Add(ledger::Guard<FormulaBook>(facts::kBook).IfExists());
  }
}

absl::StatusOr<FormulaBook> BookIn(const ledger::Snapshot& snapshot) {
  const auto* book = snapshot.Find<FormulaBook>(facts::kBook);
  if (book != nullptr) return *book;
  return base::Error(absl::StatusCode::kUnavailable, "FACTS_NOT_PREPARED",
                     "The service has just begun and keeps no facts yet. Repeat the call.");
}

}  // namespace mandat::objectives
