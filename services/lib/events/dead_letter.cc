#include "services/lib/events/dead_letter.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/lib/base/error.h"

namespace mandat::events {

ledger::DeadLetterRow MakeDeadLetter(absl::string_view consumer, const CloudEvent& event,
                                     absl::string_view payload, const absl::Status& cause) {
  ledger::DeadLetterRow letter;
  const int64_t time_us = std::max<int64_t>(0, absl::ToUnixMicros(event.time));
  letter.id = absl::StrFormat(
      "%014x-%s", time_us,
      EventId(consumer, absl::StrCat(event.source, " ", event.resource), event.version));
  letter.consumer = std::string(consumer);
  letter.source = event.source;
  letter.event_id = event.id;
  letter.reason = base::ReasonOf(cause);
  if (letter.reason.empty()) letter.reason = absl::StatusCodeToString(cause.code());
  letter.cause = std::string(cause.message());
  letter.payload = std::string(payload);
  return letter;
}

CloudEvent UnreadableEvent(absl::string_view stream, int64_t stream_sequence, absl::Time stored) {
  CloudEvent event;
  event.source = absl::StrCat("stream:", stream);
  event.resource = absl::StrCat("messages/", stream_sequence);
  // Another stream of the same name counts from 1 again.
  event.version = std::max<int64_t>(1, absl::ToUnixMicros(stored));
  event.id = EventId(event.source, event.resource, event.version);
  event.time = stored;
  return event;
}

}  // namespace mandat::events
