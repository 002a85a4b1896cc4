#include "services/lib/runtime/jobs.h"

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
  while (true) {
    for (const Job& job : jobs_) RunToTheEnd(job);
    const auto next = SteadyDeadline(every_);
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
