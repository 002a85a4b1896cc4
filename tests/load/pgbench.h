#ifndef TESTS_LOAD_PGBENCH_H_
#define TESTS_LOAD_PGBENCH_H_

// PostgreSQL's own benchmark making the row changes of SendArticle60Request.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/load/ground.h"
#include "tests/load/sending.h"

namespace mandat::load {

// How a transaction is sent.
enum class Sending {
  kOneByOne,   // one statement a round trip
  kPipelined,  // the whole transaction in one
};

// Writes scripts that write rows as large as `rows`.
class Pgbench {
 public:
  Pgbench(const Ground& ground, const SentRows& rows);

  // Transactions per second over `length` on a numbered copy (databases.h), after `warm_up`.
  absl::StatusOr<double> Run(const std::string& url, Sending sending, int clients,
                             absl::Duration warm_up, absl::Duration length);

 private:
  struct Outcome {
    int64_t transactions = 0;
    double per_second = 0;
  };
  absl::StatusOr<Outcome> RunOnce(const std::string& url, const std::string& script, int clients,
                                  int64_t base, absl::Duration length);

  const Ground& ground_;
  // Bodies as pgbench's variables.
  std::string body_, public_body_, sealed_body_;
};

}  // namespace mandat::load

#endif  // TESTS_LOAD_PGBENCH_H_
