#ifndef SERVICES_LIB_RUNTIME_STREAM_PLACES_H_
#define SERVICES_LIB_RUNTIME_STREAM_PLACES_H_

// The streams of one method that run at a time: few, because each holds a thread, and told when the
// server stops.

#include <vector>

#include "absl/status/status.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::runtime {

inline constexpr int kStreamsMax = 8;

// How a stream that is cut short by the server's end answers: UNAVAILABLE `SERVER_STOPPING`.
absl::Status ServerStopping();

class RunningStream {
 public:
  // The server stops: be done soon. Called on any thread, at most once; it must not wait.
  virtual void EndSoon() = 0;

 protected:
  ~RunningStream() = default;
};

// Thread-safe.
class StreamPlaces {
 public:
  StreamPlaces() = default;
  StreamPlaces(const StreamPlaces&) = delete;
  StreamPlaces& operator=(const StreamPlaces&) = delete;

  // Takes a place, until Leave(). RESOURCE_EXHAUSTED `SERVER_BUSY` where kStreamsMax are taken;
  // UNAVAILABLE `SERVER_STOPPING` after EndAll().
  absl::Status Enter(RunningStream* stream) MANDAT_EXCLUDES(mutex_);
  // Afterwards the stream is not told anything any more.
  void Leave(RunningStream* stream) MANDAT_EXCLUDES(mutex_);

  // Tells every stream to be done soon, and lets none in any more.
  void EndAll() MANDAT_EXCLUDES(mutex_);

 private:
  Mutex mutex_;
  std::vector<RunningStream*> running_ MANDAT_GUARDED_BY(mutex_);
  bool ending_ MANDAT_GUARDED_BY(mutex_) = false;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_STREAM_PLACES_H_
