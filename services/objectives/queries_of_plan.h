#ifndef SERVICES_OBJECTIVES_QUERIES_OF_PLAN_H_
#define SERVICES_OBJECTIVES_QUERIES_OF_PLAN_H_

// For queries about whole plans.

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "mandat/objectives/v1/target.pb.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/view.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

// What of a kind has these values and the caller may see, by id. Stops reading once it has `most`.
template <typename T>
absl::StatusOr<std::vector<T>> AllWhere(
    const std::vector<std::pair<const ledger::Column*, ledger::Value>>& where, ledger::View& view,
    size_t most = std::numeric_limits<size_t>::max()) {
  constexpr size_t kAtOnce = 1000;
  std::vector<T> all;
  ledger::ListQuery query;
  query.where = where;
  do {
    query.page_size = static_cast<int>(std::min(kAtOnce, most - all.size()));
    ASSIGN_OR_RETURN(auto page, view.List<T>(query));
    for (T& item : page.items) all.push_back(std::move(item));
    query.page_token = std::move(page.next_page_token);
  } while (!query.page_token.empty() && all.size() < most);
  return all;
}

// What of a kind belongs to a plan, likewise; `of` is the kind's column of the plan.
template <typename T>
absl::StatusOr<std::vector<T>> AllOfPlan(const ledger::Column& of, const std::string& plan,
                                         ledger::View& view,
                                         size_t most = std::numeric_limits<size_t>::max()) {
  return AllWhere<T>({{&of, ledger::Value(base::IdIn(plan))}}, view, most);
}

// The targets of a plan that count, by indicator.
inline absl::StatusOr<std::map<std::string, v1::Target>> CountingTargets(const std::string& plan,
                                                                         ledger::View& view) {
  ASSIGN_OR_RETURN(std::vector<v1::Target> all, AllOfPlan<v1::Target>(Targets().plan, plan, view));
  std::map<std::string, v1::Target> counting;
  for (v1::Target& target : all) {
    if (target.replaced_by().empty()) counting.emplace(target.indicator(), std::move(target));
  }
  return counting;
}

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_QUERIES_OF_PLAN_H_
