#include "services/lib/runtime/stream_places.h"

#include "services/lib/base/error.h"

namespace mandat::runtime {

absl::Status ServerStopping() {
  return base::Error(absl::StatusCode::kUnavailable, "SERVER_STOPPING",
                     "The server stops; go on with another.");
}

absl::Status StreamPlaces::Enter(RunningStream* stream) {
  const MutexLock lock(&mutex_);
  if (ending_) return ServerStopping();
  if (running_.size() >= size_t{kStreamsMax}) {
    return base::Error(absl::StatusCode::kResourceExhausted, "SERVER_BUSY",
                       "Too many of these calls run already; try again later.");
  }
  running_.push_back(stream);
  return absl::OkStatus();
}

void StreamPlaces::Leave(RunningStream* stream) {
  const MutexLock lock(&mutex_);
  std::erase(running_, stream);
}

void StreamPlaces::EndAll() {
  const MutexLock lock(&mutex_);
  ending_ = true;
  for (RunningStream* stream : running_) stream->EndSoon();
}

}  // namespace mandat::runtime
