#include "services/objectives/objectives/rules_ranking.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <tuple>
#include <utility>

#include "services/lib/base/error.h"
#include "services/lib/base/request_checks.h"
#include "services/objectives/names.h"

namespace mandat::objectives::objective_tree {
namespace {

using v1::Objective;
using v1::ObjectiveRank;

constexpr int kWeightMost = 100;

// Of stake, urgency and return.
using Weights = std::array<int, 3>;

bool IsNothing(const Weights& weights) { return weights == Weights{0, 0, 0}; }

Weights WeightsOf(const v1::RankObjectivesRequest& request) {
  const Weights weights = {request.stake_weight(), request.urgency_weight(),
                           request.return_weight()};
  return IsNothing(weights) ? Weights{1, 1, 1} : weights;
}

// The weights with one of them doubled or dropped, as long as one is left.
std::vector<Weights> Variants(const Weights& weights) {
  std::vector<Weights> variants;
  for (size_t one = 0; one < weights.size(); ++one) {
    for (const int factor : {2, 0}) {
      Weights variant = weights;
      variant[one] *= factor;
      if (!IsNothing(variant)) variants.push_back(variant);
    }
  }
  return variants;
}

int ScoreOf(const Objective& objective, const Weights& weights) {
  const v1::PriorityScore& last = objective.scores(objective.scores_size() - 1);
  return weights[0] * last.stake() + weights[1] * last.urgency() +
         weights[2] * last.return_on_investment();
}

// The rank of each: one more than there are better ones.
std::vector<int> RanksBy(const Weights& weights, const std::vector<const Objective*>& scored) {
  std::vector<int> sums;
  sums.reserve(scored.size());
  for (const Objective* objective : scored) sums.push_back(ScoreOf(*objective, weights));
  std::vector<int> descending = sums;
  std::sort(descending.rbegin(), descending.rend());
  std::vector<int> ranks;
  ranks.reserve(scored.size());
  for (const int sum : sums) {
    const auto first =
        std::lower_bound(descending.begin(), descending.end(), sum, std::greater<>());
    ranks.push_back(static_cast<int>(first - descending.begin()) + 1);
  }
  return ranks;
}

absl::Status CheckWeight(int weight, absl::string_view field) {
  if (weight >= 0 && weight <= kWeightMost) return absl::OkStatus();
  return base::InvalidField("WEIGHT_INVALID", field, "Give 0 to 100.");
}

}  // namespace

absl::Status CheckRank(const v1::RankObjectivesRequest& request) {
  RETURN_IF_ERROR(base::CheckName(request.plan(), kPlans, "plan"));
  RETURN_IF_ERROR(CheckWeight(request.stake_weight(), "stake_weight"));
  RETURN_IF_ERROR(CheckWeight(request.urgency_weight(), "urgency_weight"));
  return CheckWeight(request.return_weight(), "return_weight");
}

v1::RankObjectivesResponse Rank(const v1::RankObjectivesRequest& request,
                                const std::vector<Objective>& objectives) {
  std::vector<const Objective*> scored;
  for (const Objective& objective : objectives) {
    if (!objective.scores().empty()) scored.push_back(&objective);
  }
  const Weights weights = WeightsOf(request);
  const std::vector<int> ranks = RanksBy(weights, scored);
  std::vector<ObjectiveRank> all(scored.size());
  for (size_t i = 0; i < scored.size(); ++i) {
    all[i].set_objective(scored[i]->name());
    all[i].set_number(scored[i]->number());
    all[i].set_rank(ranks[i]);
    all[i].set_score(ScoreOf(*scored[i], weights));
    all[i].set_best_rank(ranks[i]);
    all[i].set_worst_rank(ranks[i]);
  }
  for (const Weights& variant : Variants(weights)) {
    const std::vector<int> other = RanksBy(variant, scored);
    for (size_t i = 0; i < scored.size(); ++i) {
      all[i].set_best_rank(std::min(all[i].best_rank(), other[i]));
      all[i].set_worst_rank(std::max(all[i].worst_rank(), other[i]));
    }
  }
  std::sort(all.begin(), all.end(), [](const ObjectiveRank& a, const ObjectiveRank& b) {
    return std::forward_as_tuple(a.rank(), a.number(), a.objective()) <
           std::forward_as_tuple(b.rank(), b.number(), b.objective());
  });
  v1::RankObjectivesResponse response;
  for (ObjectiveRank& rank : all) *response.add_ranks() = std::move(rank);
  return response;
}

}  // namespace mandat::objectives::objective_tree
