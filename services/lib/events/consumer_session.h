#ifndef SERVICES_LIB_EVENTS_CONSUMER_SESSION_H_
#define SERVICES_LIB_EVENTS_CONSUMER_SESSION_H_

// The work of a consumer. Belongs to the consumer's thread.

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/consumer.h"
#include "services/lib/events/gap_watch.h"
#include "services/lib/events/lanes.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::events {

// An operator's wish to apply a dead letter again.
struct LetterReplay {
  ledger::DeadLetterRow letter;
  std::shared_ptr<std::promise<absl::Status>> done;
};

// What other threads tell the consumer, and what it tells them.
struct ConsumerMail {
  runtime::Mutex mutex;
  runtime::CondVar changed;
  // What became of the event under way in a lane.
  std::vector<std::pair<std::string, absl::Status>> results MANDAT_GUARDED_BY(mutex);
  std::vector<LetterReplay> letters MANDAT_GUARDED_BY(mutex);
  // Takes nothing more and ends then at the latest, on the steady clock.
  std::optional<absl::Time> stop_by MANDAT_GUARDED_BY(mutex);
  // Nobody reads this mail any more.
  bool ended MANDAT_GUARDED_BY(mutex) = false;
  ConsumerFigures figures MANDAT_GUARDED_BY(mutex);
};

class ConsumerSession {
 public:
  ConsumerSession(const ConsumerOptions& options, std::shared_ptr<ConsumerMail> mail);

  // Takes results, starts what may start, fetches more. Waits a moment where there is nothing to
  // do. After an error the next turn connects or subscribes again; what is in work goes on.
  absl::Status Turn(bool stopping);
  bool idle() const { return lanes_.empty(); }
  // Everything that is still in work goes back to the broker.
  void GiveBack();

 private:
  struct Work {
    CloudEvent event;
    std::shared_ptr<const common::v1::PublishedEvent> request;
    // Where the broker hears what becomes of it; empty for what the owner replayed and for dead
    // letters.
    std::string reply;
    int64_t stream_sequence = 0;
    int64_t deliveries = 1;
    std::optional<LetterReplay> letter;
  };
  // A resource whose older version waits at the broker for its next try.
  struct Hold {
    int64_t stream_sequence = 0;
    absl::Time until;
  };

  absl::Status OpenBroker();
  absl::Status Fetch();
  absl::Status FetchSome(int count, absl::Duration wait, bool* any);
  void Receive(natsMsg* message);
  void Tell(const std::string& reply, absl::string_view word);
  void Enqueue(Work work);
  bool IsHeld(const std::string& key, const Work& work);
  void TakeLetters();
  void StartReady();
  void Start(const std::string& key, const Work& work);
  void TakeResults();
  void Finish(const std::string& key, const absl::Status& status);
  void Retry(const std::string& key, const absl::Status& status);
  void FinishLetter(const std::string& key, const absl::Status& status);
  // Whether the event needs no further delivery: kept, or known to be kept.
  absl::Status Bury(const CloudEvent& event, absl::string_view payload, const absl::Status& cause);
  absl::StatusOr<std::vector<int64_t>> AppliedVersions(const CloudEvent& event);
  // Whether only the latest state counts and a later one was applied.
  absl::StatusOr<bool> IsOvertaken(const CloudEvent& event);
  ledger::Effect EffectOf(const CloudEvent& event) const;
  absl::Duration PauseBefore(int64_t delivery) const;
  void KeepInWork();
  // False where it is not known yet what of the source is known: the store does not answer.
  bool BeginSource(const std::string& source);
  void WatchGaps();
  void Count(int64_t ConsumerFigures::*figure);
  void Notice(const char* message, const absl::Status& cause = absl::OkStatus()) const;

  const ConsumerOptions& options_;
  const std::shared_ptr<ConsumerMail> mail_;
  std::unique_ptr<NatsConnection> connection_;
  int64_t reconnections_ = 0;
  SubscriptionPtr subscription_;
  SubscriptionPtr heads_;

  Lanes<Work> lanes_;
  std::unordered_map<std::string, Hold> holds_;
  GapWatch gaps_;
  // Replayed events in work.
  int replayed_ = 0;
  // The last answer of the owner was not the end of what is missing.
  std::optional<GapWatch::Gap> going_on_;
  absl::Time check_at_;
  absl::Time in_work_at_;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_CONSUMER_SESSION_H_
