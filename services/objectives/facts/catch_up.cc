#include "services/objectives/facts/catch_up.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/codec.h"
#include "services/lib/ledger/job.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/commands.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/incoming.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/facts/stored.h"
#include "services/objectives/schema/fact_kinds.h"

namespace mandat::objectives::facts {
namespace {

using ledger::Reader;
using ledger::Row;
using storage::v1::BookedFormula;
using storage::v1::CountPortionRequest;
using storage::v1::DistinctMark;
using storage::v1::FactLog;
using storage::v1::FormulaBook;
using storage::v1::LogEpoch;
using storage::v1::RemoveFormerRequest;
using storage::v1::StoredFact;

// Facts that are counted in one commit: enough that the commit is no part of the time, few enough
// that a stop need not wait. Marks are rows that are held.
constexpr int kFacts = 20'000;
constexpr size_t kMarks = 500;
constexpr int kPage = 2'000;
constexpr int kRemoved = 500;

std::string NameOf(const Row& row) { return ledger::Codec::NameOf(*row.kind, row.id); }

// Sums of what events add, before they have buckets.
class Sums {
 public:
  Sums(const Book& book, std::string log) : book_(book), log_(std::move(log)) {}

  void Add(const formulas::Contribution& contribution) {
    formulas::Contribution key = contribution;
    key.amount = 0;
    key.distinct = {};
    const auto [found, is_new] = by_day_.try_emplace(
        Key{contribution.formula, contribution.role, contribution.day - absl::CivilDay()}, key, 0);
    found->second.second += contribution.amount;
  }

  void Write(CountPortionRequest* request) const {
    std::map<std::string, int64_t> amounts;
    for (const auto& [key, sum] : by_day_) {
      const std::optional<std::string> bucket = book_.BucketOf(sum.first, log_);
      if (bucket.has_value()) amounts[*bucket] += sum.second;
    }
    for (const auto& [bucket, amount] : amounts) {
      storage::v1::BucketAmount* added = request->add_amounts();
      added->set_bucket(bucket);
      added->set_amount(amount);
    }
  }

 private:
  using Key = std::tuple<int64_t, int, absl::civil_diff_t>;

  const Book& book_;
  const std::string log_;
  absl::flat_hash_map<Key, std::pair<formulas::Contribution, int64_t>> by_day_;
};

// Events that count once for their value: of each value the one of the lowest position.
class Marks {
 public:
  Marks(const Book& book, std::string log, std::string source)
      : book_(book), log_(std::move(log)), source_(std::move(source)) {}

  void Add(const formulas::Contribution& contribution, int64_t position) {
    std::optional<std::string> bucket = book_.BucketOf(contribution, log_);
    if (!bucket.has_value()) return;
    const std::string mark =
        MarkName(contribution.formula, contribution.role, source_, contribution.distinct);
    auto& lowest = marks_[mark];
    if (lowest.first != 0 && lowest.first <= position) return;
    lowest = {position, *std::move(bucket)};
  }

  size_t size() const { return marks_.size(); }

  void Write(CountPortionRequest* request) const {
    for (const auto& [mark, event] : marks_) {
      storage::v1::MarkedEvent* added = request->add_marks();
      added->set_mark(mark);
      added->set_position(event.first);
      added->set_bucket(event.second);
    }
  }

