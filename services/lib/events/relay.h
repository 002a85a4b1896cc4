#ifndef SERVICES_LIB_EVENTS_RELAY_H_
#define SERVICES_LIB_EVENTS_RELAY_H_

// Publishes the log of a service: every published version at least once, the versions of a resource
// in order. The log is the truth and the broker is transport: what a broker lost is published
// again.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/events/streams.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"
#include "services/lib/runtime/clock.h"
#include "services/lib/runtime/thread.h"

namespace mandat::events {

// Everything pointed to outlives the relay.
struct RelayOptions {
  ledger::Store* store = nullptr;
  ledger::Ledger* ledger = nullptr;
  const ledger::Catalog* catalog = nullptr;
  const runtime::Clock* clock = nullptr;
  // Short name: `socialaid`.
  std::string service;
  BrokerOptions broker;
  // Applied at start and whenever the broker does not have it. Its subjects are EventSubjects().
  StreamDeclaration stream;
  // How many positions may be read and not acknowledged.
  int window = 4096;
  // A publication that is not acknowledged by then is published again.
  absl::Duration ack_deadline = absl::Seconds(5);
  // How often the stream is asked whether it still has everything.
  absl::Duration check_interval = absl::Seconds(3);
  // For the log: something that happens rarely, and why (OK where there is no cause). Called on the
  // relay's thread. May be empty.
  std::function<void(absl::string_view message, const absl::Status& cause)> notice;
};

struct RelayFigures {
  // This process is the one that publishes.
  bool active = false;
  // Everything is in order with the broker.
  bool connected = false;
  // Age of the oldest version that is not published yet; zero where there is none.
  absl::Duration oldest_unpublished;
  // Positions between the head of the log and what is published.
  int64_t lag = 0;
  // Acknowledged since the start, repeats included.
  int64_t published = 0;
};

struct RelayMail;

// Thread-safe. Works on a thread of its own from construction on, whether there is a broker or not.
class Relay {
 public:
  explicit Relay(RelayOptions options);
  // Stop(zero).
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Sends nothing more, waits at most so long for what is on its way, makes the cursor durable. May
  // be called more than once.
  void Stop(absl::Duration deadline);

  // Publishes everything after a position once more; answers how many positions that are.
  // INVALID_ARGUMENT `POSITION_INVALID` where it is negative or beyond the head; UNAVAILABLE
  // `RELAY_ELSEWHERE` where another process publishes: call there.
  absl::StatusOr<int64_t> Republish(int64_t after_position);

  RelayFigures figures() const;

 private:
  void Run();

  const RelayOptions options_;
  const std::shared_ptr<RelayMail> mail_;
  runtime::Thread thread_;
};

// As Relay::Republish for a log that nobody publishes now: it begins there as soon as one does.
// FAILED_PRECONDITION `RELAY_RUNNING` where a process publishes it: ask that one.
absl::StatusOr<int64_t> RepublishFromNextStart(ledger::Store& store, int64_t after_position);

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_RELAY_H_
