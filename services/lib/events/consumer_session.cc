#include "services/lib/events/consumer_session.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/dead_letter.h"
#include "services/lib/events/steady_now.h"

namespace mandat::events {
namespace {

using MetaDataPtr = std::unique_ptr<jsMsgMetaData, Destroy<jsMsgMetaData_Destroy>>;

// How long a stop can be late, and how soon what somebody else removed is made again.
constexpr absl::Duration kIdleWait = absl::Milliseconds(250);
constexpr absl::Duration kCheckInterval = absl::Seconds(5);
// While something is in work the broker is asked for more this often.
constexpr absl::Duration kWorkWait = absl::Milliseconds(5);
constexpr absl::Duration kAppliedWait = absl::Seconds(1);

// What a consumer tells JetStream about a message. nats.c can say it too, but its messages point to
// their subscription, which does not live as long as the work.
constexpr absl::string_view kDone = "+ACK";
constexpr absl::string_view kInWork = "+WPI";
constexpr absl::string_view kNow = "-NAK";
std::string Later(absl::Duration pause) {
  return absl::StrCat("-NAK {\"delay\": ", absl::ToInt64Nanoseconds(pause), "}");
}

std::string KeyOf(const CloudEvent& event) {
  return absl::StrCat(event.source, " ", event.resource);
}

absl::Status StillPoison(const absl::Status& cause) {
  return base::Error(absl::StatusCode::kFailedPrecondition, "STILL_POISON",
                     absl::StrCat("It cannot be applied yet: ", cause.message()),
                     {{"reason", base::ReasonOf(cause)}, {"cause", std::string(cause.message())}});
}

// The event as commands take it.
std::shared_ptr<const common::v1::PublishedEvent> RequestOf(const CloudEvent& event,
                                                            absl::string_view payload) {
  auto request = std::make_shared<common::v1::PublishedEvent>();
  common::v1::Revision& revision = *request->mutable_revision();
  revision.set_position(event.position);
  revision.set_resource(event.resource);
  revision.set_version(event.version);
  revision.set_verb(event.type.substr(event.type.rfind('.') + 1));
  revision.mutable_commit_time()->set_seconds(absl::ToUnixSeconds(event.time));
  revision.mutable_commit_time()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(
      event.time - absl::FromUnixSeconds(absl::ToUnixSeconds(event.time)))));
  revision.set_organisation(event.actor_organisation);
  revision.set_role(RoleOf(event.actor_role));
  revision.set_traceparent(event.traceparent);
  request->set_cloud_event(std::string(payload));
  return request;
}

}  // namespace

ConsumerSession::ConsumerSession(const ConsumerOptions& options, std::shared_ptr<ConsumerMail> mail)
    : options_(options), mail_(std::move(mail)), gaps_(options.gap_patience) {}

void ConsumerSession::Notice(const char* message, const absl::Status& cause) const {
  if (options_.notice) options_.notice(message, cause);
}

void ConsumerSession::Count(int64_t ConsumerFigures::*figure) {
  runtime::MutexLock lock(&mail_->mutex);
  ++(mail_->figures.*figure);
}

absl::Status ConsumerSession::Turn(bool stopping) {
  TakeResults();
  if (!stopping) TakeLetters();
  StartReady();
  absl::Status status = OpenBroker();
  if (status.ok() && !stopping) {
    KeepInWork();
    WatchGaps();
    status = Fetch();
  }
  if (!status.ok()) subscription_.reset();
  StartReady();
  {
    runtime::MutexLock lock(&mail_->mutex);
    mail_->figures.connected = status.ok();
    if (lanes_.empty()) return status;
    const auto deadline = runtime::SteadyDeadline(kWorkWait);
    while (mail_->results.empty()) {
      if (!mail_->changed.WaitUntil(&mail_->mutex, deadline)) break;
    }
  }
  TakeResults();
  return status;
}

