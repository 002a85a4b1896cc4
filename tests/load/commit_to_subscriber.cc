// From the moment a commit has returned until a subscriber's callback runs, on one clock.
//
// Only inside the service is known when a commit returned. So this figure runs the service's ledger
// and relay, with their default options, in this program; 500 writes a second come in an open loop,
// whatever the answers do.

#include <nats/nats.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/events/relay.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/clock.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/schema/kinds.h"
#include "tests/load/figure.h"

namespace mandat::load {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kWritesPerSecond = 500;
constexpr absl::Duration kLength = absl::Seconds(60);
constexpr absl::Duration kPatience = absl::Seconds(10);

// When what happened to each position after the first, in nanoseconds of the steady clock; 0 = not
// yet.
class Moments {
 public:
  Moments(int64_t first, size_t count) : first_(first), at_ns_(count) {}

  void Note(int64_t position) {
    const int64_t index = position - first_;
    if (index < 0 || index >= static_cast<int64_t>(at_ns_.size())) return;
    at_ns_[static_cast<size_t>(index)] = SteadyClock::now().time_since_epoch().count();
    noted_.fetch_add(1, std::memory_order_release);
  }
  int64_t operator[](size_t index) const { return at_ns_[index]; }
  size_t noted() const { return noted_.load(std::memory_order_acquire); }

