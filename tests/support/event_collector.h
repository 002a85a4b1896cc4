#ifndef TESTS_SUPPORT_EVENT_COLLECTOR_H_
#define TESTS_SUPPORT_EVENT_COLLECTOR_H_

// A subscriber as another agency would write it: a durable pull consumer that acknowledges what it
// has and recognises repeats by source and id, whatever happens to the broker meanwhile.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/events/nats_connection.h"
#include "services/lib/events/streams.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/runtime/thread.h"

namespace mandat::testing {

class EventCollector {
 public:
  // Source and id.
  using Key = std::pair<std::string, std::string>;

  // Collects what the stream of a service holds, on a thread of its own from now on.
  explicit EventCollector(std::string broker_url, const std::string& service = "socialaid");
  ~EventCollector();
  EventCollector(const EventCollector&) = delete;
  EventCollector& operator=(const EventCollector&) = delete;

  // The payload of each event, once.
  std::map<Key, std::string> Effects() const;
  size_t effects() const;
  // What no subscriber may be sent: an event that is none, or a repeat with another content.
  std::vector<std::string> Faults() const;

 private:
  void Run();
  // False where the broker has to be asked again in a moment.
  bool Open();
  bool Fetch();
  void Receive(const std::string& payload);

  const std::string broker_url_;
  const events::ConsumerDeclaration consumer_;
  std::unique_ptr<events::NatsConnection> connection_;
  events::SubscriptionPtr subscription_;
  int64_t reconnections_ = 0;

  mutable runtime::Mutex mutex_;
  runtime::CondVar changed_;
  bool stopping_ MANDAT_GUARDED_BY(mutex_) = false;
  std::map<Key, std::string> effects_ MANDAT_GUARDED_BY(mutex_);
  std::vector<std::string> faults_ MANDAT_GUARDED_BY(mutex_);
  runtime::Thread thread_;
};

}  // namespace mandat::testing

#endif  // TESTS_SUPPORT_EVENT_COLLECTOR_H_
