#include "services/lib/events/consumer.h"

#include <utility>

#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/consumer_session.h"
#include "services/lib/events/steady_now.h"

namespace mandat::events {
namespace {

constexpr absl::Duration kRetryInterval = absl::Milliseconds(250);

std::optional<absl::Time> StopBy(ConsumerMail& mail) {
  runtime::MutexLock lock(&mail.mutex);
  return mail.stop_by;
}

// Waits a moment, or until somebody wants the consumer to stop.
void Pause(ConsumerMail& mail) {
  const auto deadline = runtime::SteadyDeadline(kRetryInterval);
  runtime::MutexLock lock(&mail.mutex);
  while (!mail.stop_by.has_value()) {
    if (!mail.changed.WaitUntil(&mail.mutex, deadline)) return;
  }
}

// From now on nobody waits for this consumer.
void End(ConsumerMail& mail) {
  runtime::MutexLock lock(&mail.mutex);
  mail.ended = true;
  for (const LetterReplay& replay : mail.letters) {
    replay.done->set_value(absl::CancelledError("The consumer stops."));
  }
  mail.letters.clear();
}

}  // namespace

bool IsTransient(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
      return true;
    default:
      return false;
  }
}

Consumer::Consumer(ConsumerOptions options)
    : options_(std::move(options)), mail_(std::make_shared<ConsumerMail>()) {
  thread_ = runtime::Thread("consumer", [this] { Run(); });
}

Consumer::~Consumer() { Stop(absl::ZeroDuration()); }

void Consumer::Stop(absl::Duration deadline) {
  {
    runtime::MutexLock lock(&mail_->mutex);
    mail_->stop_by = SteadyNow() + deadline;
    mail_->changed.NotifyAll();
  }
  thread_.Join();
}

absl::StatusOr<ledger::DeadLetterRow> Consumer::ReplayDeadLetter(const std::string& id) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ledger::Reader> reader, options_.store->OpenReader());
  ASSIGN_OR_RETURN(const std::optional<ledger::DeadLetterRow> letter, reader->DeadLetter(id));
  if (!letter.has_value() || letter->consumer != options_.declaration.name) {
    return base::Error(absl::StatusCode::kNotFound, "DEAD_LETTER_NOT_FOUND",
                       "There is no such dead letter.", {{"id", id}});
  }
  if (letter->settled) return *letter;
  const auto done = std::make_shared<std::promise<absl::Status>>();
  {
    runtime::MutexLock lock(&mail_->mutex);
    if (mail_->ended) return absl::CancelledError("The consumer stops.");
    mail_->letters.push_back({*letter, done});
    mail_->changed.NotifyAll();
  }
  RETURN_IF_ERROR(done->get_future().get());
  ledger::DeadLetterRow settled = *letter;
  settled.settled = true;
  return settled;
}

ConsumerFigures Consumer::figures() const {
  runtime::MutexLock lock(&mail_->mutex);
  return mail_->figures;
}

void Consumer::Run() {
  ConsumerSession session(options_, mail_);
  absl::StatusCode failing = absl::StatusCode::kOk;
  for (;;) {
    const std::optional<absl::Time> stop_by = StopBy(*mail_);
    const absl::Status status = session.Turn(stop_by.has_value());
    // Once per trouble, not once per try.
    if (status.code() != failing && options_.notice) {
      options_.notice(status.ok() ? "consumer works" : "consumer waits", status);
    }
    failing = status.code();
    if (stop_by.has_value() && (session.idle() || SteadyNow() >= *stop_by)) break;
    if (!status.ok()) Pause(*mail_);
  }
  session.GiveBack();
  End(*mail_);
  if (options_.notice) options_.notice("consumer stopped", absl::OkStatus());
}

}  // namespace mandat::events
