#ifndef SERVICES_OBJECTIVES_RULES_TREE_H_
#define SERVICES_OBJECTIVES_RULES_TREE_H_

// Trees whose members each know all that is above them, so that depth and circles show in one of
// them. It stays true because only leaves move: nothing below them would have to change.

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "services/lib/base/error.h"

namespace mandat::objectives {

inline constexpr int kTreeLevels = 8;

// Notes in `child` what is above it; `parent` is null at the top. FAILED_PRECONDITION
// `TREE_TOO_DEEP`.
template <typename T>
absl::Status HangOn(const T* parent, T* child) {
  child->clear_ancestors();
  if (parent == nullptr) return absl::OkStatus();
  if (parent->ancestors_size() + 2 > kTreeLevels) {
    return base::Error(absl::StatusCode::kFailedPrecondition, "TREE_TOO_DEEP",
                       "A tree has at most eight levels. Choose a parent that is higher up.");
  }
  *child->mutable_ancestors() = parent->ancestors();
  child->add_ancestors(parent->name());
  return absl::OkStatus();
}

// Whether `one` is of this name or hangs on what is.
template <typename T>
bool IsAtOrBelow(const T& one, const std::string& name) {
  return one.name() == name ||
         std::find(one.ancestors().begin(), one.ancestors().end(), name) != one.ancestors().end();
}

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_RULES_TREE_H_
