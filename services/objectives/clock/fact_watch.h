#ifndef SERVICES_OBJECTIVES_CLOCK_FACT_WATCH_H_
#define SERVICES_OBJECTIVES_CLOCK_FACT_WATCH_H_

// Whether facts may have moved a figure. Most events of a service, this one's own above all, are
// counted by no formula: what is read again for each of them is read for nothing.

#include <cstdint>
#include <map>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "services/lib/ledger/store.h"

namespace mandat::objectives::clock {

// One thread uses it.
class FactWatch {
 public:
  // Whether since the last answer a fact came of a type that some formula counts, another log took
  // the place of one that counts, or formulas came, went or caught up; at first true. Reads the
  // book, the log of each service and at most kLookedAt facts of each: where more came, one of them
  // is taken to count. Where it fails, the next answer is for all that came since the last one.
  absl::StatusOr<bool> HasMoved(ledger::Reader& reader);

  static constexpr int64_t kLookedAt = 500;

 private:
  // Reads the types again where the book changed: that moves figures.
  absl::StatusOr<bool> BookChanged(ledger::Reader& reader);
  // Whether one of these arrivals in a log is counted, or nobody can say.
  absl::StatusOr<bool> IsOneCounted(const std::string& log, int64_t after, int64_t through,
                                    ledger::Reader& reader) const;

  // The book in which the types were read; 0 = none.
  int64_t book_version_ = 0;
  absl::flat_hash_set<std::string> types_;
  // Whether figures moved for another reason than facts, and no answer says so yet.
  bool untold_ = true;
  // Facts that had arrived in the logs that count, by log.
  std::map<std::string, int64_t> arrivals_;
};

}  // namespace mandat::objectives::clock

#endif  // SERVICES_OBJECTIVES_CLOCK_FACT_WATCH_H_