 private:
  const Book& book_;
  const std::string log_, source_;
  std::map<std::string, std::pair<int64_t, std::string>> marks_;
};

// A log and the formulas that are the furthest behind in it, all at the same place.
struct Behind {
  std::string log;
  std::string source;
  int64_t after = 0;
  std::vector<int64_t> formulas;
};

std::optional<Behind> FurthestBehind(const FormulaBook& book, const std::vector<FactLog>& all) {
  for (const FactLog& logs : all) {
    for (const LogEpoch& epoch : logs.epochs()) {
      if (epoch.state() == storage::v1::EPOCH_STATE_FORMER) continue;
      Behind behind = {LogName(ServiceOf(logs.name()), epoch.number()), epoch.source(), 0, {}};
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

}  // namespace

std::vector<runtime::Job> CatchUp::jobs() {
  return {
      {"prepare-facts", [this](absl::Time now) { return Prepare(now); }},
      // Whoever wrote a formula looks at its figures next.
      {"count-facts", [this](absl::Time now) { return CountSome(now); }, absl::Seconds(1)},
      {"adopt-restored-logs", [this](absl::Time now) { return AdoptSome(now); }, absl::Seconds(1)},
      {"remove-former-facts", [this](absl::Time now) { return RemoveSome(now); }}};
}

absl::StatusOr<Reader*> CatchUp::Open() {
  if (reader_ == nullptr) {
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

absl::StatusOr<bool> CatchUp::CountSome(absl::Time now) {
  ASSIGN_OR_RETURN(Reader* const reader, Open());
  ASSIGN_OR_RETURN(const std::optional<Row> row, reader->Get(FormulaBooks(), "current"));
  if (!row.has_value()) return false;
  ASSIGN_OR_RETURN(const FormulaBook book, StoredIn<FormulaBook>(*row));
  CountPortionRequest request;
  for (const BookedFormula& formula : book.formulas()) {
    if (formula.catching_up()) request.add_formulas(formula.number());
  }
  if (request.formulas().empty()) return false;
  for (const std::string& service : services_) request.add_services(service);
  ASSIGN_OR_RETURN(const std::vector<FactLog> all, ReadLogs(*reader));
  // Where nothing is left to count, an empty portion lets the formulas count live.
  if (const std::optional<Behind> behind = FurthestBehind(book, all); behind.has_value()) {
    request.mutable_formulas()->Assign(behind->formulas.begin(), behind->formulas.end());
    request.set_log(behind->log);
    request.set_after(behind->after);
    RETURN_IF_ERROR(Fill(*reader, book, behind->source, &request));
    if (request.through() == request.after()) {
      return base::Error(
          absl::StatusCode::kDataLoss, "STORE_BROKEN",
          absl::StrCat("facts of ", behind->log, " after ", behind->after, " are missing"));
    }
  }
  const absl::Status counted = Run<CountPortion>(request, now);
  if (!counted.ok() && base::ReasonOf(counted) != "PORTION_OVERTAKEN") return counted;
  return true;
}

absl::Status CatchUp::Fill(Reader& reader, const FormulaBook& book, const std::string& source,
                           CountPortionRequest* request) {
  FormulaBook asked = book;
  for (BookedFormula& formula : *asked.mutable_formulas()) {
    const auto& numbers = request->formulas();
    const bool wanted =
        std::find(numbers.begin(), numbers.end(), formula.number()) != numbers.end();
    formula.set_catching_up(wanted);
  }
  ASSIGN_OR_RETURN(const std::shared_ptr<const Book> compiled, Book::Compile(asked));
  Sums sums(*compiled, request->log());
  Marks marks(*compiled, request->log(), source);
  request->set_through(request->after());
  ledger::PageQuery page;
  page.kind = &Facts().kind;
  page.limit = kPage;
  for (bool more = true; more;) {
    page.after = {ledger::Value(), base::IdIn(FactName(request->log(), request->through()))};
    ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Page(page));
    more =
        rows.size() == static_cast<size_t>(kPage) && request->through() - request->after() < kFacts;
    for (const Row& row : rows) {
      ASSIGN_OR_RETURN(const StoredFact fact, StoredIn<StoredFact>(row));
      // In the order of ids the facts of another log come behind those of this one.
      if (fact.log() != request->log()) {
        more = false;
        break;
      }
      ASSIGN_OR_RETURN(const auto body, BodyOf(fact));
      compiled->CountByDay(fact.type(), *body, absl::FromUnixMicros(fact.commit_micros()),
                           [&](const formulas::Contribution& contribution) {
                             if (contribution.distinct.empty()) return sums.Add(contribution);
                             marks.Add(contribution, fact.position());
                           });
      request->set_through(ArrivalOf(row.id));
      if (marks.size() < kMarks) continue;
      more = false;
      break;
    }
  }
  sums.Write(request);
  marks.Write(request);
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
      page.kind = &DistinctMarks().kind;
      page.where = {{&DistinctMarks().log, log}};
      page.limit = kRemoved - request.facts_size();
      if (page.limit > 0) {
        ASSIGN_OR_RETURN(const std::vector<Row> marks, reader->Page(page));
        for (const Row& row : marks) request.add_marks(NameOf(row));
      }
      if (!epoch.uncounted()) {
        ASSIGN_OR_RETURN(const auto counts, reader->Counts(kFigures, ""));
        for (const ledger::CountRow& count : counts) {
          const std::optional<Bucket> bucket = ParseBucket(count.bucket);
          if (!bucket.has_value() || bucket->log != log) continue;
          storage::v1::BucketAmount* amount = request.add_amounts();
          amount->set_bucket(count.bucket);
          amount->set_amount(count.count);
        }
      }
      RETURN_IF_ERROR(Run<RemoveFormer>(request, now));
      return true;
    }
  }
  return false;
}

}  // namespace mandat::objectives::facts
