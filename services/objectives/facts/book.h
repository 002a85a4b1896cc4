#ifndef SERVICES_OBJECTIVES_FACTS_BOOK_H_
#define SERVICES_OBJECTIVES_FACTS_BOOK_H_

// The formulas that count facts, ready to be asked what an event adds to which bucket.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "services/objectives/formulas/periods.h"
#include "services/objectives/formulas/program.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

// Where an event is from.
struct Origin {
  // Source of its log, and its name here, `socialaid-1`.
  absl::string_view source;
  absl::string_view log;
};

// What an event adds to a formula.
struct Counted {
  int64_t formula = 0;
  std::string bucket;
  int64_t amount = 0;
  // Where the formula counts a value once: the name of the mark that says which event counts.
  std::string mark;
};

// Immutable; safe for concurrent use.
class Book {
 public:
  // INTERNAL where a formula cannot be computed: none of those gets into a book.
  static absl::StatusOr<std::shared_ptr<const Book>> Compile(const storage::v1::FormulaBook& book);

  const std::string& etag() const { return etag_; }

  // What an event adds to the formulas that count live. Nothing for a period outside the plan where
  // one counts by its term.
  void Count(absl::string_view type, const google::protobuf::Message& resource,
             absl::Time commit_time, const Origin& origin,
             absl::FunctionRef<void(Counted)> use) const;
  // What it adds to those that catch up, before it has a bucket: for whoever adds many up by day
  // first. `distinct` as in formulas::Contribution.
  void CountByDay(absl::string_view type, const google::protobuf::Message& resource,
                  absl::Time commit_time,
                  absl::FunctionRef<void(const formulas::Contribution&)> use) const {
    catching_up_.Evaluate(type, resource, commit_time, use);
  }
  // The bucket of what CountByDay gave; nothing outside the term.
  std::optional<std::string> BucketOf(const formulas::Contribution& contribution,
                                      absl::string_view log) const;

 private:
  std::string etag_;
  formulas::Program live_;
  formulas::Program catching_up_;
  std::map<int64_t, formulas::Periods> periods_;
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

// The arrival up to which a formula has counted the facts of a log; 0 = none.
int64_t CountedThrough(const storage::v1::BookedFormula& formula, absl::string_view log);

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_BOOK_H_
