#ifndef SERVICES_OBJECTIVES_FACTS_COMMANDS_H_
#define SERVICES_OBJECTIVES_FACTS_COMMANDS_H_

// What becomes of events of other services: each is kept as a fact and counted in the same commit.
// And what jobs do about it: count for new formulas, let a restored log take over, remove what is
// left of the one before.

#include <vector>

#include "google/protobuf/empty.pb.h"
#include "mandat/common/v1/log.pb.h"
#include "services/lib/ledger/command.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

// Keeps and counts an event; the request is a common::v1::PublishedEvent. UNAVAILABLE
// `FACTS_NOT_PREPARED` as long as nothing is prepared; ABORTED `FORMULAS_CHANGED` where a formula
// came meanwhile: the event is tried again. `books` outlives it.
ledger::Command ReceiveEvent(BookCache& books);

// Makes what must exist before anything arrives, and lets formulas count anew whose marks are kept
// in another way than today; without effect where neither is to be done.
struct PrepareFacts {
  using Request = storage::v1::PrepareFactsRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context&);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context&);
};

// Counts a portion of facts for formulas that catch up; a formula that has all facts then counts
// live. ABORTED `PORTION_OVERTAKEN` where somebody else counted it.
struct CountPortion {
  using Request = storage::v1::CountPortionRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context&);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context&);
};

// Lets a log that has arrived as a whole make the figures.
struct AdoptEpoch {
  using Request = storage::v1::AdoptEpochRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context&);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context&);
};

// Removes facts and marks of a former log.
struct RemoveFormer {
  using Request = storage::v1::RemoveFormerRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context&);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context&);
};

// Whether what was counted in a bucket makes no figure, now or later: its formula is not in the
// book any more, or its log is a former one.
bool MakesNoFigure(const Bucket& bucket, const storage::v1::FormulaBook& book,
                   const std::vector<const storage::v1::FactLog*>& all);

// Takes back counts that make no figure. ABORTED `PORTION_OVERTAKEN` where the book changed.
struct TakeBack {
  using Request = storage::v1::TakeBackRequest;
  static absl::Status Check(const Request&, const ledger::Context&) { return absl::OkStatus(); }
  static ledger::Reads Read(const Request& request, const ledger::Context&);
  static absl::StatusOr<ledger::Decision> Decide(const Request& request,
                                                 const ledger::Snapshot& snapshot,
                                                 const ledger::Context&);
};

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_COMMANDS_H_
