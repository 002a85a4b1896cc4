#ifndef SERVICES_LIB_LEDGER_WAL_SYNC_H_
#define SERVICES_LIB_LEDGER_WAL_SYNC_H_

// SQLite's commits of batches write the write-ahead log and do not sync it (synchronous=NORMAL):
// the next batch is decided while this syncs the one before, and one sync serves all commits that
// wait for it. In exchange nothing may be told to anyone, neither an answer nor a row that was
// read, before it is on disk here.

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::ledger {

// Thread-safe. One for all connections of a process to one file.
class WalSync {
 public:
  // Of the database at this path. Its write-ahead log must exist before the first Ensure.
  explicit WalSync(const std::string& database);
  ~WalSync();
  WalSync(const WalSync&) = delete;
  WalSync& operator=(const WalSync&) = delete;

  // Around a COMMIT that does not sync. Begin refuses with UNAVAILABLE `STORE_UNAVAILABLE` once a
  // sync has failed; Committed is called whatever became of the COMMIT, with the log's head where
  // it moved it.
  absl::Status Begin();
  void Committed(std::optional<int64_t> head);

  // Returns when all that this process could have read before the call is on disk. UNAVAILABLE
  // `STORE_UNAVAILABLE` where a sync failed, now or ever before: then nobody knows what is on disk,
  // and only a new start, which reads the log again, can tell.
  absl::Status Ensure();

  // Events up to here are on disk, and those after it perhaps; 0 where this process wrote none.
  int64_t head() const { return head_; }

 private:
  absl::Status Sync() MANDAT_REQUIRES(mutex_);

  const std::string path_;
  // Commits that began, that ended, and of those that ended how many are on disk.
  std::atomic<uint64_t> begun_{0};
  std::atomic<uint64_t> committed_{0};
  std::atomic<uint64_t> synced_{0};
  // Highest position whose commit has ended, and the one that is known to be on disk.
  std::atomic<int64_t> committed_head_{0};
  std::atomic<int64_t> head_{0};
  std::atomic<bool> failed_{false};
  runtime::Mutex mutex_;
  int file_ MANDAT_GUARDED_BY(mutex_) = -1;
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_WAL_SYNC_H_
