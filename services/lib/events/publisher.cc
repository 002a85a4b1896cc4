#include "services/lib/events/publisher.h"

#include <unordered_map>
#include <utility>

#include "services/lib/base/status_macros.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::events {
namespace {

// nats.c joins no thread of its own: a callback may run after everything was destroyed. So it is
// given a number instead of a pointer, and finds nobody under it once the publisher is gone.
class Listeners {
 public:
  static Listeners& All() {
    static Listeners& all = *new Listeners();
    return all;
  }

  uintptr_t Add(Publisher::Acknowledged listener) MANDAT_EXCLUDES(mutex_) {
    runtime::MutexLock lock(&mutex_);
    listeners_.emplace(++last_, std::make_shared<Publisher::Acknowledged>(std::move(listener)));
    return last_;
  }
  void Remove(uintptr_t number) MANDAT_EXCLUDES(mutex_) {
    runtime::MutexLock lock(&mutex_);
    listeners_.erase(number);
  }
  std::shared_ptr<Publisher::Acknowledged> Find(uintptr_t number) MANDAT_EXCLUDES(mutex_) {
    runtime::MutexLock lock(&mutex_);
    const auto found = listeners_.find(number);
    return found == listeners_.end() ? nullptr : found->second;
  }

 private:
  runtime::Mutex mutex_;
  uintptr_t last_ MANDAT_GUARDED_BY(mutex_) = 0;
  std::unordered_map<uintptr_t, std::shared_ptr<Publisher::Acknowledged>> listeners_
      MANDAT_GUARDED_BY(mutex_);
};

void OnAcknowledged(jsCtx*, natsMsg* raw, jsPubAck* stored, jsPubAckErr* refused, void* closure) {
  const MessagePtr message(raw);
  const auto listener = Listeners::All().Find(reinterpret_cast<uintptr_t>(closure));
  if (listener == nullptr) return;
  Acknowledgement acknowledgement;
  acknowledgement.id = HeaderOf(raw, "Nats-Msg-Id");
  if (stored != nullptr) {
    acknowledgement.stream_sequence = static_cast<int64_t>(stored->Sequence);
    acknowledgement.duplicate = stored->Duplicate;
  } else {
    acknowledgement.status = BrokerStatus(
        refused != nullptr && refused->Err != NATS_OK ? refused->Err : NATS_ERR,
        refused != nullptr && refused->ErrText != nullptr ? refused->ErrText : "publishing");
  }
  (*listener)(std::move(acknowledgement));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Publisher>> Publisher::Create(NatsConnection& connection,
                                                             int max_pending,
                                                             Acknowledged acknowledged) {
  std::unique_ptr<Publisher> made(
      new Publisher(connection, Listeners::All().Add(std::move(acknowledged))));
  jsOptions options;
  jsOptions_Init(&options);
  options.PublishAsync.MaxPending = max_pending;
  options.PublishAsync.AckHandler = OnAcknowledged;
  options.PublishAsync.AckHandlerClosure = reinterpret_cast<void*>(made->listener_);
  jsCtx* jet_stream = nullptr;
  RETURN_IF_ERROR(BrokerStatus(natsConnection_JetStream(&jet_stream, connection.get(), &options),
                               "opening JetStream"));
  made->jet_stream_.reset(jet_stream);
  return made;
}

Publisher::~Publisher() {
  Listeners::All().Remove(listener_);
  // Takes back what nats.c would wait for. Asked before the first publication, nats.c 3.4.1
  // crashes.
  if (!published_) return;
  natsMsgList pending;
  if (js_PublishAsyncGetPendingList(&pending, jet_stream_.get()) == NATS_OK) {
    natsMsgList_Destroy(&pending);
  }
}

absl::Status Publisher::Publish(const Publication& publication) {
  ASSIGN_OR_RETURN(MessagePtr message,
                   NewMessage(publication.subject, publication.id, publication.payload));
  published_ = true;
  natsMsg* raw = message.release();
  const natsStatus status = js_PublishMsgAsync(jet_stream_.get(), &raw, nullptr);
  natsMsg_Destroy(raw);
  return BrokerStatus(status, "publishing");
}

absl::Status Publisher::PublishUnacknowledged(const Publication& publication) {
  ASSIGN_OR_RETURN(const MessagePtr message,
                   NewMessage(publication.subject, publication.id, publication.payload));
  return BrokerStatus(natsConnection_PublishMsg(connection_.get(), message.get()), "publishing");
}

}  // namespace mandat::events
