#ifndef SERVICES_LIB_RUNTIME_JOBS_H_
#define SERVICES_LIB_RUNTIME_JOBS_H_

// Work that nobody calls for: what a service brings in order by itself as time goes by.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/runtime/clock.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/runtime/thread.h"

namespace mandat::runtime {

// A job finds out by itself what there is to do, so that one that was interrupted goes on where it
// stood, and replicas that run it together do nothing twice.
struct Job {
  // Names the job in the log.
  std::string name;
  // Does one portion, short enough to be waited for when the program stops. True where there may
  // be more to do at once.
  std::function<absl::StatusOr<bool>(absl::Time now)> run;
  // At most so long between two looks, for what people wait for; absent = as all others.
  std::optional<absl::Duration> every = std::nullopt;
};

// Runs all jobs on one thread, one after the other, at the start and then `every` so often, or as
// the job says. A job that fails is logged and tried again at its next turn.
class Jobs {
 public:
  // The clock, and whatever the jobs work on, outlive this.
  Jobs(std::vector<Job> jobs, const Clock& clock, absl::Duration every);
  ~Jobs() { Stop(); }

  // Waits for the portion that is being done. May be called more than once.
  void Stop();

 private:
  void Run();
  void RunToTheEnd(const Job& job);
  bool stopping();

  const std::vector<Job> jobs_;
  const Clock& clock_;
  const absl::Duration every_;
  Mutex mutex_;
  CondVar stopped_;
  bool stopping_ MANDAT_GUARDED_BY(mutex_) = false;
  Thread thread_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_JOBS_H_
