#ifndef SERVICES_LIB_EVENTS_LOG_QUERIES_H_
#define SERVICES_LIB_EVENTS_LOG_QUERIES_H_

// What mandat.common.v1.LogService answers about events and dead letters, without its transport.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mandat/common/v1/log.pb.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"
#include "services/lib/privacy/keys.h"

namespace mandat::events {

// Published events after a position, byte for byte as the relay publishes them. A page ends early
// where it would grow beyond 3 MiB or where it looked at 10,000 versions; `next_position` says
// where to go on, and the end is reached where that is `head_position`. INVALID_ARGUMENT
// `PAGE_SIZE_INVALID`, `POSITION_INVALID`; DATA_LOSS `EVENT_BODY_BROKEN`; errors of the store.
absl::StatusOr<common::v1::ListEventsResponse> ListEvents(
    ledger::Reader& reader, const ledger::Catalog& catalog, absl::string_view service,
    const common::v1::ListEventsRequest& request);

// INVALID_ARGUMENT `PAGE_SIZE_INVALID`, `PAGE_TOKEN_INVALID`, `PAGE_TOKEN_MISMATCH`; errors of the
// store.
absl::StatusOr<common::v1::ListDeadLettersResponse> ListDeadLetters(
    ledger::Reader& reader, const privacy::KeyRing& keys,
    const common::v1::ListDeadLettersRequest& request);

// The letter as callers see it: without the event itself.
common::v1::DeadLetter ToDeadLetter(const ledger::DeadLetterRow& row);

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_LOG_QUERIES_H_
