#include "services/lib/events/reconciler.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/streams.h"

namespace mandat::events {
namespace {

constexpr int kPage = 256;
constexpr size_t kMissingMax = 1000;
constexpr absl::Duration kFetchWait = absl::Seconds(2);
// Clocks of database and broker differ: an event is looked for from a little before its commit.
constexpr absl::Duration kClockDifference = absl::Minutes(5);

using PubAckPtr = std::unique_ptr<jsPubAck, Destroy<jsPubAck_Destroy>>;
using Ids = absl::flat_hash_set<base::UuidBytes>;

// A reader of headers alone, which the broker forgets with its subscription.
absl::StatusOr<SubscriptionPtr> ReadHeaders(NatsConnection& connection, const std::string& stream,
                                            absl::Time from) {
  jsSubOptions options;
  jsSubOptions_Init(&options);
  options.Stream = stream.c_str();
  options.Config.DeliverPolicy = js_DeliverByStartTime;
  options.Config.OptStartTime = absl::ToUnixNanos(from);
  options.Config.AckPolicy = js_AckNone;
  options.Config.HeadersOnly = true;
  options.Config.MemoryStorage = true;
  natsSubscription* made = nullptr;
  RETURN_IF_ERROR(BrokerStatus(
      js_PullSubscribe(&made, connection.jet_stream(), ">", nullptr, nullptr, &options, nullptr),
      "reading the stream"));
  return SubscriptionPtr(made);
}

// Ids of the messages of the stream that were stored since then.
absl::StatusOr<Ids> IdsInStream(NatsConnection& connection, const std::string& stream,
                                absl::Time from) {
  Ids ids;
  ASSIGN_OR_RETURN(const StreamState state, GetStreamState(connection, stream));
  if (state.messages == 0) return ids;
  ASSIGN_OR_RETURN(const SubscriptionPtr subscription, ReadHeaders(connection, stream, from));
  for (int64_t sequence = 0; sequence < state.last_sequence;) {
    natsMsgList list = {};
    const natsStatus status = natsSubscription_Fetch(
        &list, subscription.get(), kPage, absl::ToInt64Milliseconds(kFetchWait), nullptr);
    for (int i = 0; i < list.Count; ++i) {
      const auto id = base::ParseUuid(HeaderOf(list.Msgs[i], "Nats-Msg-Id"));
      if (id.has_value()) ids.insert(*id);
      jsMsgMetaData* meta = nullptr;
      if (natsMsg_GetMetaData(&meta, list.Msgs[i]) != NATS_OK) continue;
      sequence = static_cast<int64_t>(meta->Sequence.Stream);
      jsMsgMetaData_Destroy(meta);
    }
    const int count = list.Count;
    natsMsgList_Destroy(&list);
    // Nothing was stored since then.
    if (status == NATS_TIMEOUT && count == 0) break;
    if (status != NATS_TIMEOUT) RETURN_IF_ERROR(BrokerStatus(status, "reading the stream"));
  }
  natsSubscription_Unsubscribe(subscription.get());
  return ids;
}

// True where the stream has it now. A broker that remembers the id of a message which it lost takes
// it for a repeat; it forgets after the stream's duplicate window.
absl::StatusOr<bool> Repair(NatsConnection& connection, const Publication& publication,
                            int64_t first_sequence) {
  ASSIGN_OR_RETURN(const MessagePtr message,
                   NewMessage(publication.subject, publication.id, publication.payload));
  jsPubAck* raw = nullptr;
  RETURN_IF_ERROR(BrokerStatus(
      js_PublishMsg(&raw, connection.jet_stream(), message.get(), nullptr, nullptr), "publishing"));
  const PubAckPtr stored(raw);
  return !raw->Duplicate || static_cast<int64_t>(raw->Sequence) >= first_sequence;
}

}  // namespace

absl::StatusOr<ReconcileReport> Reconcile(NatsConnection& connection, ledger::Reader& reader,
                                          const ledger::Catalog& catalog,
                                          const ReconcileOptions& options) {
  ReconcileReport report;
  report.after_position = options.after_position;
  ASSIGN_OR_RETURN(report.last_position, reader.RelayCursor());
  ASSIGN_OR_RETURN(std::vector<ledger::Event> events,
                   reader.EventsAfter(options.after_position, 1));
  if (events.empty()) return report;
  ASSIGN_OR_RETURN(const Ids stored, IdsInStream(connection, options.stream,
                                                 events.front().commit_time - kClockDifference));
  ASSIGN_OR_RETURN(const StreamState state, GetStreamState(connection, options.stream));
  Origin origin{options.service, ""};
  ASSIGN_OR_RETURN(origin.epoch, reader.Epoch());
  ASSIGN_OR_RETURN(int64_t previous, reader.LastPublished(options.after_position));
  for (int64_t position = options.after_position; position < report.last_position;) {
    ASSIGN_OR_RETURN(events, reader.EventsAfter(position, kPage));
    if (events.empty()) break;
    for (const ledger::Event& event : events) {
      position = event.position;
      if (position > report.last_position) break;
      const ledger::Kind* kind = catalog.Find(event.collection);
      if (!event.published || kind == nullptr) continue;
      ++report.published;
      ASSIGN_OR_RETURN(const Publication publication,
                       MakePublication(event, *kind, origin, std::exchange(previous, position)));
      if (stored.contains(*base::ParseUuid(publication.id))) {
        ++report.stored;
        continue;
      }
      if (report.missing.size() < kMissingMax) report.missing.push_back(position);
      if (!options.repair) continue;
      ASSIGN_OR_RETURN(const bool repaired, Repair(connection, publication, state.first_sequence));
      if (repaired) ++report.repaired;
    }
  }
  return report;
}

}  // namespace mandat::events
