#ifndef SERVICES_LIB_EVENTS_STREAM_WATCH_H_
#define SERVICES_LIB_EVENTS_STREAM_WATCH_H_

// Notices that the broker's stream lost what it had acknowledged: a disk that was replaced, a power
// cut, a leader that was behind. Pure.

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "services/lib/events/streams.h"

namespace mandat::events {

// What is known of one stream. Not thread-safe.
class StreamWatch {
 public:
  // What the stream says of itself while nothing is on its way to it. If it lost something that
  // this watch had seen in it: the last sequence that is surely left, 0 where nothing is. A stream
  // that is seen for the first time has lost nothing.
  std::optional<int64_t> Begin(const StreamState& state);

  // The same while publications are on their way: some that it counts may not be acknowledged yet.
  std::optional<int64_t> Look(const StreamState& state);

  // A publication was acknowledged with this sequence. The same answer: a sequence that was known
  // to be taken, given away again, means that everything from there on was lost.
  std::optional<int64_t> Stored(int64_t sequence, bool duplicate);

  // Whether a repeat of the message under this sequence is still in the stream, as far as the last
  // look tells. A broker remembers ids longer than messages that were purged.
  bool StillHas(int64_t sequence) const { return sequence >= first_; }

 private:
  std::optional<absl::Time> created_;
  int64_t first_ = 0;
  // Highest sequence seen, in whatever way.
  int64_t highest_ = 0;
  // Every sequence up to here was taken before any publication that is still on its way.
  int64_t taken_ = 0;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_STREAM_WATCH_H_
