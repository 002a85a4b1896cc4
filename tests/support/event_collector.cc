#include "tests/support/event_collector.h"

#include <chrono>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/time.h"
#include "services/lib/events/cloud_event.h"

namespace mandat::testing {
namespace {

constexpr char kConsumer[] = R"({"stream_name": "MANDAT_$0", "durable_name": "collector",
    "deliver_policy": "all", "ack_policy": "explicit", "ack_wait": "1s", "max_deliver": -1})";
constexpr int kBatch = 256;
constexpr std::chrono::milliseconds kPause(50);
constexpr absl::Duration kFetchWait = absl::Milliseconds(100);

}  // namespace

EventCollector::EventCollector(std::string broker_url, const std::string& service)
    : broker_url_(std::move(broker_url)),
      consumer_(events::ParseConsumer(absl::Substitute(kConsumer, absl::AsciiStrToUpper(service)))
                    .value()),
      thread_("collector", [this] { Run(); }) {}

EventCollector::~EventCollector() {
  {
    const runtime::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  thread_.Join();
}

std::map<EventCollector::Key, std::string> EventCollector::Effects() const {
  const runtime::MutexLock lock(&mutex_);
  return effects_;
}

size_t EventCollector::effects() const {
  const runtime::MutexLock lock(&mutex_);
  return effects_.size();
}

std::vector<std::string> EventCollector::Faults() const {
  const runtime::MutexLock lock(&mutex_);
  return faults_;
}

void EventCollector::Run() {
  while (true) {
    const bool working = Open() && Fetch();
    if (!working) subscription_.reset();
    runtime::MutexLock lock(&mutex_);
    if (!working && !stopping_) {
      changed_.WaitUntil(&mutex_, std::chrono::steady_clock::now() + kPause);
    }
    if (stopping_) return;
  }
}

bool EventCollector::Open() {
  if (connection_ == nullptr) {
    events::BrokerOptions broker;
    broker.url = broker_url_;
    broker.name = "collector";
    auto connected = events::NatsConnection::Connect(broker);
    if (!connected.ok()) return false;
    connection_ = *std::move(connected);
  }
  if (!connection_->connected()) return false;
  if (reconnections_ != connection_->reconnections()) {
    reconnections_ = connection_->reconnections();
    subscription_.reset();
  }
  // Asked every time: a broker that lost its store does not say that the consumer is gone.
  const auto applied = events::Apply(*connection_, consumer_);
  if (!applied.ok()) return false;
  if (subscription_ != nullptr && !applied->created) return true;
  jsSubOptions bound;
  jsSubOptions_Init(&bound);
  bound.Stream = consumer_.stream.c_str();
  bound.Consumer = consumer_.name.c_str();
  natsSubscription* made = nullptr;
  if (js_PullSubscribe(&made, connection_->jet_stream(), "", consumer_.name.c_str(), nullptr,
                       &bound, nullptr) != NATS_OK) {
    return false;
  }
  subscription_.reset(made);
  return true;
}

bool EventCollector::Fetch() {
  jsFetchRequest request;
  jsFetchRequest_Init(&request);
  request.Batch = kBatch;
  request.Expires = absl::ToInt64Nanoseconds(kFetchWait);
  natsMsgList list = {};
  const natsStatus status = natsSubscription_FetchRequest(&list, subscription_.get(), &request);
  for (int i = 0; i < list.Count; ++i) {
    Receive(std::string(events::PayloadOf(list.Msgs[i])));
    natsMsg_Ack(list.Msgs[i], nullptr);
  }
  natsMsgList_Destroy(&list);
  return status == NATS_OK || status == NATS_TIMEOUT;
}

void EventCollector::Receive(const std::string& payload) {
  const auto event = events::ParseCloudEvent(payload);
  const runtime::MutexLock lock(&mutex_);
  if (!event.ok()) {
    faults_.push_back(absl::StrCat(event.status().ToString(), " in ", payload));
    return;
  }
  const auto [known, is_new] = effects_.emplace(Key(event->source, event->id), payload);
  if (!is_new && known->second != payload) {
    faults_.push_back(absl::StrCat("repeated with another content: ", payload));
  }
}

}  // namespace mandat::testing
