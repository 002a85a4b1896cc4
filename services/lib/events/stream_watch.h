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
  // What the stream says of itself. If it lost something that this watch had seen in it: the last
  // sequence that is surely left, 0 where nothing is. A stream that is seen for the first time has
  // lost nothing.
  std::optional<int64_t> Look(const StreamState& state);

  // A publication was stored under this sequence. The same answer: a new message under a sequence
  // that was given away before means that everything from there on was lost.
  std::optional<int64_t> Stored(int64_t sequence, bool duplicate);

  // Whether a repeat of the message under this sequence is still in the stream, as far as the last
  // look tells. A broker remembers ids longer than messages that were purged.
  bool StillHas(int64_t sequence) const { return sequence >= first_; }

 private:
  std::optional<absl::Time> created_;
  int64_t first_ = 0;
  // Highest sequence seen.
  int64_t highest_ = 0;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_STREAM_WATCH_H_
