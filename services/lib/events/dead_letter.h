#ifndef SERVICES_LIB_EVENTS_DEAD_LETTER_H_
#define SERVICES_LIB_EVENTS_DEAD_LETTER_H_

// How an event that could not be applied is kept. Pure.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/ledger/store.h"

namespace mandat::events {

// The letter of an event that this consumer cannot apply. Ids sort by the time of the event and are
// the same whenever the same event fails again.
ledger::DeadLetterRow MakeDeadLetter(absl::string_view consumer, const CloudEvent& event,
                                     absl::string_view payload, const absl::Status& cause);

// The event that stands for a message which is none, so that it has a letter as well: `source` is
// the stream, `resource` the place of the message in it.
CloudEvent UnreadableEvent(absl::string_view stream, int64_t stream_sequence, absl::Time stored);

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_DEAD_LETTER_H_