absl::Status ConsumerSession::OpenBroker() {
  if (connection_ == nullptr) {
    ASSIGN_OR_RETURN(connection_, NatsConnection::Connect(options_.broker));
    reconnections_ = connection_->reconnections();
    Notice("consumer connected");
  }
  if (!connection_->connected()) {
    return base::Error(absl::StatusCode::kUnavailable, "BROKER_UNAVAILABLE",
                       "The connection is being made again.");
  }
  if (const int64_t now = connection_->reconnections(); now != reconnections_) {
    reconnections_ = now;
    subscription_.reset();
    Notice("consumer connected again");
  }
  const absl::Time now = SteadyNow();
  if (subscription_ != nullptr && now < check_at_) return absl::OkStatus();
  check_at_ = now + kCheckInterval;
  const ConsumerDeclaration& declared = options_.declaration;
  ASSIGN_OR_RETURN(const Change change, Apply(*connection_, declared));
  if (change.created) Notice("durable consumer made");
  if (subscription_ == nullptr) {
    jsSubOptions bound;
    jsSubOptions_Init(&bound);
    bound.Stream = declared.stream.c_str();
    bound.Consumer = declared.name.c_str();
    natsSubscription* made = nullptr;
    RETURN_IF_ERROR(BrokerStatus(
        js_PullSubscribe(&made, connection_->jet_stream(), declared.filter_subject.c_str(),
                         declared.name.c_str(), nullptr, &bound, nullptr),
        "subscribing"));
    subscription_.reset(made);
  }
  if (heads_ == nullptr && !options_.followed_service.empty()) {
    ASSIGN_OR_RETURN(heads_, connection_->Subscribe(HeadSubject(options_.followed_service)));
  }
  return absl::OkStatus();
}

absl::Status ConsumerSession::Fetch() {
  const int room = options_.in_work_max - static_cast<int>(lanes_.size());
  if (room <= 0) return absl::OkStatus();
  bool any = false;
  if (lanes_.empty()) {
    // One alone, so that it need not wait for others.
    RETURN_IF_ERROR(FetchSome(1, kIdleWait, &any));
    if (!any) return absl::OkStatus();
  }
  return FetchSome(std::min(room, options_.batch), absl::ZeroDuration(), &any);
}

absl::Status ConsumerSession::FetchSome(int count, absl::Duration wait, bool* any) {
  jsFetchRequest request;
  jsFetchRequest_Init(&request);
  request.Batch = count;
  request.NoWait = wait == absl::ZeroDuration();
  request.Expires = absl::ToInt64Nanoseconds(std::max(wait, kIdleWait));
  natsMsgList list = {};
  const natsStatus status = natsSubscription_FetchRequest(&list, subscription_.get(), &request);
  for (int i = 0; i < list.Count; ++i) {
    *any = true;
    Receive(list.Msgs[i]);
  }
  natsMsgList_Destroy(&list);
  if (status == NATS_TIMEOUT || status == NATS_NOT_FOUND) return absl::OkStatus();
  return BrokerStatus(status, "fetching");
}

void ConsumerSession::Receive(natsMsg* message) {
  jsMsgMetaData* raw = nullptr;
  if (natsMsg_GetMetaData(&raw, message) != NATS_OK) return;
  const MetaDataPtr meta(raw);
  {
    runtime::MutexLock lock(&mail_->mutex);
    mail_->figures.lag = static_cast<int64_t>(raw->NumPending);
  }
  const absl::string_view payload = PayloadOf(message);
  const std::string reply = natsMsg_GetReply(message);
  absl::StatusOr<CloudEvent> event = ParseCloudEvent(payload);
  if (!event.ok()) {
    const CloudEvent stand_in =
        UnreadableEvent(options_.declaration.stream, static_cast<int64_t>(raw->Sequence.Stream),
                        absl::FromUnixNanos(raw->Timestamp));
    if (Bury(stand_in, payload, event.status()).ok()) Tell(reply, kDone);
    return;
  }
  if (!options_.followed_service.empty()) {
    if (!BeginSource(event->source)) return Tell(reply, Later(options_.retry_first));
    gaps_.Saw(event->source, event->position, event->previous, SteadyNow());
  }
  Work work;
  work.request = RequestOf(*event, payload);
  work.event = *std::move(event);
  work.stream_sequence = static_cast<int64_t>(raw->Sequence.Stream);
  work.deliveries = static_cast<int64_t>(raw->NumDelivered);
  work.reply = reply;
  Enqueue(std::move(work));
}

