#include "services/lib/ledger/ledger.h"

#include <atomic>
#include <chrono>
#include <future>
#include <utility>

#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/answers.h"
#include "services/lib/ledger/lane.h"
#include "services/lib/ledger/read_lanes.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::ledger {
namespace {

constexpr absl::Duration kTidyPause = absl::Seconds(1);
constexpr absl::Duration kRequestsKept = absl::Hours(24);
constexpr absl::Duration kForgetPause = absl::Minutes(10);
constexpr int kForgetPortion = 1000;
constexpr absl::Duration kFlushPause = absl::Milliseconds(2);
constexpr absl::Duration kFlushWait = absl::Seconds(5);

class RunningLedger final : public Ledger {
 public:
  RunningLedger(const LedgerOptions& options, std::unique_ptr<Codec> codec)
      : options_(options),
        codec_(std::move(codec)),
        syncs_(static_cast<size_t>(options.queue_max)) {}
  ~RunningLedger() override { Close(); }

  absl::Status Start() {
    ASSIGN_OR_RETURN(std::unique_ptr<Reader> first, options_.store->OpenReader());
    ASSIGN_OR_RETURN(const int64_t head, first->Head());
    ASSIGN_OR_RETURN(const int64_t cursor, first->RelayCursor());
    head_ = head;
    cursor_.Note(cursor);
    cursor_.Written(cursor);
    std::vector<std::unique_ptr<Reader>> readers;
    readers.push_back(std::move(first));
    while (readers.size() < static_cast<size_t>(options_.readers)) {
      ASSIGN_OR_RETURN(readers.emplace_back(), options_.store->OpenReader());
    }
    ASSIGN_OR_RETURN(auto consultations, options_.store->OpenConsultationWriter());
    reads_ = std::make_unique<ReadLanes>(*codec_, std::move(readers), std::move(consultations),
                                         static_cast<size_t>(options_.queue_max), answers_);
    if (options_.store->shared()) {
      LaneOptions side = Lanes("side lane");
      side.batch_max = 1;
      side.wait = options_.held_row_wait;
      ASSIGN_OR_RETURN(std::unique_ptr<Writer> writer, options_.store->OpenWriter());
      side_ = std::make_unique<Lane>(std::move(side), std::move(writer));
    }
    if (options_.store->syncs()) {
      syncing_ = runtime::Thread("sync", [this] { RunSyncs(); });
    }
    LaneOptions main = Lanes("main lane");
    main.cursor = &cursor_;
    main.held = [this](std::unique_ptr<Submission> submission) {
      absl::Status busy = side_->Push(submission);
      if (!busy.ok()) answers_.Send({AnswerOf(std::move(submission->done), std::move(busy))});
    };
    ASSIGN_OR_RETURN(std::unique_ptr<Writer> writer, options_.store->OpenWriter());
    main_ = std::make_unique<Lane>(std::move(main), std::move(writer));
    tidying_ = runtime::Thread("tidy", [this] { RunTidy(); });
    return absl::OkStatus();
  }

  void Submit(const Command& command, const access::Call& call,
              const google::protobuf::Message& request, Done done) override {
    auto submission = std::make_unique<Submission>();
    submission->command = &command;
    submission->call = call;
    submission->request = &request;
    submission->done = std::move(done);
    Enqueue(std::move(submission));
  }

  void Apply(const Command& command, const Effect& effect, const access::Call& call,
             const google::protobuf::Message& event, Done done) override {
    auto submission = std::make_unique<Submission>();
    submission->command = &command;
    submission->call = call;
    submission->request = &event;
    submission->effect = effect;
    submission->done = std::move(done);
    Enqueue(std::move(submission));
  }

  absl::Status KeepDeadLetter(const DeadLetterRow& letter, const Effect& effect) override {
    auto submission = std::make_unique<Submission>();
    submission->letter = letter;
    submission->effect = effect;
    submission->call.actor = std::make_shared<access::Actor>();
    submission->call.now = options_.clock->Now();
    auto kept = std::make_shared<std::promise<absl::Status>>();
    submission->done = [kept](absl::StatusOr<Committed> committed) {
      kept->set_value(committed.status());
    };
    std::future<absl::Status> result = kept->get_future();
    absl::Status busy = main_->Push(submission);
    if (!busy.ok()) return busy;
    return result.get();
  }

