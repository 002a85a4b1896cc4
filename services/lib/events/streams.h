#ifndef SERVICES_LIB_EVENTS_STREAMS_H_
#define SERVICES_LIB_EVENTS_STREAMS_H_

// Streams and durable consumers as declared by the files in deploy/nats/: the words of the
// JetStream API, with durations written as text (`3s`). Fields that this program has never heard of
// are sent as they are, and a broker that does not know one is found out.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/events/nats_connection.h"

namespace mandat::events {

struct StreamDeclaration {
  std::string name;
  // How long messages are kept; infinite where the file does not say.
  absl::Duration max_age = absl::InfiniteDuration();
  // What the API wants: durations in nanoseconds.
  std::string config;
};

struct ConsumerDeclaration {
  // Durable name.
  std::string name;
  std::string stream;
  // Empty = every message of the stream.
  std::string filter_subject;
  // How long the broker waits for an acknowledgement before it delivers again.
  absl::Duration ack_wait;
  std::string config;
};

// INVALID_ARGUMENT `DECLARATION_INVALID` (metadata `field`).
absl::StatusOr<StreamDeclaration> ParseStream(absl::string_view json);
// The consumer's stream is named by `stream_name`. It must acknowledge explicitly and deliver
// without limit: what is poison is our decision and not a counter's.
absl::StatusOr<ConsumerDeclaration> ParseConsumer(absl::string_view json);
// The same from a file; NOT_FOUND `DECLARATION_NOT_FOUND`.
absl::StatusOr<StreamDeclaration> LoadStream(const std::string& path);
absl::StatusOr<ConsumerDeclaration> LoadConsumer(const std::string& path);

// What applying a declaration did.
struct Change {
  bool created = false;
  // Fields that were different before; empty where it was made or was as declared.
  std::vector<std::string> fields;
};

// Makes the broker's stream or consumer be as declared. FAILED_PRECONDITION `DECLARATION_REFUSED`
// (metadata `cause`) where the broker will not, `FIELD_IGNORED` (metadata `field`) where it
// accepted the declaration and does something else; NOT_FOUND `STREAM_NOT_FOUND` for a consumer of
// a stream that does not exist; UNAVAILABLE `BROKER_UNAVAILABLE`.
absl::StatusOr<Change> Apply(NatsConnection& connection, const StreamDeclaration& stream);
absl::StatusOr<Change> Apply(NatsConnection& connection, const ConsumerDeclaration& consumer);

struct StreamState {
  // Another time than before = another stream of the same name.
  absl::Time created;
  // Sequences of the first and the last message; where it is empty, first = last + 1.
  int64_t first_sequence = 0;
  int64_t last_sequence = 0;
  int64_t messages = 0;
};
// NOT_FOUND `STREAM_NOT_FOUND`, UNAVAILABLE `BROKER_UNAVAILABLE`.
absl::StatusOr<StreamState> GetStreamState(NatsConnection& connection, absl::string_view stream);

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_STREAMS_H_