 private:
  const int64_t first_;
  std::vector<int64_t> at_ns_;
  std::atomic<size_t> noted_{0};
};

// The position in the JSON of an event; 0 where there is none.
int64_t PositionIn(absl::string_view event) {
  constexpr absl::string_view kSequence = "\"sequence\":\"";
  constexpr size_t kDigits = 19;
  const size_t at = event.find(kSequence);
  int64_t position = 0;
  const bool found = at != absl::string_view::npos &&
                     absl::SimpleAtoi(event.substr(at + kSequence.size(), kDigits), &position);
  return found ? position : 0;
}

void OnEvent(natsConnection*, natsSubscription*, natsMsg* raw, void* closure) {
  const events::MessagePtr message(raw);
  static_cast<Moments*>(closure)->Note(PositionIn(events::PayloadOf(raw)));
}

access::Call CallOf(const Draft& draft) {
  access::Call call;
  call.actor = std::make_shared<access::Actor>(Ground::Agent(draft.centre));
  call.role = common::v1::ROLE_WELFARE_CENTRE_AGENT;
  call.parties.Add(common::v1::PARTY_OWNER);
  call.method = "mandat.socialaid.v1.SocialAidService/SendArticle60Request";
  call.now = absl::Now();
  return call;
}

// Answers how many calls failed.
int64_t WriteInOpenLoop(ledger::Ledger& ledger, const std::vector<Draft>& drafts, size_t writes) {
  static const auto& send =
      *new ledger::Command(ledger::CommandOf<socialaid::SendArticle60Request>());
  std::atomic<int64_t> failed{0};
  std::atomic<size_t> answered{0};
  const auto begun = SteadyClock::now();
  for (size_t i = 0; i < writes; ++i) {
    auto request = std::make_shared<socialaid::v1::SendArticle60RequestRequest>();
    request->set_name(drafts[i].name);
    request->set_request_id(base::MakeUuidV4(base::RandomBytes<16>()));
    std::this_thread::sleep_until(begun +
                                  std::chrono::microseconds(i * 1'000'000 / kWritesPerSecond));
    ledger.Submit(send, CallOf(drafts[i]), *request, [&, request](const auto& committed) {
      if (!committed.ok()) ++failed;
      ++answered;
    });
  }
  while (answered < writes) absl::SleepFor(absl::Milliseconds(1));
  return failed;
}

absl::StatusOr<std::unique_ptr<events::Relay>> StartRelay(ledger::Store& store,
                                                          ledger::Ledger& ledger,
                                                          const runtime::Clock& clock,
                                                          const std::string& nats_url) {
  events::RelayOptions options;
  options.store = &store;
  options.ledger = &ledger;
  options.catalog = &socialaid::Kinds();
  options.clock = &clock;
  options.service = "socialaid";
  options.broker.url = nats_url;
  options.broker.name = "relay";
  ASSIGN_OR_RETURN(options.stream, events::LoadStream(Ground::StreamFile()));
  auto relay = std::make_unique<events::Relay>(std::move(options));
  const absl::Time deadline = absl::Now() + kPatience;
  while (!relay->figures().connected && absl::Now() < deadline)
    absl::SleepFor(absl::Milliseconds(1));
  return relay;
}

absl::StatusOr<std::vector<double>> Milliseconds(const Moments& committed, const Moments& arrived,
                                                 size_t writes) {
  const absl::Time deadline = absl::Now() + kPatience;
  while (arrived.noted() < writes && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  if (arrived.noted() < writes || committed.noted() < writes) {
    return absl::InternalError(absl::StrCat(writes, " writes, ", committed.noted(), " commits, ",
                                            arrived.noted(), " events"));
  }
  std::vector<double> took_ms;
  for (size_t i = 0; i < writes; ++i) {
    took_ms.push_back(static_cast<double>(arrived[i] - committed[i]) / 1e6);
  }
  return took_ms;
}

}  // namespace

absl::Status MeasureCommitToSubscriber(Bench& bench) {
  ASSIGN_OR_RETURN(LoadedEngine* const sqlite, bench.Sqlite());
  ASSIGN_OR_RETURN(const std::string url, sqlite->Renew());
  ASSIGN_OR_RETURN(const auto broker, Ground::StartBroker());
  const runtime::SystemClock clock;
  ASSIGN_OR_RETURN(const auto store, OpenStore(url));
  ledger::LedgerOptions options;
  options.catalog = &socialaid::Kinds();
  options.store = store.get();
  options.keys = &bench.ground.keys();
  options.clock = &clock;
  ASSIGN_OR_RETURN(const auto ledger, ledger::OpenLedger(options));
  const int64_t head = ledger->head();
  const size_t writes =
      std::min(static_cast<size_t>(absl::ToInt64Seconds(kLength)) * kWritesPerSecond,
               sqlite->drafts().size());
  Moments committed(head + 1, writes);
  Moments arrived(head + 1, writes);
  ledger->OnCommit([&committed, next = head + 1](int64_t last) mutable {
    while (next <= last) committed.Note(next++);
  });
  ASSIGN_OR_RETURN(const auto relay, StartRelay(*store, *ledger, clock, broker->Url()));
  events::BrokerOptions client;
  client.url = broker->Url();
  client.name = "subscriber";
  ASSIGN_OR_RETURN(const auto connection, events::NatsConnection::Connect(client));
  natsSubscription* subscription = nullptr;
  RETURN_IF_ERROR(
      events::BrokerStatus(natsConnection_Subscribe(&subscription, connection->get(),
                                                    "mandat.socialaid.v1.*.*.*", OnEvent, &arrived),
                           "subscribing"));
  natsConnection_Flush(connection->get());
  const int64_t failed = WriteInOpenLoop(*ledger, sqlite->drafts(), writes);
  const auto took_ms = Milliseconds(committed, arrived, writes);
  natsSubscription_Unsubscribe(subscription);
  natsSubscription_Destroy(subscription);
  relay->Stop(kPatience);
  ledger->Close();
  if (failed > 0) return absl::InternalError(absl::StrCat(failed, " writes failed"));
  RETURN_IF_ERROR(took_ms.status());
  bench.report.Value("commit_to_subscriber_ms_p99", Quantile(*took_ms, 0.99));
  bench.report.Value("commit_to_subscriber_ms_p50", Median(*took_ms));
  bench.report.Samples("commit_to_subscriber_ms", *took_ms);
  return absl::OkStatus();
}

}  // namespace mandat::load