void ConsumerSession::Tell(const std::string& reply, absl::string_view word) {
  // What the broker does not hear it asks again, by delivering again.
  (void)connection_->Publish(reply, word);
}

void ConsumerSession::Enqueue(Work work) {
  std::string key = KeyOf(work.event);
  if (!work.reply.empty() && IsHeld(key, work)) {
    Tell(work.reply, Later(options_.retry_first));
    return;
  }
  lanes_.Push(key, std::move(work));
}

bool ConsumerSession::IsHeld(const std::string& key, const Work& work) {
  const auto hold = holds_.find(key);
  if (hold == holds_.end()) return false;
  if (work.stream_sequence > hold->second.stream_sequence && SteadyNow() < hold->second.until) {
    return true;
  }
  if (work.stream_sequence >= hold->second.stream_sequence) holds_.erase(hold);
  return false;
}

void ConsumerSession::TakeLetters() {
  std::vector<LetterReplay> letters;
  {
    runtime::MutexLock lock(&mail_->mutex);
    letters.swap(mail_->letters);
  }
  for (LetterReplay& replay : letters) {
    absl::StatusOr<CloudEvent> event = ParseCloudEvent(replay.letter.payload);
    if (!event.ok()) {
      replay.done->set_value(StillPoison(event.status()));
      continue;
    }
    Work work;
    work.request = RequestOf(*event, replay.letter.payload);
    work.event = *std::move(event);
    work.letter = std::move(replay);
    Enqueue(std::move(work));
  }
}

void ConsumerSession::StartReady() {
  for (const std::string& key : lanes_.TakeReady()) {
    if (const Work* work = lanes_.Front(key); work != nullptr) Start(key, *work);
  }
}

ledger::Effect ConsumerSession::EffectOf(const CloudEvent& event) const {
  ledger::Effect effect;
  effect.key = {options_.declaration.name, event.source, event.resource};
  effect.version = event.version;
  effect.every_version = options_.delivery == Delivery::kEveryVersion;
  return effect;
}

void ConsumerSession::Start(const std::string& key, const Work& work) {
  ledger::Effect effect = EffectOf(work.event);
  if (work.letter.has_value()) {
    effect.settles = work.letter->letter;
    effect.settles->settled = true;
  }
  access::Call call;
  call.actor = options_.actor;
  call.method = absl::StrCat("consumer/", options_.declaration.name);
  // A job is no organisation: the command alone says what it may touch.
  call.parties.Add(common::v1::PARTY_ANY);
  call.now = options_.clock->Now();
  call.traceparent = work.event.traceparent;
  if (work.letter.has_value()) {
    const absl::StatusOr<bool> overtaken = IsOvertaken(work.event);
    if (!overtaken.ok() || *overtaken) {
      absl::Status status = overtaken.status();
      if (status.ok()) status = options_.ledger->KeepDeadLetter(*effect.settles, effect);
      runtime::MutexLock lock(&mail_->mutex);
      mail_->results.emplace_back(key, std::move(status));
      return;
    }
  }
  // The ledger may answer after this session is gone: what it needs goes with the answer.
  options_.ledger->Apply(*options_.command, effect, call, *work.request,
                         [key, mail = mail_, request = work.request](
                             absl::StatusOr<ledger::Ledger::Committed> committed) {
                           runtime::MutexLock lock(&mail->mutex);
                           mail->results.emplace_back(key, committed.status());
                           mail->changed.NotifyAll();
                         });
}

