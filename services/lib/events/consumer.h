#ifndef SERVICES_LIB_EVENTS_CONSUMER_H_
#define SERVICES_LIB_EVENTS_CONSUMER_H_

// Applies the events of another service to this one: each once, effect and record in one commit.
// What can never be applied becomes a dead letter and blocks nothing. The versions of a resource
// are applied in order, but for what a crash left unacknowledged: that comes late, and Delivery
// says what it is then worth.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mandat/common/v1/log.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/events/streams.h"
#include "services/lib/ledger/command.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"
#include "services/lib/runtime/clock.h"
#include "services/lib/runtime/thread.h"

namespace mandat::events {

// What of a resource counts.
enum class Delivery {
  // Every version, once: for what counts or keeps a history. A version that arrives late is
  // applied.
  kEveryVersion,
  // The newest version: for projections. A version that arrives after a newer one is dropped.
  kLatestState,
};

// Asks the owner of a log for its events after a position; blocks.
using ReplaySource =
    std::function<absl::StatusOr<common::v1::ListEventsResponse>(int64_t after_position)>;

// Everything pointed to outlives the consumer; the command outlives the ledger.
struct ConsumerOptions {
  // From deploy/nats/consumers/; applied at start and whenever the broker does not have it.
  ConsumerDeclaration declaration;
  Delivery delivery = Delivery::kEveryVersion;
  // Its request is a common::v1::PublishedEvent.
  const ledger::Command* command = nullptr;
  ledger::Ledger* ledger = nullptr;
  ledger::Store* store = nullptr;
  const runtime::Clock* clock = nullptr;
  // `system:<service>/<job>`.
  std::shared_ptr<const access::Actor> actor;
  BrokerOptions broker;
  // Messages asked for at a time, and in work at a time.
  int batch = 64;
  int in_work_max = 256;
  // Pause before an event is tried again; doubles with every delivery up to the longest.
  absl::Duration retry_first = absl::Milliseconds(500);
  absl::Duration retry_longest = absl::Seconds(30);

  // For a consumer that gets all events of a service: its short name. Holes are then noticed, and
  // after `gap_patience` the owner is asked for what is missing. Empty = the broker is trusted, as
  // it must be by a consumer of some subjects alone, which cannot tell a hole from what it did not
  // ask for.
  std::string followed_service;
  ReplaySource replay;
  // For such a consumer that needs all that ever was: the position of a source up to which
  // everything was applied, 0 = nothing. What lies between there and the first event that comes is
  // then a hole. Empty = what came before the first event is taken as known. Blocks.
  std::function<absl::StatusOr<int64_t>(const std::string& source)> known;
  // Called with every announcement of the followed service's head, on the consumer's thread: only
  // wake somebody. May be empty.
  std::function<void(const Head&)> on_head;
  absl::Duration gap_patience = absl::Seconds(10);

  // As in RelayOptions.
  std::function<void(absl::string_view message, const absl::Status& cause)> notice;
};

struct ConsumerFigures {
  bool connected = false;
  int64_t applied = 0;
  // Delivered and found to be applied already.
  int64_t repeated = 0;
  // Given back to the broker for a later try.
  int64_t retried = 0;
  int64_t dead_letters = 0;
  // Times that the owner was asked for missing events.
  int64_t replays = 0;
  // Messages of the stream that were not delivered yet, as of the last one that was.
  int64_t lag = 0;
};

// Whether a failure may be gone at the next try: UNAVAILABLE, ABORTED, RESOURCE_EXHAUSTED,
// DEADLINE_EXCEEDED, CANCELLED. Everything else is poison.
bool IsTransient(const absl::Status& status);

struct ConsumerMail;

// Thread-safe. Works on a thread of its own from construction on, whether there is a broker or not.
class Consumer {
 public:
  explicit Consumer(ConsumerOptions options);
  // Stop(zero).
  ~Consumer();
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  // Takes nothing more, waits at most so long for what is in work, gives back the rest. May be
  // called more than once.
  void Stop(absl::Duration deadline);

  // Applies a dead letter of this consumer once more, in its turn among the versions of its
  // resource, and settles it in the same commit; one that is settled already is answered as it is.
  // For the latest state alone, a letter that a newer version has overtaken is settled without
  // effect. Blocks. NOT_FOUND `DEAD_LETTER_NOT_FOUND`; FAILED_PRECONDITION `STILL_POISON` (metadata
  // `reason`, `cause`); transient errors as they are; CANCELLED where the consumer stops.
  absl::StatusOr<ledger::DeadLetterRow> ReplayDeadLetter(const std::string& id);

  ConsumerFigures figures() const;

 private:
  void Run();

  const ConsumerOptions options_;
  const std::shared_ptr<ConsumerMail> mail_;
  runtime::Thread thread_;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_CONSUMER_H_