  void Read(const access::Call& call, std::function<absl::Status(View&)> read,
            std::function<void(absl::Status)> done) override {
    reads_->Push(call, std::move(read), std::move(done));
  }

  int64_t queue_depth() const override {
    return static_cast<int64_t>(main_->depth() + (side_ == nullptr ? 0 : side_->depth()));
  }

  int64_t head() const override { return head_.load(std::memory_order_acquire); }

  void OnCommit(std::function<void(int64_t)> listener) override {
    runtime::MutexLock lock(&mutex_);
    listeners_.push_back(std::move(listener));
  }

  void MoveRelayCursor(int64_t position) override { cursor_.Note(position); }

  absl::Status FlushRelayCursor() override {
    for (absl::Duration waited; cursor_.Pending().has_value(); waited += kFlushPause) {
      if (waited > kFlushWait) {
        return base::Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
                           "The relay's place was not written.");
      }
      std::this_thread::sleep_for(absl::ToChronoMilliseconds(kFlushPause));
    }
    return absl::OkStatus();
  }

  void Close() override {
    if (main_ == nullptr) return;
    // In the order in which work flows, so that whatever is taken is answered.
    main_->Close();
    if (side_ != nullptr) side_->Close();
    syncs_.Close();
    syncing_.Join();
    reads_->Close();
    answers_.Close();
    {
      runtime::MutexLock lock(&mutex_);
      closing_ = true;
    }
    closed_.NotifyAll();
    tidying_.Join();
    main_ = nullptr;
  }

 private:
  LaneOptions Lanes(const std::string& name) {
    LaneOptions lane;
    lane.name = name;
    lane.codec = codec_.get();
    lane.clock = options_.clock;
    lane.batch_max = static_cast<size_t>(options_.batch_max);
    lane.queue_max = static_cast<size_t>(options_.queue_max);
    lane.settled = [this](Settled settled) { Settle(std::move(settled)); };
    return lane;
  }

  void Enqueue(std::unique_ptr<Submission> submission) {
    absl::Status status = Admit(*codec_, submission.get());
    if (status.ok()) status = main_->Push(submission);
    if (!status.ok()) submission->done(std::move(status));
  }

  // What is committed is told once it is durable. The lane goes on meanwhile.
  void Settle(Settled settled) {
    if (!options_.store->syncs()) return Tell(std::move(settled), absl::OkStatus());
    // Where nobody else waits there is nothing to go on with, and a change of threads to save.
    const bool alone = settled.submissions.size() == 1 && queue_depth() == 0;
    if (alone) return Tell(std::move(settled), options_.store->Sync());
    if (!syncs_.TryPush(&settled)) Tell(std::move(settled), options_.store->Sync());
  }

  void RunSyncs() {
    std::vector<Settled> batches;
    while (syncs_.PopSome(&batches, syncs_.capacity())) {
      const absl::Status durable = options_.store->Sync();
      for (Settled& settled : batches) Tell(std::move(settled), durable);
      batches.clear();
    }
  }

  void Tell(Settled settled, const absl::Status& durable) {
    if (durable.ok()) Measure(settled);
    if (durable.ok() && settled.head.has_value()) Announce(*settled.head);
    std::vector<Answers::Answer> answers;
    answers.reserve(settled.submissions.size());
    for (size_t i = 0; i < settled.submissions.size(); ++i) {
      std::unique_ptr<Submission>& submission = settled.submissions[i];
      Outcome& outcome = settled.outcomes[i];
      if (!durable.ok()) {
        answers.push_back(AnswerOf(std::move(submission->done), durable));
      } else if (outcome.what == Outcome::What::kAnswer) {
        answers.push_back(AnswerOf(std::move(submission->done), std::move(outcome.answer)));
      } else if (outcome.what == Outcome::What::kRefused) {
        answers.push_back(AnswerOf(std::move(submission->done), std::move(outcome.status)));
      } else {
        Repeat(std::move(submission), outcome.name, outcome.version);
      }
    }
    answers_.Send(std::move(answers));
  }