// What was applied is no part of the ledger's interface, because nobody else needs it: read as a
// batch reads it, and abandoned.
absl::StatusOr<std::vector<int64_t>> ConsumerSession::AppliedVersions(const CloudEvent& event) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ledger::Writer> writer, options_.store->OpenWriter());
  ledger::ReadSet reads;
  reads.applied.push_back(EffectOf(event).key);
  ASSIGN_OR_RETURN(const ledger::ReadResult result, writer->Begin(reads, kAppliedWait));
  writer->Abandon();
  std::vector<int64_t> versions;
  for (const ledger::AppliedRecord& record : result.applied) versions.push_back(record.version);
  return versions;
}

absl::StatusOr<bool> ConsumerSession::IsOvertaken(const CloudEvent& event) {
  if (options_.delivery == Delivery::kEveryVersion) return false;
  ASSIGN_OR_RETURN(const std::vector<int64_t> applied, AppliedVersions(event));
  return std::any_of(applied.begin(), applied.end(),
                     [&event](int64_t version) { return version > event.version; });
}

void ConsumerSession::TakeResults() {
  std::vector<std::pair<std::string, absl::Status>> results;
  {
    runtime::MutexLock lock(&mail_->mutex);
    results.swap(mail_->results);
  }
  for (const auto& [key, status] : results) Finish(key, status);
}

void ConsumerSession::Finish(const std::string& key, const absl::Status& status) {
  Work& work = *lanes_.Front(key);
  if (work.letter.has_value()) return FinishLetter(key, status);
  const bool repeated = base::ReasonOf(status) == "EVENT_APPLIED";
  if (!status.ok() && !repeated) {
    if (IsTransient(status)) return Retry(key, status);
    const absl::Status buried = Bury(work.event, work.request->cloud_event(), status);
    if (!buried.ok()) return Retry(key, buried);
  } else {
    Count(repeated ? &ConsumerFigures::repeated : &ConsumerFigures::applied);
  }
  if (!work.reply.empty()) {
    Tell(work.reply, kDone);
  } else {
    --replayed_;
    gaps_.Saw(work.event.source, work.event.position, work.event.previous, SteadyNow());
  }
  lanes_.Pop(key);
}

void ConsumerSession::FinishLetter(const std::string& key, const absl::Status& status) {
  const LetterReplay& replay = *lanes_.Front(key)->letter;
  replay.done->set_value(status.ok() || IsTransient(status) ? status : StillPoison(status));
  lanes_.Pop(key);
}

// The broker keeps it for a later try, and every later version of the resource with it.
void ConsumerSession::Retry(const std::string& key, const absl::Status& status) {
  std::list<Work> lane = lanes_.TakeLane(key);
  const absl::Duration pause = PauseBefore(lane.front().deliveries + 1);
  if (lane.front().deliveries == 1) Notice("an event is tried again", status);
  if (!lane.front().reply.empty()) {
    holds_[key] = {lane.front().stream_sequence,
                   SteadyNow() + pause + 2 * options_.declaration.ack_wait};
  }
  for (Work& work : lane) {
    if (!work.reply.empty()) {
      Tell(work.reply, Later(pause));
      Count(&ConsumerFigures::retried);
    } else if (work.letter.has_value()) {
      work.letter->done->set_value(status);
    } else {
      --replayed_;  // The hole stays open and is asked for again.
    }
  }
}

absl::Duration ConsumerSession::PauseBefore(int64_t delivery) const {
  absl::Duration pause = options_.retry_first;
  for (int64_t i = 2; i < delivery && pause < options_.retry_longest; ++i) pause *= 2;
  return std::min(pause, options_.retry_longest);
}

