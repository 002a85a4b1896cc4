#include "services/lib/events/relay.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/relay_session.h"
#include "services/lib/events/steady_now.h"

namespace mandat::events {
namespace {

// How often a process that does not publish tries to become the one that does.
constexpr absl::Duration kTryInterval = absl::Seconds(1);
// Other processes write to the log as well, and tell nobody.
constexpr absl::Duration kPollInterval = absl::Milliseconds(200);
constexpr absl::Duration kAcknowledgementWait = absl::Milliseconds(2);
constexpr absl::Duration kRetryInterval = absl::Milliseconds(250);
constexpr absl::Duration kFigureInterval = absl::Seconds(1);

// How many positions follow this one.
absl::StatusOr<int64_t> PositionsAfter(ledger::Store& store, int64_t position) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ledger::Reader> reader, store.OpenReader());
  ASSIGN_OR_RETURN(const int64_t head, reader->Head());
  if (position >= 0 && position <= head) return head - position;
  return base::Error(absl::StatusCode::kInvalidArgument, "POSITION_INVALID",
                     absl::StrCat("Give a position from 0 to ", head, "."),
                     {{"head", absl::StrCat(head)}});
}

// Waits until somebody wants the relay to stop.
void WaitForStop(RelayMail& mail, absl::Duration wait) {
  const auto deadline = runtime::SteadyDeadline(wait);
  runtime::MutexLock lock(&mail.mutex);
  const bool stopping = mail.stop_by.has_value();
  while (mail.stop_by.has_value() == stopping) {
    if (!mail.changed.WaitUntil(&mail.mutex, deadline)) return;
  }
}

// Waits for any mail. A few acknowledgements alone can wait a moment for more of them: to wake for
// each would cost more than all else that the relay does for an event.
void WaitForMail(RelayMail& mail, absl::Duration wait) {
  auto deadline = runtime::SteadyDeadline(wait);
  runtime::MutexLock lock(&mail.mutex);
  const bool stopping = mail.stop_by.has_value();
  while (mail.stop_by.has_value() == stopping && !mail.grown && !mail.republish_after.has_value() &&
         mail.acknowledged.size() < RelayMail::kAcknowledgementsThatWake) {
    if (!mail.acknowledged.empty()) {
      deadline = std::min(deadline, runtime::SteadyDeadline(kAcknowledgementWait));
    }
    if (!mail.changed.WaitUntil(&mail.mutex, deadline)) return;
  }
}

std::optional<absl::Time> StopBy(RelayMail& mail) {
  runtime::MutexLock lock(&mail.mutex);
  return mail.stop_by;
}

// Lag and age as the log itself tells them, whatever the broker does.
absl::Status UpdateFigures(const RelayOptions& options, ledger::Reader& reader, RelayMail& mail) {
  ASSIGN_OR_RETURN(const int64_t cursor, reader.RelayCursor());
  ASSIGN_OR_RETURN(const int64_t head, reader.Head());
  ASSIGN_OR_RETURN(const std::vector<ledger::Event> oldest, reader.EventsAfter(cursor, 1));
  const absl::Duration age =
      oldest.empty() ? absl::ZeroDuration() : options.clock->Now() - oldest.front().commit_time;
  runtime::MutexLock lock(&mail.mutex);
  mail.figures.lag = head - cursor;
  mail.figures.oldest_unpublished = std::max(age, absl::ZeroDuration());
  return absl::OkStatus();
}

}  // namespace

Relay::Relay(RelayOptions options)
    : options_(std::move(options)), mail_(std::make_shared<RelayMail>()) {
  // The ledger may call after this relay is gone.
  options_.ledger->OnCommit([mail = mail_](int64_t) {
    runtime::MutexLock lock(&mail->mutex);
    mail->grown = true;
    mail->changed.NotifyAll();
  });
  thread_ = runtime::Thread("relay", [this] { Run(); });
}

Relay::~Relay() { Stop(absl::ZeroDuration()); }

