#ifndef SERVICES_OBJECTIVES_FACTS_AMOUNTS_H_
#define SERVICES_OBJECTIVES_FACTS_AMOUNTS_H_

// What events add to formulas, added up.

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/formulas/program.h"

namespace mandat::objectives::facts {

class Amounts {
 public:
  void Add(const formulas::Contribution& contribution) {
    const Key key = {contribution.formula, static_cast<int>(contribution.role), contribution.day};
    by_day_[key] += contribution.amount;
  }

  void Add(const Amounts& other) {
    for (const auto& [key, amount] : other.by_day_) by_day_[key] += amount;
  }

  // By bucket of a log (keys.h), without those that come to nothing. What lies outside the term of
  // its formula is left out.
  std::map<std::string, int64_t> InBuckets(const Book& book, absl::string_view log) const;

 private:
  // Formula, part and day: days are fewer than events, and only they have buckets.
  using Key = std::tuple<int64_t, int, absl::CivilDay>;

  absl::flat_hash_map<Key, int64_t> by_day_;
};

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_AMOUNTS_H_
