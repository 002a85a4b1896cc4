#include "tests/support/stream_reader.h"

#include <memory>
#include <utility>

#include "services/lib/base/status_macros.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/events/streams.h"

namespace mandat::testing {

constexpr char kStream[] = "MANDAT_SOCIALAID";

absl::StatusOr<std::vector<StreamMessage>> ReadStream(const std::string& broker_url) {
  events::BrokerOptions broker;
  broker.url = broker_url;
  broker.name = "stream_reader";
  ASSIGN_OR_RETURN(const auto connection, events::NatsConnection::Connect(broker));
  ASSIGN_OR_RETURN(const auto state, events::GetStreamState(*connection, kStream));
  std::vector<StreamMessage> messages;
  for (int64_t i = state.first_sequence; i <= state.last_sequence; ++i) {
    natsMsg* raw = nullptr;
    RETURN_IF_ERROR(events::BrokerStatus(js_GetMsg(&raw, connection->jet_stream(), kStream,
                                                   static_cast<uint64_t>(i), nullptr, nullptr),
                                         "reading the stream"));
    const events::MessagePtr message(raw);
    messages.push_back({natsMsg_GetSubject(raw), std::string(events::PayloadOf(raw))});
  }
  return messages;
}

}  // namespace mandat::testing
