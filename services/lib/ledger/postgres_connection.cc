#include "services/lib/ledger/postgres_connection.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/postgres_error.h"

namespace mandat::ledger::postgres {
namespace {

// Texts beyond this many are sent unprepared: page queries come in many shapes, sessions live for
// weeks.
constexpr size_t kPreparedMax = 300;
constexpr int kBinary = 1;

std::chrono::steady_clock::time_point In(absl::Duration timeout) {
  return std::chrono::steady_clock::now() + absl::ToChronoMicroseconds(timeout);
}

// Waits until the socket is ready or the deadline passed; false for the latter.
bool WaitFor(int socket, short events, std::chrono::steady_clock::time_point deadline) {
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd entry{socket, events, 0};
    const int ready = poll(&entry, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (ready > 0) return true;
    if (ready == 0 && left.count() <= 0) return false;
    if (ready < 0 && errno != EINTR) return false;
  }
}

}  // namespace

absl::Status Connection::Ensure() {
  if (Alive()) return absl::OkStatus();
  Close();
  // Later words win: what the URL says replaces the first three, never the last.
  const char* const names[] = {"connect_timeout", "tcp_user_timeout", "keepalives_idle",
                               "dbname",          "client_encoding",  nullptr};
  const char* const values[] = {"5", "30000", "30", url_.c_str(), "UTF8", nullptr};
  session_.reset(PQconnectdbParams(names, values, /*expand_dbname=*/1));
  if (PQstatus(session_.get()) != CONNECTION_OK || PQsetnonblocking(session_.get(), 1) != 0) {
    absl::Status refused = Unavailable(Message());
    Close();
    return refused;
  }
  PQsetNoticeProcessor(
      session_.get(), [](void*, const char*) {}, nullptr);
  absl::Status set = Script(settings_);
  if (!set.ok()) Close();
  return set;
}

bool Connection::Alive() {
  // An idle session has nothing to say but its end.
  while (session_ != nullptr && PQstatus(session_.get()) == CONNECTION_OK &&
         WaitFor(PQsocket(session_.get()), POLLIN, In(absl::ZeroDuration()))) {
    if (PQconsumeInput(session_.get()) == 0) return false;
  }
  return session_ != nullptr && PQstatus(session_.get()) == CONNECTION_OK;
}

void Connection::Close() {
  session_.reset();
  prepared_.clear();
  names_given_ = 0;
  pending_.clear();
  queued_ = 0;
  send_failed_ = false;
}

size_t Connection::Queue(const std::string& sql) { return Queue(sql, Arguments()); }

size_t Connection::Queue(const std::string& sql, const Arguments& arguments) {
  if (PQpipelineStatus(session_.get()) == PQ_PIPELINE_OFF) {
    send_failed_ |= PQenterPipelineMode(session_.get()) == 0;
  }
  arguments.Describe(&types_, &values_, &lengths_);
  formats_.assign(arguments.size(), kBinary);
  const int count = static_cast<int>(arguments.size());
  const std::string name = Prepare(sql);
  const int sent =
      name.empty() ? PQsendQueryParams(session_.get(), sql.c_str(), count, types_.data(),
                                       values_.data(), lengths_.data(), formats_.data(), kBinary)
                   : PQsendQueryPrepared(session_.get(), name.c_str(), count, values_.data(),
                                         lengths_.data(), formats_.data(), kBinary);
  send_failed_ |= sent == 0;
  pending_.push_back({});
  return queued_++;
}

std::string Connection::Prepare(const std::string& sql) {
  if (const auto found = prepared_.find(sql); found != prepared_.end()) return found->second;
  if (prepared_.size() >= kPreparedMax) return {};
  const std::string name = absl::StrCat("s", names_given_++);
  send_failed_ |= PQsendPrepare(session_.get(), name.c_str(), sql.c_str(),
                                static_cast<int>(types_.size()), types_.data()) == 0;
  prepared_.emplace(sql, name);
  pending_.push_back({/*prepares=*/true, sql});
  return name;
}

absl::StatusOr<std::vector<Result>> Connection::Run(Effect effect, absl::Duration timeout) {
  send_failed_ |= PQpipelineSync(session_.get()) == 0;
  if (send_failed_) return Lost(effect, Message());
  std::vector<Result> results;
  results.reserve(queued_);
  absl::Status status = Collect(effect, In(timeout), &results);
  pending_.clear();
  queued_ = 0;
  if (!status.ok()) {
    RollBack();
    return status;
  }
  return results;
}

absl::Status Connection::Collect(Effect effect, Deadline deadline, std::vector<Result>* results) {
  absl::Status first;
  for (size_t i = 0; i < pending_.size(); ++i) {
    absl::StatusOr<Result> result = TakeOne(deadline);
    if (!result.ok()) {
      absl::Status lost = Lost(effect, std::string(result.status().message()));
      // After an error of the server nothing was committed, whatever happens to the session then.
      return first.ok() ? lost : first;
    }
    const ExecStatusType what = PQresultStatus(result->get());
    const bool done = what == PGRES_COMMAND_OK || what == PGRES_TUPLES_OK;
    if (!done && pending_[i].prepares) prepared_.erase(pending_[i].sql);
    if (!done && first.ok()) {
      if (PQresultErrorField(result->get(), PG_DIAG_SQLSTATE) == nullptr) {
        return Lost(effect, Message());
      }
      const bool committing = effect == Effect::kCommit && i + 1 == pending_.size();
      first = ErrorOf(result->get(), committing);
    }
    if (!pending_[i].prepares) results->push_back(*std::move(result));
  }
  const absl::StatusOr<Result> sync = Take(deadline);
  if (!sync.ok() || PQresultStatus(sync->get()) != PGRES_PIPELINE_SYNC) {
    // All statements have answered: what was to be committed is, and only the session is gone.
    Close();
  }
  return first;
}

absl::StatusOr<Result> Connection::TakeOne(Deadline deadline) {
  ASSIGN_OR_RETURN(Result result, Take(deadline));
  if (result == nullptr) return absl::UnavailableError("no result");
  if (PQstatus(session_.get()) == CONNECTION_OK) {
    // libpq ends the results of every statement with a null.
    ASSIGN_OR_RETURN(const Result end, Take(deadline));
    if (end != nullptr) return absl::UnavailableError("more than one result");
  }
  return result;
}

absl::StatusOr<Result> Connection::Take(Deadline deadline) {
  PGconn* session = session_.get();
  while (true) {
    // While there is more to send, read too: both sides could otherwise wait for each other.
    const int unsent = PQflush(session);
    if (PQisBusy(session) == 0) return Result(PQgetResult(session));
    if (PQstatus(session) != CONNECTION_OK) return absl::UnavailableError(Message());
    const auto events = static_cast<short>(unsent == 1 ? POLLIN | POLLOUT : POLLIN);
    if (!WaitFor(PQsocket(session), events, deadline)) {
      return absl::UnavailableError("no answer in time");
    }
    // A session that broke may have said why before: the next turn takes that as a result.
    PQconsumeInput(session);
  }
}

absl::Status Connection::Lost(Effect effect, std::string cause) {
  Close();
  return effect == Effect::kCommit ? OutcomeUnknown(cause) : Unavailable(cause);
}

void Connection::RollBack() {
  if (session_ == nullptr || PQtransactionStatus(session_.get()) == PQTRANS_IDLE) return;
  Queue("ROLLBACK");
  const bool undone = PQpipelineSync(session_.get()) == 1 && !send_failed_;
  std::vector<Result> results;
  if (!undone || !Collect(Effect::kNone, In(kRoundTripTimeout), &results).ok()) return Close();
  pending_.clear();
  queued_ = 0;
}

absl::Status Connection::Script(const std::string& sql, absl::Duration timeout) {
  const Deadline deadline = In(timeout);
  if (PQexitPipelineMode(session_.get()) == 0 || PQsendQuery(session_.get(), sql.c_str()) == 0) {
    return Lost(Effect::kNone, Message());
  }
  absl::Status first;
  while (true) {
    absl::StatusOr<Result> result = Take(deadline);
    if (!result.ok()) return Lost(Effect::kNone, std::string(result.status().message()));
    if (*result == nullptr) return first;
    if (PQresultStatus(result->get()) != PGRES_FATAL_ERROR || !first.ok()) continue;
    if (PQresultErrorField(result->get(), PG_DIAG_SQLSTATE) == nullptr) {
      return Lost(Effect::kNone, Message());
    }
    first = ErrorOf(result->get(), /*committing=*/false);
  }
}

}  // namespace mandat::ledger::postgres
