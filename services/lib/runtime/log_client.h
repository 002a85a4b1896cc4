#ifndef SERVICES_LIB_RUNTIME_LOG_CLIENT_H_
#define SERVICES_LIB_RUNTIME_LOG_CLIENT_H_

// Asks the owner of a log for its events: what a consumer does that misses some.

#include <string>

#include "absl/status/statusor.h"
#include "services/lib/events/consumer.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"
#include "services/lib/runtime/channel.h"

namespace mandat::runtime {

// `token_file` holds an access token of the role `service`; it is read anew for every call, so that
// whoever keeps it fresh need not restart anybody. INVALID_ARGUMENT `TLS_FILE_UNREADABLE`. Whoever
// asks is answered UNAVAILABLE `PEER_TOKEN_UNREADABLE` where there is no token, else as the peer
// answers.
absl::StatusOr<events::ReplaySource> AskForEvents(const ServerAddress& peer,
                                                  const std::string& token_file);

// The service follows its own log and reads it where it lies. Store and catalog outlive the answer.
events::ReplaySource ReadOwnEvents(ledger::Store& store, const ledger::Catalog& catalog,
                                   const std::string& service);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_LOG_CLIENT_H_
