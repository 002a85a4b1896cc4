#include "services/lib/events/relay_session.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/steady_now.h"

namespace mandat::events {
namespace {

constexpr int kPage = 256;
// Publications for one acknowledgement; several groups are on their way at a time.
constexpr size_t kGroupMax = 64;
constexpr absl::Duration kAnnounceInterval = absl::Seconds(1);
// How often it looks beyond what its own ledger has announced: other processes write to the log
// too.
constexpr absl::Duration kLookInterval = absl::Milliseconds(100);
// With no more than so many on their way, an event is handed over at once: a subscriber hears of it
// a millisecond earlier. With more, gathering them costs broker and relay less.
constexpr size_t kFewOnTheirWay = 16;
// A window holds at most so many publications; nats.c waits 200 ms where its own limit is reached.
constexpr int kNeverReached = 1;

absl::Status StartsOver(absl::string_view why) {
  return base::Error(absl::StatusCode::kUnavailable, "BROKER_UNAVAILABLE", why);
}

}  // namespace

RelaySession::RelaySession(const RelayOptions& options, std::shared_ptr<RelayMail> mail)
    : options_(options), mail_(std::move(mail)) {
  origin_.service = options_.service;
}

void RelaySession::Notice(const char* message, const absl::Status& cause) const {
  if (options_.notice) options_.notice(message, cause);
}

absl::Status RelaySession::Turn(bool stopping) {
  busy_ = false;
  absl::Status status = Work(stopping);
  const bool connected = status.ok() && publisher_ != nullptr;
  {
    runtime::MutexLock lock(&mail_->mutex);
    mail_->figures.connected = connected;
  }
  if (!status.ok()) {
    publisher_.reset();
    window_.reset();
    // A reader may be broken as well; opening another one costs little.
    reader_.reset();
  }
  return status;
}

absl::Status RelaySession::Work(bool stopping) {
  RETURN_IF_ERROR(OpenLog());
  RETURN_IF_ERROR(OpenBroker());
  if (publisher_ == nullptr) RETURN_IF_ERROR(Resume());
  RETURN_IF_ERROR(TakeMail());
  if (!stopping) {
    RETURN_IF_ERROR(Fill());
    RETURN_IF_ERROR(Send());
  }
  MoveCursor();
  RETURN_IF_ERROR(Check());
  return Announce();
}

absl::Status RelaySession::OpenLog() {
  if (reader_ != nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::unique_ptr<ledger::Reader> reader, options_.store->OpenReader());
  ASSIGN_OR_RETURN(origin_.epoch, reader->Epoch());
  if (!cursor_.has_value()) {
    ASSIGN_OR_RETURN(cursor_, reader->RelayCursor());
  }
  reader_ = std::move(reader);
  return absl::OkStatus();
}

absl::Status RelaySession::OpenBroker() {
  if (connection_ == nullptr) {
    ASSIGN_OR_RETURN(connection_, NatsConnection::Connect(options_.broker));
    reconnections_ = connection_->reconnections();
    Notice("relay connected");
  }
  if (!connection_->connected()) return StartsOver("The connection is being made again.");
  if (const int64_t now = connection_->reconnections(); now != reconnections_) {
    // What was on its way when the connection broke is never acknowledged.
    reconnections_ = now;
    publisher_.reset();
    Notice("relay connected again");
  }
  return absl::OkStatus();
}

absl::Status RelaySession::Resume() {
  ASSIGN_OR_RETURN(const Change change, Apply(*connection_, options_.stream));
  if (change.created) Notice("stream made");
  if (!change.fields.empty()) Notice("stream changed");
  ASSIGN_OR_RETURN(const StreamState state, GetStreamState(*connection_, options_.stream.name));
  if (const std::optional<int64_t> left = watch_.Begin(state); left.has_value()) {
    survivor_ = std::min(*left, survivor_.value_or(*left));
  }
  ASSIGN_OR_RETURN(const int64_t repeats_until, RepeatsUntil(state));
  repeats_until_ = std::max(sent_until_, repeats_until);
  ASSIGN_OR_RETURN(const int64_t after, ResumeAfter(state));
  if (after < *cursor_) Notice("events are published again: the stream lacks some");
  // From here on the cursor remembers what was lost, whatever fails next.
  cursor_ = after;
  survivor_.reset();
  options_.ledger->MoveRelayCursor(after);

  ASSIGN_OR_RETURN(previous_, reader_->LastPublished(after));
  window_ = std::make_unique<PublishWindow>(after);
  groups_ = std::make_unique<AckGroups>(state.last_sequence);
  const int64_t number = ++publisher_number_;
  ASSIGN_OR_RETURN(
      publisher_,
      Publisher::Create(*connection_, options_.window + kNeverReached,
                        [mail = mail_, number](Acknowledgement acknowledgement) {
                          runtime::MutexLock lock(&mail->mutex);
                          mail->acknowledged.push_back({number, std::move(acknowledgement)});
                          const size_t waiting = mail->acknowledged.size();
                          if (waiting == 1 || waiting == RelayMail::kAcknowledgementsThatWake) {
                            mail->changed.NotifyAll();
                          }
                        }));
  check_at_ = SteadyNow() + options_.check_interval;
  busy_ = true;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> RelaySession::ResumeAfter(const StreamState& state) {
  if (*cursor_ == 0) return 0;
  if (state.messages == 0 || survivor_ == 0) {
    ASSIGN_OR_RETURN(const int64_t kept, BeforeWhatIsKept());
    return std::min(*cursor_, kept);
  }
  if (survivor_.has_value()) {
    ASSIGN_OR_RETURN(const int64_t after, LostAfter(*survivor_));
    return std::min(*cursor_, after);
  }
  // Nothing is known of what happened before this process started, but for the cursor.
  ASSIGN_OR_RETURN(const std::optional<int64_t> last, PositionStoredAt(state.last_sequence));
  ASSIGN_OR_RETURN(const int64_t published, reader_->LastPublished(*cursor_));
  if (!last.has_value() || *last >= published) return *cursor_;
  ASSIGN_OR_RETURN(const int64_t after, LostAfter(state.last_sequence));
  return std::min(*cursor_, after);
}

absl::StatusOr<int64_t> RelaySession::RepeatsUntil(const StreamState& state) {
  if (state.last_sequence == 0) return 0;
  ASSIGN_OR_RETURN(const std::optional<CloudEvent> last, EventStoredAt(state.last_sequence));
  if (!last.has_value()) return reader_->Head();
  // Of a log that this one has replaced: nothing of this one was sent yet.
  if (last->source != SourceOf(origin_)) return 0;
  // What is on its way lies within a window; the last message that was stored may be the first of
  // one, and the last that was ever sent the last of the next.
  return last->position + int64_t{2} * options_.window;
}

absl::StatusOr<int64_t> RelaySession::LostAfter(int64_t survivor) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> position, PositionStoredAt(survivor));
  if (!position.has_value()) return BeforeWhatIsKept();
  // When a position was sent, all that lie a window before it were acknowledged, and so are stored
  // before it.
  return std::max<int64_t>(0, *position - options_.window);
}

