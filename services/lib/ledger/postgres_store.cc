#include "services/lib/ledger/postgres_store.h"

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/postgres_sessions.h"
#include "services/lib/ledger/postgres_sql.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::ledger {
namespace {

using postgres::Arguments;
using postgres::Connection;
using postgres::Result;
using postgres::RowFields;
using postgres::Type;

constexpr int kPortMax = 65'535;

// The array, not a join, finds the rows: see postgres_sql.h.
constexpr char kForgetRequests[] =
    "DELETE FROM request WHERE key = ANY (ARRAY(SELECT key FROM request WHERE commit_time < $1 "
    "ORDER BY commit_time LIMIT $2))";

// Whether libpq will take it for one: it parses a port as any text and refuses it when it connects.
// Several hosts may have a port each, or none.
bool IsConnectionUrl(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
  if (parsed == nullptr) return false;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (absl::string_view(option->keyword) != "port" || option->val == nullptr) continue;
    for (absl::string_view port : absl::StrSplit(option->val, ',')) {
      int number = 0;
      if (port.empty()) continue;
      if (!absl::SimpleAtoi(port, &number) || number < 1 || number > kPortMax) return false;
    }
  }
  return true;
}

class PostgresStore final : public Store {
 public:
  PostgresStore(std::string url, int writer)
      : url_(std::move(url)),
        writer_(writer),
        chores_(url_,
                absl::StrCat(postgres::kCommonSettings, "SET application_name = 'mandat chores';")),
        relay_(url_,
               absl::StrCat(postgres::kCommonSettings, "SET application_name = 'mandat relay';")) {}

  absl::Status Migrate(const std::vector<Migration>& service_migrations) override {
    runtime::MutexLock lock(&mutex_);
    return postgres::Migrate(chores_, service_migrations);
  }

  absl::Status CheckSchema(const std::vector<Migration>& service_migrations) override {
    runtime::MutexLock lock(&mutex_);
    return postgres::CheckSchema(chores_, service_migrations);
  }

  absl::StatusOr<std::unique_ptr<Writer>> OpenWriter() override {
    return postgres::OpenWriter(url_, writer_);
  }
  absl::StatusOr<std::unique_ptr<Reader>> OpenReader() override {
    return postgres::OpenReader(url_);
  }
  absl::StatusOr<std::unique_ptr<ConsultationWriter>> OpenConsultationWriter() override {
    return postgres::OpenConsultationWriter(url_);
  }

  absl::StatusOr<bool> TryBecomeRelay() override {
    runtime::MutexLock lock(&mutex_);
    // The lock lives as long as its session: after a loss somebody else may have it, and this
    // process asks anew.
    if (relay_taken_ && relay_.Alive()) return false;
    relay_taken_ = false;
    RETURN_IF_ERROR(relay_.Ensure());
    Arguments arguments;
    arguments.Scalar(Type::kInt).Int(postgres::kRelayLock);
    relay_.Queue("SELECT pg_try_advisory_lock($1)", arguments);
    ASSIGN_OR_RETURN(const std::vector<Result> results, relay_.Run());
    relay_taken_ = RowFields(results[0], 0).Bool();
    return relay_taken_;
  }

  bool shared() const override { return true; }

  absl::StatusOr<int64_t> ForgetRequestsBefore(absl::Time time, int limit) override {
    Arguments arguments;
    arguments.Scalar(Type::kTime).Time(time);
    arguments.Scalar(Type::kInt).Int(limit);
    return Change(kForgetRequests, arguments);
  }

  absl::StatusOr<int64_t> ReplaceKeys(const std::vector<Replacement>& keys) override {
    return Replace("data_key", "person", "wrapped", keys);
  }

  absl::StatusOr<int64_t> ReplaceHashes(const Kind& kind, const Column& column,
                                        const std::vector<Replacement>& hashes) override {
    return Replace(kind.table, "id", column.name, hashes);
  }

  absl::Status BeginEpoch(const std::string& epoch) override {
    Arguments arguments;
    arguments.Scalar(Type::kText).Bytes(epoch);
    return Change("UPDATE log_head SET epoch = $1 WHERE one = 1", arguments).status();
  }

  // The server's own vacuum and checkpoints do that.
  absl::Status Tidy() override { return absl::OkStatus(); }

 private:
  absl::StatusOr<int64_t> Replace(absl::string_view table, absl::string_view key,
                                  absl::string_view column, const std::vector<Replacement>& all) {
    Arguments arguments;
    for (const auto& [type, member] :
         {std::pair(Type::kText, &Replacement::id), std::pair(Type::kBytes, &Replacement::before),
          std::pair(Type::kBytes, &Replacement::after)}) {
      arguments.Array(type, all,
                      [&part = member](postgres::Fields& fields, const Replacement& one) {
                        fields.Bytes(one.*part);
                      });
    }
    const std::string name = postgres::Quoted(column);
    return Change(absl::StrCat("UPDATE ", postgres::Quoted(table), " t SET ", name,
                               " = u.after FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS "
                               "u(id, before, after) WHERE t.",
                               postgres::Quoted(key), " = u.id AND t.", name, " = u.before"),
                  arguments);
  }

  // Runs one statement and answers how many rows it changed.
  absl::StatusOr<int64_t> Change(const std::string& sql, const Arguments& arguments) {
    runtime::MutexLock lock(&mutex_);
    RETURN_IF_ERROR(chores_.Ensure());
    chores_.Queue(sql, arguments);
    ASSIGN_OR_RETURN(const std::vector<Result> results, chores_.Run(Connection::Effect::kCommit));
    return postgres::ChangedBy(results[0]);
  }

  const std::string url_;
  const int writer_;
  runtime::Mutex mutex_;
  // For everything that is not a batch, a read or a consultation.
  Connection chores_ MANDAT_GUARDED_BY(mutex_);
  // Holds the relay's lock.
  Connection relay_ MANDAT_GUARDED_BY(mutex_);
  bool relay_taken_ MANDAT_GUARDED_BY(mutex_) = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenPostgresStore(const StoreOptions& options) {
  if (!IsConnectionUrl(options.url)) {
    return base::Error(absl::StatusCode::kInvalidArgument, "STORE_URL_INVALID",
                       "The store's URL is not one that PostgreSQL understands: "
                       "`postgresql://user@host:port/database`.");
  }
  return std::make_unique<PostgresStore>(options.url, options.writer);
}

}  // namespace mandat::ledger