void Relay::Stop(absl::Duration deadline) {
  {
    runtime::MutexLock lock(&mail_->mutex);
    mail_->stop_by = SteadyNow() + deadline;
    mail_->changed.NotifyAll();
  }
  thread_.Join();
}

absl::StatusOr<int64_t> Relay::Republish(int64_t after_position) {
  ASSIGN_OR_RETURN(const int64_t positions, PositionsAfter(*options_.store, after_position));
  runtime::MutexLock lock(&mail_->mutex);
  if (!mail_->figures.active) {
    return base::Error(absl::StatusCode::kUnavailable, "RELAY_ELSEWHERE",
                       "Another process publishes this log; repeat the call until it reaches it.");
  }
  mail_->republish_after =
      std::min(after_position, mail_->republish_after.value_or(after_position));
  mail_->changed.NotifyAll();
  return positions;
}

absl::StatusOr<int64_t> RepublishFromNextStart(ledger::Store& store, int64_t after_position) {
  ASSIGN_OR_RETURN(const bool alone, store.TryBecomeRelay());
  if (!alone) {
    return base::Error(absl::StatusCode::kFailedPrecondition, "RELAY_RUNNING",
                       "A running service publishes this log. Ask it with `mandat replay`.");
  }
  ASSIGN_OR_RETURN(const int64_t positions, PositionsAfter(store, after_position));
  ASSIGN_OR_RETURN(const auto writer, store.OpenWriter());
  RETURN_IF_ERROR(writer->Begin({}, std::nullopt).status());
  ledger::WriteSet rewind;
  rewind.relay_cursor = after_position;
  RETURN_IF_ERROR(writer->Commit(rewind).status());
  RETURN_IF_ERROR(store.Sync());
  return positions;
}

RelayFigures Relay::figures() const {
  runtime::MutexLock lock(&mail_->mutex);
  return mail_->figures;
}

void Relay::Run() {
  // Where callers wait, subscribers can wait a little too; what is late goes in larger groups,
  // which cost less.
  runtime::LowerPriority();
  const auto notice = [this](const char* message, const absl::Status& cause) {
    if (options_.notice) options_.notice(message, cause);
  };
  bool active = false;
  while (!active) {
    if (StopBy(*mail_).has_value()) return;
    absl::StatusOr<bool> mine = options_.store->TryBecomeRelay();
    active = mine.ok() && *mine;
    if (!active) WaitForStop(*mail_, kTryInterval);
  }
  {
    runtime::MutexLock lock(&mail_->mutex);
    mail_->figures.active = true;
  }
  notice("relay active", absl::OkStatus());

  RelaySession session(options_, mail_);
  std::unique_ptr<ledger::Reader> reader;
  absl::Time figures_at;
  absl::StatusCode failing = absl::StatusCode::kOk;
  for (;;) {
    const std::optional<absl::Time> stop_by = StopBy(*mail_);
    const absl::Status status = session.Turn(stop_by.has_value());
    // Once per trouble, not once per try.
    if (status.code() != failing) notice(status.ok() ? "relay works" : "relay waits", status);
    failing = status.code();
    if (stop_by.has_value() && (!status.ok() || session.idle() || SteadyNow() >= *stop_by)) break;
    if (SteadyNow() >= figures_at) {
      figures_at = SteadyNow() + kFigureInterval;
      if (reader == nullptr) {
        if (auto opened = options_.store->OpenReader(); opened.ok()) reader = *std::move(opened);
      }
      if (reader != nullptr && !UpdateFigures(options_, *reader, *mail_).ok()) reader.reset();
    }
    if (!status.ok()) {
      WaitForStop(*mail_, kRetryInterval);
    } else if (!session.busy()) {
      WaitForMail(*mail_, kPollInterval);
    }
  }
  const absl::Status flushed = options_.ledger->FlushRelayCursor();
  notice("relay stopped", flushed);
}

}  // namespace mandat::events
