#include "services/lib/ledger/lane.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <random>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::ledger {
namespace {

// How often a batch is tried before its conflict is the caller's.
constexpr int kTriesMax = 5;
constexpr absl::Duration kRetryPause = absl::Milliseconds(5);
// How long the relay's place may lag behind in the database.
constexpr absl::Duration kCursorLag = absl::Milliseconds(100);

// What a caller is told of a constraint that refused its row for good.
absl::Status ConstraintError(const Outcome& outcome, const Catalog& catalog,
                             const std::string& constraint) {
  for (const Kind* kind : catalog.kinds()) {
    for (const UniqueIndex& index : kind->unique) {
      std::string name = kind->table;
      for (const Column* column : index.columns) absl::StrAppend(&name, "_", column->name);
      if (absl::StrCat(name, "_unique") == constraint) return index.taken;
    }
  }
  if (outcome.created != nullptr) return NameTaken(*outcome.created, outcome.name);
  return absl::InternalError(
      absl::StrCat("constraint ", constraint, " refuses what a rule allowed"));
}

void Pause(int attempt) {
  thread_local std::minstd_rand random(std::random_device{}());
  const double jitter = std::uniform_real_distribution<double>(0.5, 1.5)(random);
  std::this_thread::sleep_for(absl::ToChronoMicroseconds(kRetryPause * (jitter * attempt)));
}

}  // namespace

Lane::Lane(LaneOptions options, std::unique_ptr<Writer> writer)
    : options_(std::move(options)),
      writer_(std::move(writer)),
      queue_(options_.queue_max),
      thread_(options_.name, [this] { Run(); }) {}

Lane::~Lane() { Close(); }

absl::Status Lane::Push(std::unique_ptr<Submission>& submission) {
  if (queue_.TryPush(&submission)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kResourceExhausted, "SERVER_BUSY",
                     "Too many changes wait. Back off and repeat with the same request_id.");
}

void Lane::Close() {
  queue_.Close();
  thread_.Join();
}

void Lane::Run() {
  while (true) {
    Submissions batch = std::exchange(deferred_, {});
    const absl::Duration wait = batch.empty() ? kCursorLag : absl::ZeroDuration();
    const bool open = queue_.PopSomeUntil(&batch, options_.batch_max, wait);
    if (!batch.empty()) {
      Execute(std::move(batch));
    } else if (options_.cursor != nullptr && options_.cursor->Pending().has_value()) {
      // Nothing else to write: the relay's place alone. A failure leaves it pending.
      if (writer_->Begin({}, std::nullopt).ok()) Commit({}).status().IgnoreError();
    }
    if (!open && deferred_.empty()) return;
  }
}

void Lane::Execute(Submissions batch) {
  DropExpired(&batch);
  absl::Status status;
  for (int attempt = 1; attempt <= kTriesMax && !batch.empty(); ++attempt) {
    status = Try(&batch);
    if (status.ok()) return;
    const std::string reason = base::ReasonOf(status);
    if (reason != "STORE_CONFLICT" && reason != "STORE_CONSTRAINT" && !absl::IsDataLoss(status) &&
        !absl::IsInternal(status)) {
      break;
    }
    if (batch.size() > 1 && reason != "STORE_CONFLICT") {
      // One command spoils the batch: each half alone, down to the one.
      Submissions half(
          std::make_move_iterator(batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2)),
          std::make_move_iterator(batch.end()));
      batch.resize(batch.size() / 2);
      Execute(std::move(batch));
      Execute(std::move(half));
      return;
    }
    if (absl::IsDataLoss(status) || absl::IsInternal(status)) break;
    // Tried again even where a constraint refused it: by then the rule itself has usually seen why.
    Pause(attempt);
  }
  if (base::ReasonOf(status) == "STORE_CONSTRAINT") status = refusal_;
  if (base::ReasonOf(status) == "STORE_CONFLICT") {
    status = base::Error(absl::StatusCode::kAborted, "CONFLICT",
                         "Others keep changing the same thing. Read it again and decide again.");
  }
  Fail(std::move(batch), status);
}

