#ifndef SERVICES_LIB_RUNTIME_LOG_CLIENT_H_
#define SERVICES_LIB_RUNTIME_LOG_CLIENT_H_

// Asks another service for events of its log: what a consumer does that misses some.

#include <string>

#include "absl/status/statusor.h"
#include "services/lib/events/consumer.h"
#include "services/lib/runtime/channel.h"

namespace mandat::runtime {

// `token_file` holds an access token of the role `service`; it is read anew for every call, so that
// whoever keeps it fresh need not restart anybody. INVALID_ARGUMENT `TLS_FILE_UNREADABLE`. Whoever
// asks is answered UNAVAILABLE `PEER_TOKEN_UNREADABLE` where there is no token, else as the peer
// answers.
absl::StatusOr<events::ReplaySource> AskForEvents(const ServerAddress& peer,
                                                  const std::string& token_file);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_LOG_CLIENT_H_
