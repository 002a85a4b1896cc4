#ifndef SERVICES_OBJECTIVES_FACTS_PORTION_H_
#define SERVICES_OBJECTIVES_FACTS_PORTION_H_

// What a stretch of the facts of a log adds to formulas that catch up.

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/lib/ledger/store.h"
#include "services/objectives/facts/amounts.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/marks.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

class Portion {
 public:
  // Of the formulas of the book that catch up; the book outlives it. `source` and name of the log.
  Portion(const Book& book, const std::string& source, const std::string& log)
      : book_(book), log_(log), marked_(source, log) {}

  // Counts the facts that arrived after `after`, up to and including `through`. DATA_LOSS
  // `STORE_BROKEN` where one of them is missing or cannot be read.
  absl::Status Count(ledger::Reader& reader, int64_t after, int64_t through);

  // Adds what another one of the same book and log counted.
  void Add(const Portion& other);

  // What all of them add together.
  void Write(storage::v1::CountPortionRequest* request) const;

 private:
  const Book& book_;
  const std::string log_;
  Amounts amounts_;
  MarkedEvents marked_;
};

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_PORTION_H_
