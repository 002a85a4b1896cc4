#include "services/lib/events/log_queries.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/ledger/page_token.h"

namespace mandat::events {
namespace {

constexpr int kLookedAtMax = 10000;
// A gRPC message may have 4 MiB.
constexpr size_t kPageBytesMax = 3 * 1024 * 1024;
constexpr char kDeadLetters[] = "deadLetters";

}  // namespace

absl::StatusOr<common::v1::ListEventsResponse> ListEvents(
    ledger::Reader& reader, const ledger::Catalog& catalog, absl::string_view service,
    const common::v1::ListEventsRequest& request) {
  ASSIGN_OR_RETURN(const int page_size, ledger::PageSize(request.page_size()));
  if (request.after_position() < 0) {
    return base::InvalidField("POSITION_INVALID", "after_position", "A position is not negative.");
  }
  Origin origin;
  origin.service = std::string(service);
  ASSIGN_OR_RETURN(origin.epoch, reader.Epoch());
  common::v1::ListEventsResponse response;
  ASSIGN_OR_RETURN(const int64_t head, reader.Head());
  response.set_head_position(head);
  response.set_next_position(request.after_position());
  ASSIGN_OR_RETURN(int64_t previous, reader.LastPublished(request.after_position()));
  size_t bytes = 0;
  for (int looked_at = 0; looked_at < kLookedAtMax && response.events_size() < page_size;) {
    ASSIGN_OR_RETURN(const std::vector<ledger::Event> events,
                     reader.EventsAfter(response.next_position(), page_size));
    for (const ledger::Event& event : events) {
      if (response.events_size() == page_size || bytes > kPageBytesMax) return response;
      response.set_next_position(event.position);
      // The log may have grown since its head was read.
      response.set_head_position(std::max(response.head_position(), event.position));
      if (!event.published) continue;
      const ledger::Kind* kind = catalog.Find(event.collection);
      if (kind == nullptr) continue;
      ASSIGN_OR_RETURN(Publication publication, MakePublication(event, *kind, origin, previous));
      previous = event.position;
      bytes += publication.payload.size();
      common::v1::PublishedEvent& published = *response.add_events();
      *published.mutable_revision() = RevisionOf(event);
      published.set_cloud_event(std::move(publication.payload));
    }
    if (static_cast<int>(events.size()) < page_size) break;
    looked_at += page_size;
  }
  return response;
}

absl::StatusOr<common::v1::ListDeadLettersResponse> ListDeadLetters(
    ledger::Reader& reader, const privacy::KeyRing& keys,
    const common::v1::ListDeadLettersRequest& request) {
  ASSIGN_OR_RETURN(const int page_size, ledger::PageSize(request.page_size()));
  std::string after_id;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(ledger::PagePlace place,
                     ledger::ReadPageToken(keys, kDeadLetters, request.page_token()));
    after_id = std::move(place.id);
  }
  ASSIGN_OR_RETURN(std::vector<ledger::DeadLetterRow> rows,
                   reader.DeadLetters(after_id, page_size + 1));
  common::v1::ListDeadLettersResponse response;
  if (static_cast<int>(rows.size()) > page_size) {
    rows.resize(static_cast<size_t>(page_size));
    response.set_next_page_token(
        ledger::MakePageToken(keys, kDeadLetters, {ledger::Value(), rows.back().id}));
  }
  for (const ledger::DeadLetterRow& row : rows) *response.add_dead_letters() = ToDeadLetter(row);
  return response;
}

common::v1::DeadLetter ToDeadLetter(const ledger::DeadLetterRow& row) {
  common::v1::DeadLetter letter;
  letter.set_name(base::MakeName(kDeadLetters, row.id));
  letter.set_consumer(row.consumer);
  letter.set_source(row.source);
  letter.set_event_id(row.event_id);
  letter.set_reason(row.reason);
  letter.set_cause(row.cause);
  letter.set_settled(row.settled);
  return letter;
}

}  // namespace mandat::events
