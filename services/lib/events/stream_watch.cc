#include "services/lib/events/stream_watch.h"

#include <algorithm>

namespace mandat::events {

std::optional<int64_t> StreamWatch::Begin(const StreamState& state) {
  const std::optional<int64_t> left = Look(state);
  taken_ = state.last_sequence;
  return left;
}

std::optional<int64_t> StreamWatch::Look(const StreamState& state) {
  const bool known = created_.has_value();
  const bool other = known && *created_ != state.created;
  // Limits remove old messages one by one; everything at once is a purge.
  const bool emptied = state.messages == 0 && first_ <= highest_ && highest_ > 0;
  const bool shortened = state.last_sequence < highest_;
  created_ = state.created;
  first_ = state.messages == 0 ? state.last_sequence + 1 : state.first_sequence;
  highest_ = state.last_sequence;
  taken_ = std::min(taken_, highest_);
  if (!known) return std::nullopt;
  if (other || emptied) return 0;
  if (shortened) return state.messages == 0 ? 0 : state.last_sequence;
  return std::nullopt;
}

std::optional<int64_t> StreamWatch::Stored(int64_t sequence, bool duplicate) {
  if (duplicate) return std::nullopt;
  const bool again = sequence <= taken_;
  taken_ = sequence;
  highest_ = again ? sequence : std::max(highest_, sequence);
  if (again) return sequence - 1;
  return std::nullopt;
}

}  // namespace mandat::events
