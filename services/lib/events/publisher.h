#ifndef SERVICES_LIB_EVENTS_PUBLISHER_H_
#define SERVICES_LIB_EVENTS_PUBLISHER_H_

// Asynchronous publishing into JetStream, with acknowledgements.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/nats_connection.h"

namespace mandat::events {

// What the broker said to one publication.
struct Acknowledgement {
  // Id of the publication.
  std::string id;
  // OK where it is stored. UNAVAILABLE `BROKER_UNAVAILABLE` where it is not, for instance because
  // no stream takes the subject.
  absl::Status status;
  // Sequence in the stream; of the earlier one where it is a repeat.
  int64_t stream_sequence = 0;
  // The broker had it already.
  bool duplicate = false;
};

// Everything that is published through it and not acknowledged is forgotten with it, and nothing
// that arrives later is heard: after a lost connection, or when acknowledgements stay away, whoever
// publishes makes a new one. (nats.c alone would wait for ever for what was lost with a
// connection.)
class Publisher {
 public:
  using Acknowledged = std::function<void(Acknowledgement)>;

  // `acknowledged` is called on a thread of nats.c's, at the latest a moment after the publisher's
  // end: it must own what it touches. At most `max_pending` publications may be unacknowledged. The
  // connection outlives the publisher.
  static absl::StatusOr<std::unique_ptr<Publisher>> Create(NatsConnection& connection,
                                                           int max_pending,
                                                           Acknowledged acknowledged);
  ~Publisher();
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  // UNAVAILABLE `BROKER_UNAVAILABLE`: it was not sent and will not be acknowledged.
  absl::Status Publish(const Publication& publication);
  // The same without an acknowledgement: what it becomes shows in that of a later one.
  absl::Status PublishUnacknowledged(const Publication& publication);

 private:
  Publisher(NatsConnection& connection, uintptr_t listener)
      : connection_(connection), listener_(listener) {}

  NatsConnection& connection_;
  const uintptr_t listener_;
  JetStreamPtr jet_stream_;
  bool published_ = false;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_PUBLISHER_H_
