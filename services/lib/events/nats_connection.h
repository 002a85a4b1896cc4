#ifndef SERVICES_LIB_EVENTS_NATS_CONNECTION_H_
#define SERVICES_LIB_EVENTS_NATS_CONNECTION_H_

// nats.c with owners, types and statuses. Units of that library (milliseconds here, nanoseconds
// there) are known in this folder's *.cc files only.

#include <nats/nats.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace mandat::events {

struct BrokerOptions {
  // `nats://host:port`, or several, separated by commas; `tls://` for TLS.
  std::string url;
  // Shown in the broker's list of connections, and the root of the inbox: `_INBOX_<name>`, so that
  // the broker can grant each program its own. Letters, digits, `_` and `-`.
  std::string name;
  // PEM files for mutual TLS: certificates that are trusted, own certificate, own key. All or none.
  std::string ca_file;
  std::string certificate_file;
  std::string key_file;
  // Connecting, and every request.
  absl::Duration timeout = absl::Seconds(2);
};

template <auto kDestroy>
struct Destroy {
  template <typename T>
  void operator()(T* pointer) const {
    kDestroy(pointer);
  }
};
using MessagePtr = std::unique_ptr<natsMsg, Destroy<natsMsg_Destroy>>;
using SubscriptionPtr = std::unique_ptr<natsSubscription, Destroy<natsSubscription_Destroy>>;
using JetStreamPtr = std::unique_ptr<jsCtx, Destroy<jsCtx_Destroy>>;

// OK, or UNAVAILABLE `BROKER_UNAVAILABLE`: whatever the broker does, the log is the truth and the
// call can be repeated. `doing` says in a few words what failed.
absl::Status BrokerStatus(natsStatus status, absl::string_view doing);

absl::string_view PayloadOf(natsMsg* message);
// Empty where there is no such header.
std::string HeaderOf(natsMsg* message, const char* name);
// UNAVAILABLE `BROKER_UNAVAILABLE` where memory is short. A message without id has no header.
absl::StatusOr<MessagePtr> NewMessage(absl::string_view subject, absl::string_view id,
                                      absl::string_view payload);

// A connection that, once made, is made again for ever. Thread-safe.
class NatsConnection {
 public:
  // UNAVAILABLE `BROKER_UNAVAILABLE`: try again later. INVALID_ARGUMENT `BROKER_OPTIONS_INVALID`
  // for a URL or files that can never work.
  static absl::StatusOr<std::unique_ptr<NatsConnection>> Connect(const BrokerOptions& options);

  ~NatsConnection();
  NatsConnection(const NatsConnection&) = delete;
  NatsConnection& operator=(const NatsConnection&) = delete;

  bool connected() const;
  // How often it was made again: whoever sees another number than before starts over.
  int64_t reconnections() const;

  // Sends and forgets. UNAVAILABLE `BROKER_UNAVAILABLE`, also while the connection is being made
  // again.
  absl::Status Publish(absl::string_view subject, absl::string_view payload);
  // Hands what was published to the broker now, where nats.c would gather more for a millisecond.
  // Waits at most as long for the broker to have read it; whether it has shows elsewhere.
  void Flush();
  // The answer of whoever listens on the subject; UNAVAILABLE where nobody does or none comes.
  absl::StatusOr<std::string> Request(absl::string_view subject, absl::string_view payload);
  // Messages on this subject, to be taken one by one.
  absl::StatusOr<SubscriptionPtr> Subscribe(absl::string_view subject);

  natsConnection* get() const { return connection_; }
  jsCtx* jet_stream() const { return jet_stream_.get(); }

 private:
  explicit NatsConnection(absl::Duration timeout) : timeout_(timeout) {}

  const absl::Duration timeout_;
  natsConnection* connection_ = nullptr;
  JetStreamPtr jet_stream_;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_NATS_CONNECTION_H_
