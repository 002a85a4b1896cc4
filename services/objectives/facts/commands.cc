#include "services/objectives/facts/commands.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/amounts.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/incoming.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/facts/marks.h"

namespace mandat::objectives::facts {
namespace {

using common::v1::PublishedEvent;
using formulas::Contribution;
using google::protobuf::Message;
using ledger::Change;
using ledger::Decision;
using ledger::Reads;
using ledger::RelyOn;
using ledger::Snapshot;
using storage::v1::BookedFormula;
using storage::v1::CountedLog;
using storage::v1::FactLog;
using storage::v1::FormulaBook;
using storage::v1::LogEpoch;
using storage::v1::MarkPage;
using storage::v1::StoredFact;

Decision AddTo(const std::map<std::string, int64_t>& amounts, Decision decision) {
  for (const auto& [bucket, amount] : amounts) {
    decision = std::move(decision).Count(kFigures, bucket, amount);
  }
  return decision;
}

// Counts the events of a page of MarkedEvents, each unless one before it has the value.
Decision CountOnce(const MarkPage& events, const Book& book, const Snapshot& snapshot,
                   Amounts* amounts, Decision decision) {
  const auto* before = snapshot.Find<MarkPage>(events.name());
  MarkPage after;
  const bool changed = Mark(before == nullptr ? MarkPage::default_instance() : *before, events,
                            book, amounts, &after);
  if (!changed) return decision;
  if (before == nullptr) return std::move(decision).AlsoCreate(std::move(after));
  return std::move(decision).Also(std::move(after), "marked");
}

// --- Receiving -----------------------------------------------------------------------------------

// JSON is dear: an event is parsed once.
absl::StatusOr<std::shared_ptr<const void>> Prepare(const Message& request) {
  ASSIGN_OR_RETURN(Incoming incoming, ParseIncoming(static_cast<const PublishedEvent&>(request)));
  return std::make_shared<const Incoming>(std::move(incoming));
}

const Incoming& PreparedIn(const ledger::Context& context) {
  return *static_cast<const Incoming*>(context.prepared.get());
}

}  // namespace

ledger::Command ReceiveEvent(BookCache& books) {
  ledger::Command command;
  command.prepare = Prepare;
  command.check = [](const Message&, const ledger::Context&) { return absl::OkStatus(); };
  command.read = [&books](const Message&, const ledger::Context& context) {
    const Incoming& incoming = PreparedIn(context);
    Reads reads = {Change<FactLog>(FactLogName(incoming.service)).IfExists(),
                   RelyOn<FormulaBook>(kBook).IfExists()};
    const std::shared_ptr<const Book> book = books.newest();
    if (book == nullptr || incoming.body == nullptr) return reads;
    MarkedEvents marked(incoming.place.source, "");
    book->live().Evaluate(incoming.type, *incoming.body, incoming.commit_time,
                          [&](const Contribution& contribution) {
                            if (contribution.distinct.empty()) return;
                            marked.Add(contribution, incoming.place.position);
                          });
    for (const MarkPage& page : marked.Pages()) reads.Add(Change<MarkPage>(page.name()).IfExists());
    return reads;
  };
  command.decide = [&books](const Message&, const Snapshot& snapshot,
                            const ledger::Context& context) -> absl::StatusOr<Decision> {
    const Incoming& incoming = PreparedIn(context);
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
    Amounts amounts;
    MarkedEvents marked(incoming.place.source, arrival.log);
    book->live().Evaluate(incoming.type, *incoming.body, incoming.commit_time,
                          [&](const Contribution& contribution) {
                            if (contribution.distinct.empty()) return amounts.Add(contribution);
                            if (!book->Covers(contribution)) return;
                            marked.Add(contribution, incoming.place.position);
                          });
    for (const MarkPage& events : marked.Pages()) {
      // A formula came after the event was read and before its turn; its marks are not held.
      if (!snapshot.IsNamed<MarkPage>(events.name())) {
        return base::Error(absl::StatusCode::kAborted, "FORMULAS_CHANGED",
                           "A formula came meanwhile. The event is counted at the next try.");
      }
      decision = CountOnce(events, *book, snapshot, &amounts, std::move(decision));
    }
    return AddTo(amounts.InBuckets(*book, arrival.log), std::move(decision));
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
  const auto* before = snapshot.Find<FormulaBook>(kBook);
  if (before == nullptr) {
    FormulaBook book;
    book.set_name(kBook);
    book.set_mark_layout(kMarkLayout);
    decision = std::move(decision).AlsoCreate(std::move(book));
  } else if (FormulaBook book = *before; BringUpToDate(&book)) {
    decision = std::move(decision).Also(std::move(book), "renumbered");
  }
  for (const std::string& service : request.services()) {
    FactLog logs;
    logs.set_name(FactLogName(service));
    if (snapshot.Find<FactLog>(logs.name()) != nullptr) continue;
    decision = std::move(decision).AlsoCreate(std::move(logs));
  }
  if (decision.versions().empty()) return Decision::Unchanged(*before);
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

// What the log is worth; unspecified where it is not known.
storage::v1::EpochState StateOf(const std::string& log, const std::vector<const FactLog*>& all) {
  for (const FactLog* logs : all) {
    for (const LogEpoch& epoch : logs->epochs()) {
      if (LogName(ServiceOf(logs->name()), epoch.number()) == log) return epoch.state();
    }
  }
  return storage::v1::EPOCH_STATE_UNSPECIFIED;
}

// Whether the log makes figures, or will.
bool IsKept(const std::string& log, const std::vector<const FactLog*>& all) {
  const storage::v1::EpochState state = StateOf(log, all);
  return state == storage::v1::EPOCH_STATE_ARRIVING || state == storage::v1::EPOCH_STATE_CURRENT;
}

}  // namespace

bool MakesNoFigure(const Bucket& bucket, const FormulaBook& book,
                   const std::vector<const FactLog*>& all) {
  // Of a log that is not known nobody can say; a replica of another version may follow it.
  if (StateOf(bucket.log, all) == storage::v1::EPOCH_STATE_FORMER) return true;
  return std::none_of(
      book.formulas().begin(), book.formulas().end(),
      [&bucket](const BookedFormula& formula) { return formula.number() == bucket.formula; });
}

namespace {

std::vector<const FactLog*> LogsOf(const google::protobuf::RepeatedPtrField<std::string>& services,
                                   const Snapshot& snapshot) {
  std::vector<const FactLog*> all;
  for (const std::string& service : services) {
    all.push_back(&snapshot.Get<FactLog>(FactLogName(service)));
  }
  return all;
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
  for (const MarkPage& page : request.mark_pages()) {
    reads.Add(Change<MarkPage>(page.name()).IfExists());
  }
  return reads;
}

absl::StatusOr<Decision> CountPortion::Decide(const Request& request, const Snapshot& snapshot,
                                              const ledger::Context&) {
  FormulaBook book = snapshot.Get<FormulaBook>(kBook);
  const std::vector<const FactLog*> all = LogsOf(request.services(), snapshot);
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
  ASSIGN_OR_RETURN(const std::shared_ptr<const Book> compiled, Book::Compile(book));
  Decision decision = Decision::Of(std::move(book), "counted");
  for (const storage::v1::BucketAmount& amount : request.amounts()) {
    decision = std::move(decision).Count(kFigures, amount.bucket(), amount.amount());
  }
  Amounts amounts;
  for (const MarkPage& events : request.mark_pages()) {
    decision = CountOnce(events, *compiled, snapshot, &amounts, std::move(decision));
  }
  return AddTo(amounts.InBuckets(*compiled, request.log()), std::move(decision));
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
  for (const std::string& name : request.mark_pages()) {
    reads.Add(Change<MarkPage>(name).IfExists());
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
  for (const std::string& name : request.mark_pages()) {
    const auto* page = snapshot.Find<MarkPage>(name);
    if (page != nullptr) decision = std::move(decision).AlsoDelete(*page);
  }
  for (LogEpoch& epoch : *logs.mutable_epochs()) {
    if (epoch.number() != request.number()) continue;
    if (epoch.state() != storage::v1::EPOCH_STATE_FORMER || epoch.removed()) {
      return Decision::Unchanged(snapshot.Get<FactLog>(logs.name()));
    }
    epoch.set_removed(decision.versions().empty());
  }
  return std::move(decision).Also(std::move(logs), "removed");
}

// --- Counts that make no figure any more ---------------------------------------------------------

Reads TakeBack::Read(const Request& request, const ledger::Context&) {
  Reads reads = {Change<FormulaBook>(kBook)};
  for (const std::string& service : request.services()) {
    reads.Add(RelyOn<FactLog>(FactLogName(service)));
  }
  return reads;
}

absl::StatusOr<Decision> TakeBack::Decide(const Request& request, const Snapshot& snapshot,
                                          const ledger::Context&) {
  const auto& book = snapshot.Get<FormulaBook>(kBook);
  const std::vector<const FactLog*> all = LogsOf(request.services(), snapshot);
  Decision decision = Decision::Of(book, "takenBack");
  for (const storage::v1::BucketAmount& amount : request.amounts()) {
    const std::optional<Bucket> bucket = ParseBucket(amount.bucket());
    // What was read is true as long as nobody took anything back, and formulas stay as they were.
    if (book.etag() != request.book_etag() || !bucket.has_value() ||
        !MakesNoFigure(*bucket, book, all)) {
      return base::Error(absl::StatusCode::kAborted, "PORTION_OVERTAKEN",
                         "The book changed meanwhile. What is to be taken back is read again.");
    }
    decision = std::move(decision).Count(kFigures, amount.bucket(), -amount.amount());
  }
  return decision;
}

}  // namespace mandat::objectives::facts
