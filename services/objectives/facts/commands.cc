#include "services/objectives/facts/commands.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/incoming.h"
#include "services/objectives/facts/keys.h"

namespace mandat::objectives::facts {
namespace {

using common::v1::PublishedEvent;
using google::protobuf::Message;
using ledger::Change;
using ledger::Decision;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using storage::v1::BookedFormula;
using storage::v1::CountedLog;
using storage::v1::DistinctMark;
using storage::v1::FactLog;
using storage::v1::FormulaBook;
using storage::v1::LogEpoch;
using storage::v1::StoredFact;

// Counts an event under its mark, unless one before it has the value.
struct OnceCounted {
  std::string mark;
  std::string log;
  std::string bucket;
};
Decision CountOnce(const OnceCounted& once, int64_t position, const Snapshot& snapshot,
                   Decision decision) {
  const auto* before = snapshot.Find<DistinctMark>(once.mark);
  if (before != nullptr && before->position() <= position) return decision;
  DistinctMark after;
  after.set_name(once.mark);
  after.set_log(once.log);
  after.set_position(position);
  after.set_bucket(once.bucket);
  decision = std::move(decision).Count(kFigures, once.bucket, 1);
  if (before == nullptr) return std::move(decision).AlsoCreate(std::move(after));
  return std::move(decision)
      .Count(kFigures, before->bucket(), -1)
      .Also(std::move(after), "counted");
}

// --- Receiving -----------------------------------------------------------------------------------

absl::Status CheckReceived(const Message& request) {
  return ParseIncoming(static_cast<const PublishedEvent&>(request)).status();
}

}  // namespace

ledger::Command ReceiveEvent(BookCache& books) {
  ledger::Command command;
  command.check = [](const Message& request, const ledger::Context&) {
    return CheckReceived(request);
  };
  command.read = [&books](const Message& request, const ledger::Context&) {
    const auto incoming = ParseIncoming(static_cast<const PublishedEvent&>(request));
    Reads reads = {Change<FactLog>(FactLogName(incoming->service)).IfExists(),
                   RelyOn<FormulaBook>(kBook).IfExists()};
    const std::shared_ptr<const Book> book = books.newest();
    if (book == nullptr || incoming->body == nullptr) return reads;
    book->Count(incoming->type, *incoming->body, incoming->commit_time,
                {incoming->place.source, ""}, [&reads](const Counted& counted) {
                  if (counted.mark.empty()) return;
                  reads.Add(Change<DistinctMark>(counted.mark).IfExists());
                });
    return reads;
  };
  command.decide = [&books](const Message& request, const Snapshot& snapshot,
                            const ledger::Context&) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const Incoming incoming,
                     ParseIncoming(static_cast<const PublishedEvent&>(request)));
    const auto* logs = snapshot.Find<FactLog>(FactLogName(incoming.service));
    const auto* stored = snapshot.Find<FormulaBook>(kBook);
    if (logs == nullptr || stored == nullptr) {
      return base::Error(absl::StatusCode::kUnavailable, "FACTS_NOT_PREPARED",
                         "Facts of this service cannot be kept yet.");
    }
    ASSIGN_OR_RETURN(const std::shared_ptr<const Book> book, books.Of(*stored));
    FactLog after = *logs;
    const Arrival arrival = Arrive(incoming.place, incoming.body != nullptr, &after);
    if (arrival.log.empty()) return Decision::Unchanged(*logs);
    Decision decision = Decision::Of(std::move(after), "arrived");
    if (incoming.body == nullptr) return decision;
    decision = std::move(decision).AlsoCreate(ToFact(incoming, arrival));
    bool named = true;
    book->Count(incoming.type, *incoming.body, incoming.commit_time,
                {incoming.place.source, arrival.log}, [&](const Counted& counted) {
                  if (counted.mark.empty()) {
                    decision = std::move(decision).Count(kFigures, counted.bucket, counted.amount);
                    return;
                  }
                  named = named && snapshot.IsNamed<DistinctMark>(counted.mark);
                  decision = CountOnce({counted.mark, arrival.log, counted.bucket},
                                       incoming.place.position, snapshot, std::move(decision));
                });
    // A formula came after the event was read and before its turn; its marks are not held.
    if (!named) {
      return base::Error(absl::StatusCode::kAborted, "FORMULAS_CHANGED",
                         "A formula came meanwhile. The event is counted at the next try.");
    }
    return decision;
  };
  return command;
}

// --- Preparing -----------------------------------------------------------------------------------

Reads PrepareFacts::Read(const Request& request, const ledger::Context&) {
  Reads reads = {Change<FormulaBook>(kBook).IfExists()};
  for (const std::string& service : request.services()) {
    reads.Add(Change<FactLog>(FactLogName(service)).IfExists());
  }
  return reads;
}

absl::StatusOr<Decision> PrepareFacts::Decide(const Request& request, const Snapshot& snapshot,
                                              const ledger::Context&) {
  Decision decision;
  if (snapshot.Find<FormulaBook>(kBook) == nullptr) {
    FormulaBook book;
    book.set_name(kBook);
    decision = std::move(decision).AlsoCreate(std::move(book));
  }
  for (const std::string& service : request.services()) {
    FactLog logs;
    logs.set_name(FactLogName(service));
    if (snapshot.Find<FactLog>(logs.name()) != nullptr) continue;
    decision = std::move(decision).AlsoCreate(std::move(logs));
  }
  if (decision.versions().empty()) return Decision::Unchanged(*snapshot.Find<FormulaBook>(kBook));
  return decision;
}

// --- Catching up ---------------------------------------------------------------------------------