absl::Status Lane::Try(Submissions* batch) {
  ReadSet reads;
  constexpr size_t kReadsOfMost = 4;
  reads.rows.reserve(kReadsOfMost * batch->size());
  std::vector<size_t> row_owner;  // by row of the read set: whose it is
  for (size_t i = 0; i < batch->size(); ++i) {
    AppendReads(*options_.codec, *(*batch)[i], &reads);
    row_owner.resize(reads.rows.size(), i);
  }
  ASSIGN_OR_RETURN(ReadResult read, writer_->Begin(reads, options_.wait));
  if (!read.held.empty()) HandHeldOver(read.held, row_owner, batch);
  Batch decided(*options_.codec, std::move(read));
  if (absl::Status opened = decided.Open(); !opened.ok()) {
    writer_->Abandon();
    return opened;
  }
  std::vector<Outcome> outcomes;
  outcomes.reserve(batch->size());
  for (const auto& submission : *batch) outcomes.push_back(decided.Decide(*submission));
  Settled settled;
  WriteSet writes = decided.TakeWrites();
  if (writes.empty()) {
    writer_->Abandon();
  } else {
    const size_t events = writes.events.size();
    settled.written_from = std::chrono::steady_clock::now();
    absl::StatusOr<int64_t> first = Commit(std::move(writes));
    if (!first.ok()) {
      const std::string constraint = base::MetadataOf(first.status())["constraint"];
      refusal_ = ConstraintError(outcomes[0], options_.codec->catalog(), constraint);
      return first.status();
    }
    if (events > 0) settled.head = *first + static_cast<int64_t>(events) - 1;
  }
  for (size_t i = 0; i < batch->size(); ++i) {
    if (outcomes[i].what == Outcome::What::kDeferred) {
      deferred_.push_back(std::move((*batch)[i]));
    } else {
      settled.submissions.push_back(std::move((*batch)[i]));
      settled.outcomes.push_back(std::move(outcomes[i]));
    }
  }
  batch->clear();
  options_.settled(std::move(settled));
  return absl::OkStatus();
}

void Lane::HandHeldOver(const std::vector<size_t>& held, const std::vector<size_t>& row_owner,
                        Submissions* batch) {
  for (const size_t row : held) {
    std::unique_ptr<Submission>& submission = (*batch)[row_owner[row]];
    if (submission != nullptr) options_.held(std::move(submission));
  }
  batch->erase(std::remove(batch->begin(), batch->end(), nullptr), batch->end());
}

absl::StatusOr<int64_t> Lane::Commit(WriteSet writes) {
  if (options_.cursor != nullptr) writes.relay_cursor = options_.cursor->Pending();
  const std::optional<int64_t> cursor = writes.relay_cursor;
  absl::StatusOr<int64_t> first = writer_->Commit(writes);
  if (first.ok() && cursor.has_value()) options_.cursor->Written(*cursor);
  return first;
}

void Lane::Fail(Submissions batch, const absl::Status& status) {
  if (batch.empty()) return;
  Settled settled;
  settled.outcomes.assign(batch.size(), {Outcome::What::kRefused, status, nullptr, "", 0, nullptr});
  settled.submissions = std::move(batch);
  options_.settled(std::move(settled));
}

void Lane::DropExpired(Submissions* batch) {
  const absl::Time now = options_.clock->Now();
  const auto late = std::stable_partition(
      batch->begin(), batch->end(),
      [now](const auto& submission) { return submission->call.deadline > now; });
  Fail(Submissions(std::make_move_iterator(late), std::make_move_iterator(batch->end())),
       base::Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                   "Nothing was done in the time you gave. Repeat with the same request_id."));
  batch->erase(late, batch->end());
}

}  // namespace mandat::ledger
