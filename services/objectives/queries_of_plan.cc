#include "services/objectives/queries_of_plan.h"

#include <utility>
#include <vector>

#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/objectives/schema/kinds.h"

namespace mandat::objectives {

absl::StatusOr<std::map<std::string, v1::Target>> CountingTargetsOf(const std::string& plan,
                                                                    ledger::View& view) {
  // Those that were replaced are many where a plan was often amended: they are passed over.
  constexpr int kMost = 100'000;
  ASSIGN_OR_RETURN(std::vector<v1::Target> all,
                   view.FindUnchecked<v1::Target>({{&Targets().plan, base::IdIn(plan)}}, kMost));
  std::map<std::string, v1::Target> counting;
  for (v1::Target& target : all) {
    if (!target.replaced_by().empty()) continue;
    const std::string indicator = target.indicator();
    counting.emplace(indicator, std::move(target));
  }
  return counting;
}

}  // namespace mandat::objectives
