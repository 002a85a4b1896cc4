#ifndef TESTS_LOAD_EVENT_MIX_H_
#define TESTS_LOAD_EVENT_MIX_H_

// Events as the logs of all services would have them after years, for what is computed from them.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/objectives/formulas/event_types.h"

namespace mandat::load {

// An event, before it has a place in its log.
struct MixedEvent {
  const objectives::formulas::EventType* type = nullptr;
  // Name and version of the resource.
  std::string resource;
  int64_t version = 0;
  absl::Time commit_time;
  // What it carries: without personal fields.
  std::unique_ptr<google::protobuf::Message> body;
};

// A stream of events over four years, the same at every run but for ids. Nine in ten are of types
// that the shipped formulas count, which is more than in life; an answer follows its question, an
// end its beginning, and what is late, missing or without evidence is there as well.
class EventMix {
 public:
  static constexpr int kFirstYear = 2022;
  static constexpr int kYears = 4;

  // `total`: how many there are in all years. `type`: that alone; empty = the mix.
  explicit EventMix(int64_t total, std::string type = "") : total_(total), type_(std::move(type)) {}

  // In the order of time.
  MixedEvent Next();

 private:
  struct Life {
    std::string resource;
    int64_t version = 0;
    absl::Time begun;
  };
  struct Share;
  MixedEvent Make(const Share& share);
  // A resource that begins; one that waits for what comes next, or begins where none does.
  Life Begin(const Share& share, absl::Time now);
  Life GoOn(const Share& share, absl::Time now);
  int Draw(int below) { return static_cast<int>(random_() % static_cast<uint64_t>(below)); }

  const int64_t total_;
  const std::string type_;
  int64_t made_ = 0;
  std::mt19937_64 random_{7};
  // By collection: those that wait.
  std::map<std::string, std::deque<Life>> waiting_;
};

}  // namespace mandat::load

#endif  // TESTS_LOAD_EVENT_MIX_H_
