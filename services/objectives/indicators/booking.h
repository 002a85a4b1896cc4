#ifndef SERVICES_OBJECTIVES_INDICATORS_BOOKING_H_
#define SERVICES_OBJECTIVES_INDICATORS_BOOKING_H_

// Formulas that count facts do so from the commit on that enters them in the book.

#include "absl/status/statusor.h"
#include "mandat/objectives/v1/formula.pb.h"
#include "services/lib/ledger/command.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives {

// The verb of the book when formulas are entered.
inline constexpr char kEntered[] = "entered";

// Names the book where the formula is to be entered in it.
void AddBook(const v1::Formula& formula, ledger::Reads* reads);

// The book that was named. UNAVAILABLE `FACTS_NOT_PREPARED` where there is none yet.
absl::StatusOr<storage::v1::FormulaBook> BookIn(const ledger::Snapshot& snapshot);

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_INDICATORS_BOOKING_H_
