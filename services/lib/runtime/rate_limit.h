#ifndef SERVICES_LIB_RUNTIME_RATE_LIMIT_H_
#define SERVICES_LIB_RUNTIME_RATE_LIMIT_H_

// How often a caller may do something: a window that begins with the first call and counts up.

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::runtime {

// Thread-safe. Remembers the callers of the running window alone.
class RateLimit {
 public:
  // At most `calls` in each `window`, for each caller.
  RateLimit(int calls, absl::Duration window) : calls_(calls), window_(window) {}

  // RESOURCE_EXHAUSTED `RATE_LIMITED` where it is too much; that call does not count.
  absl::Status Check(const std::string& caller, absl::Time now);

 private:
  const int calls_;
  const absl::Duration window_;
  Mutex mutex_;
  absl::Time window_start_ MANDAT_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::map<std::string, int> counts_ MANDAT_GUARDED_BY(mutex_);
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_RATE_LIMIT_H_
