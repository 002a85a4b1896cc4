#ifndef SERVICES_LIB_EVENTS_GAP_WATCH_H_
#define SERVICES_LIB_EVENTS_GAP_WATCH_H_

// Notices that events did not arrive. Every event names the published position before it, so that
// whoever gets all events of a log sees a hole as soon as something comes after it, and a lost end
// by the head that is announced every second. Pure.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "absl/time/time.h"

namespace mandat::events {

// Events may overtake each other and be repeated. Not thread-safe.
class GapWatch {
 public:
  // A hole counts once it has been open for `patience`.
  explicit GapWatch(absl::Duration patience) : patience_(patience) {}

  // Everything of the source up to here is known. Without effect on a source that was seen before.
  void Begin(const std::string& source, int64_t known);
  // What came before the first event of a source that was not begun is taken as known.
  void Saw(const std::string& source, int64_t position, int64_t previous, absl::Time now);
  // The source announced its last published position.
  void SawHead(const std::string& source, int64_t last_published, absl::Time now);

  struct Gap {
    std::string source;
    // Everything up to here was seen.
    int64_t after = 0;
  };
  // A hole that lasts. Its patience begins again.
  std::optional<Gap> Take(absl::Time now);
  // Whether the source was begun or seen.
  bool Knows(const std::string& source) const { return chains_.count(source) != 0; }
  // Whether anything is missing from this source, for however short a time.
  bool Open(const std::string& source) const;

 private:
  struct Chain {
    // Everything up to here was seen.
    int64_t tip = 0;
    // What was seen beyond, by its predecessor.
    std::map<int64_t, int64_t> beyond;
    int64_t announced = 0;
    absl::Time since;

    bool open() const { return !beyond.empty() || announced > tip; }
  };

  const absl::Duration patience_;
  std::unordered_map<std::string, Chain> chains_;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_GAP_WATCH_H_