absl::Status ConsumerSession::Bury(const CloudEvent& event, absl::string_view payload,
                                   const absl::Status& cause) {
  // A command can refuse a repeat before anybody sees that it is one.
  ASSIGN_OR_RETURN(const std::vector<int64_t> applied, AppliedVersions(event));
  if (std::find(applied.begin(), applied.end(), event.version) != applied.end()) {
    Count(&ConsumerFigures::repeated);
    return absl::OkStatus();
  }
  const ledger::DeadLetterRow letter =
      MakeDeadLetter(options_.declaration.name, event, payload, cause);
  RETURN_IF_ERROR(options_.ledger->KeepDeadLetter(letter, EffectOf(event)));
  Count(&ConsumerFigures::dead_letters);
  Notice("an event became a dead letter", cause);
  return absl::OkStatus();
}

// Tells the broker that nothing is lost, well before it would deliver again.
void ConsumerSession::KeepInWork() {
  const absl::Time now = SteadyNow();
  if (now < in_work_at_) return;
  in_work_at_ = now + options_.declaration.ack_wait / 3;
  lanes_.ForEach([this](Work& work) {
    if (!work.reply.empty()) Tell(work.reply, kInWork);
  });
  // A held version may have gone to another process.
  std::erase_if(holds_, [now](const auto& hold) { return hold.second.until <= now; });
}

bool ConsumerSession::BeginSource(const std::string& source) {
  if (!options_.known || gaps_.Knows(source)) return true;
  const absl::StatusOr<int64_t> known = options_.known(source);
  if (!known.ok()) {
    Notice("what is known of a log cannot be read", known.status());
    return false;
  }
  gaps_.Begin(source, *known);
  return true;
}

void ConsumerSession::WatchGaps() {
  if (heads_ == nullptr) return;
  const absl::Time now = SteadyNow();
  natsMsg* raw = nullptr;
  while (natsSubscription_NextMsg(&raw, heads_.get(), 0) == NATS_OK) {
    const MessagePtr message(raw);
    const absl::StatusOr<Head> head = ParseHeadAnnouncement(PayloadOf(raw));
    if (!head.ok() || !BeginSource(head->source)) continue;
    gaps_.SawHead(head->source, head->last_published, now);
    if (options_.on_head) options_.on_head(*head);
  }
  if (replayed_ > 0 || !options_.replay) return;
  std::optional<GapWatch::Gap> gap = std::exchange(going_on_, std::nullopt);
  if (!gap.has_value() || !gaps_.Open(gap->source)) gap = gaps_.Take(now);
  if (!gap.has_value()) return;
  Notice("events are missing; their owner is asked");
  Count(&ConsumerFigures::replays);
  absl::StatusOr<common::v1::ListEventsResponse> answer = options_.replay(gap->after);
  if (!answer.ok()) return Notice("the owner of missing events does not answer", answer.status());
  for (const common::v1::PublishedEvent& published : answer->events()) {
    absl::StatusOr<CloudEvent> event = ParseCloudEvent(published.cloud_event());
    // The log of another epoch cannot fill the hole.
    if (!event.ok() || event->source != gap->source) continue;
    Work work;
    work.request = RequestOf(*event, published.cloud_event());
    work.event = *std::move(event);
    ++replayed_;
    Enqueue(std::move(work));
  }
  if (replayed_ > 0 && answer->next_position() < answer->head_position()) {
    going_on_ = GapWatch::Gap{gap->source, answer->next_position()};
  }
}

void ConsumerSession::GiveBack() {
  lanes_.ForEach([this](Work& work) {
    if (!work.reply.empty()) Tell(work.reply, kNow);
    if (work.letter.has_value()) {
      work.letter->done->set_value(absl::CancelledError("The consumer stops."));
    }
  });
  lanes_ = {};
  if (connection_ != nullptr) natsConnection_FlushTimeout(connection_->get(), 1000);
}

}  // namespace mandat::events
