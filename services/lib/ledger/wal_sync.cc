#include "services/lib/ledger/wal_sync.h"

#include <fcntl.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::ledger {
namespace {

absl::Status NotSynced() {
  return base::Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
                     "The database could not be made durable. Repeat with the same request_id "
                     "once the service was started again.");
}

}  // namespace

WalSync::WalSync(const std::string& database) : path_(absl::StrCat(database, "-wal")) {}

WalSync::~WalSync() {
  if (file_ >= 0) close(file_);
}

absl::Status WalSync::Begin() {
  if (failed_) return NotSynced();
  ++begun_;
  return absl::OkStatus();
}

void WalSync::Committed(std::optional<int64_t> head) {
  if (head.has_value()) committed_head_ = *head;
  ++committed_;
}

absl::Status WalSync::Ensure() {
  // A commit that began may be visible already, although it has not ended here.
  const uint64_t visible = begun_;
  if (synced_ >= visible && !failed_) return absl::OkStatus();
  runtime::MutexLock lock(&mutex_);
  // Whoever had the lock may have synced ours too.
  if (synced_ >= visible && !failed_) return absl::OkStatus();
  const uint64_t ended = committed_;
  const int64_t head = committed_head_;
  RETURN_IF_ERROR(Sync());
  // Only those that had ended are known to be in the file. One that ended meanwhile may be too, and
  // what the caller saw of it is; the next caller syncs again.
  synced_ = ended;
  head_ = head;
  return absl::OkStatus();
}

absl::Status WalSync::Sync() {
  // Syncing is of the file, so any descriptor will do; SQLite deletes the file only when the last
  // connection closes, and the store has one as long as it lives.
  if (file_ < 0) file_ = open(path_.c_str(), O_RDWR | O_CLOEXEC);
  if (!failed_ && file_ >= 0 && fdatasync(file_) == 0) return absl::OkStatus();
  // A second try could succeed without the pages that the first one lost.
  failed_ = true;
  return NotSynced();
}

}  // namespace mandat::ledger
