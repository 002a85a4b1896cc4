#include "services/objectives/assessment/budgets.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

#include "absl/numeric/int128.h"
#include "services/lib/base/money.h"

namespace mandat::objectives {
namespace {

constexpr int64_t kWholeShare = 1000;

using ByYearAndType = std::map<std::pair<int32_t, std::string>, int64_t>;

// The cents of each share; together they are `cents`, which is not negative.
std::vector<int64_t> Divide(int64_t cents, const v1::Action& action) {
  std::vector<int64_t> parts, remainders;
  for (const v1::ServedObjective& served : action.serves()) {
    const absl::int128 exact = absl::int128(cents) * served.budget_share_permille();
    parts.push_back(static_cast<int64_t>(exact / kWholeShare));
    remainders.push_back(static_cast<int64_t>(exact % kWholeShare));
  }
  std::vector<size_t> order(parts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  int64_t left = cents - std::accumulate(parts.begin(), parts.end(), int64_t{0});
  for (size_t i = 0; i < order.size() && left > 0; ++i, --left) ++parts[order[i]];
  return parts;
}

void Add(const v1::BudgetLine& line, int64_t cents, ByYearAndType* sums) {
  int64_t& sum = (*sums)[{line.year(), line.type()}];
  const absl::int128 exact = absl::int128(sum) + cents;
  sum = static_cast<int64_t>(std::min(exact, absl::int128(std::numeric_limits<int64_t>::max())));
}

}  // namespace

std::map<std::string, std::vector<v1::BudgetLine>> BudgetsOfTree(
    absl::Span<const v1::Objective> objectives, absl::Span<const v1::Action> actions) {
  std::map<std::string, const v1::Objective*> by_name;
  for (const v1::Objective& objective : objectives) by_name[objective.name()] = &objective;
  std::map<std::string, ByYearAndType> sums;
  for (const v1::Action& action : actions) {
    if (action.state() == v1::ACTION_STATE_ABANDONED) continue;
    for (const v1::BudgetLine& line : action.budget()) {
      const auto money = base::ParseMoney(line.amount(), "amount");
      if (!money.ok()) continue;
      const std::vector<int64_t> parts = Divide(money->cents, action);
      for (int i = 0; i < action.serves_size(); ++i) {
        const auto served = by_name.find(action.serves(i).objective());
        if (served == by_name.end()) continue;
        const int64_t cents = parts[static_cast<size_t>(i)];
        Add(line, cents, &sums[served->first]);
        for (const std::string& above : served->second->ancestors()) Add(line, cents, &sums[above]);
      }
    }
  }
  std::map<std::string, std::vector<v1::BudgetLine>> budgets;
  for (const auto& [objective, lines] : sums) {
    for (const auto& [key, cents] : lines) {
      v1::BudgetLine line;
      line.set_year(key.first);
      line.set_type(key.second);
      *line.mutable_amount() = base::ToMoney({cents});
      budgets[objective].push_back(std::move(line));
    }
  }
  return budgets;
}

}  // namespace mandat::objectives
