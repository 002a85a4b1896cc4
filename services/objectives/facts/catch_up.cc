#include "services/objectives/facts/catch_up.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/codec.h"
#include "services/lib/ledger/job.h"
#include "services/lib/runtime/thread.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/commands.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/facts/portion.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/schema/fact_kinds.h"

namespace mandat::objectives::facts {
namespace {

using ledger::Reader;
using ledger::Row;
using storage::v1::BookedFormula;
using storage::v1::CountPortionRequest;
using storage::v1::FactLog;
using storage::v1::FormulaBook;
using storage::v1::LogEpoch;
using storage::v1::RemoveFormerRequest;

// Rows and buckets that are removed in one commit.
constexpr int kRemoved = 500;

std::string NameOf(const Row& row) { return ledger::Codec::NameOf(*row.kind, row.id); }

// A log and the formulas that are the furthest behind in it, all at the same place.
struct Behind {
  std::string log;
  std::string source;
  int64_t after = 0;
  // Facts of the log that there are.
  int64_t arrivals = 0;
  std::vector<int64_t> formulas;
};

std::optional<Behind> FurthestBehind(const FormulaBook& book, const std::vector<FactLog>& all) {
  for (const FactLog& logs : all) {
    for (const LogEpoch& epoch : logs.epochs()) {
      if (epoch.state() == storage::v1::EPOCH_STATE_FORMER) continue;
      Behind behind = {
          LogName(ServiceOf(logs.name()), epoch.number()), epoch.source(), 0, epoch.arrivals(), {}};
      for (const BookedFormula& formula : book.formulas()) {
        if (!formula.catching_up()) continue;
        const int64_t through = CountedThrough(formula, behind.log);
        if (through >= epoch.arrivals()) continue;
        if (behind.formulas.empty() || through < behind.after) {
          behind.after = through;
          behind.formulas.clear();
        }
        if (through == behind.after) behind.formulas.push_back(formula.number());
      }
      if (!behind.formulas.empty()) return behind;
    }
  }
  return std::nullopt;
}

// Who was overtaken by another replica looks again.
absl::Status UnlessOvertaken(absl::Status status) {
  return base::ReasonOf(status) == "PORTION_OVERTAKEN" ? absl::OkStatus() : status;
}

}  // namespace

std::vector<runtime::Job> CatchUp::jobs() {
  return {
      {"prepare-facts", [this](absl::Time now) { return Prepare(now); }},
      // Whoever wrote a formula looks at its figures next.
      {"count-facts", [this](absl::Time now) { return CountSome(now); }, absl::Seconds(1)},
      {"adopt-restored-logs", [this](absl::Time now) { return AdoptSome(now); }, absl::Seconds(1)},
      {"take-back-counts", [this](absl::Time now) { return TakeBackSome(now); }},
      {"remove-former-facts", [this](absl::Time now) { return RemoveSome(now); }}};
}

absl::StatusOr<Reader*> CatchUp::Open() {
  if (reader_ == nullptr) {
    ASSIGN_OR_RETURN(helper_, store_.OpenReader());
    ASSIGN_OR_RETURN(reader_, store_.OpenReader());
  }
  return reader_.get();
}

template <typename C>
absl::Status CatchUp::Run(const typename C::Request& request, absl::Time now) {
  static const auto& command = *new ledger::Command(ledger::CommandOf<C>());
  return ledger::RunAndWait(ledger_, command, ledger::CallOfJob("objectives", "facts", now),
                            request);
}

absl::StatusOr<std::vector<FactLog>> CatchUp::ReadLogs(Reader& reader) const {
  std::vector<FactLog> all;
  for (const std::string& service : services_) {
    ASSIGN_OR_RETURN(const std::optional<Row> row, reader.Get(FactLogs(), service));
    if (!row.has_value()) continue;
    ASSIGN_OR_RETURN(FactLog logs, StoredIn<FactLog>(*row));
    all.push_back(std::move(logs));
  }
  return all;
}

absl::StatusOr<bool> CatchUp::Prepare(absl::Time now) {
  storage::v1::PrepareFactsRequest request;
  for (const std::string& service : services_) request.add_services(service);
  RETURN_IF_ERROR(Run<PrepareFacts>(request, now));
  return false;
}

absl::StatusOr<std::optional<FormulaBook>> CatchUp::ReadBook(Reader& reader) const {
  ASSIGN_OR_RETURN(const std::optional<Row> row, reader.Get(FormulaBooks(), "current"));
  if (!row.has_value()) return std::nullopt;
  ASSIGN_OR_RETURN(FormulaBook book, StoredIn<FormulaBook>(*row));
  return book;
}

absl::StatusOr<bool> CatchUp::CountSome(absl::Time now) {
  ASSIGN_OR_RETURN(Reader* const reader, Open());
  ASSIGN_OR_RETURN(const std::optional<FormulaBook> book, ReadBook(*reader));
  if (!book.has_value()) return false;
  CountPortionRequest request;
  for (const BookedFormula& formula : book->formulas()) {
    if (formula.catching_up()) request.add_formulas(formula.number());
  }
  if (request.formulas().empty()) return false;
  for (const std::string& service : services_) request.add_services(service);
  ASSIGN_OR_RETURN(const std::vector<FactLog> all, ReadLogs(*reader));
  // Where nothing is left to count, an empty portion lets the formulas count live.
  if (const std::optional<Behind> behind = FurthestBehind(*book, all); behind.has_value()) {
    request.mutable_formulas()->Assign(behind->formulas.begin(), behind->formulas.end());
    request.set_log(behind->log);
    request.set_after(behind->after);
    RETURN_IF_ERROR(Fill(*book, behind->source, behind->arrivals, &request));
  }
  RETURN_IF_ERROR(UnlessOvertaken(Run<CountPortion>(request, now)));
  return true;
}

absl::Status CatchUp::Fill(const FormulaBook& book, const std::string& source, int64_t arrivals,
                           CountPortionRequest* request) {
  FormulaBook asked = book;
  for (BookedFormula& formula : *asked.mutable_formulas()) {
    const auto& numbers = request->formulas();
    const bool wanted =
        std::find(numbers.begin(), numbers.end(), formula.number()) != numbers.end();
    formula.set_catching_up(wanted);
  }
  ASSIGN_OR_RETURN(const std::shared_ptr<const Book> compiled, Book::Compile(asked));
  const int64_t marks = compiled->catching_up().DistinctOfOneEvent();
  const int64_t facts =
      std::max<int64_t>(1, std::min(limits_.facts, limits_.marks / std::max<int64_t>(1, marks)));
  request->set_through(std::min(arrivals, request->after() + facts));
  // Both halves at once: most of the time goes into reading and parsing.
  const int64_t count = request->through() - request->after();
  const int64_t middle =
      request->through() - (count > limits_.facts_for_one_thread ? count / 2 : 0);
  Portion first(*compiled, source, request->log()), second(*compiled, source, request->log());
  absl::Status second_counted;
  {
    runtime::Thread helper;
    if (middle < request->through()) {
      helper = runtime::Thread(
          "facts", [&] { second_counted = second.Count(*helper_, middle, request->through()); });
    }
    RETURN_IF_ERROR(first.Count(*reader_, request->after(), middle));
  }
  RETURN_IF_ERROR(second_counted);
  first.Add(second);
  first.Write(request);
  return absl::OkStatus();
}

void CatchUp::NoteHead(const events::Head& head) {
  runtime::MutexLock lock(&mutex_);
  heads_[head.source] = head.last_published;
}

absl::StatusOr<bool> CatchUp::AdoptSome(absl::Time now) {
  std::map<std::string, int64_t> heads;
  {
    runtime::MutexLock lock(&mutex_);
    heads = heads_;
  }
  ASSIGN_OR_RETURN(Reader* const reader, Open());
  ASSIGN_OR_RETURN(const std::vector<FactLog> all, ReadLogs(*reader));
  for (const FactLog& logs : all) {
    for (const LogEpoch& epoch : logs.epochs()) {
      const auto head = heads.find(epoch.source());
      if (epoch.state() != storage::v1::EPOCH_STATE_ARRIVING || head == heads.end()) continue;
      if (epoch.tip() < head->second) continue;
      storage::v1::AdoptEpochRequest request;
      request.set_service(std::string(ServiceOf(logs.name())));
      request.set_source(epoch.source());
      request.set_last_published(head->second);
      RETURN_IF_ERROR(Run<AdoptEpoch>(request, now));
      return true;
    }
  }
  return false;
}

absl::StatusOr<bool> CatchUp::RemoveSome(absl::Time now) {
  ASSIGN_OR_RETURN(Reader* const reader, Open());
  ASSIGN_OR_RETURN(const std::vector<FactLog> all, ReadLogs(*reader));
  for (const FactLog& logs : all) {
    for (const LogEpoch& epoch : logs.epochs()) {
      if (epoch.state() != storage::v1::EPOCH_STATE_FORMER || epoch.removed()) continue;
      RemoveFormerRequest request;
      request.set_service(std::string(ServiceOf(logs.name())));
      request.set_number(epoch.number());
      const std::string log = LogName(request.service(), epoch.number());
      ledger::PageQuery page;
      page.limit = kRemoved;
      page.kind = &Facts().kind;
      page.where = {{&Facts().log, log}};
      ASSIGN_OR_RETURN(const std::vector<Row> facts, reader->Page(page));
      for (const Row& row : facts) request.add_facts(NameOf(row));
      page.kind = &MarkPages().kind;
      page.where = {{&MarkPages().log, log}};
      page.limit = kRemoved - request.facts_size();
      if (page.limit > 0) {
        ASSIGN_OR_RETURN(const std::vector<Row> pages, reader->Page(page));
        for (const Row& row : pages) request.add_mark_pages(NameOf(row));
      }
      RETURN_IF_ERROR(Run<RemoveFormer>(request, now));
      return true;
    }
  }
  return false;
}

absl::StatusOr<bool> CatchUp::TakeBackSome(absl::Time now) {
  ASSIGN_OR_RETURN(Reader* const reader, Open());
  // Before what is counted: its etag says whether that is still true.
  ASSIGN_OR_RETURN(const std::optional<FormulaBook> book, ReadBook(*reader));
  if (!book.has_value()) return false;
  ASSIGN_OR_RETURN(const std::vector<FactLog> logs, ReadLogs(*reader));
  std::vector<const FactLog*> all;
  for (const FactLog& one : logs) all.push_back(&one);
  storage::v1::TakeBackRequest request;
  request.set_book_etag(book->etag());
  for (const std::string& service : services_) request.add_services(service);
  ASSIGN_OR_RETURN(const auto counts, reader->Counts(kFigures, ""));
  for (const ledger::CountRow& count : counts) {
    const std::optional<Bucket> bucket = ParseBucket(count.bucket);
    if (!bucket.has_value() || !MakesNoFigure(*bucket, *book, all)) continue;
    storage::v1::BucketAmount* amount = request.add_amounts();
    amount->set_bucket(count.bucket);
    amount->set_amount(count.count);
    if (request.amounts_size() == kRemoved) break;
  }
  if (request.amounts().empty()) return false;
  RETURN_IF_ERROR(UnlessOvertaken(Run<TakeBack>(request, now)));
  return true;
}

}  // namespace mandat::objectives::facts
