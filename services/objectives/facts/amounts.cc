#include "services/objectives/facts/amounts.h"

#include <optional>

#include "services/objectives/facts/keys.h"

namespace mandat::objectives::facts {

std::map<std::string, int64_t> Amounts::InBuckets(const Book& book, absl::string_view log) const {
  std::map<std::string, int64_t> amounts;
  for (const auto& [key, amount] : by_day_) {
    const auto& [formula, role, day] = key;
    const std::optional<Bucket> bucket =
        book.BucketOf({formula, static_cast<v1::FactRole>(role), day, amount, ""}, log);
    if (bucket.has_value()) amounts[ToText(*bucket)] += amount;
  }
  for (auto one = amounts.begin(); one != amounts.end();) {
    one = one->second == 0 ? amounts.erase(one) : std::next(one);
  }
  return amounts;
}

}  // namespace mandat::objectives::facts
