#ifndef SERVICES_LIB_EVENTS_RELAY_SESSION_H_
#define SERVICES_LIB_EVENTS_RELAY_SESSION_H_

// The work of the relay that is active. Belongs to the relay's thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/events/ack_groups.h"
#include "services/lib/events/cloud_event.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/events/publish_window.h"
#include "services/lib/events/publisher.h"
#include "services/lib/events/relay.h"
#include "services/lib/events/stream_watch.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::events {

// What other threads tell the relay, and what it tells them.
struct RelayMail {
  struct Acknowledged {
    // Of which publisher: answers to an earlier one count for nothing.
    int64_t publisher = 0;
    Acknowledgement acknowledgement;
  };
  // So many of them end the relay's rest at once.
  static constexpr size_t kAcknowledgementsThatWake = 64;

  runtime::Mutex mutex;
  runtime::CondVar changed;
  std::vector<Acknowledged> acknowledged MANDAT_GUARDED_BY(mutex);
  // The log grew.
  bool grown MANDAT_GUARDED_BY(mutex) = false;
  // Publish everything after this position again.
  std::optional<int64_t> republish_after MANDAT_GUARDED_BY(mutex);
  // Sends nothing more and ends then at the latest, on the steady clock.
  std::optional<absl::Time> stop_by MANDAT_GUARDED_BY(mutex);
  RelayFigures figures MANDAT_GUARDED_BY(mutex);
};

class RelaySession {
 public:
  RelaySession(const RelayOptions& options, std::shared_ptr<RelayMail> mail);

  // Reads, sends and takes what was acknowledged, once. After an error everything unacknowledged is
  // forgotten, and the next turn starts over where all is acknowledged.
  absl::Status Turn(bool stopping);
  // Nothing is on its way.
  bool idle() const { return window_ == nullptr || !window_->oldest_sent().has_value(); }
  // The last turn found more than it could do.
  bool busy() const { return busy_; }

 private:
  absl::Status Work(bool stopping);
  absl::Status OpenLog();
  absl::Status OpenBroker();
  // Finds out where to go on, and makes a new publisher and window there.
  absl::Status Resume();
  // After which position the stream may lack something; not beyond the cursor.
  absl::StatusOr<int64_t> ResumeAfter(const StreamState& state);
  // Up to which position the stream may have something already, whoever sent it.
  absl::StatusOr<int64_t> RepeatsUntil(const StreamState& state);
  // The same, where of the stream everything up to this sequence is left.
  absl::StatusOr<int64_t> LostAfter(int64_t survivor);
  // First position that the stream's age limit would keep, less one.
  absl::StatusOr<int64_t> BeforeWhatIsKept();
  // Nothing where there is no event of this log.
  absl::StatusOr<std::optional<int64_t>> PositionStoredAt(int64_t sequence);
  // Nothing where there is no event at all.
  absl::StatusOr<std::optional<CloudEvent>> EventStoredAt(int64_t sequence);

  absl::Status TakeMail();
  absl::Status TakeAcknowledgement(const Acknowledgement& acknowledgement);
  // The stream did not take what it was sent; says from where on it may lack something.
  absl::Status BrokenGroup(const Acknowledgement& acknowledgement, const AckProof& proof);
  // Reads what the ledger announced, and now and then what other processes wrote.
  absl::Status Fill();
  absl::Status Send();
  // In this order, with one acknowledgement; empties the group.
  absl::Status SendGroup(std::vector<const Publication*>* group);
  absl::Status Check();
  absl::Status Announce();
  void MoveCursor();
  // Publishes again what the stream lacks.
  absl::Status StartOver(int64_t after, const char* why);
  void Notice(const char* message, const absl::Status& cause = absl::OkStatus()) const;

  const RelayOptions& options_;
  const std::shared_ptr<RelayMail> mail_;
  Origin origin_;

  std::unique_ptr<ledger::Reader> reader_;
  std::unique_ptr<NatsConnection> connection_;
  int64_t reconnections_ = 0;
  std::unique_ptr<Publisher> publisher_;
  int64_t publisher_number_ = 0;
  std::unique_ptr<PublishWindow> window_;
  std::unique_ptr<AckGroups> groups_;
  // Positions up to here are sent one by one: a repeat takes no sequence.
  int64_t repeats_until_ = 0;
  // Highest position that this process has sent.
  int64_t sent_until_ = 0;
  StreamWatch watch_;
  // Last stream sequence that is surely left (0 = none) of a stream that lost something; absent
  // where the cursor tells everything.
  std::optional<int64_t> survivor_;

  // Everything up to here is acknowledged; absent before the log was opened.
  std::optional<int64_t> cursor_;
  // Last published position up to the one that was read last.
  int64_t previous_ = 0;
  bool busy_ = false;
  absl::Time check_at_;
  absl::Time announce_at_;
  absl::Time look_at_;
};

}  // namespace mandat::events

#endif  // SERVICES_LIB_EVENTS_RELAY_SESSION_H_
