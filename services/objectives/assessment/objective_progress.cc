#include "services/objectives/assessment/objective_progress.h"

#include <algorithm>
#include <optional>

namespace mandat::objectives {

std::map<std::string, v1::Progress> ProgressOfTree(
    absl::Span<const v1::Objective> objectives,
    const std::map<std::string, std::vector<Part>>& measured) {
  std::map<std::string, std::vector<Part>> parts = measured;
  // What is deeper comes first: it knows more objectives above it.
  std::vector<const v1::Objective*> from_leaves;
  for (const v1::Objective& objective : objectives) from_leaves.push_back(&objective);
  std::stable_sort(from_leaves.begin(), from_leaves.end(),
                   [](const v1::Objective* a, const v1::Objective* b) {
                     return a->ancestors_size() > b->ancestors_size();
                   });
  std::map<std::string, v1::Progress> all;
  for (const v1::Objective* objective : from_leaves) {
    v1::Progress progress = ProgressOf(parts[objective->name()]);
    if (!objective->parent().empty()) {
      Part part = {objective->name(), WeightOf(objective->weight()), std::nullopt};
      if (progress.has_progress_permille()) part.progress_permille = progress.progress_permille();
      parts[objective->parent()].push_back(std::move(part));
    }
    all.emplace(objective->name(), std::move(progress));
  }
  return all;
}

}  // namespace mandat::objectives
