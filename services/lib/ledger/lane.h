#ifndef SERVICES_LIB_LEDGER_LANE_H_
#define SERVICES_LIB_LEDGER_LANE_H_

// A writing thread: takes what waits, decides it, commits it, hands the answers on. The main lane
// batches and waits for nobody; the side lane takes one command at a time and waits for the row
// that another process holds.

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/lib/ledger/batch.h"
#include "services/lib/ledger/submission.h"
#include "services/lib/runtime/bounded_queue.h"
#include "services/lib/runtime/thread.h"

namespace mandat::ledger {

// The relay's place on its way to the database.
class CursorNote {
 public:
  // What the database does not say yet; nothing where it does.
  std::optional<int64_t> Pending() const {
    const int64_t noted = noted_.load(std::memory_order_acquire);
    return noted == written_.load(std::memory_order_acquire) ? std::nullopt
                                                             : std::optional<int64_t>(noted);
  }
  // Back as well as forward: what is to be published again lies behind.
  void Note(int64_t position) { noted_.store(position, std::memory_order_release); }
  void Written(int64_t position) { written_.store(position, std::memory_order_release); }

 private:
  std::atomic<int64_t> noted_{0};
  std::atomic<int64_t> written_{0};
};

// Commands that came to their end together, and what became of them. Committed, so far as there was
// anything to write; durable once the store has synced.
struct Settled {
  std::vector<std::unique_ptr<Submission>> submissions;
  std::vector<Outcome> outcomes;  // one a submission
  // The last position; absent where no event was appended.
  std::optional<int64_t> head;
  // When writing them began; absent where there was nothing to write.
  std::optional<std::chrono::steady_clock::time_point> written_from;
};

struct LaneOptions {
  std::string name;
  const Codec* codec = nullptr;
  const runtime::Clock* clock = nullptr;
  size_t batch_max = 64;
  size_t queue_max = 4096;
  // Absent: rows held by others are handed to `held`. Present: waited for, so long.
  std::optional<absl::Duration> wait;
  // Null for a lane that leaves the relay's place to another.
  CursorNote* cursor = nullptr;
  // Takes a command whose row somebody else holds.
  std::function<void(std::unique_ptr<Submission>)> held;
  // Takes what is decided and committed.
  std::function<void(Settled)> settled;
};

class Lane {
 public:
  Lane(LaneOptions options, std::unique_ptr<Writer> writer);
  ~Lane();

  // RESOURCE_EXHAUSTED `SERVER_BUSY` where the queue is full or closed; then the submission stays
  // with the caller.
  absl::Status Push(std::unique_ptr<Submission>& submission);
  // Takes nothing more, finishes what waits, joins.
  void Close();
  size_t depth() const { return queue_.size(); }

 private:
  using Submissions = std::vector<std::unique_ptr<Submission>>;

  void Run();
  // Runs a batch to its end; what must wait for the next one is left in `deferred_`.
  void Execute(Submissions batch);
  // One try. OK: everything is settled or deferred, and `batch` is empty. Else nothing was
  // written, or nobody knows.
  absl::Status Try(Submissions* batch);
  void HandHeldOver(const std::vector<size_t>& held, const std::vector<size_t>& row_owner,
                    Submissions* batch);
  absl::StatusOr<int64_t> Commit(WriteSet writes);
  void Fail(Submissions batch, const absl::Status& status);
  void DropExpired(Submissions* batch);

  const LaneOptions options_;
  std::unique_ptr<Writer> writer_;
  runtime::BoundedQueue<std::unique_ptr<Submission>> queue_;
  Submissions deferred_;
  // What the caller is told where a constraint refuses the only command of a batch again and again.
  absl::Status refusal_;
  runtime::Thread thread_;
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_LANE_H_
