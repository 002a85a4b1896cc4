#include "services/objectives/facts/book.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/lib/base/period.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/facts/keys.h"

namespace mandat::objectives::facts {

using formulas::Contribution;
using google::protobuf::util::MessageDifferencer;
using storage::v1::BookedFormula;
using storage::v1::FormulaBook;

namespace {

int64_t NextNumber(FormulaBook* book) {
  book->set_last_number(book->last_number() + 1);
  return book->last_number();
}

// What it counted under its number until now is taken back by the way (catch_up.h).
void CountAnew(BookedFormula* booked, FormulaBook* book) {
  booked->set_number(NextNumber(book));
  booked->set_catching_up(true);
  booked->clear_counted();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Book>> Book::Compile(const FormulaBook& book) {
  auto compiled = std::make_shared<Book>();
  compiled->etag_ = book.etag();
  for (const BookedFormula& booked : book.formulas()) {
    ASSIGN_OR_RETURN(const base::Period term, base::ParsePeriod(booked.term(), "term"));
    compiled->entries_.push_back({booked.number(), booked.catching_up()});
    compiled->periods_.emplace(booked.number(), formulas::Periods(booked.frequency(), term));
    formulas::Program& program = booked.catching_up() ? compiled->catching_up_ : compiled->live_;
    const absl::Status added = program.Add(booked.number(), booked.formula());
    if (!added.ok()) {
      return absl::InternalError(
          absl::StrCat("formula ", booked.number(), " of the book: ", added.message()));
    }
  }
  return compiled;
}

// A formula that counts live has caught up, in a commit of its own: no other ever has its number.
bool Book::IsOf(const FormulaBook& book) const {
  return etag_ == book.etag() &&
         std::equal(entries_.begin(), entries_.end(), book.formulas().begin(),
                    book.formulas().end(), [](const Entry& entry, const BookedFormula& booked) {
                      return entry.formula == booked.number() &&
                             entry.catching_up == booked.catching_up();
                    });
}

std::optional<Bucket> Book::BucketOf(const Contribution& contribution,
                                     absl::string_view log) const {
  const formulas::Periods& periods = periods_.at(contribution.formula);
  const std::optional<base::Period> period = periods.Of(contribution.day);
  if (!period.has_value()) return std::nullopt;
  return Bucket{contribution.formula, contribution.role, std::string(log), periods.KeyOf(*period)};
}

absl::StatusOr<std::shared_ptr<const Book>> BookCache::Of(const FormulaBook& book) {
  std::shared_ptr<const Book> newest = newest_.load();
  if (newest != nullptr && newest->IsOf(book)) return newest;
  ASSIGN_OR_RETURN(newest, Book::Compile(book));
  newest_.store(newest);
  return newest;
}

void Enter(const v1::Indicator& indicator, const v1::FormulaVersion& version,
           const common::v1::Period& term, FormulaBook* book) {
  auto& all = *book->mutable_formulas();
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const BookedFormula& other) {
                             return other.indicator() == indicator.name() &&
                                    other.version() == version.version();
                           }),
            all.end());
  BookedFormula* booked = all.Add();
  booked->set_number(NextNumber(book));
  booked->set_indicator(indicator.name());
  booked->set_plan(indicator.plan());
  booked->set_version(version.version());
  *booked->mutable_formula() = version.formula();
  booked->set_frequency(indicator.frequency());
  *booked->mutable_term() = term;
  booked->set_catching_up(true);
}

bool CountsFacts(const v1::Formula& formula) { return formula.has_tally() || formula.has_share(); }

bool SetTerm(const std::string& plan, const common::v1::Period& term, FormulaBook* book) {
  bool changed = false;
  for (BookedFormula& booked : *book->mutable_formulas()) {
    if (booked.plan() != plan || MessageDifferencer::Equals(booked.term(), term)) continue;
    changed = true;
    *booked.mutable_term() = term;
    // Of the others no day changes its period.
    if (booked.frequency() != v1::FREQUENCY_TERM) continue;
    CountAnew(&booked, book);
  }
  return changed;
}

bool BringUpToDate(FormulaBook* book) {
  if (book->mark_layout() == kMarkLayout) return false;
  book->set_mark_layout(kMarkLayout);
  for (BookedFormula& booked : *book->mutable_formulas()) CountAnew(&booked, book);
  return true;
}

int64_t CountedThrough(const BookedFormula& formula, absl::string_view log) {
  for (const storage::v1::CountedLog& counted : formula.counted()) {
    if (counted.log() == log) return counted.arrival();
  }
  return 0;
}

}  // namespace mandat::objectives::facts
