#ifndef SERVICES_OBJECTIVES_FACTS_KEYS_H_
#define SERVICES_OBJECTIVES_FACTS_KEYS_H_

// Names of what holds facts and counts, and the buckets in which they are counted.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "mandat/objectives/v1/figure.pb.h"

namespace mandat::objectives::facts {

// The one book of formulas.
inline constexpr char kBook[] = "formulaBooks/current";

// The counter of figures.
inline constexpr char kFigures[] = "figures";

// `factLogs/socialaid`, and the service in it.
std::string FactLogName(absl::string_view service);
absl::string_view ServiceOf(absl::string_view fact_log);

// `socialaid` of `be.mandat.socialaid.v1`; empty where it is of another form.
absl::string_view ShortService(absl::string_view service);

// `facts/socialaid-1-00000000002a`.
std::string FactName(absl::string_view log, int64_t arrival);
// The arrival in the id or name of a fact.
int64_t ArrivalOf(absl::string_view fact);

// `7|n|socialaid-1|2026-03`: formula, part, log, period.
struct Bucket {
  int64_t formula = 0;
  v1::FactRole role = v1::FACT_ROLE_NUMERATOR;
  std::string log;
  std::string period;
};
std::string ToText(const Bucket& bucket);
// Nothing where it is of another form.
std::optional<Bucket> ParseBucket(absl::string_view text);
// With which the buckets of a formula begin.
std::string BucketPrefix(int64_t formula);

}  // namespace mandat::objectives::facts

#endif  // SERVICES_OBJECTIVES_FACTS_KEYS_H_
