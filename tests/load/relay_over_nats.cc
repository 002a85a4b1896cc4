// The relay publishing a log, over nats.c publishing the same messages.

#include <nats/nats.h>

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/events/relay.h"
#include "services/socialaid/schema/kinds.h"
#include "tests/load/figure.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

constexpr int kPage = 1000;
constexpr absl::Duration kPoll = absl::Milliseconds(5);
constexpr absl::Duration kPatience = absl::Minutes(2);

// Events per second from exec of the service until its cursor is durable at the head.
absl::StatusOr<double> RunRelay(Bench& bench, LoadedEngine& engine) {
  ASSIGN_OR_RETURN(const std::string url, engine.Renew());
  ASSIGN_OR_RETURN(const auto store, OpenStore(url));
  ASSIGN_OR_RETURN(const auto reader, store->OpenReader());
  ASSIGN_OR_RETURN(const int64_t head, reader->Head());
  const auto events = static_cast<int64_t>(engine.drafts().size());
  RETURN_IF_ERROR(SetRelayCursor(*store, head - events));
  ASSIGN_OR_RETURN(const auto broker, Ground::StartBroker());
  ASSIGN_OR_RETURN(const auto service, ServiceProcess::Start(bench.ground, url, broker->Url()));
  while (true) {
    ASSIGN_OR_RETURN(const int64_t cursor, reader->RelayCursor());
    const absl::Duration took = absl::Now() - service->started();
    if (cursor >= head) {
      RETURN_IF_ERROR(service->Stop());
      return static_cast<double>(events) / absl::ToDoubleSeconds(took);
    }
    if (took > kPatience) return absl::DeadlineExceededError("the relay does not get to the head");
    absl::SleepFor(kPoll);
  }
}

absl::StatusOr<std::vector<events::Publication>> PublicationsOf(LoadedEngine& engine) {
  ASSIGN_OR_RETURN(const std::string url, engine.Renew());
  ASSIGN_OR_RETURN(const auto store, OpenStore(url));
  ASSIGN_OR_RETURN(const auto reader, store->OpenReader());
  ASSIGN_OR_RETURN(const int64_t head, reader->Head());
  events::Origin origin{"socialaid", ""};
  ASSIGN_OR_RETURN(origin.epoch, reader->Epoch());
  std::vector<events::Publication> publications;
  int64_t position = head - static_cast<int64_t>(engine.drafts().size());
  while (position < head) {
    ASSIGN_OR_RETURN(const std::vector<ledger::Event> page, reader->EventsAfter(position, kPage));
    for (const ledger::Event& event : page) {
      ASSIGN_OR_RETURN(
          auto publication,
          events::MakePublication(event, socialaid::Article60Requests().kind, origin, position));
      publications.push_back(std::move(publication));
      position = event.position;
    }
  }
  return publications;
}

// Messages per second that nats.c alone has acknowledged, in the relay's window.
absl::StatusOr<double> RunNats(const std::vector<events::Publication>& publications) {
  ASSIGN_OR_RETURN(const auto broker, Ground::StartBroker());
  events::BrokerOptions client;
  client.url = broker->Url();
  client.name = "peer";
  ASSIGN_OR_RETURN(const auto connection, events::NatsConnection::Connect(client));
  jsOptions options;
  jsOptions_Init(&options);
  options.PublishAsync.MaxPending = events::RelayOptions().window;
  jsCtx* raw = nullptr;
  RETURN_IF_ERROR(events::BrokerStatus(natsConnection_JetStream(&raw, connection->get(), &options),
                                       "opening JetStream"));
  const events::JetStreamPtr jet_stream(raw);
  const auto begun = std::chrono::steady_clock::now();
  for (const events::Publication& publication : publications) {
    jsPubOptions published;
    jsPubOptions_Init(&published);
    published.MsgId = publication.id.c_str();
    RETURN_IF_ERROR(events::BrokerStatus(
        js_PublishAsync(raw, publication.subject.c_str(), publication.payload.data(),
                        static_cast<int>(publication.payload.size()), &published),
        "publishing"));
  }
  RETURN_IF_ERROR(
      events::BrokerStatus(js_PublishAsyncComplete(raw, nullptr), "waiting for acknowledgements"));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  return static_cast<double>(publications.size()) / took.count();
}

absl::StatusOr<double> Compare(Bench& bench, LoadedEngine& engine, absl::string_view name) {
  ASSIGN_OR_RETURN(const auto publications, PublicationsOf(engine));
  const auto pairs = Interleave(
      bench.ground.options().pairs, [&] { return RunRelay(bench, engine); },
      [&] { return RunNats(publications); });
  if (!pairs.ok()) return pairs.status();
  bench.report.Ratio(name, *pairs);
  return Median(pairs->Ratios());
}

}  // namespace

absl::Status MeasureRelayOverNats(Bench& bench) {
  ASSIGN_OR_RETURN(LoadedEngine* const sqlite, bench.Sqlite());
  ASSIGN_OR_RETURN(const double on_sqlite, Compare(bench, *sqlite, "relay_over_nats_sqlite"));
  ASSIGN_OR_RETURN(LoadedEngine* const postgres, bench.Postgres());
  ASSIGN_OR_RETURN(const double on_postgres, Compare(bench, *postgres, "relay_over_nats_postgres"));
  bench.report.Value("relay_over_nats", std::min(on_sqlite, on_postgres));
  return absl::OkStatus();
}

}  // namespace mandat::load
