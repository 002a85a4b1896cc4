#include "services/lib/runtime/jobs.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/lib/base/error.h"
#include "services/lib/runtime/log.h"

namespace mandat::runtime {

Jobs::Jobs(std::vector<Job> jobs, const Clock& clock, absl::Duration every)
    : jobs_(std::move(jobs)), clock_(clock), every_(every) {
  if (!jobs_.empty()) thread_ = Thread("jobs", [this] { Run(); });
}

void Jobs::Stop() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
  }
  stopped_.NotifyAll();
  thread_.Join();
}

void Jobs::Run() {
  std::vector<std::chrono::steady_clock::time_point> turns(jobs_.size());
  while (true) {
    for (size_t i = 0; i < jobs_.size(); ++i) {
      if (turns[i] > std::chrono::steady_clock::now()) continue;
      RunToTheEnd(jobs_[i]);
      turns[i] = SteadyDeadline(std::min(jobs_[i].every.value_or(every_), every_));
    }
    const auto next = *std::min_element(turns.begin(), turns.end());
    MutexLock lock(&mutex_);
    while (!stopping_ && stopped_.WaitUntil(&mutex_, next)) {
    }
    if (stopping_) return;
  }
}

void Jobs::RunToTheEnd(const Job& job) {
  while (!stopping()) {
    const absl::StatusOr<bool> more = job.run(clock_.Now());
    if (!more.ok()) {
      LogWarning("job failed", {{"job", job.name},
                                {"reason", base::ReasonOf(more.status())},
                                {"cause", more.status().message()}});
    }
    if (!more.ok() || !*more) return;
  }
}

bool Jobs::stopping() {
  MutexLock lock(&mutex_);
  return stopping_;
}

}  // namespace mandat::runtime
