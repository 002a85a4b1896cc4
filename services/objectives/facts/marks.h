#ifndef SERVICES_OBJECTIVES_FACTS_MARKS_H_
#define SERVICES_OBJECTIVES_FACTS_MARKS_H_

// Which event counts for a value that a formula counts once: of all that have the value the one of
// the lowest position. Marked on pages of values whose digests begin alike. Pure.

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/objectives/facts/amounts.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/formulas/program.h"
#include "services/objectives/storage.pb.h"

namespace mandat::objectives::facts {

// Events of one log, of each value of a part of a formula one.
class MarkedEvents {
 public:
  // `source` and name of the log.
  MarkedEvents(absl::string_view source, absl::string_view log);

  // What an event of this position adds, once for its `distinct`.
  void Add(const formulas::Contribution& contribution, int64_t position);

  void Add(const MarkedEvents& other);

  // The pages on which they are to be marked, in order, with them as marks. The source alone says
  // which pages those are.
  std::vector<storage::v1::MarkPage> Pages() const;

 private:
  // Of a value: no two values that anybody will ever meet have the same.
  struct Digest {
    uint64_t high = 0;
    uint64_t low = 0;
  };
  // The order of marks on a page: value, formula, part.
  using Key = std::tuple<uint64_t, uint64_t, int64_t, int>;
  struct Event {
    int64_t position = 0;
    absl::CivilDay day;
  };

  Digest DigestOf(absl::string_view value);
  void Add(const Key& key, const Event& event);

  const std::string pages_, log_;
  absl::flat_hash_map<Key, Event> events_;
  // Of the last value: an event has it for every formula.
  std::string last_value_;
  Digest last_digest_;
};

// What becomes of a page (empty where there is none yet) when `events`, a page of MarkedEvents,
// come to it: whoever counts is on it, and formulas that are not in the book are not. What that
// changes is added to `amounts`. False, and `after` is good for nothing, where nobody counts who
// did not before.
bool Mark(const storage::v1::MarkPage& before, const storage::v1::MarkPage& events,
          const Book& book, Amounts* amounts, storage::v1::MarkPage* after);

// Whether the one event of `events` is the one that counts.
bool IsMarked(const storage::v1::MarkPage& page, const storage::v1::MarkPage& events);

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_MARKS_H_
