#ifndef SERVICES_OBJECTIVES_FACTS_BOOK_H_
#define SERVICES_OBJECTIVES_FACTS_BOOK_H_

// The formulas that count facts, ready to be asked what an event adds to which bucket.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/formulas/periods.h"
#include "services/objectives/formulas/program.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

// Immutable; safe for concurrent use.
class Book {
 public:
  // INTERNAL where a formula cannot be computed: none of those gets into a book.
  static absl::StatusOr<std::shared_ptr<const Book>> Compile(const storage::v1::FormulaBook& book);

  // Whether it counts as this stored book says. An etag alone does not tell: where a commit fails,
  // what came after a change in its batch has seen a book that never was, and the next change gives
  // its etag and its numbers to another one.
  bool IsOf(const storage::v1::FormulaBook& book) const;

  // Those that count live and those that catch up.
  const formulas::Program& live() const { return live_; }
  const formulas::Program& catching_up() const { return catching_up_; }
  bool Has(int64_t formula) const { return periods_.contains(formula); }
  // Whether a formula counts what lies on this day: not outside the plan where it counts by its
  // term.
  bool Covers(const formulas::Contribution& contribution) const {
    return periods_.at(contribution.formula).Of(contribution.day).has_value();
  }
  // The bucket of what an event adds; nothing outside the term.
  std::optional<Bucket> BucketOf(const formulas::Contribution& contribution,
                                 absl::string_view log) const;

 private:
  struct Entry {
    int64_t formula = 0;
    bool catching_up = false;
  };

  std::string etag_;
  std::vector<Entry> entries_;  // in the order of the stored book
  formulas::Program live_;
  formulas::Program catching_up_;
  absl::flat_hash_map<int64_t, formulas::Periods> periods_;
};

// The newest book that this process has seen. Safe for concurrent use.
class BookCache {
 public:
  // Null before the first.
  std::shared_ptr<const Book> newest() const { return newest_.load(); }
  // That of a stored book, compiled at most once while it is the newest.
  absl::StatusOr<std::shared_ptr<const Book>> Of(const storage::v1::FormulaBook& book);

 private:
  std::atomic<std::shared_ptr<const Book>> newest_;
};

// How marks are kept: FormulaBook.mark_layout. Another number makes every formula count anew.
inline constexpr int32_t kMarkLayout = 1;

// Enters a formula of an indicator, which then catches up from the beginning, in place of one of
// the same indicator and version. One that CountsFacts.
void Enter(const v1::Indicator& indicator, const v1::FormulaVersion& version,
           const common::v1::Period& term, storage::v1::FormulaBook* book);

// Whether a formula counts facts itself, as a combination does not.
bool CountsFacts(const v1::Formula& formula);

// Gives the formulas of a plan its period: where it is another one, those that count by the term
// are entered anew. Whether the book changed.
bool SetTerm(const std::string& plan, const common::v1::Period& term,
             storage::v1::FormulaBook* book);

// Lets every formula count all anew, where what was counted is kept in another way than today.
// Whether it was.
bool BringUpToDate(storage::v1::FormulaBook* book);

// The arrival up to which a formula has counted the facts of a log; 0 = none.
int64_t CountedThrough(const storage::v1::BookedFormula& formula, absl::string_view log);

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_BOOK_H_
