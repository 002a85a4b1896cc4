#ifndef SERVICES_LIB_EVENTS_PUBLISH_WINDOW_H_
#define SERVICES_LIB_EVENTS_PUBLISH_WINDOW_H_

// The events between what is surely published and what was read last: which of them may go out now,
// and how far everything is acknowledged. Without broker, store, thread or clock.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/time/time.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/lanes.h"

namespace mandat::events {

// One event of a resource is on its way at a time, so that a repeated publication cannot overtake a
// later version. Not thread-safe.
class PublishWindow {
 public:
  // Everything up to `cursor` is published.
  explicit PublishWindow(int64_t cursor) : read_(cursor) {}

  // Position `position` needs no publication. Positions come in order, without a gap.
  void Skip(int64_t position) { read_ = position; }
  // Position `position` is to be published as this version of `resource`.
  void Add(int64_t position, const std::string& resource, Publication publication);

  struct Ready {
    int64_t position = 0;
    const Publication* publication = nullptr;
  };
  // What may be sent now and was not yet; `now` is noted as the time of sending. Valid until the
  // next call.
  std::vector<Ready> TakeReady(absl::Time now);
  // The broker has it: true. False for an id that is not on its way.
  bool Acknowledge(const std::string& id);

  // All up to here is published or needs no publication.
  int64_t cursor() const { return open_.empty() ? read_ : open_.begin()->first - 1; }
  // Position that was read last.
  int64_t read() const { return read_; }
  // How many are read and not acknowledged.
  size_t size() const { return open_.size(); }
  // When the longest unacknowledged one was sent; absent where none is on its way.
  std::optional<absl::Time> oldest_sent() const;

 private:
  struct Open {
    std::string resource;
    Publication publication;
  };
  struct Sent {
    std::string id;
    absl::Time time;
  };

  int64_t read_;
  std::map<int64_t, Open> open_;
  Lanes<int64_t> lanes_;
  // Positions of what is on its way, by id.
  std::unordered_map<std::string, int64_t> under_way_;
  // In the order of sending; begins with one that is on its way.
  std::deque<Sent> sent_;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_PUBLISH_WINDOW_H_
