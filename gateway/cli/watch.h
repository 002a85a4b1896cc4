#ifndef GATEWAY_CLI_WATCH_H_
#define GATEWAY_CLI_WATCH_H_

// Follows events on the bus. It leaves no trace there: what it reads with is gone when it ends.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/nats_connection.h"

namespace mandat::cli {

struct WatchRules {
  events::BrokerOptions broker;
  // `mandat.socialaid.v1.>`, or a narrower one.
  std::string subject;
  // Begin with the stored events from this position of the log on; nothing = with what comes now.
  std::optional<int64_t> from_position;
};

// Hands over one event after the other, in order, until `on_event` answers false. `payload` is the
// CloudEvent as published. UNAVAILABLE `BROKER_UNAVAILABLE`; INVALID_ARGUMENT `SUBJECT_INVALID`
// where no stream has it, `EVENT_INVALID` where something else is on it.
absl::Status Watch(const WatchRules& rules,
                   const std::function<bool(const events::CloudEvent& event,
                                            absl::string_view payload)>& on_event);

// One line for people: when, what, where in the log, by whom.
std::string EventLine(const events::CloudEvent& event);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_WATCH_H_
