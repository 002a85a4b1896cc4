// PostgreSQL's side of a batch: one round trip to read, one to write and commit.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/postgres_batch_read.h"
#include "services/lib/ledger/postgres_batch_write.h"
#include "services/lib/ledger/postgres_error.h"
#include "services/lib/ledger/postgres_sessions.h"

namespace mandat::ledger::postgres {
namespace {

// Plans are kept, and none may depend on tables being small (postgres_sql.h). A writer that hangs
// between its two round trips must not hold its rows for ever, nor must a commit wait for ever for
// another's.
constexpr char kWriterSettings[] =
    "SET application_name = 'mandat writer'; SET plan_cache_mode = force_generic_plan; "
    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; "
    "SET enable_mergejoin = off; SET enable_sort = off; SET enable_memoize = off; SET lock_timeout "
    "= '10s'; "
    "SET idle_in_transaction_session_timeout = '60s'; "
    "SET default_transaction_isolation = 'read committed';";

constexpr char kSetLockTimeout[] = "SELECT set_config('lock_timeout', $1, true)";

class PostgresWriter final : public Writer {
 public:
  PostgresWriter(const std::string& url, int writer)
      : connection_(url, absl::StrCat(kCommonSettings, kWriterSettings)), writer_(writer) {}
  ~PostgresWriter() override { Abandon(); }

  absl::Status Connect() { return connection_.Ensure(); }

  absl::StatusOr<ReadResult> Begin(const ReadSet& reads,
                                   std::optional<absl::Duration> wait) override {
    Abandon();
    RETURN_IF_ERROR(connection_.Ensure());
    connection_.Queue("BEGIN");
    absl::Duration timeout = kRoundTripTimeout;
    if (wait.has_value()) {
      // 0 would mean: wait for ever.
      const int64_t wait_ms = std::max<int64_t>(absl::ToInt64Milliseconds(*wait), 1);
      arguments_.Clear();
      arguments_.Scalar(Type::kText).Bytes(absl::StrCat(wait_ms));
      connection_.Queue(kSetLockTimeout, arguments_);
      timeout += *wait;
    }
    BatchRead batch(reads, /*waits=*/wait.has_value());
    batch.Queue(connection_, arguments_);
    ASSIGN_OR_RETURN(const std::vector<Result> results,
                     connection_.Run(Connection::Effect::kNone, timeout));
    ReadResult read;
    batch.Take(results, &read);
    if (batch.Missing()) {
      batch.QueueMissing(connection_, arguments_);
      ASSIGN_OR_RETURN(const std::vector<Result> existing, connection_.Run());
      batch.TakeMissing(existing, &read);
    }
    open_ = true;
    return read;
  }

  absl::StatusOr<int64_t> Commit(const WriteSet& writes) override {
    // What is lost before the first byte was sent is no open question.
    if (!std::exchange(open_, false) || !connection_.Alive()) {
      connection_.Close();
      return Unavailable("the session ended before the commit");
    }
    const std::optional<size_t> events = QueueWrites(writes, writer_, connection_, arguments_);
    connection_.Queue("COMMIT");
    ASSIGN_OR_RETURN(const std::vector<Result> results,
                     connection_.Run(Connection::Effect::kCommit));
    return events.has_value() ? RowFields(results[*events], 0).Int() : 0;
  }

  void Abandon() override {
    if (!std::exchange(open_, false)) return;
    connection_.Queue("ROLLBACK");
    // A session that cannot even do this ends, and with it the transaction.
    if (!connection_.Run().ok()) connection_.Close();
  }

 private:
  Connection connection_;
  const int writer_;
  Arguments arguments_;
  bool open_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Writer>> OpenWriter(const std::string& url, int writer) {
  auto opened = std::make_unique<PostgresWriter>(url, writer);
  RETURN_IF_ERROR(opened->Connect());
  return opened;
}

}  // namespace mandat::ledger::postgres
