#include "services/lib/runtime/rate_limit.h"

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"

namespace mandat::runtime {

absl::Status RateLimit::Check(const std::string& caller, absl::Time now) {
  MutexLock lock(&mutex_);
  // A clock that went back begins a window as well: it must not lock anybody out.
  if (now >= window_start_ + window_ || now < window_start_) {
    window_start_ = now;
    counts_.clear();
  }
  int& count = counts_[caller];
  if (count < calls_) {
    ++count;
    return absl::OkStatus();
  }
  return base::Error(absl::StatusCode::kResourceExhausted, "RATE_LIMITED",
                     absl::StrCat("At most ", calls_, " calls in ", absl::FormatDuration(window_),
                                  ". Wait and repeat."),
                     {{"limit", absl::StrCat(calls_)}, {"window", absl::FormatDuration(window_)}});
}

}  // namespace mandat::runtime
