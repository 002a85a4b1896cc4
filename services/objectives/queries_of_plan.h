#ifndef SERVICES_OBJECTIVES_QUERIES_OF_PLAN_H_
#define SERVICES_OBJECTIVES_QUERIES_OF_PLAN_H_

// For queries about whole plans.

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/view.h"

namespace mandat::objectives {

// What of a kind belongs to a plan and the caller may see, by id; `of` is the kind's column of the
// plan. Stops reading once it has `most`.
template <typename T>
absl::StatusOr<std::vector<T>> AllOfPlan(const ledger::Column& of, const std::string& plan,
                                         ledger::View& view,
                                         size_t most = std::numeric_limits<size_t>::max()) {
  constexpr size_t kAtOnce = 1000;
  std::vector<T> all;
  ledger::ListQuery query;
  query.where.emplace_back(&of, ledger::Value(base::IdIn(plan)));
  do {
    query.page_size = static_cast<int>(std::min(kAtOnce, most - all.size()));
    ASSIGN_OR_RETURN(auto page, view.List<T>(query));
    for (T& item : page.items) all.push_back(std::move(item));
    query.page_token = std::move(page.next_page_token);
  } while (!query.page_token.empty() && all.size() < most);
  return all;
}

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_QUERIES_OF_PLAN_H_