absl::StatusOr<int64_t> RelaySession::BeforeWhatIsKept() {
  if (options_.stream.max_age == absl::InfiniteDuration()) return 0;
  const absl::Time oldest = options_.clock->Now() - options_.stream.max_age;
  ASSIGN_OR_RETURN(int64_t high, reader_->Head());
  int64_t low = 0;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    ASSIGN_OR_RETURN(const std::vector<ledger::Event> next, reader_->EventsAfter(middle, 1));
    if (!next.empty() && next.front().commit_time < oldest) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

absl::StatusOr<std::optional<int64_t>> RelaySession::PositionStoredAt(int64_t sequence) {
  ASSIGN_OR_RETURN(const std::optional<CloudEvent> event, EventStoredAt(sequence));
  // Positions of an earlier epoch say nothing about this log.
  if (!event.has_value() || event->source != SourceOf(origin_)) return std::nullopt;
  return event->position;
}

absl::StatusOr<std::optional<CloudEvent>> RelaySession::EventStoredAt(int64_t sequence) {
  natsMsg* raw = nullptr;
  const natsStatus status = js_GetMsg(&raw, connection_->jet_stream(), options_.stream.name.c_str(),
                                      static_cast<uint64_t>(sequence), nullptr, nullptr);
  if (status == NATS_NOT_FOUND) return std::nullopt;
  RETURN_IF_ERROR(BrokerStatus(status, "reading a message of the stream"));
  const MessagePtr message(raw);
  absl::StatusOr<CloudEvent> event = ParseCloudEvent(PayloadOf(raw));
  if (!event.ok()) return std::nullopt;
  return *std::move(event);
}

absl::Status RelaySession::TakeMail() {
  std::vector<RelayMail::Acknowledged> acknowledged;
  std::optional<int64_t> republish_after;
  {
    runtime::MutexLock lock(&mail_->mutex);
    acknowledged.swap(mail_->acknowledged);
    republish_after.swap(mail_->republish_after);
    mail_->grown = false;
  }
  if (republish_after.has_value()) {
    return StartOver(*republish_after, "events are published again on request");
  }
  for (const RelayMail::Acknowledged& answer : acknowledged) {
    if (answer.publisher != publisher_number_) continue;
    RETURN_IF_ERROR(TakeAcknowledgement(answer.acknowledgement));
  }
  return absl::OkStatus();
}

absl::Status RelaySession::StartOver(int64_t after, const char* why) {
  Notice(why);
  cursor_ = std::min(*cursor_, after);
  options_.ledger->MoveRelayCursor(*cursor_);
  publisher_.reset();
  return Resume();
}

absl::Status RelaySession::TakeAcknowledgement(const Acknowledgement& acknowledgement) {
  RETURN_IF_ERROR(acknowledgement.status);
  const AckProof proof = groups_->Acknowledge(acknowledgement.id, acknowledgement.stream_sequence,
                                              acknowledgement.duplicate);
  if (proof.broken) return BrokenGroup(acknowledgement, proof);
  survivor_ = watch_.Stored(acknowledgement.stream_sequence, acknowledgement.duplicate);
  if (survivor_.has_value()) return StartsOver("The stream gave a sequence away a second time.");
  if (acknowledgement.duplicate && !watch_.StillHas(acknowledgement.stream_sequence)) {
    return StartsOver("The broker remembers an event that it no longer has.");
  }
  int64_t published = 0;
  for (const std::string& id : proof.stored) published += window_->Acknowledge(id) ? 1 : 0;
  runtime::MutexLock lock(&mail_->mutex);
  mail_->figures.published += published;
  return absl::OkStatus();
}

absl::Status RelaySession::BrokenGroup(const Acknowledgement& acknowledgement,
                                       const AckProof& proof) {
  // It has less than it had before the group, if it took all of it; if it did not, this is further
  // back than needed.
  if (proof.lacking > 0) {
    const int64_t before_group = acknowledgement.stream_sequence - proof.size;
    survivor_ = std::max<int64_t>(0, before_group);
  }
  return StartsOver("The stream did not take a group as it was sent.");
}

absl::Status RelaySession::Fill() {
  const int64_t room = options_.window - (window_->read() - window_->cursor());
  if (room <= 0) return absl::OkStatus();
  const int64_t announced = options_.ledger->head() - window_->read();
  const absl::Time now = SteadyNow();
  if (announced <= 0 && now < look_at_) return absl::OkStatus();
  const int64_t wanted = announced > 0 ? announced : kPage;
  const int limit = static_cast<int>(std::min({room, wanted, int64_t{kPage}}));
  ASSIGN_OR_RETURN(const std::vector<ledger::Event> events,
                   reader_->EventsAfter(window_->read(), limit));
  for (const ledger::Event& event : events) {
    if (!event.published) {
      window_->Skip(event.position);
      continue;
    }
    const ledger::Kind* kind = options_.catalog->Find(event.collection);
    if (kind == nullptr) {
      return base::Error(absl::StatusCode::kDataLoss, "EVENT_BODY_BROKEN",
                         "The log holds a kind that this program does not know.",
                         {{"collection", event.collection}});
    }
    ASSIGN_OR_RETURN(Publication publication, MakePublication(event, *kind, origin_, previous_));
    previous_ = event.position;
    window_->Add(event.position, base::MakeName(event.collection, event.id),
                 std::move(publication));
  }
  // Where there were fewer than asked for, or just those that were announced, there is no more.
  const bool more =
      static_cast<int>(events.size()) == limit && window_->read() != options_.ledger->head();
  if (!more) look_at_ = now + kLookInterval;
  busy_ = busy_ || more;
  return absl::OkStatus();
}

absl::Status RelaySession::Send() {
  std::vector<const Publication*> group;
  for (const PublishWindow::Ready& ready : window_->TakeReady(SteadyNow())) {
    const bool alone = ready.position <= repeats_until_;
    if (alone || group.size() == kGroupMax) RETURN_IF_ERROR(SendGroup(&group));
    sent_until_ = std::max(sent_until_, ready.position);
    group.push_back(ready.publication);
    if (alone) RETURN_IF_ERROR(SendGroup(&group));
  }
  const bool sent = !group.empty();
  RETURN_IF_ERROR(SendGroup(&group));
  if (sent && window_->size() <= kFewOnTheirWay) connection_->Flush();
  return absl::OkStatus();
}

absl::Status RelaySession::SendGroup(std::vector<const Publication*>* group) {
  if (group->empty()) return absl::OkStatus();
  const Publication* last = group->back();
  std::vector<std::string> ids;
  ids.reserve(group->size());
  for (const Publication* publication : *group) {
    ids.push_back(publication->id);
    if (publication != last) RETURN_IF_ERROR(publisher_->PublishUnacknowledged(*publication));
  }
  groups_->Sent(std::move(ids));
  group->clear();
  return publisher_->Publish(*last);
}

void RelaySession::MoveCursor() {
  if (cursor_ == window_->cursor()) return;
  cursor_ = window_->cursor();
  options_.ledger->MoveRelayCursor(*cursor_);
}

absl::Status RelaySession::Check() {
  const absl::Time now = SteadyNow();
  const std::optional<absl::Time> oldest = window_->oldest_sent();
  if (oldest.has_value() && now - *oldest > options_.ack_deadline) {
    return StartsOver("The broker does not acknowledge.");
  }
  if (now < check_at_) return absl::OkStatus();
  check_at_ = now + options_.check_interval;
  ASSIGN_OR_RETURN(const StreamState state, GetStreamState(*connection_, options_.stream.name));
  survivor_ = watch_.Look(state);
  if (survivor_.has_value()) return StartsOver("The stream lost what it had acknowledged.");
  return absl::OkStatus();
}

absl::Status RelaySession::Announce() {
  const absl::Time steady = SteadyNow();
  if (steady < announce_at_) return absl::OkStatus();
  announce_at_ = steady + kAnnounceInterval;
  const Publication announcement =
      MakeHeadAnnouncement(origin_, window_->read(), previous_, options_.clock->Now());
  return connection_->Publish(announcement.subject, announcement.payload);
}

}  // namespace mandat::events