  void Measure(const Settled& settled) {
    if (!options_.measure || !settled.written_from.has_value()) return;
    const auto took = std::chrono::steady_clock::now() - *settled.written_from;
    options_.measure({static_cast<int>(settled.submissions.size()), absl::FromChrono(took)});
  }

  static Answers::Answer AnswerOf(Done done, absl::StatusOr<Committed> answer) {
    return
        [done = std::move(done), answer = std::move(answer)]() mutable { done(std::move(answer)); };
  }

  // The first answer again, from the log.
  void Repeat(std::unique_ptr<Submission> submission, const std::string& name, int64_t version) {
    auto answer = std::make_shared<std::shared_ptr<google::protobuf::Message>>();
    auto owned = std::make_shared<std::unique_ptr<Submission>>(std::move(submission));
    const access::Call call = (*owned)->call;
    reads_->Push(
        call,
        [this, name, version, answer](View& view) -> absl::Status {
          const Kind* kind = codec_->catalog().Find(name.substr(0, name.find('/')));
          if (kind == nullptr) return absl::InternalError("a request record names no kind");
          ASSIGN_OR_RETURN(const std::optional<Event> event,
                           view.reader().EventAt(*kind, Codec::IdIn(*kind, name), version));
          if (!event.has_value()) return NotFound(*kind, name);
          bool erased = false;
          ASSIGN_OR_RETURN(*answer, codec_->Decode(*kind, *event, &erased));
          return absl::OkStatus();
        },
        [owned, answer](absl::Status status) {
          if (!status.ok()) return (*owned)->done(std::move(status));
          (*owned)->done(Committed(*answer));
        });
  }

  void Announce(int64_t position) {
    int64_t seen = head_.load(std::memory_order_relaxed);
    while (seen < position &&
           !head_.compare_exchange_weak(seen, position, std::memory_order_release)) {
    }
    runtime::MutexLock lock(&mutex_);
    for (const auto& listener : listeners_) listener(position);
  }

  void RunTidy() {
    absl::Time forget = options_.clock->Now();
    runtime::MutexLock lock(&mutex_);
    while (!closing_) {
      closed_.WaitUntil(&mutex_,
                        std::chrono::steady_clock::now() + absl::ToChronoMilliseconds(kTidyPause));
      if (closing_) return;
      mutex_.Unlock();
      options_.store->Tidy().IgnoreError();
      const absl::Time now = options_.clock->Now();
      if (now >= forget) {
        const auto gone = options_.store->ForgetRequestsBefore(now - kRequestsKept, kForgetPortion);
        // A full portion: there is more, at the next turn.
        if (!gone.ok() || *gone < kForgetPortion) forget = now + kForgetPause;
      }
      mutex_.Lock();
    }
  }

  const LedgerOptions options_;
  std::unique_ptr<Codec> codec_;
  CursorNote cursor_;
  std::atomic<int64_t> head_{0};
  runtime::Mutex mutex_;
  runtime::CondVar closed_;
  bool closing_ MANDAT_GUARDED_BY(mutex_) = false;
  std::vector<std::function<void(int64_t)>> listeners_ MANDAT_GUARDED_BY(mutex_);
  Answers answers_;
  runtime::BoundedQueue<Settled> syncs_;
  std::unique_ptr<ReadLanes> reads_;
  runtime::Thread syncing_;
  std::unique_ptr<Lane> side_;
  std::unique_ptr<Lane> main_;
  runtime::Thread tidying_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const LedgerOptions& options) {
  auto ledger = std::make_unique<RunningLedger>(
      options, std::make_unique<Codec>(*options.catalog, *options.keys));
  RETURN_IF_ERROR(ledger->Start());
  return ledger;
}

}  // namespace mandat::ledger
