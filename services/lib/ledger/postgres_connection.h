#ifndef SERVICES_LIB_LEDGER_POSTGRES_CONNECTION_H_
#define SERVICES_LIB_LEDGER_POSTGRES_CONNECTION_H_

// One session with PostgreSQL: statements are queued and go out together in one round trip,
// prepared once a session, with binary parameters and results.

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/ledger/postgres_wire.h"

namespace mandat::ledger::postgres {

// How long an ordinary round trip may take; then the session is given up.
constexpr absl::Duration kRoundTripTimeout = absl::Seconds(30);

// Not thread-safe. After an error that ends the session the next Ensure makes a new one.
class Connection {
 public:
  // `settings` is SQL that every new session runs first.
  Connection(std::string url, std::string settings)
      : url_(std::move(url)), settings_(std::move(settings)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Connects if there is no session or its end is known already. UNAVAILABLE `STORE_UNAVAILABLE`.
  absl::Status Ensure();
  // Whether there is a session whose end is not known; looks at the socket, asks nobody.
  bool Alive();
  // Ends the session.
  void Close();

  // Adds a statement to the round trip; answers its place in the results of Run.
  size_t Queue(const std::string& sql, const Arguments& arguments);
  size_t Queue(const std::string& sql);

  enum class Effect {
    kNone,    // a session lost on the way is STORE_UNAVAILABLE: what began is undone
    kCommit,  // the last statement commits: lost on the way is OUTCOME_UNKNOWN
  };
  // Sends what is queued and answers one result a statement; the first error, where one failed.
  // Then those behind it did not run, and a transaction is rolled back.
  absl::StatusOr<std::vector<Result>> Run(Effect effect = Effect::kNone,
                                          absl::Duration timeout = kRoundTripTimeout);

  // Runs text of one or several statements without parameters, in a round trip of its own.
  absl::Status Script(const std::string& sql, absl::Duration timeout = kRoundTripTimeout);

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  struct EndSession {
    void operator()(PGconn* session) const { PQfinish(session); }
  };
  // What is on its way: a statement, or the preparation of one.
  struct Pending {
    bool prepares = false;
    std::string sql;  // only where it prepares
  };

  // The name of the prepared statement; empty where there are too many.
  std::string Prepare(const std::string& sql);
  // The next result; null at the end of those of one statement. An error, with the cause as its
  // message, when the session is lost or late.
  absl::StatusOr<Result> Take(Deadline deadline);
  // The one result of a statement, with the null behind it.
  absl::StatusOr<Result> TakeOne(Deadline deadline);
  absl::Status Collect(Effect effect, Deadline deadline, std::vector<Result>* results);
  // Ends the session and says what that means.
  absl::Status Lost(Effect effect, std::string cause);
  void RollBack();
  std::string Message() const { return PQerrorMessage(session_.get()); }

  const std::string url_;
  const std::string settings_;
  std::unique_ptr<PGconn, EndSession> session_;
  std::unordered_map<std::string, std::string> prepared_;  // text → name
  int names_given_ = 0;
  std::vector<Pending> pending_;
  size_t queued_ = 0;
  bool send_failed_ = false;
  // Reused between statements.
  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

}  // namespace mandat::ledger::postgres

#endif  // SERVICES_LIB_LEDGER_POSTGRES_CONNECTION_H_