namespace {

void SetCounted(const std::string& log, int64_t arrival, BookedFormula* formula) {
  for (CountedLog& counted : *formula->mutable_counted()) {
    if (counted.log() == log) return counted.set_arrival(arrival);
  }
  CountedLog* counted = formula->add_counted();
  counted->set_log(log);
  counted->set_arrival(arrival);
}

// Whether the log makes figures, or will.
bool IsKept(const std::string& log, const std::vector<const FactLog*>& all) {
  for (const FactLog* logs : all) {
    for (const LogEpoch& epoch : logs->epochs()) {
      if (LogName(ServiceOf(logs->name()), epoch.number()) != log) continue;
      return epoch.state() != storage::v1::EPOCH_STATE_FORMER;
    }
  }
  return false;
}

// Whether every fact that arrived is counted.
bool HasAll(const BookedFormula& formula, const std::vector<const FactLog*>& all) {
  for (const FactLog* logs : all) {
    for (const LogEpoch& epoch : logs->epochs()) {
      if (epoch.state() == storage::v1::EPOCH_STATE_FORMER) continue;
      const std::string log = LogName(ServiceOf(logs->name()), epoch.number());
      if (CountedThrough(formula, log) < epoch.arrivals()) return false;
    }
  }
  return true;
}

}  // namespace

Reads CountPortion::Read(const Request& request, const ledger::Context&) {
  Reads reads = {Change<FormulaBook>(kBook)};
  for (const std::string& service : request.services()) {
    reads.Add(RelyOn<FactLog>(FactLogName(service)));
  }
  for (const storage::v1::MarkedEvent& event : request.marks()) {
    reads.Add(Change<DistinctMark>(event.mark()).IfExists());
  }
  return reads;
}

absl::StatusOr<Decision> CountPortion::Decide(const Request& request, const Snapshot& snapshot,
                                              const ledger::Context&) {
  FormulaBook book = snapshot.Get<FormulaBook>(kBook);
  std::vector<const FactLog*> all;
  for (const std::string& service : request.services()) {
    all.push_back(&snapshot.Get<FactLog>(FactLogName(service)));
  }
  int met = 0;
  const bool counts = request.log().empty() || IsKept(request.log(), all);
  for (BookedFormula& formula : *book.mutable_formulas()) {
    const auto& numbers = request.formulas();
    if (std::find(numbers.begin(), numbers.end(), formula.number()) == numbers.end()) continue;
    if (!formula.catching_up() || CountedThrough(formula, request.log()) != request.after()) break;
    ++met;
    SetCounted(request.log(), request.through(), &formula);
    if (!HasAll(formula, all)) continue;
    formula.set_catching_up(false);
    formula.clear_counted();
  }
  if (met != request.formulas_size() || !counts) {
    return base::Error(absl::StatusCode::kAborted, "PORTION_OVERTAKEN",
                       "Somebody else counted these facts, or a formula is gone.");
  }
  Decision decision = Decision::Of(std::move(book), "counted");
  for (const storage::v1::BucketAmount& amount : request.amounts()) {
    decision = std::move(decision).Count(kFigures, amount.bucket(), amount.amount());
  }
  for (const storage::v1::MarkedEvent& event : request.marks()) {
    decision = CountOnce({event.mark(), request.log(), event.bucket()}, event.position(), snapshot,
                         std::move(decision));
  }
  return decision;
}

// --- Restored logs -------------------------------------------------------------------------------

Reads AdoptEpoch::Read(const Request& request, const ledger::Context&) {
  return {Change<FactLog>(FactLogName(request.service()))};
}

absl::StatusOr<Decision> AdoptEpoch::Decide(const Request& request, const Snapshot& snapshot,
                                            const ledger::Context&) {
  FactLog logs = snapshot.Get<FactLog>(FactLogName(request.service()));
  if (!AdoptIfComplete(request.source(), request.last_published(), &logs)) {
    return Decision::Unchanged(std::move(logs));
  }
  return Decision::Of(std::move(logs), "adopted");
}

Reads RemoveFormer::Read(const Request& request, const ledger::Context&) {
  Reads reads = {Change<FactLog>(FactLogName(request.service()))};
  for (const std::string& name : request.facts()) reads.Add(Change<StoredFact>(name).IfExists());
  for (const std::string& name : request.marks()) {
    reads.Add(Change<DistinctMark>(name).IfExists());
  }
  return reads;
}

absl::StatusOr<Decision> RemoveFormer::Decide(const Request& request, const Snapshot& snapshot,
                                              const ledger::Context&) {
  FactLog logs = snapshot.Get<FactLog>(FactLogName(request.service()));
  Decision decision;
  for (const std::string& name : request.facts()) {
    const auto* fact = snapshot.Find<StoredFact>(name);
    if (fact != nullptr) decision = std::move(decision).AlsoDelete(*fact);
  }
  for (const std::string& name : request.marks()) {
    const auto* mark = snapshot.Find<DistinctMark>(name);
    if (mark != nullptr) decision = std::move(decision).AlsoDelete(*mark);
  }
  for (LogEpoch& epoch : *logs.mutable_epochs()) {
    if (epoch.number() != request.number()) continue;
    if (epoch.state() != storage::v1::EPOCH_STATE_FORMER || epoch.removed()) {
      return Decision::Unchanged(snapshot.Get<FactLog>(logs.name()));
    }
    if (!epoch.uncounted()) {
      for (const storage::v1::BucketAmount& amount : request.amounts()) {
        decision = std::move(decision).Count(kFigures, amount.bucket(), -amount.amount());
      }
    }
    epoch.set_uncounted(true);
    epoch.set_removed(decision.versions().empty());
  }
  return std::move(decision).Also(std::move(logs), "removed");
}

}  // namespace mandat::objectives::facts
