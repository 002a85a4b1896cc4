#ifndef SERVICES_LIB_JSON_FORM_H_
#define SERVICES_LIB_JSON_FORM_H_

// Which form a message type has in JSON, and what is worked out once for each type.

#include <deque>
#include <mutex>
#include <shared_mutex>

#include "absl/container/flat_hash_map.h"
#include "google/protobuf/descriptor.h"

namespace mandat::json {

// All but kObject are one value.
enum class Form { kObject, kDate, kTimestamp, kMoney, kRational };

Form FormOf(const google::protobuf::Descriptor& type);

// The plans of all types met so far: how one type is written, or read. `Plan` has a function
// `static void Fill(const Descriptor& type, Find find, Plan* plan)` that works a plan out; `find`
// gives the plans of other types, of which only the address is good as long as Fill runs.
template <typename Plan>
class PlansByType {
 public:
  using Type = google::protobuf::Descriptor;

  // Valid for the life of the program. Safe for concurrent use.
  const Plan& For(const Type* type) {
    {
      std::shared_lock lock(mutex_);
      if (const auto found = finished_.find(type); found != finished_.end()) return *found->second;
    }
    std::unique_lock lock(mutex_);
    return *Find(type);
  }

 private:
  const Plan* Find(const Type* type) {
    const auto [at, added] = finished_.try_emplace(type, nullptr);
    if (!added) return at->second;
    // Entered before its fields are known, so that a type may contain itself. Nobody reads it
    // before the lock is given up.
    Plan& plan = plans_.emplace_back();
    at->second = &plan;
    Plan::Fill(
        *type, [this](const Type* other) { return Find(other); }, &plan);
    return &plan;
  }

  std::shared_mutex mutex_;
  absl::flat_hash_map<const Type*, const Plan*> finished_;
  std::deque<Plan> plans_;
};

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_FORM_H_
