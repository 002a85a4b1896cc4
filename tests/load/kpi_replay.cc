// How fast the events of an owner's log become facts and figures: from the stream in the broker,
// through the released program, until the last one is a fact and every formula has counted it.

#include <nats/nats.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/events/streams.h"
#include "services/objectives/facts/following.h"
#include "tests/load/event_mix.h"
#include "tests/load/fact_history.h"
#include "tests/load/figure.h"
#include "tests/load/objectives_client.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

constexpr char kService[] = "socialaid";
constexpr char kEpoch[] = "019a3b5c";
constexpr int kRounds = 3;
// A part of the facts that are counted elsewhere: it takes minutes for all.
constexpr int64_t kPart = 5;
constexpr absl::Duration kPoll = absl::Milliseconds(20);
constexpr absl::Duration kPatience = absl::Minutes(10);

// As the relay of the owner would publish it.
absl::StatusOr<events::Publication> PublicationOf(const MixedEvent& mixed, int64_t position) {
  ledger::Kind kind;
  kind.collection = mixed.resource.substr(0, mixed.resource.find('/'));
  kind.table = mixed.type->kind;
  kind.event = mixed.type->kind;
  kind.prototype = mixed.type->prototype;
  ledger::Event event;
  event.position = position;
  event.collection = kind.collection;
  event.id = mixed.resource.substr(kind.collection.size() + 1);
  event.version = mixed.version;
  event.verb = mixed.type->verb;
  event.commit_time = mixed.commit_time;
  event.organisation = kAgency;
  event.owner = kAgency;
  event.public_body = mixed.body->SerializeAsString();
  return events::MakePublication(event, kind, {kService, kEpoch}, position - 1);
}

// A broker whose stream holds the log.
absl::StatusOr<std::unique_ptr<testing::TemporaryNats>> StartFilledBroker(int64_t count) {
  ASSIGN_OR_RETURN(auto broker, Ground::StartEmptyBroker());
  events::BrokerOptions client;
  client.url = broker->Url();
  client.name = "owner";
  ASSIGN_OR_RETURN(const auto connection, events::NatsConnection::Connect(client));
  ASSIGN_OR_RETURN(const auto stream, events::LoadStream(Ground::StreamFile(kService)));
  RETURN_IF_ERROR(events::Apply(*connection, stream).status());
  jsOptions options;
  jsOptions_Init(&options);
  options.PublishAsync.MaxPending = 256;
  jsCtx* raw = nullptr;
  RETURN_IF_ERROR(events::BrokerStatus(natsConnection_JetStream(&raw, connection->get(), &options),
                                       "opening JetStream"));
  const events::JetStreamPtr jet_stream(raw);
  // Not all of the mix is of this service.
  EventMix mix(count * 2);
  for (int64_t position = 1; position <= count;) {
    const MixedEvent event = mix.Next();
    if (event.type->service != kService) continue;
    ASSIGN_OR_RETURN(const events::Publication publication, PublicationOf(event, position++));
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
  return broker;
}

// A database whose book has all shipped formulas, and nothing else happened.
absl::Status EnterFormulas(const Ground& ground, const std::string& url) {
  RETURN_IF_ERROR(MakeObjectives(url));
  ASSIGN_OR_RETURN(const auto broker, Ground::StartEmptyBroker());
  ASSIGN_OR_RETURN(const auto service,
                   ServiceProcess::Start(ground, {url, broker->Url(), "objectives"}));
  RETURN_IF_ERROR(ObjectivesClient(ground, service->address()).EnterShipped());
  return service->Stop();
}

// Events a second, from exec of the service on.
absl::StatusOr<double> Replay(const Ground& ground, const std::string& url, int64_t count) {
  ASSIGN_OR_RETURN(const auto broker, StartFilledBroker(count));
  ASSIGN_OR_RETURN(const auto store, OpenObjectives(url));
  ASSIGN_OR_RETURN(const auto service,
                   ServiceProcess::Start(ground, {url, broker->Url(), "objectives"}));
  const std::string source = events::SourceOf({kService, kEpoch});
  while (true) {
    ASSIGN_OR_RETURN(const int64_t known, objectives::facts::KnownOf(*store, kService, source));
    const absl::Duration took = absl::Now() - service->started();
    if (known >= count) {
      RETURN_IF_ERROR(service->Stop());
      return static_cast<double>(count) / absl::ToDoubleSeconds(took);
    }
    if (took > kPatience) {
      return absl::DeadlineExceededError(absl::StrCat(known, " of ", count, " became facts"));
    }
    absl::SleepFor(kPoll);
  }
}

}  // namespace

absl::Status MeasureKpiReplay(Bench& bench) {
  const std::string original = bench.ground.File("entered");
  ASSIGN_OR_RETURN(const std::string entered, DatabaseIn(original));
  RETURN_IF_ERROR(EnterFormulas(bench.ground, entered));
  const int64_t count = std::max<int64_t>(1, bench.ground.options().facts / kPart);
  std::vector<double> rates;
  for (int round = 0; round < std::min(kRounds, bench.ground.options().pairs); ++round) {
    ASSIGN_OR_RETURN(const std::string url, CopyDatabase(original, bench.ground.File("replayed")));
    ASSIGN_OR_RETURN(rates.emplace_back(), Replay(bench.ground, url, count));
  }
  bench.report.Figure("kpi_replay_events_per_s", rates);
  return absl::OkStatus();
}

}  // namespace mandat::load
